//! What a Sender makes of records, a policy and MX hosts.

use super::matching::Matcher;
use super::rules::{MxReader, PolicyReader, RecordReader};
use super::{Sender, policy, record};

/// What a Sender does with mail, given what it reads.
///
/// ```
/// use mta_sts::senders::{self, Outcome};
/// let outcome = |mode: &str, host: &str| {
///     let policy = format!("version: STSv1\nmode: {mode}\nmx: mail.example.com\nmax_age: 604800\n");
///     senders::view(senders::find("rfc").unwrap(), policy.as_bytes(), None::<&[&str]>, &[host]).outcome
/// };
/// assert_eq!(outcome("enforce", "mail.example.com"), Outcome::Protected);
/// assert_eq!(outcome("enforce", "mx.example.net"), Outcome::MailRefused);
/// assert_eq!(outcome("testing", "mx.example.net"), Outcome::Unprotected);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
pub enum Outcome {
    /// It delivers only to MX hosts that the policy covers and that prove who they are.
    Protected,
    /// It delivers as though there were no MTA-STS, or only reports.
    Unprotected,
    /// It finds no MX host that the policy covers, and keeps or returns the mail.
    MailRefused,
    /// It applies a policy, and no MX host was given to hold against it.
    NotTested,
}

/// Whether a text counts for a Sender.
///
/// ```
/// use mta_sts::senders::{self, Reading};
/// let body = b"version: STSv1\n\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n";
/// let said = |name| match senders::find(name).unwrap().read_policy(body) {
///     Reading::Accepted(policy) => format!("mode {}", policy.mode),
///     Reading::Refused { .. } => "refused".to_owned(),
/// };
/// // A blank line: chasquid skips it, mox refuses the policy.
/// assert_eq!((said("chasquid"), said("mox")), ("mode enforce".to_owned(), "refused".to_owned()));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(tag = "reading", rename_all = "kebab-case")
)]
pub enum Reading<T> {
    /// It is used, with these values.
    Accepted(T),
    /// It is ignored as a whole.
    Refused {
        /// What the Sender finds wrong.
        why: &'static str,
    },
}

impl<T> Reading<T> {
    fn new<R>(read: Result<R, &'static str>, value: impl FnOnce(R) -> T) -> Reading<T> {
        match read {
            Ok(read) => Reading::Accepted(value(read)),
            Err(why) => Reading::Refused { why },
        }
    }

    /// The values, where it is accepted.
    ///
    /// ```
    /// use mta_sts::senders::Reading;
    /// assert_eq!(Reading::Accepted(1).accepted(), Some(&1));
    /// assert_eq!(Reading::<u8>::Refused { why: "it is empty" }.accepted(), None);
    /// ```
    pub fn accepted(&self) -> Option<&T> {
        match self {
            Reading::Accepted(value) => Some(value),
            Reading::Refused { .. } => None,
        }
    }
}

/// The values of a record, as a Sender reads them.
///
/// ```
/// let rfc = mta_sts::senders::find("rfc").unwrap();
/// let read = rfc.read_record(&["v=STSv1; id=20160831085700Z;", "v=spf1 -all"]);
/// assert_eq!(read.accepted().unwrap().id.as_deref(), Some("20160831085700Z"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct RecordReading {
    /// The `id`; `None` where the Sender does not keep one.
    pub id: Option<String>,
}

/// The values of a policy, as a Sender reads them: in words, for some keep what is no number or host name.
///
/// ```
/// let kumo = mta_sts::senders::find("kumo").unwrap();
/// let body = b"version: STSv1\nmode: enforce\nmx: *.example.net\nmax_age: 18446744073709551615\n";
/// let read = kumo.read_policy(body);
/// let policy = read.accepted().unwrap();
/// assert_eq!((policy.mode.as_str(), policy.max_age.as_str()), ("enforce", "18446744073709551615"));
/// assert_eq!(policy.mx, ["*.example.net"]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct PolicyReading {
    /// `enforce`, `testing`, `none`, or nothing.
    pub mode: String,
    /// Seconds; `NaN` from a reader that takes anything.
    pub max_age: String,
    /// The patterns.
    pub mx: Vec<String>,
}

/// An MX host as a Sender sees it.
///
/// ```
/// use mta_sts::senders;
/// let policy = b"version: STSv1\nmode: enforce\nmx: *.example.net\nmax_age: 604800\n";
/// let hosts = ["mx1.example.net", "mail.example.com"];
/// let view = senders::view(senders::find("rfc").unwrap(), policy, None::<&[&str]>, &hosts);
/// assert_eq!(view.hosts[0].covered_by.as_deref(), Some("*.example.net"));
/// assert_eq!((view.hosts[1].host.as_str(), &view.hosts[1].covered_by), ("mail.example.com", &None));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct HostView {
    /// The host as it was given.
    pub host: String,
    /// The pattern that covers it, if one does.
    pub covered_by: Option<String>,
}

/// What a Sender makes of it all.
///
/// ```
/// use mta_sts::senders::{self, Outcome, Reading};
/// let policy = b"version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 3600\n";
/// let txt = ["v=STSv1; id=20160831085700Z;"];
/// let view = senders::view(senders::find("google").unwrap(), policy, Some(&txt), &["mail.example.com"]);
/// assert!(matches!((&view.record, &view.policy), (Some(Reading::Accepted(_)), Reading::Accepted(_))));
/// assert_eq!(view.outcome, Outcome::Unprotected);
/// assert_eq!(view.why, "It ignores the policy: max_age is less than 86400.");
/// ```
#[derive(Debug, Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct SenderView {
    /// Whose view it is.
    pub sender: &'static Sender,
    /// How the TXT records are read; `None` where none were given.
    pub record: Option<Reading<RecordReading>>,
    /// How the policy is read.
    pub policy: Reading<PolicyReading>,
    /// Each MX host held against the patterns; nothing where the policy is refused.
    pub hosts: Vec<HostView>,
    /// What becomes of mail.
    pub outcome: Outcome,
    /// Why, in a sentence.
    pub why: String,
}

/// How `sender` reads a policy body and the TXT records at `_mta-sts`, and what it then does with mail to the MX hosts.
///
/// Records are those of the TXT set, the strings of each joined; `None` where they are not known, and then they are
/// taken to be good. Hosts are MX names as DNS has them. Without a word about certificates: they are taken to be good.
///
/// Mail goes out as soon as one host is covered, for a Sender passes over the others (RFC 8461 5); it is refused when
/// none is. Linear in the length of the texts for each host.
///
/// ```
/// use mta_sts::senders::{self, Outcome};
///
/// // A second max_age: the first counts, but KumoMTA refuses the policy.
/// let policy = b"version: STSv1\nmode: enforce\nmx: mx.example.com\nmax_age: 604800\nmax_age: 86400\n";
/// let view = senders::view(senders::find("kumo").unwrap(), policy, None::<&[&str]>, &["mx.example.com"]);
/// assert_eq!(view.outcome, Outcome::Unprotected);
/// assert_eq!(view.why, "It ignores the policy: a field is there twice.");
/// ```
pub fn view<R: AsRef<[u8]>, H: AsRef<str>>(
    sender: &'static Sender,
    policy_body: &[u8],
    txt_records: Option<&[R]>,
    mx_hosts: &[H],
) -> SenderView {
    let record = txt_records.map(|records| sender.read_record(records));
    let policy = sender.read_policy(policy_body);
    let hosts = policy.accepted().map(|policy| sender.hosts(policy, mx_hosts)).unwrap_or_default();
    let (outcome, why) = conclude(sender, record.as_ref(), &policy, &hosts);
    SenderView { sender, record, policy, hosts, outcome, why }
}

impl Sender {
    /// How it reads the TXT records at `_mta-sts`, the strings of each joined.
    ///
    /// ```
    /// let chasquid = mta_sts::senders::find("chasquid").unwrap();
    /// assert!(chasquid.read_record(&["v=STSv1;"]).accepted().is_some());
    /// ```
    pub fn read_record<R: AsRef<[u8]>>(&self, records: &[R]) -> Reading<RecordReading> {
        let reader = self.record.as_ref().unwrap_or(&RecordReader::Strict);
        let records: Vec<&[u8]> = records.iter().map(AsRef::as_ref).collect();
        Reading::new(record::read(reader, &records), |id| RecordReading { id })
    }

    /// How it reads a policy body.
    ///
    /// ```
    /// let stalwart = mta_sts::senders::find("stalwart").unwrap();
    /// assert_eq!(stalwart.read_policy(b"mx: a.example").accepted().unwrap().mode, "none");
    /// ```
    pub fn read_policy(&self, body: &[u8]) -> Reading<PolicyReading> {
        let reader = self.policy.as_ref().unwrap_or(&PolicyReader::Strict);
        Reading::new(policy::read(reader, body), |read| PolicyReading {
            mode: read.mode,
            max_age: read.max_age,
            mx: read.mx,
        })
    }

    /// Whether a pattern covers an MX host for it.
    ///
    /// ```
    /// let mimecast = mta_sts::senders::find("mimecast").unwrap();
    /// assert!(mimecast.covers("*.example.com", "mx.eu.example.com"));
    /// ```
    pub fn covers(&self, pattern: &str, host: &str) -> bool {
        Matcher::new(self.mx_reader(), &[pattern.to_owned()]).covering(host).is_some()
    }

    /// Whether its own rules for TXT records, policies and MX hosts are known; where not, RFC 8461 is assumed.
    ///
    /// ```
    /// // Of Mimecast's Sender only the matching of MX hosts is known.
    /// assert_eq!(mta_sts::senders::find("mimecast").unwrap().is_modelled(), [false, false, true]);
    /// ```
    pub fn is_modelled(&self) -> [bool; 3] {
        [self.record.is_some(), self.policy.is_some(), self.mx.is_some()]
    }

    fn mx_reader(&self) -> &MxReader {
        self.mx.as_ref().unwrap_or(&MxReader::Strict)
    }

    fn hosts<H: AsRef<str>>(&self, policy: &PolicyReading, hosts: &[H]) -> Vec<HostView> {
        let matcher = Matcher::new(self.mx_reader(), &policy.mx);
        let view = |host: &H| {
            let index = matcher.covering(host.as_ref());
            HostView {
                host: host.as_ref().to_owned(),
                covered_by: index.and_then(|index| policy.mx.get(index)).cloned(),
            }
        };
        hosts.iter().map(view).collect()
    }
}

fn conclude(
    sender: &Sender,
    record: Option<&Reading<RecordReading>>,
    policy: &Reading<PolicyReading>,
    hosts: &[HostView],
) -> (Outcome, String) {
    if let Some(Reading::Refused { why }) = record {
        return (Outcome::Unprotected, format!("It looks for no policy: {why}."));
    }
    let policy = match policy {
        Reading::Accepted(policy) => policy,
        Reading::Refused { why } => {
            return (Outcome::Unprotected, format!("It ignores the policy: {why}."));
        }
    };
    let short = policy.max_age.parse::<u32>().is_ok_and(|age| age < sender.least_max_age);
    let covered = hosts.iter().filter(|host| host.covered_by.is_some()).count();
    match policy.mode.as_str() {
        _ if short => {
            let why =
                format!("It ignores the policy: max_age is less than {}.", sender.least_max_age);
            (Outcome::Unprotected, why)
        }
        "testing" => (
            Outcome::Unprotected,
            "It reads mode testing: mail is delivered whatever it finds, at most it reports."
                .to_owned(),
        ),
        "enforce" if hosts.is_empty() => {
            (Outcome::NotTested, "It applies the policy; no MX host was given.".to_owned())
        }
        "enforce" if covered == hosts.len() => {
            (Outcome::Protected, "It applies the policy, and every MX host is covered.".to_owned())
        }
        "enforce" if covered > 0 => {
            let why = "It applies the policy, and passes over the MX hosts that are not covered.";
            (Outcome::Protected, why.to_owned())
        }
        "enforce" => (
            Outcome::MailRefused,
            "It applies the policy, and no MX host is covered: mail waits, then comes back."
                .to_owned(),
        ),
        mode => {
            (Outcome::Unprotected, format!("It reads mode {mode:?}: there is nothing to apply."))
        }
    }
}
