use super::*;

const POLICY: &str = "version: STSv1\r\nmode: enforce\r\nmx: mx.a.example\r\nmax_age: 604800\r\n";

fn codes_with(before: (&str, &str), after: (&str, &str), hosts: &[&str]) -> Vec<&'static str> {
    let snapshot =
        |(policy, id): (&str, &str)| Snapshot { policy: policy.to_owned(), id: id.to_owned() };
    let hosts: Vec<_> = hosts.iter().map(|h| DomainName::parse(h).unwrap()).collect();
    let found = diff(&snapshot(before), &snapshot(after), &hosts);
    found.iter().map(|d| d.code.slug()).collect()
}

/// The codes when `POLICY` becomes `after` with a new id.
fn becomes(after: &str) -> Vec<&'static str> {
    codes_with((POLICY, "1"), (after, "2"), &[])
}

#[test]
fn the_same_twice_is_no_change() {
    assert_eq!(codes_with((POLICY, "1"), (POLICY, "1"), &[]), [] as [&str; 0]);
    assert_eq!(codes_with((POLICY, "1"), (POLICY, "2"), &[]), ["diff/id-only"]);
}

#[test]
fn a_new_policy_under_the_old_id_is_an_error() {
    let after = POLICY.replace("604800", "1209600");
    assert_eq!(
        codes_with((POLICY, "1"), (&after, "1"), &[]),
        ["diff/id-unchanged", "diff/max-age-raised"]
    );
    assert_eq!(becomes(&after), ["diff/max-age-raised"]);
    assert_eq!(codes_with((&after, "1"), (POLICY, "2"), &[]), ["diff/max-age-lowered"]);
}

#[test]
fn text_that_says_the_same_needs_no_new_id() {
    let line_ends = POLICY.replace('\r', "");
    assert_eq!(codes_with((POLICY, "1"), (&line_ends, "1"), &[]), ["diff/format-only"]);
    assert_eq!(becomes(&line_ends), ["diff/format-only", "diff/id-only"]);
    let case = POLICY.replace("mx.a", "MX.A");
    assert_eq!(codes_with((POLICY, "1"), (&case, "1"), &[]), ["diff/format-only"]);
    let order = "version: STSv1\nmax_age: 604800\nmode: enforce\nmx: mx.a.example\n";
    assert_eq!(codes_with((POLICY, "1"), (order, "1"), &[]), ["diff/order-only"]);
}

#[test]
fn every_change_of_mode_says_what_it_means() {
    let to = |mode| POLICY.replace("enforce", mode);
    let between = |from, to_mode| codes_with((&to(from), "1"), (&to(to_mode), "2"), &[]);
    assert_eq!(between("none", "testing"), ["diff/mode-testing"]);
    assert_eq!(between("none", "enforce"), ["diff/mode-enforce"]);
    assert_eq!(between("testing", "enforce"), ["diff/mode-enforce"]);
    assert_eq!(between("enforce", "testing"), ["diff/mode-relaxed"]);
    assert_eq!(between("enforce", "none"), ["diff/mode-none"]);
    assert_eq!(between("testing", "none"), ["diff/mode-none"]);
    let bare = "version: STSv1\nmode: none\nmax_age: 86400\n";
    assert_eq!(becomes(bare), ["diff/mode-none", "diff/max-age-lowered"]);
}

#[test]
fn patterns_that_come_and_go() {
    let both = POLICY.replace("mx: mx.a.example", "mx: mx.a.example\r\nmx: mx.b.example");
    assert_eq!(becomes(&both), ["diff/mx-added"]);
    assert_eq!(codes_with((&both, "1"), (POLICY, "2"), &[]), ["diff/mx-removed"]);
    assert_eq!(
        codes_with((&both, "1"), (POLICY, "2"), &["mx.a.example", "mx.b.example"]),
        ["diff/mx-removed", "diff/mx-still-used"]
    );
    let testing = |text: &str| text.replace("enforce", "testing");
    assert_eq!(
        codes_with((&testing(&both), "1"), (&testing(POLICY), "2"), &["mx.b.example"]),
        ["diff/mx-removed", "diff/mx-still-used-testing"]
    );
    let other = POLICY.replace("mx.a", "mx.b");
    assert_eq!(becomes(&other), ["diff/mx-removed", "diff/mx-replaced", "diff/mx-added"]);
}

#[test]
fn a_wildcard_in_place_of_a_name_leaves_no_host_behind() {
    let wide = POLICY.replace("mx.a.example", "*.a.example");
    assert_eq!(codes_with((POLICY, "1"), (&wide, "2"), &["mx.a.example"]), ["diff/mx-added"]);
    assert_eq!(codes_with((&wide, "1"), (POLICY, "2"), &[]), ["diff/mx-removed"]);
}

#[test]
fn extensions_are_compared_by_name() {
    let with = |text: &str| format!("{POLICY}{text}");
    assert_eq!(becomes(&with("x: 1\n")), ["diff/extension-changed"]);
    let changed = codes_with((&with("x: 1\ny: 1\n"), "1"), (&with("x: 2\nz: 1\n"), "2"), &[]);
    assert_eq!(changed.len(), 3);
    let duplicate = codes_with((&with("x: 1\n"), "1"), (&with("x: 1\nx: 2\n"), "1"), &[]);
    assert_eq!(duplicate, ["diff/format-only"]);
}

#[test]
fn an_unread_policy_under_the_same_id_is_kept_for_an_unknown_time() {
    let snapshot = |policy: &str| Snapshot { policy: policy.to_owned(), id: "1".to_owned() };
    let found = diff(&snapshot("<html>"), &snapshot(POLICY), &[]);
    assert!(found[0].help().ends_with("may keep it for its max_age."), "{}", found[0].help());
}

#[test]
fn broken_and_mended_policies_are_named() {
    assert_eq!(becomes("<html>"), ["diff/policy-broken"]);
    assert_eq!(codes_with(("", "1"), (POLICY, "2"), &[]), ["diff/policy-mended"]);
    assert_eq!(
        codes_with(("<html>", "1"), (POLICY, "1"), &[]),
        ["diff/id-unchanged", "diff/policy-mended"]
    );
    assert_eq!(becomes("<html>"), codes_with(("", "1"), ("<html>", "2"), &[]));
}
