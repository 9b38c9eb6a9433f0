//! The members of RFC 8460 4.4, and how their names are misspelt.

pub(super) const REPORT: [&str; 5] =
    ["organization-name", "date-range", "contact-info", "report-id", "policies"];
pub(super) const DATE_RANGE: [&str; 2] = ["start-datetime", "end-datetime"];
pub(super) const ENTRY: [&str; 3] = ["policy", "summary", "failure-details"];
pub(super) const POLICY: [&str; 4] = ["policy-type", "policy-string", "policy-domain", "mx-host"];
pub(super) const SUMMARY: [&str; 2] =
    ["total-successful-session-count", "total-failure-session-count"];
pub(super) const FAILURE: [&str; 8] = [
    "result-type",
    "sending-mta-ip",
    "receiving-mx-hostname",
    "receiving-mx-helo",
    "receiving-ip",
    "failed-session-count",
    "additional-information",
    "failure-reason-code",
];

/// Names of the RFC's drafts and of its placeholders, with what became of them.
const FORMER: [(&str, &str); 6] = [
    ("mx-host-pattern", "mx-host"),
    ("failure-error-code", "failure-reason-code"),
    ("additional-info-uri", "additional-information"),
    ("session-count", "failed-session-count"),
    ("success-aggregate", "total-successful-session-count"),
    ("failure-aggregate", "total-failure-session-count"),
];

/// Which of `known` the name means that is none of them exactly.
pub(super) fn meant(name: &str, known: &[&str]) -> Option<usize> {
    let alike = |a: &str| same(a, name);
    let former = FORMER.iter().find(|(former, _)| alike(former)).map(|(_, now)| *now);
    known.iter().position(|k| alike(k) || former == Some(k))
}

/// Alike but for case, hyphens, underscores and spaces: `organizationName`, `report_id`.
pub(super) fn same(a: &str, b: &str) -> bool {
    let letters = |text: &str| -> Vec<char> {
        let kept = text.chars().filter(|c| !matches!(c, '-' | '_' | ' '));
        kept.map(|c| c.to_ascii_lowercase()).collect()
    };
    // Known names are short: a long name cannot be one, and is not copied.
    b.len() < 64 && letters(a) == letters(b)
}
