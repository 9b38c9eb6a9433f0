//! What a run in CI demands of a domain, held against the report.

use std::fs;

use clap::ValueEnum;
use mta_sts::check::Report;
use mta_sts::policy::duration_words;
use mta_sts::probe::ProbeResult;
use mta_sts::{Severity, Timestamp};
use serde::Serialize;

use crate::args::{ExpectArgs, FailOn};
use crate::exit::CliError;
use crate::names;
use crate::text::plural;

/// A fact that must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Expectation {
    fact: Fact,
    value: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fact {
    Mode,
    Id,
    Mx,
    Rua,
}

impl Fact {
    /// Of the others a domain may have several, which all may be demanded.
    fn has_one_value(self) -> bool {
        matches!(self, Fact::Mode | Fact::Id)
    }
}

impl Expectation {
    pub(crate) fn parse(text: &str) -> Result<Expectation, String> {
        let (key, value) = text.split_once('=').ok_or("give KEY=VALUE, such as mode=enforce")?;
        let fact = match key.trim() {
            "mode" => Fact::Mode,
            "id" => Fact::Id,
            "mx" => Fact::Mx,
            "rua" => Fact::Rua,
            other => return Err(format!("`{other}` is none of mode, id, mx and rua")),
        };
        let value = value.trim().to_owned();
        if fact == Fact::Mode && !["enforce", "testing", "none"].contains(&value.as_str()) {
            return Err("mode is one of enforce, testing and none".to_owned());
        }
        let value = if fact == Fact::Mx { names::domain(&value)?.to_string() } else { value };
        Ok(Expectation { fact, value })
    }

    /// What stands against it.
    fn unmet(&self, report: &Report) -> Option<String> {
        let wanted = &self.value;
        let (name, found) = match self.fact {
            Fact::Mode => {
                ("mode", report.policy.iter().map(|p| p.mode.as_str().to_owned()).collect())
            }
            Fact::Id => ("id", report.record.iter().map(|r| r.id.clone()).collect()),
            Fact::Mx => ("MX host", report.mx.iter().map(|mx| mx.host.clone()).collect()),
            Fact::Rua => ("rua", report.tlsrpt.iter().flat_map(|t| t.rua.clone()).collect()),
        };
        let found: Vec<String> = found;
        let is_wanted = |value: &String| match self.fact {
            Fact::Mx => value.eq_ignore_ascii_case(wanted),
            // RFC 8461 3.1: a Sender compares ids octet by octet.
            Fact::Mode | Fact::Id | Fact::Rua => value == wanted,
        };
        if found.iter().any(is_wanted) {
            return None;
        }
        let found = if found.is_empty() { "none".to_owned() } else { found.join(", ") };
        Some(format!("{name} {wanted} was expected, {found} was found"))
    }
}

/// All that is demanded.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Expectations {
    facts: Vec<Expectation>,
    min_max_age: Option<u64>,
    min_cert_days: Option<i64>,
    fail_on: Option<FailOn>,
}

/// A demand that the domain does not meet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub(crate) struct Unmet(pub(crate) String);

impl Expectations {
    /// What the command line and its file demand; where only one of both can hold, the command line does.
    ///
    /// # Errors
    ///
    /// When the file cannot be read or says something that is not known.
    pub(crate) fn new(args: &ExpectArgs) -> Result<Expectations, CliError> {
        let mut all = match &args.expectations {
            None => Expectations::default(),
            Some(path) => {
                let refuse = |why: String| {
                    CliError::new(format!("--expectations {}: {why}", path.display()))
                };
                let text = fs::read_to_string(path)
                    .map_err(|error| refuse(format!("cannot be read: {error}")))?;
                Expectations::read(&text).map_err(refuse)?
            }
        };
        let given = |fact| args.expect.iter().any(|expectation| expectation.fact == fact);
        all.facts.retain(|Expectation { fact, .. }| !fact.has_one_value() || !given(*fact));
        all.facts.extend(args.expect.iter().cloned());
        all.min_max_age = args.min_max_age.or(all.min_max_age);
        all.min_cert_days = args.min_cert_days.or(all.min_cert_days);
        all.fail_on = args.fail_on.or(all.fail_on);
        Ok(all)
    }

    fn read(text: &str) -> Result<Expectations, String> {
        let mut all = Expectations::default();
        for (index, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let at = |why: String| format!("line {}: {why}", index + 1);
            let (key, value) =
                line.split_once('=').ok_or_else(|| at("this is not `key = value`".to_owned()))?;
            let (key, value) = (key.trim(), value.trim().trim_matches('"'));
            match key {
                "min-max-age" => all.min_max_age = Some(duration(value).map_err(at)?),
                "min-cert-days" => {
                    let days =
                        value.parse().map_err(|_| at(format!("`{value}` is no number of days")))?;
                    all.min_cert_days = Some(days);
                }
                "fail-on" => {
                    let severity = FailOn::from_str(value, false);
                    let refuse = |_| at(format!("`{value}` is none of error, warning and note"));
                    all.fail_on = Some(severity.map_err(refuse)?);
                }
                _ => match key.strip_prefix("expect.") {
                    Some(fact) => {
                        all.facts.push(Expectation::parse(&format!("{fact}={value}")).map_err(at)?);
                    }
                    None => return Err(at(format!("`{key}` is not known"))),
                },
            }
        }
        Ok(all)
    }

    /// The least severity of a finding that fails the check.
    pub(crate) fn severity(&self) -> Severity {
        self.fail_on.unwrap_or_default().severity()
    }

    /// Everything that the report does not meet, at time `now`.
    pub(crate) fn unmet(&self, report: &Report, now: Timestamp) -> Vec<Unmet> {
        let mut unmet: Vec<String> =
            self.facts.iter().filter_map(|fact| fact.unmet(report)).collect();
        if let Some(least) = self.min_max_age {
            let found = report.policy.as_ref().map(|policy| policy.max_age);
            if found.is_none_or(|found| u64::from(found) < least) {
                let found = found.map_or("no policy".to_owned(), duration_words);
                // No policy says more than that many seconds.
                let least = duration_words(u32::try_from(least).unwrap_or(u32::MAX));
                unmet
                    .push(format!("a max_age of at least {least} was expected, {found} was found"));
            }
        }
        if let Some(least) = self.min_cert_days {
            unmet.extend(short_lived(report, least, now));
        }
        unmet.into_iter().map(Unmet).collect()
    }
}

/// Certificates with fewer days left; where none was seen, the demand is not met either.
fn short_lived(report: &Report, least: i64, now: Timestamp) -> Vec<String> {
    let addresses =
        report.probes.iter().flat_map(|p| p.addresses.iter().map(move |a| (&p.host, a)));
    let mut seen = 0;
    let mut unmet = Vec::new();
    for (host, address) in addresses {
        if let ProbeResult::Handshake(handshake) = &address.result {
            seen += 1;
            let days = handshake.certificate.not_after.days_since(now);
            if days < least {
                unmet.push(format!(
                    "a certificate valid for {} was expected, that of {host} ({}) {}",
                    plural(least, "more day"),
                    address.address,
                    match days {
                        ..0 => "is expired".to_owned(),
                        days => format!("has {}", plural(days, "day")),
                    }
                ));
            }
        }
    }
    if seen == 0 {
        let days = plural(least, "more day");
        unmet.push(format!("a certificate valid for {days} was expected, none was seen"));
    }
    unmet
}

/// `14d`, `12h`, `30m`, `90s`, `2w`, or seconds.
pub(crate) fn duration(text: &str) -> Result<u64, String> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = match &text[digits.len()..] {
        "" | "s" => 1,
        "m" => 60,
        "h" => 3_600,
        "d" => 86_400,
        "w" => 604_800,
        other => return Err(format!("`{other}` is none of s, m, h, d and w")),
    };
    let number: Option<u64> = digits.parse().ok();
    let seconds = number.and_then(|n| n.checked_mul(unit));
    seconds.ok_or_else(|| format!("`{text}` is no duration; write 14d, 12h or seconds"))
}

/// The same, as far as TTLs and max_age go.
pub(crate) fn seconds(text: &str) -> Result<u32, String> {
    duration(text)?.try_into().map_err(|_| format!("`{text}` is too long"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_durations_and_files() {
        assert_eq!(duration("14d"), Ok(1_209_600));
        assert_eq!(duration("604800"), Ok(604_800));
        assert!(duration("14y").is_err() && duration("d").is_err() && duration("").is_err());
        let text = "# CI\nexpect.mode = enforce\nmin-max-age = \"14d\"\nmin-cert-days=14\nfail-on = error\n";
        let all = Expectations::read(text).unwrap();
        assert_eq!(all.facts, [Expectation::parse("mode=enforce").unwrap()]);
        assert_eq!((all.min_max_age, all.min_cert_days), (Some(1_209_600), Some(14)));
        assert_eq!(
            (all.severity(), Expectations::default().severity()),
            (Severity::Error, Severity::Warning)
        );
        assert!(Expectations::read("fail-on = all").unwrap_err().contains("line 1: `all`"));
        assert!(Expectations::read("mode = enforce").unwrap_err().contains("line 1: `mode`"));
        assert!(Expectation::parse("mode=Enforce").is_err() && Expectation::parse("x=1").is_err());
        assert_eq!(Expectation::parse("mx=MX.example."), Expectation::parse("mx=mx.example"));
        assert!(Expectation::parse("mx=a b").is_err());
    }
}
