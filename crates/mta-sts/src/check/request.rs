//! What a [`Check`](super::Check) asks its host to do, and what the host may answer.

use std::net::IpAddr;

use crate::dns::RecordType;
use crate::fetch::FetchResponse;
#[cfg(feature = "probe")]
pub(super) use crate::probe::Probe;

/// Without the feature `probe` nothing can be probed, and no value of this type exists.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg(not(feature = "probe"))]
pub enum Probe {}

/// Names one request of one check, so that answers may arrive in any order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestId(pub(crate) u32);

/// One thing for the host to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Request {
    /// Ask a recursive resolver. Send [`crate::dns::encode_query`], hand back the answer's bytes.
    Dns(DnsRequest),
    /// Fetch the policy by HTTPS GET.
    FetchPolicy(FetchRequest),
    /// Speak SMTP with an MX host, at each of its addresses.
    Probe(ProbeRequest),
}

/// A DNS question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DnsRequest {
    /// The name asked, without the root dot.
    pub name: String,
    /// The type asked.
    pub record_type: RecordType,
}

/// A policy fetch, RFC 8461 3.3: GET, certificate checked against `host`, no redirect followed, no cache used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FetchRequest {
    /// `https://mta-sts.<domain>/.well-known/mta-sts.txt`.
    pub url: String,
    /// The Policy Host, to be named in SNI and matched in the certificate.
    pub host: String,
    /// Where the Policy Host was found to be; browsers look it up themselves.
    pub addresses: Vec<IpAddr>,
    /// Read at most this many bytes of the body; a longer body is answered with `truncated` and no text.
    pub max_bytes: usize,
    /// Give up after this many seconds.
    pub timeout_seconds: u32,
}

/// A request to look at an MX host's STARTTLS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProbeRequest {
    /// The MX record's name; SNI and the name the certificate must carry.
    pub host: String,
    /// Every address to connect to.
    pub addresses: Vec<IpAddr>,
}

/// What a host answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Response {
    /// To [`Request::Dns`].
    Dns(DnsResponse),
    /// To [`Request::FetchPolicy`].
    Fetch(FetchResponse),
    /// To [`Request::Probe`].
    Probe(Probe),
}

/// What came of a DNS question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DnsResponse {
    /// The answer in wire format (RFC 1035 4), whatever its response code.
    Message(Vec<u8>),
    /// No answer could be had; the step becomes "not tested".
    Failed {
        /// Why, for people.
        detail: String,
    },
}
