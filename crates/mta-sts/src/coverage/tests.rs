use super::*;

fn cover(patterns: &[&str], hosts: &[&str]) -> Coverage {
    let patterns: Vec<_> = patterns.iter().map(|p| MxPattern::parse(p).unwrap()).collect();
    let hosts: Vec<_> = hosts.iter().map(|h| DomainName::parse(h).unwrap()).collect();
    coverage(&patterns, &hosts)
}

fn lists(coverage: &Coverage) -> Vec<Vec<&str>> {
    coverage.proposals.iter().map(|p| p.mx.iter().map(MxPattern::as_str).collect()).collect()
}

fn texts(coverage: &Coverage) -> Vec<String> {
    let line = |d: &Diagnostic| format!("{}: {}", d.code.slug(), d.message());
    coverage.diagnostics(Mode::Enforce).iter().map(line).collect()
}

#[test]
fn a_good_list_needs_nothing() {
    let found = cover(&["MX1.example.com"], &["mx1.example.com"]);
    assert!(found.is_complete());
    assert_eq!(found.diagnostics(Mode::Enforce), []);
    assert_eq!(found.proposals, []);
}

#[test]
fn a_wildcard_covers_one_label_and_the_finding_says_what_would() {
    let found = cover(&["*.mx.microsoft"], &["a-com.h-v1.mx.microsoft"]);
    assert_eq!(
        texts(&found),
        [
            "mx/not-covered: no `mx` pattern covers the MX host a-com.h-v1.mx.microsoft; Senders will not deliver to it",
            "coverage/wildcard-depth: `*.mx.microsoft` does not cover a-com.h-v1.mx.microsoft: a wildcard stands for exactly one label",
            "mx/pattern-unused: the pattern `*.mx.microsoft` covers no MX host of today",
            "coverage/shared-provider: `*.mx.microsoft` also allows the hosts of other customers of Microsoft",
        ]
    );
    let help = found.diagnostics(Mode::Enforce)[1].help();
    assert!(help.contains("`mx: *.h-v1.mx.microsoft`"), "{help}");
}

#[test]
fn a_wildcard_misses_its_own_domain() {
    let found = cover(&["*.example.com"], &["example.com"]);
    assert_eq!(found.hosts[0].missed_by.as_ref().unwrap().as_str(), "*.example.com");
    assert!(!found.diagnostics(Mode::Enforce)[1].help().contains("*.com"));
    assert_eq!(lists(&found), [["example.com"]]);
}

#[test]
fn proposals_go_from_the_least_change_to_wildcards() {
    let found = cover(
        &["mx1.example.com", "old.example.com"],
        &["mx1.example.com", "mx2.example.com", "mx.example.net", "mx2.example.com"],
    );
    assert_eq!(
        lists(&found),
        [
            vec!["mx1.example.com", "mx2.example.com", "mx.example.net"],
            vec!["*.example.com", "mx.example.net"],
        ]
    );
    assert!(lists(&cover(&[], &["a.co.uk", "b.co.uk"])) == [["a.co.uk", "b.co.uk"]]);
}

#[test]
fn a_pattern_that_another_makes_needless_still_covers() {
    let found = cover(&["a.example.com", "*.example.com", "*.Example.com"], &["a.example.com"]);
    assert_eq!(found.hosts[0].covered_by.as_ref().unwrap().as_str(), "a.example.com");
    assert_eq!(found.patterns.len(), 2);
    assert_eq!(texts(&found), [] as [&str; 0]);
}

#[test]
fn broad_wildcards_are_told() {
    let found = cover(&["*.co.uk", "*.com"], &["a.co.uk", "b.com"]);
    let broad = |p: &PatternCoverage| p.public_suffix;
    assert!(found.patterns.iter().all(broad));
    assert_eq!(found.diagnostics(Mode::Testing).len(), 2);
    assert_eq!(found.diagnostics(Mode::None), []);
}

#[test]
fn many_patterns_and_hosts_stay_quick() {
    let names: Vec<String> = (0..3_000).map(|n| format!("h{n}.d{n}.example.com")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    assert!(cover(&names, &names).is_complete());
    assert!(!cover(&names, &["x.example.com"]).is_complete());
}
