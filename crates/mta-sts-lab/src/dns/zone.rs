//! The zone `test.`, built from the table.

use std::collections::{HashMap, HashSet};
use std::net::Ipv4Addr;
use std::str::FromStr;

use hickory_proto::rr::rdata::tlsa::{CertUsage, Matching, Selector};
use hickory_proto::rr::rdata::{A, AAAA, CNAME, MX, SOA, TLSA, TXT};
use hickory_proto::rr::{Name, RData, Record, RecordType};

use crate::LabError;
use crate::certificates::PublicKeys;
use crate::scenarios::{self, PolicyHostAddress, Scenario, TlsaKind, Txt};
use crate::topology::{CLOSED, SERVICE_NAMES, SERVICES, SmtpSite};

/// Short: nothing in the lab is worth keeping.
const TTL: u32 = 60;

/// CNAMEs followed for one question.
const MAX_CHAIN: usize = 16;

/// Records by owner.
#[derive(Debug)]
pub(crate) struct Zone {
    apex: Name,
    records: HashMap<Name, Vec<RData>>,
    /// Every owner and every name above one: a name without records that has names below it exists (RFC 8020).
    names: HashSet<Name>,
    /// Names that are answered with SERVFAIL.
    broken: HashSet<Name>,
    /// Domains that count as secured by DNSSEC, with everything below them.
    secure: HashSet<Name>,
    soa: Record,
}

/// What the zone knows about a question.
#[derive(Debug)]
pub(crate) enum Found {
    /// The name is outside the zone.
    NotOurs,
    /// The name's servers are broken.
    ServFail,
    /// The answer section, CNAMEs first; when `exists` is false the last name does not exist.
    Answer {
        /// Records in the order of the chain.
        records: Vec<Record>,
        /// Whether the name at the end of the chain exists.
        exists: bool,
        /// Whether the end of the chain has records of the type asked, or the chain has no end.
        complete: bool,
        /// Whether every name on the way counts as secured by DNSSEC.
        secure: bool,
    },
}

impl Zone {
    /// The zone with everything in the table.
    pub(crate) fn of_the_lab(sites: &[SmtpSite], keys: &PublicKeys) -> Result<Zone, LabError> {
        let mut zone = Zone::empty()?;
        for name in SERVICE_NAMES {
            zone.add(name, RData::A(A(SERVICES)))?;
        }
        // The address at which services are is IPv4 only; AAAA is answered with NODATA everywhere but here.
        zone.add("ip6.hosting.test", RData::AAAA(AAAA(std::net::Ipv6Addr::LOCALHOST)))?;
        for scenario in scenarios::all() {
            zone.add_scenario(scenario)?;
            zone.add_tlsa(scenario, keys)?;
        }
        zone.add_smtp(sites)?;
        Ok(zone)
    }

    fn empty() -> Result<Zone, LabError> {
        let apex = name("test")?;
        let soa = SOA::new(name("dns.test")?, name("postmaster.test")?, 1, 3600, 600, 86_400, 60);
        let soa = Record::from_rdata(apex.clone(), TTL, RData::SOA(soa));
        let mut zone = Zone {
            apex: apex.clone(),
            records: HashMap::new(),
            names: HashSet::new(),
            broken: HashSet::new(),
            secure: HashSet::new(),
            soa: soa.clone(),
        };
        zone.insert(apex, soa.data.clone());
        Ok(zone)
    }

    fn add_scenario(&mut self, scenario: &Scenario) -> Result<(), LabError> {
        let domain = scenario.domain;
        // The domain itself exists, whether or not it has a record of its own.
        self.names.insert(name(domain)?);
        if scenario.dnssec {
            self.secure.insert(name(domain)?);
        }
        for (owner, text) in
            [(domain.to_owned(), scenario.spf), (format!("_dmarc.{domain}"), scenario.dmarc)]
        {
            if let Some(text) = text {
                self.add(&owner, RData::TXT(TXT::new(vec![text.to_owned()])))?;
            }
        }
        self.add_txt(scenario, "_mta-sts", scenario.record_via, &scenario.record)?;
        self.add_txt(scenario, "_smtp._tls", scenario.tlsrpt_via, &scenario.tlsrpt)?;

        for (owner, text) in scenario.elsewhere {
            let data = RData::TXT(TXT::new(vec![scenario.fill(text)]));
            self.add(&scenario.fill(owner), data)?;
        }

        let address = match scenario.host.address {
            PolicyHostAddress::Here | PolicyHostAddress::TlsAlert => Some(SERVICES),
            PolicyHostAddress::ClosedPort => Some(CLOSED),
            PolicyHostAddress::Missing => None,
        };
        if let Some(address) = address {
            let end = self.add_chain(&scenario.policy_host(), scenario.host.via)?;
            self.add(&end, RData::A(A(address)))?;
        }
        for mx in scenario.mx {
            let host = scenario.fill(mx.host);
            let data = MX::new(mx.preference, name(&host)?);
            self.add(domain, RData::MX(data))?;
            self.add_chain(&host, mx.via)?;
        }
        Ok(())
    }

    fn add_txt(
        &mut self,
        scenario: &Scenario,
        label: &str,
        via: &[&str],
        txt: &Txt,
    ) -> Result<(), LabError> {
        let owner = format!("{label}.{}", scenario.domain);
        let end = self.add_chain(&owner, via)?;
        match txt {
            Txt::Records(records) => {
                for strings in *records {
                    let strings = strings.iter().map(|text| scenario.fill(text)).collect();
                    self.add(&end, RData::TXT(TXT::new(strings)))?;
                }
            }
            Txt::ServFail => {
                self.broken.insert(name(&end)?);
            }
            Txt::CnameLoop => {
                let other = format!("loop.{}", scenario.domain);
                self.add_chain(&end, &[&other, &end])?;
            }
        }
        Ok(())
    }

    fn add_tlsa(&mut self, scenario: &Scenario, keys: &PublicKeys) -> Result<(), LabError> {
        let PublicKeys { good, ca } = keys;
        for mx in scenario.mx {
            let host =
                mx.via.last().map_or_else(|| scenario.fill(mx.host), |end| (*end).to_owned());
            let owner = format!("_25._tcp.{host}");
            for kind in scenario.tlsa {
                let (usage, digest) = match kind {
                    TlsaKind::GoodKey => (CertUsage::DaneEe, good.clone()),
                    TlsaKind::OtherKey => (CertUsage::DaneEe, vec![0; good.len()]),
                    TlsaKind::Ca => (CertUsage::DaneTa, ca.clone()),
                    TlsaKind::PkixUsage => (CertUsage::PkixEe, good.clone()),
                };
                let data = TLSA::new(usage, Selector::Spki, Matching::Sha256, digest);
                self.add(&owner, RData::TLSA(data))?;
            }
        }
        Ok(())
    }

    /// A records of the MX hosts, at the end of their CNAMEs.
    fn add_smtp(&mut self, sites: &[SmtpSite]) -> Result<(), LabError> {
        for site in sites {
            let mut end = name(&site.host)?;
            while let Some(target) = self.cname(&end) {
                end = target;
            }
            self.insert(end, RData::A(A(site.address)));
        }
        Ok(())
    }

    /// CNAMEs from `owner` through `via`; the name at the end.
    fn add_chain(&mut self, owner: &str, via: &[&str]) -> Result<String, LabError> {
        let mut end = owner.to_owned();
        for target in via {
            self.add(&end, RData::CNAME(CNAME(name(target)?)))?;
            end = (*target).to_owned();
        }
        Ok(end)
    }

    fn add(&mut self, owner: &str, data: RData) -> Result<(), LabError> {
        let owner = name(owner)?;
        self.insert(owner, data);
        Ok(())
    }

    fn insert(&mut self, owner: Name, data: RData) {
        let mut above = owner.clone();
        while !above.is_root() {
            self.names.insert(above.clone());
            above = above.base_name();
        }
        let records = self.records.entry(owner).or_default();
        if !records.contains(&data) {
            records.push(data);
        }
    }

    fn cname(&self, owner: &Name) -> Option<Name> {
        self.records.get(owner)?.iter().find_map(|data| match data {
            RData::CNAME(target) => Some(target.0.clone()),
            _ => None,
        })
    }

    /// The record for the authority section of a negative answer (RFC 2308).
    pub(crate) fn soa(&self) -> &Record {
        &self.soa
    }

    /// Answers a question, following CNAMEs as a resolver would.
    pub(crate) fn look_up(&self, asked: &Name, record_type: RecordType) -> Found {
        if !self.apex.zone_of(asked) {
            return Found::NotOurs;
        }
        let mut owner = asked.clone();
        let mut records = Vec::new();
        let mut secure = true;
        for _ in 0..MAX_CHAIN {
            if self.broken.contains(&owner) {
                return Found::ServFail;
            }
            secure &= self.secure.iter().any(|domain| domain.zone_of(&owner));
            let here = self.records.get(&owner).map(Vec::as_slice).unwrap_or_default();
            let of_type: Vec<_> = here
                .iter()
                .filter(|data| data.record_type() == record_type || record_type == RecordType::ANY)
                .map(|data| Record::from_rdata(owner.clone(), TTL, data.clone()))
                .collect();
            let next = if of_type.is_empty() { self.cname(&owner) } else { None };
            let Some(next) = next else {
                let complete = !of_type.is_empty();
                records.extend(of_type);
                let exists = self.names.contains(&owner);
                return Found::Answer { records, exists, complete, secure };
            };
            let link = Record::from_rdata(owner, TTL, RData::CNAME(CNAME(next.clone())));
            if records.contains(&link) {
                break;
            }
            records.push(link);
            owner = next;
        }
        // A loop: hand out what there is, once, and let the client see it.
        Found::Answer { records, exists: true, complete: true, secure: false }
    }

    /// IPv4 addresses of a host.
    pub(crate) fn addresses(&self, host: &str) -> Vec<Ipv4Addr> {
        let Ok(host) = name(host) else { return Vec::new() };
        let Found::Answer { records, .. } = self.look_up(&host, RecordType::A) else {
            return Vec::new();
        };
        let address = |record: &Record| match &record.data {
            RData::A(address) => Some(address.0),
            _ => None,
        };
        records.iter().filter_map(address).collect()
    }
}

/// An absolute name.
fn name(text: &str) -> Result<Name, LabError> {
    let mut name =
        Name::from_str(text).map_err(|error| LabError::Table(format!("{text}: {error}")))?;
    name.set_fqdn(true);
    Ok(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::topology;

    fn zone() -> Zone {
        Zone::of_the_lab(&topology::smtp_sites(), &PublicKeys::of_nobody()).expect("a zone")
    }

    fn answer(zone: &Zone, owner: &str, record_type: RecordType) -> (Vec<String>, bool) {
        match zone.look_up(&name(owner).expect("a name"), record_type) {
            Found::Answer { records, exists, .. } => {
                (records.iter().map(|record| record.data.to_string()).collect(), exists)
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn every_domain_exists_and_every_chain_ends() {
        let zone = zone();
        for scenario in scenarios::all() {
            let domain = name(scenario.domain).expect("a name");
            assert!(zone.names.contains(&domain), "{domain}");
            if scenario.host.address != PolicyHostAddress::Missing {
                assert_eq!(zone.addresses(&scenario.policy_host()).len(), 1, "{domain}");
            }
            for mx in scenario.mx {
                let found = zone.addresses(&scenario.fill(mx.host)).len();
                assert_eq!(found, mx.addresses.len(), "{domain}");
            }
        }
    }

    #[test]
    fn follows_cnames() {
        let zone = zone();
        let (records, _) = answer(&zone, "_mta-sts.cname.test", RecordType::TXT);
        assert_eq!(records.len(), 3, "{records:?}");
        let (records, _) = answer(&zone, "_mta-sts.cname-loop.test", RecordType::TXT);
        assert_eq!(records.len(), 2, "{records:?}");
        let (records, _) = answer(&zone, "mx.mx-cname.test", RecordType::A);
        assert_eq!(records.len(), 2, "{records:?}");
    }

    #[test]
    fn tells_nodata_from_nxdomain() {
        let zone = zone();
        assert_eq!(answer(&zone, "good.test", RecordType::AAAA), (vec![], true));
        // An empty non-terminal.
        assert_eq!(answer(&zone, "_tls.good.test", RecordType::TXT), (vec![], true));
        assert_eq!(answer(&zone, "mta-sts.absent.test", RecordType::A), (vec![], false));
        assert_eq!(answer(&zone, "Unknown.Test", RecordType::MX), (vec![], false));
    }

    #[test]
    fn vouches_for_signed_domains_only() {
        let zone = zone();
        let secure = |owner| match zone.look_up(&name(owner).expect("a name"), RecordType::TLSA) {
            Found::Answer { records, secure, .. } => (records.len(), secure),
            other => panic!("{other:?}"),
        };
        assert_eq!(secure("_25._tcp.mx.dane.test"), (1, true));
        assert_eq!(secure("_25._tcp.mail.dane-cname.test"), (1, true));
        assert_eq!(secure("_25._tcp.mx.dane-cname.test"), (0, true));
        assert_eq!(secure("_25._tcp.mx.dane-unsigned.test"), (1, false));
        assert_eq!(secure("_25._tcp.mx.dnssec.test"), (0, true));
        assert_eq!(secure("_25._tcp.mx.good.test"), (0, false));
    }

    #[test]
    fn null_mx_and_case() {
        let zone = zone();
        assert_eq!(answer(&zone, "NULL-mx.Test", RecordType::MX), (vec!["0 .".to_owned()], true));
    }
}
