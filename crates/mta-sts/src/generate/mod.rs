//! Everything to publish for a new MTA-STS: policy, TXT records, zone lines, and how to serve the policy.

mod hosting;
mod input;
mod zone;

use std::net::IpAddr;

use crate::code::Code;
use crate::diagnostic::{Diagnostic, Finding, Severity, locate};
use crate::domain::DomainName;
use crate::fetch::MAX_POLICY_BYTES;
use crate::mx::{MxPattern, each_once};
use crate::policy::{self, MAX_MAX_AGE, Mode, Policy};
use crate::record;
use crate::tlsrpt::uri;

pub use hosting::Hosting;
pub use input::GenerateInput;
pub use zone::DnsRecord;

/// What to publish.
///
/// ```
/// use mta_sts::{Timestamp, generate::{GenerateInput, generate}};
/// let mut input = GenerateInput::new("example.com", Timestamp(1_700_000_000));
/// input.mx = vec!["mail.example.com".to_owned()];
/// let generated = generate(&input).unwrap();
/// assert_eq!(generated.curl, "curl -sSi https://mta-sts.example.com/.well-known/mta-sts.txt");
/// assert!(generated.zone.contains("_mta-sts.example.com. 3600 IN TXT \"v=STSv1; id=20231114T221320Z;\"\n"));
/// assert_eq!((generated.hosting.len(), generated.tlsrpt), (5, None));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct Generated {
    /// The policy body, with CRLF line ends.
    pub policy: String,
    /// The `id` that announces it.
    pub id: String,
    /// The MTA-STS record.
    pub record: DnsRecord,
    /// The TLSRPT record, when there is an address for reports.
    pub tlsrpt: Option<DnsRecord>,
    /// All lines for a zone file, the Policy Host's included.
    pub zone: String,
    /// A command that shows what Senders get: status, media type and policy.
    pub curl: String,
    /// Ways to serve the policy.
    pub hosting: Vec<Hosting>,
    /// Warnings: what was asked for is valid, and useless or dangerous.
    pub findings: Vec<Finding>,
}

/// Makes everything to publish from a few values.
///
/// # Errors
///
/// Everything that is wrong with the input, at once.
///
/// ```
/// use mta_sts::generate::{GenerateInput, generate};
/// use mta_sts::Timestamp;
///
/// let mut input = GenerateInput::new("example.com", Timestamp(1_700_000_000));
/// input.mx = vec!["mx.example.com".to_owned()];
/// input.rua = vec!["tls-reports@example.com".to_owned()];
/// let generated = generate(&input).unwrap();
/// assert_eq!(generated.record.content, "v=STSv1; id=20231114T221320Z;");
/// assert_eq!(generated.policy, "version: STSv1\r\nmode: testing\r\nmx: mx.example.com\r\nmax_age: 604800\r\n");
///
/// input.mx = vec!["mx.example.com, mx2.example.com".to_owned()];
/// assert_eq!(generate(&input).unwrap_err()[0].code.slug(), "generate/mx-invalid");
/// ```
pub fn generate(input: &GenerateInput) -> Result<Generated, Vec<Diagnostic>> {
    let mut faults = Vec::new();
    let domain = domain(&input.domain, &mut faults);
    let policy = Policy {
        version: "STSv1",
        mode: input.mode,
        max_age: input.max_age,
        mx: patterns(input, &mut faults),
        extensions: Vec::new(),
    };
    if policy.max_age > MAX_MAX_AGE {
        faults.push(Diagnostic::new(Code::PolicyMaxAgeTooLarge));
    }
    let id = input.id.clone().unwrap_or_else(|| record::id_at(input.now));
    if !record::is_id(&id) {
        faults.push(Diagnostic::new(Code::RecordIdInvalid));
    }
    let rua = addresses(&input.rua, &mut faults);
    let host = policy_host(&input.policy_host, domain.as_ref(), &mut faults);
    let body = policy.to_string();
    if body.len() > MAX_POLICY_BYTES {
        faults.push(Diagnostic::new(Code::FetchTooLarge));
    }
    let (Some(domain), true) = (domain, faults.is_empty()) else { return Err(faults) };
    let sts = DnsRecord::txt(domain.record_name(), record::text(&id));
    let tlsrpt = (!rua.is_empty()).then(|| {
        let content = format!("v=TLSRPTv1; rua={}", rua.join(","));
        DnsRecord::txt(domain.tlsrpt_name(), content)
    });
    Ok(Generated {
        zone: zone::zone(&domain, &host, &sts, tlsrpt.as_ref()),
        curl: format!("curl -sSi {}", domain.policy_url()),
        hosting: hosting::all(&domain, &body, &id),
        findings: warnings(&body),
        policy: body,
        id,
        record: sts,
        tlsrpt,
    })
}

/// What RFC 5322 3.2.3 lets stand in a mailbox, and RFC 3986, RFC 6068 2 or, for `!`, RFC 8460 3 does not in its URI.
const ENCODED: [(char, &str); 12] = [
    ('!', "%21"),
    ('#', "%23"),
    ('%', "%25"),
    ('&', "%26"),
    ('/', "%2F"),
    ('=', "%3D"),
    ('?', "%3F"),
    ('^', "%5E"),
    ('`', "%60"),
    ('{', "%7B"),
    ('|', "%7C"),
    ('}', "%7D"),
];

/// Where the Policy Host points.
enum PolicyHost {
    Unknown,
    Cname(DomainName),
    Addresses(Vec<IpAddr>),
}

fn fault(code: Code, text: &str, reason: impl Into<String>) -> Diagnostic {
    Diagnostic::new(code).param("text", text).param("reason", reason)
}

fn domain(text: &str, faults: &mut Vec<Diagnostic>) -> Option<DomainName> {
    let domain = name(text).and_then(|domain| {
        // The longest name below it that has to exist.
        name(&domain.tlsrpt_name().replace('_', "x")).map(|_| domain)
    });
    domain.map_err(|reason| faults.push(fault(Code::GenerateDomainInvalid, text, reason))).ok()
}

/// A name, or why it is none. An IP address is none (RFC 8461 3.4, RFC 1035 3.3.1).
fn name(text: &str) -> Result<DomainName, String> {
    match DomainName::parse(text) {
        Ok(name) if name.is_address() => {
            Err("its last label is a number, as in an IP address".to_owned())
        }
        read => read.map_err(|error| error.to_string()),
    }
}

/// The patterns in their order, each once.
fn patterns(input: &GenerateInput, faults: &mut Vec<Diagnostic>) -> Vec<MxPattern> {
    let mut patterns: Vec<MxPattern> = Vec::with_capacity(input.mx.len());
    for text in &input.mx {
        match MxPattern::parse(text) {
            Ok(pattern) => patterns.push(pattern),
            Err(error) => {
                let found = fault(Code::GenerateMxInvalid, text, error.to_string());
                faults.push(found.param("remedy", error.remedy()));
            }
        }
    }
    // RFC 8461 3.2: mx is "required at least once, except when mode is none".
    if input.mx.is_empty() && input.mode != Mode::None {
        faults.push(Diagnostic::new(Code::PolicyMxMissing).param("mode", input.mode.as_str()));
    }
    each_once(patterns)
}

/// Report addresses as URIs; a bare mail address becomes one.
fn addresses(list: &[String], faults: &mut Vec<Diagnostic>) -> Vec<String> {
    let mut uris = Vec::with_capacity(list.len());
    for text in list {
        let address = match text.split_once('@') {
            Some((local, domain)) if !text.contains(':') => mailto(local, domain),
            _ => text.clone(),
        };
        // RFC 8460 3: `,` and `;` divide addresses and fields.
        let checked = if address.contains([',', ';']) {
            Err("a comma or semicolon ends an address; within a URI it is %2C or %3B")
        } else {
            uri::check(&address)
        };
        match checked {
            Ok(()) => uris.push(address),
            Err(reason) => faults.push(fault(Code::GenerateRuaInvalid, text, reason)),
        }
    }
    uris
}

/// RFC 6068 2: what a mailbox may hold and a URI gives a meaning, or may not hold, must be percent-encoded.
///
/// Other characters stay, for the check to refuse: RFC 5322 3.2.3 has them within quotation marks only, and a comma or
/// semicolon rather divides two addresses.
fn mailto(local: &str, domain: &str) -> String {
    let mut uri = "mailto:".to_owned();
    for c in local.chars() {
        match ENCODED.iter().find(|(plain, _)| *plain == c) {
            Some((_, encoded)) => uri.push_str(encoded),
            None => uri.push(c),
        }
    }
    uri.push('@');
    uri.push_str(domain);
    uri
}

/// One name for a CNAME, or addresses.
fn policy_host(
    list: &[String],
    domain: Option<&DomainName>,
    faults: &mut Vec<Diagnostic>,
) -> PolicyHost {
    let addresses: Vec<IpAddr> = list.iter().filter_map(|text| text.parse().ok()).collect();
    if addresses.len() == list.len() {
        return if list.is_empty() {
            PolicyHost::Unknown
        } else {
            PolicyHost::Addresses(addresses)
        };
    }
    let (text, reason) = match list {
        [text] => match name(text) {
            // RFC 1034 3.6.2: an alias of itself leads nowhere.
            Ok(target) if domain.is_some_and(|domain| domain.policy_host() == target.as_str()) => {
                (text.clone(), "it is the Policy Host itself".to_owned())
            }
            Ok(target) => return PolicyHost::Cname(target),
            Err(reason) => (text.clone(), reason),
        },
        _ => {
            (list.join(", "), "there is more than one value, and not all are addresses".to_owned())
        }
    };
    faults.push(fault(Code::GeneratePolicyHostInvalid, &text, reason));
    PolicyHost::Unknown
}

/// What the parser warns of in the text that comes out. Its places would be in a text that nobody wrote.
fn warnings(body: &str) -> Vec<Finding> {
    let read = policy::parse(body.as_bytes()).diagnostics.into_iter();
    let grave = read.filter(|d| d.severity() > Severity::Note);
    let bare: Vec<Diagnostic> = grave.map(Diagnostic::without_places).collect();
    locate("", &bare)
}
