//! Vectors through the core, compiled for this machine.

use mta_sts::diagnostic::Severity;
use mta_sts::{DomainName, MxPattern, Parsed, policy, record, tlsrpt};

use super::file::{Input, Vector};
use super::reading::Reading;

pub(super) fn read(vector: &Vector) -> Reading {
    match &vector.input {
        Input::Txt(records) => reading(&record::parse_set(records), |r| vec![r.id.clone()]),
        Input::TlsrptRecord(records) => {
            reading(&tlsrpt::record::parse_set(records), |r| vec![r.rua.join(",")])
        }
        Input::Policy(text) => reading(&policy::parse(text.as_bytes()), |p| {
            let mx: Vec<&str> = p.mx.iter().map(MxPattern::as_str).collect();
            let mx = (!mx.is_empty()).then(|| mx.join(","));
            [p.mode.to_string(), p.max_age.to_string()].into_iter().chain(mx).collect()
        }),
        Input::Mx(pattern, host) => {
            Reading { usable: matches(pattern, host), ..Reading::default() }
        }
    }
}

fn reading<T>(parsed: &Parsed<T>, values: impl Fn(&T) -> Vec<String>) -> Reading {
    let has = |severity| parsed.diagnostics.iter().any(|d| d.severity() == severity);
    Reading {
        usable: parsed.value.is_some(),
        salvaged: parsed.salvaged.is_some(),
        values: parsed.value.as_ref().map(values).unwrap_or_default(),
        codes: parsed.diagnostics.iter().map(|d| d.code.slug().to_owned()).collect(),
        warned: has(Severity::Warning),
        failed: has(Severity::Error),
    }
}

/// A U-label host is what a user typed; whoever takes it in converts it.
fn matches(pattern: &str, host: &str) -> bool {
    let ascii =
        if host.is_ascii() { Some(host.to_owned()) } else { idna::domain_to_ascii(host).ok() };
    let host = ascii.and_then(|host| DomainName::parse(&host).ok());
    match (MxPattern::parse(pattern), host) {
        (Ok(pattern), Some(host)) => pattern.matches(&host),
        _ => false,
    }
}
