//! SPF and DMARC beside MTA-STS: told, never counted.

use super::*;

#[test]
fn missing_mail_records_are_noted_and_change_no_verdict() {
    let mut world = World::good();
    world.txt.remove("a.test");
    // RFC 7489 6.6.3: another version is another record.
    world.txt.insert("_dmarc.a.test", "v=DMARC10; p=reject");
    let report = world.check(false);
    assert_eq!(codes(&report), ["mail/spf-missing", "mail/dmarc-missing"]);
    assert_eq!(report.verdict, Outcome::Pass);
    assert_eq!((report.spf, report.dmarc), (None, None));
}

#[test]
fn mail_records_are_handed_on_as_they_are() {
    let report = World::good().check(false);
    assert_eq!(report.spf.as_deref(), Some("v=spf1 -all"));
    assert_eq!(report.dmarc.as_deref(), Some("v=DMARC1; p=reject"));
}

#[test]
fn a_failed_look_up_is_not_a_missing_record() {
    let world = World { servfail: vec!["_dmarc.a.test"], ..World::good() };
    let report = world.check(false);
    assert_eq!(outcomes(&report)[8], "not-tested");
    assert_eq!(codes(&report), [""; 0]);
    assert_eq!(report.verdict, Outcome::Pass);
}
