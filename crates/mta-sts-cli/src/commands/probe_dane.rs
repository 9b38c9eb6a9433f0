//! DANE beside MTA-STS, for `probe`: what DNS says of the host, and what follows from it.

use mta_sts::dane::{HostRecords, HostVerdict, TlsaLookup, judge, tlsa_name};
use mta_sts::identity::ProbeVerdict;
use mta_sts::probe::Probe;
use mta_sts::{DomainName, Timestamp};
use serde::Serialize;

use crate::dns::{HostAddresses, Resolver, host_addresses, host_tlsa};

/// What DNS says.
pub(super) struct HostDns {
    name: String,
    records: HostRecords,
    /// Why the look-up of TLSA records failed.
    failed: Option<String>,
}

/// The outcome, and its JSON form.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HostDane {
    /// Where the TLSA records are.
    pub(crate) name: String,
    /// Whether DNSSEC secures the addresses.
    pub(crate) addresses_secure: bool,
    /// Whether it secures the TLSA records, or their absence.
    pub(crate) tlsa_secure: bool,
    /// Why the look-up of TLSA records failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) failed: Option<String>,
    #[serde(flatten)]
    pub(crate) verdict: HostVerdict,
}

impl HostDns {
    /// `found` where the addresses were looked up already.
    pub(super) async fn ask(
        resolver: &Resolver,
        host: &DomainName,
        found: Option<HostAddresses>,
    ) -> HostDns {
        let found = match found {
            Some(known) => Ok(known),
            None => host_addresses(resolver, host.as_str()).await,
        };
        let HostAddresses { secure: addresses_secure, target, .. } = match found {
            Ok(found) => found,
            // An outage says nothing of DNSSEC, and without that TLSA records say nothing.
            Err(why) => {
                let tlsa = TlsaLookup::Failed;
                let records = HostRecords { addresses_secure: false, tlsa, expanded: None };
                return HostDns { name: tlsa_name(host), records, failed: Some(why.to_string()) };
            }
        };
        let mut expanded = target.filter(|_| addresses_secure).and_then(|name| name.parse().ok());
        let mut name = tlsa_name(expanded.as_ref().unwrap_or(host));
        let (mut tlsa, mut failed) = host_tlsa(resolver, &name).await;
        if !tlsa.settles() && expanded.take().is_some() {
            name = tlsa_name(host);
            (tlsa, failed) = host_tlsa(resolver, &name).await;
        }
        HostDns { name, records: HostRecords { addresses_secure, tlsa, expanded }, failed }
    }

    pub(super) fn judge(self, probe: &Probe, mta_sts: &ProbeVerdict, now: Timestamp) -> HostDane {
        let HostDns { name, records, failed } = self;
        HostDane {
            name,
            addresses_secure: records.addresses_secure,
            tlsa_secure: matches!(records.tlsa, TlsaLookup::Answered { secure: true, .. }),
            failed,
            verdict: judge(probe, &records, mta_sts, now),
        }
    }
}
