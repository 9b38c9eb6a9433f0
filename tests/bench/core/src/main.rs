//! The speed of the core in one process beside a floor and other crates, as ratios.
//!
//! Run it with `cargo xtask bench core`. The figures are the fastest of many turns taken by all in rotation, so they
//! hold on a busy machine too; ratios carry over to other machines, nanoseconds do not.

mod floor;
mod inputs;
mod measure;
#[cfg(feature = "others")]
mod others;
mod report;

use mta_sts::policy::{self, StrictPolicy};
use mta_sts::{DomainName, MxMatcher, MxPattern, record, tlsrpt};

use floor::floor;
use inputs::{EXAMPLE, HOSTS, PATTERNS, RECORD, TLSRPT_RECORD};
use measure::Case;
use report::{Goal, Group};

fn main() {
    let large = inputs::large();
    reading("policy: the example of RFC 8461", EXAMPLE, 2.5);
    reading("policy: 64 KB", &large, 3.0);
    records();
    matching();
    looking_up(&large);
}

fn reading(title: &'static str, text: &str, most: f64) {
    let body = text.as_bytes();
    #[cfg_attr(not(feature = "others"), allow(unused_mut))]
    let mut cases = vec![
        Case::new("floor: UTF-8, lines, colons", || floor(body)),
        Case::new("strict", || StrictPolicy::read(body)),
        Case::new("full diagnostics", || policy::parse(body)),
    ];
    #[cfg(feature = "others")]
    cases.extend(others::policy(text));
    let goals = [
        Goal::times("strict", "floor: UTF-8, lines, colons", most),
        Goal::times("full diagnostics", "strict", 3.0),
    ];
    Group { title, cases, goals: &goals }.print();
}

fn records() {
    #[cfg_attr(not(feature = "others"), allow(unused_mut))]
    let mut cases = vec![
        Case::new("strict", || record::StrictStsRecord::read(RECORD)),
        Case::new("full diagnostics", || record::parse_set(&[RECORD])),
    ];
    #[cfg(feature = "others")]
    cases.extend(others::record(RECORD));
    let goals = [Goal::within("strict", 60.0)];
    Group { title: "TXT record at _mta-sts", cases, goals: &goals }.print();
    #[cfg_attr(not(feature = "others"), allow(unused_mut))]
    let mut cases = vec![
        Case::new("strict", || tlsrpt::record::StrictTlsrptRecord::read(TLSRPT_RECORD)),
        Case::new("full diagnostics", || tlsrpt::record::parse_set(&[TLSRPT_RECORD])),
    ];
    #[cfg(feature = "others")]
    cases.extend(others::tlsrpt_record(TLSRPT_RECORD));
    Group { title: "TXT record at _smtp._tls", cases, goals: &[] }.print();
}

fn matching() {
    let patterns = patterns(PATTERNS);
    let hosts: Vec<DomainName> = HOSTS.iter().filter_map(|host| host.parse().ok()).collect();
    let covered =
        |matcher: &MxMatcher<'_>| hosts.iter().filter(|h| matcher.covering(h).is_some()).count();
    let matcher = MxMatcher::new(&patterns);
    assert_eq!(covered(&matcher), HOSTS.len());
    #[cfg_attr(not(feature = "others"), allow(unused_mut))]
    let mut cases = vec![
        Case::new("matcher", || covered(&matcher)),
        Case::new("matcher, built each time", || covered(&MxMatcher::new(&patterns))),
        Case::new("pattern by pattern", || {
            hosts.iter().filter(|h| patterns.iter().any(|p| p.matches(h))).count()
        }),
    ];
    #[cfg(feature = "others")]
    cases.extend(others::matching());
    let goals = [Goal::within("matcher", 35.0)];
    Group { title: "5 hosts against 5 patterns", cases, goals: &goals }.print();
}

fn looking_up(large: &str) {
    let patterns = patterns(large.lines().filter_map(|line| line.strip_prefix("mx: ")));
    let matcher = MxMatcher::new(&patterns);
    let host: Option<DomainName> = "host-2000.example.org".parse().ok();
    let other: Option<DomainName> = "a.not-there.example".parse().ok();
    let (Some(host), Some(other)) = (host, other) else { return };
    let cases = vec![
        Case::new("a host that is covered", || matcher.covering(&host)),
        Case::new("a host that is not", || matcher.covering(&other)),
        Case::new("build the matcher", || MxMatcher::new(&patterns)),
    ];
    Group { title: "look-up in 64 KB of patterns", cases, goals: &[] }.print();
}

fn patterns<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<MxPattern> {
    texts.into_iter().filter_map(|text| MxPattern::parse(text).ok()).collect()
}
