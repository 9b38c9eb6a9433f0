//! A scripted host: a little zone, one policy response, one probe.

mod dane;
mod mail;

use std::collections::HashMap;
use std::net::IpAddr;
use std::str::FromStr;

use domain::base::iana::Rcode;
use domain::base::{Message, MessageBuilder, Name, Ttl};
use domain::rdata::{A, Cname, Mx, Tlsa, Txt};

use super::*;
use crate::dns::encode_query;
use crate::probe::{AddressProbe, Dialogue, Probe, ProbeResult};

type N = Name<Vec<u8>>;

const POLICY: &str = "version: STSv1\nmode: enforce\nmx: mx.a.test\nmax_age: 604800\n";

#[derive(Clone)]
struct World {
    txt: HashMap<&'static str, &'static str>,
    mx: Vec<&'static str>,
    address: Vec<&'static str>,
    /// Names, alone or behind a type.
    servfail: Vec<&'static str>,
    /// A name and what it is an alias of.
    alias: Option<(&'static str, &'static str)>,
    /// TLSA records, each of the SHA-256 of a public key, 32 such bytes.
    tlsa: Vec<u8>,
    /// The MX host that has them.
    tlsa_of: &'static str,
    /// Their usage.
    usage: u8,
    /// Names for which the answers have the AD bit.
    secure: fn(&str) -> bool,
    fetch: FetchResponse,
    probe: ProbeResult,
}

impl World {
    fn good() -> World {
        World {
            txt: HashMap::from([
                ("_mta-sts.a.test", "v=STSv1; id=1;"),
                ("_smtp._tls.a.test", "v=TLSRPTv1; rua=mailto:a@a.test"),
                ("a.test", "v=spf1 -all"),
                ("_dmarc.a.test", "v=DMARC1; p=reject"),
            ]),
            mx: vec!["mx.a.test"],
            address: vec!["mta-sts.a.test", "mx.a.test"],
            servfail: Vec::new(),
            alias: None,
            tlsa: Vec::new(),
            tlsa_of: "mx.a.test",
            usage: 3,
            secure: |_| false,
            fetch: served(POLICY),
            probe: ProbeResult::NotOffered,
        }
    }

    fn dns(&self, request: &DnsRequest) -> DnsResponse {
        let name = request.name.as_str();
        let query = encode_query(name, request.record_type).unwrap();
        let query = Message::from_octets(query).unwrap();
        let typed = format!("{} {name}", request.record_type.as_str());
        let failed = self.servfail.iter().any(|known| *known == name || *known == typed);
        let rcode = if failed { Rcode::SERVFAIL } else { Rcode::NOERROR };
        let mut answer = MessageBuilder::new_vec().start_answer(&query, rcode).unwrap();
        answer.header_mut().set_ad((self.secure)(name));
        let mut owner = N::from_str(name).unwrap();
        let ttl = Ttl::from_secs(60);
        if let Some((_, target)) = self.alias.filter(|(alias, _)| *alias == name && !failed) {
            let target = N::from_str(target).unwrap();
            answer.push((&owner, ttl, Cname::new(target.clone()))).unwrap();
            owner = target;
        }
        match request.record_type {
            _ if failed => {}
            RecordType::Txt => {
                if let Some(text) = self.txt.get(name) {
                    answer
                        .push((
                            &owner,
                            ttl,
                            Txt::<Vec<u8>>::build_from_slice(text.as_bytes()).unwrap(),
                        ))
                        .unwrap();
                }
            }
            RecordType::Mx if name == "a.test" => {
                for host in &self.mx {
                    answer.push((&owner, ttl, Mx::new(10, N::from_str(host).unwrap()))).unwrap();
                }
            }
            RecordType::A if self.address.contains(&name) => {
                answer.push((&owner, ttl, A::from_octets(127, 0, 0, 1))).unwrap();
            }
            RecordType::Tlsa if name.strip_prefix("_25._tcp.") == Some(self.tlsa_of) => {
                for byte in &self.tlsa {
                    let (usage, selector) = (self.usage.into(), 1.into());
                    let data = Tlsa::new(usage, selector, 1.into(), vec![*byte; 32]);
                    answer.push((&owner, ttl, data)).unwrap();
                }
            }
            _ => {}
        }
        DnsResponse::Message(answer.finish())
    }

    /// Up to a handshake, where there was one.
    fn dialogue(&self) -> Dialogue {
        let offered =
            matches!(self.probe, ProbeResult::Handshake(_)).then(|| "STARTTLS".to_owned());
        Dialogue { keywords: offered.into_iter().collect(), ..Dialogue::default() }
    }

    fn check(&self, probe: bool) -> Report {
        self.check_with(CheckOptions { probe, ..CheckOptions::default() })
    }

    fn check_with(&self, options: CheckOptions) -> Report {
        let mut check = Check::new(DomainName::parse("a.test").unwrap(), options);
        while let Some((id, request)) = check.poll_request() {
            let response = match request {
                Request::Dns(request) => {
                    let beside = ["_smtp._tls.a.test", "_dmarc.a.test", "mx.a.test"];
                    let beside = beside.contains(&&*request.name) && options.policy_only;
                    assert!(!beside, "{request:?}");
                    Response::Dns(self.dns(&request))
                }
                Request::FetchPolicy(_) => Response::Fetch(self.fetch.clone()),
                Request::Probe(request) => {
                    let at = |address: IpAddr| AddressProbe {
                        address,
                        port: 25,
                        dialogue: self.dialogue(),
                        result: self.probe.clone(),
                    };
                    let addresses = request.addresses.into_iter().map(at).collect();
                    Response::Probe(Probe { host: request.host, addresses })
                }
            };
            check.handle_response(id, response, Timestamp(0));
        }
        let events: Vec<Event> = std::iter::from_fn(|| check.poll_event()).collect();
        let finished = events.iter().filter(|e| matches!(e, Event::StepFinished(_))).count();
        assert_eq!(finished, StepName::ALL.len());
        check.report().unwrap().clone()
    }
}

fn served(body: &str) -> FetchResponse {
    FetchResponse::Response {
        status: 200,
        content_type: Some("text/plain; charset=utf-8".to_owned()),
        location: None,
        body: body.as_bytes().to_vec(),
        truncated: false,
        challenge: false,
    }
}

fn outcomes(report: &Report) -> Vec<&'static str> {
    report.steps.iter().map(|s| s.outcome.as_str()).collect()
}

fn codes(report: &Report) -> Vec<&'static str> {
    report.steps.iter().flat_map(|s| &s.findings).map(|f| f.code).collect()
}

#[test]
fn a_good_domain_passes_and_says_what_was_not_tested() {
    let report = World::good().check(false);
    assert_eq!(outcomes(&report)[..5], ["pass"; 5]);
    assert_eq!(outcomes(&report)[5..], ["not-tested", "skipped", "pass", "pass"]);
    assert_eq!(report.verdict, Outcome::Pass);
    assert_eq!(report.untested, [StepName::Starttls]);
    assert_eq!(report.mx[0].covered_by.as_deref(), Some("mx.a.test"));
    assert!(report.headline.contains("not tested"));
}

#[test]
fn a_check_of_the_policy_alone_asks_for_nothing_else() {
    let only = CheckOptions { probe: true, policy_only: true };
    let report = World::good().check_with(only);
    assert_eq!(outcomes(&report)[..3], ["pass"; 3]);
    assert!(report.steps[3..].iter().all(|s| s.reason == Some("not-asked-for")), "{report:?}");
    assert_eq!(report.verdict, Outcome::Pass);
    assert!(report.headline.ends_with("the MX hosts were not looked at"), "{}", report.headline);
    let broken = World { fetch: served("version: STSv1\n"), ..World::good() }.check_with(only);
    assert_eq!(broken.headline, "Senders cannot use the MTA-STS policy of a.test");
    let none = World { txt: HashMap::new(), address: Vec::new(), ..World::good() };
    assert_eq!(none.check_with(only).headline, "a.test does not use MTA-STS");
}

#[test]
fn a_prober_finds_what_a_browser_cannot() {
    let report = World::good().check(true);
    assert_eq!(report.verdict, Outcome::Fail);
    assert_eq!(codes(&report), ["starttls/not-offered"]);
}

#[test]
fn an_unreachable_smtp_port_is_not_called_broken() {
    let detail = "timed out".to_owned();
    let (phase, reason) = (crate::probe::Phase::Connect, crate::probe::Lost::TimedOut);
    let probe = ProbeResult::Unreachable { phase, reason, detail };
    let report = World { probe, ..World::good() }.check(true);
    assert_eq!(report.verdict, Outcome::NotTested);
    assert_eq!(codes(&report), ["starttls/unreachable"]);
}

#[test]
fn a_domain_without_mta_sts_fails_once_and_skips_the_rest() {
    let mut world = World::good();
    world.txt.remove("_mta-sts.a.test");
    world.address.retain(|name| *name != "mta-sts.a.test");
    let report = world.check(true);
    assert_eq!(outcomes(&report)[..4], ["fail", "skipped", "skipped", "pass"]);
    assert_eq!(outcomes(&report)[4..], ["skipped", "skipped", "skipped", "pass", "pass"]);
    assert_eq!(report.headline, "a.test does not use MTA-STS");
}

#[test]
fn a_dangling_alias_is_no_domain_without_mta_sts() {
    let mut world = World { alias: Some(("_mta-sts.a.test", "a.b.test")), ..World::good() };
    world.txt.remove("_mta-sts.a.test");
    world.address.retain(|name| *name != "mta-sts.a.test");
    let report = world.check(false);
    assert_eq!(codes(&report), ["record/missing", "record/cname", "fetch/host-missing"]);
    assert_eq!(report.headline, "Senders cannot use the MTA-STS policy of a.test");
}

#[test]
fn a_bad_record_does_not_hide_the_faults_of_the_policy() {
    let mut world = World { fetch: served("version: STSv1\nmode: enforce\n"), ..World::good() };
    world.txt.insert("_mta-sts.a.test", "v=STSv1; id=a-b;");
    let found = codes(&world.check(false));
    assert_eq!(found, ["record/id-invalid", "policy/max-age-missing", "policy/mx-missing"]);
}

#[test]
fn a_misplaced_record_is_found_where_it_landed() {
    for (place, hint) in
        [("a.test", true), ("_mta-sts.a.test.a.test", true), ("mta-sts.a.test", false)]
    {
        let mut world = World::good();
        world.txt.remove("_mta-sts.a.test");
        world.txt.insert(place, "v=STSv1; id=1;");
        let report = world.check(false);
        let record = &report.steps[0];
        assert_eq!(record.outcome, Outcome::Fail);
        let misplaced = record.findings.iter().find(|f| f.code == "record/misplaced");
        assert_eq!(misplaced.is_some(), hint, "{place}");
        assert!(misplaced.is_none_or(|f| f.message.contains(place)), "{place}");
    }
}

#[test]
fn a_loop_at_the_policy_host_fails_in_any_order() {
    for (looping, failing) in [(RecordType::A, RecordType::Aaaa), (RecordType::Aaaa, RecordType::A)]
    {
        let world = World::good();
        let mut check = Check::new(DomainName::parse("a.test").unwrap(), CheckOptions::default());
        while let Some((id, request)) = check.poll_request() {
            let Request::Dns(request) = request else { unreachable!("{request:?}") };
            let response = match request.name.as_str() {
                "mta-sts.a.test" if request.record_type == looping => {
                    let world = World {
                        alias: Some(("mta-sts.a.test", "mta-sts.a.test")),
                        ..World::good()
                    };
                    world.dns(&request)
                }
                "mta-sts.a.test" if request.record_type == failing => {
                    DnsResponse::Failed { detail: "SERVFAIL".to_owned() }
                }
                _ => world.dns(&request),
            };
            check.handle_response(id, Response::Dns(response), Timestamp(0));
        }
        let step = check.step(StepName::Fetch).unwrap();
        assert_eq!(step.outcome, Outcome::Fail, "{looping:?}");
        assert_eq!(step.findings[0].code, "dns/cname-loop");
    }
}

#[test]
fn a_failed_search_for_the_record_changes_nothing() {
    let mut world = World::good();
    world.txt.remove("_mta-sts.a.test");
    world.servfail = vec!["a.test", "_mta-sts.a.test.a.test"];
    let report = world.check(false);
    assert_eq!(report.steps[0].outcome, Outcome::Fail);
    assert_eq!(report.steps[0].findings.len(), 1);
}

#[test]
fn servfail_is_not_tested() {
    let world = World { servfail: vec!["_mta-sts.a.test", "a.test"], ..World::good() };
    let report = world.check(false);
    assert_eq!(report.verdict, Outcome::NotTested);
    assert_eq!(outcomes(&report)[..5], ["not-tested", "pass", "pass", "not-tested", "not-tested"]);
}

#[test]
fn an_unreadable_policy_is_not_tested_and_neither_is_what_follows() {
    let fetch = FetchResponse::Unreadable { opaque: true, detail: String::new() };
    let report = World { fetch, ..World::good() }.check(false);
    assert_eq!(outcomes(&report)[1..5], ["not-tested", "not-tested", "pass", "not-tested"]);
    assert_eq!(report.verdict, Outcome::NotTested);
}

#[test]
fn an_uncovered_host_fails_in_enforce_and_warns_in_testing() {
    let world = World { mx: vec!["mx.a.test", "mx2.a.test"], ..World::good() };
    let world = World { address: vec!["mta-sts.a.test", "mx.a.test", "mx2.a.test"], ..world };
    assert_eq!(codes(&world.check(false)), ["mx/not-covered"]);
    let testing = World { fetch: served(&POLICY.replace("enforce", "testing")), ..world };
    let report = testing.check(false);
    assert_eq!(codes(&report), ["policy/mode-testing", "mx/not-covered-testing"]);
    assert_eq!(report.verdict, Outcome::Warn);
}

#[test]
fn the_null_mx_and_mode_none_leave_nothing_to_validate() {
    let report = World { mx: vec!["."], ..World::good() }.check(true);
    assert!(report.null_mx);
    assert_eq!(outcomes(&report)[4..6], ["skipped", "skipped"]);
    let none =
        World { fetch: served("version: STSv1\nmode: none\nmax_age: 86400\n"), ..World::good() };
    assert_eq!(outcomes(&none.check(true))[4..6], ["skipped", "skipped"]);
}

#[test]
fn a_null_mx_beside_others_is_no_host() {
    let report = World { mx: vec![".", "mx.a.test"], ..World::good() }.check(false);
    assert_eq!(codes(&report), ["mx/host-invalid"]);
    assert!(!report.null_mx);
    let hosts: Vec<&str> = report.mx.iter().map(|host| &*host.host).collect();
    assert_eq!(hosts, ["mx.a.test"]);
    assert_eq!(report.steps[4].summary, "1 of 1 MX hosts covered by the policy");
}

#[test]
fn without_mx_records_the_domain_is_its_own_host() {
    let mut world = World { mx: Vec::new(), ..World::good() };
    assert!(codes(&world.check(false)).contains(&"mx/missing"));
    world.address.push("a.test");
    let report = world.check(false);
    assert!(report.implicit_mx);
    assert_eq!(codes(&report), ["mx/implicit", "mx/not-covered", "mx/pattern-unused"]);
}

#[test]
fn repeated_and_wrong_answers_are_survived() {
    let mut check = Check::new(DomainName::parse("a.test").unwrap(), CheckOptions::default());
    let (id, _) = check.poll_request().unwrap();
    let garbage = || Response::Dns(DnsResponse::Message(vec![0xff; 40]));
    check.handle_response(id, garbage(), Timestamp(0));
    check.handle_response(id, garbage(), Timestamp(0));
    while let Some((id, _)) = check.poll_request() {
        check.handle_response(id, Response::Fetch(served("")), Timestamp(0));
    }
    assert_eq!(check.report().unwrap().verdict, Outcome::NotTested);
}
