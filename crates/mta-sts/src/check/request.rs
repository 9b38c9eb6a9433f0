//! What a [`Check`](super::Check) asks its host to do, and what the host may answer.

use std::net::IpAddr;

use crate::dns::RecordType;
use crate::fetch::FetchResponse;
#[cfg(feature = "probe")]
pub(super) use crate::probe::Probe;

/// Without the feature `probe` nothing can be probed, and no value of this type exists.
///
/// [`Response::Probe`] cannot be made then, and nothing asks for it:
///
/// ```
/// use mta_sts::check::{Check, CheckOptions, Request};
/// # use mta_sts::DomainName;
/// let mut check = Check::new(DomainName::parse("example.com")?, CheckOptions::default());
/// while let Some((_, request)) = check.poll_request() {
///     assert!(!matches!(request, Request::Probe(_)));
/// }
/// # Ok::<(), mta_sts::DomainError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg(not(feature = "probe"))]
pub enum Probe {}

/// Names one request of one check, so that answers may arrive in any order.
///
/// ```
/// # use mta_sts::{DomainName, check::{Check, CheckOptions}};
/// # let mut check = Check::new(DomainName::parse("example.com")?, CheckOptions::default());
/// // Each is new, so that a host can keep what it is doing in a map.
/// let mut open = std::collections::BTreeMap::new();
/// while let Some((id, request)) = check.poll_request() {
///     assert!(open.insert(id, request).is_none());
/// }
/// # Ok::<(), mta_sts::DomainError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestId(pub(crate) u32);

/// One thing for the host to do.
///
/// ```
/// use mta_sts::check::{Check, CheckOptions, Request};
/// # use mta_sts::DomainName;
/// # let mut check = Check::new(DomainName::parse("example.com")?, CheckOptions::default());
/// let (_, request) = check.poll_request().unwrap();
/// let to_do = match request {
///     Request::Dns(question) => format!("look up {}", question.name),
///     Request::FetchPolicy(fetch) => format!("fetch {}", fetch.url),
///     Request::Probe(probe) => format!("connect to {}", probe.host),
/// };
/// assert_eq!(to_do, "look up _mta-sts.example.com");
/// # Ok::<(), mta_sts::DomainError>(())
/// ```
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
///
/// ```
/// use mta_sts::{check::DnsRequest, dns::{RecordType, doh_url, encode_query}};
/// let question = DnsRequest { name: "_mta-sts.example.com".to_owned(), record_type: RecordType::Txt };
/// let query = encode_query(&question.name, question.record_type).unwrap();
/// let url = doh_url("https://dns.example/dns-query", &query);
/// assert!(url.starts_with("https://dns.example/dns-query?dns=AAABIAABAAAAAAAA"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DnsRequest {
    /// The name asked, without the root dot.
    pub name: String,
    /// The type asked.
    pub record_type: RecordType,
}

/// A policy fetch, RFC 8461 3.3: GET, certificate checked against `host`, no redirect followed, no cache used.
///
/// ```
/// # use mta_sts::check::{Check, CheckOptions, DnsResponse, FetchRequest, Request, Response};
/// # use mta_sts::{DomainName, Timestamp, dns::{RecordType, encode_query}};
/// # fn fetch_request() -> Result<FetchRequest, mta_sts::DomainError> {
/// #     let mut check = Check::new(DomainName::parse("example.com")?, CheckOptions::default());
/// #     loop {
/// #         match check.poll_request().unwrap() {
/// #             (id, Request::Dns(question)) => {
/// #                 let mut message = encode_query(&question.name, question.record_type).unwrap();
/// #                 message[2..4].copy_from_slice(&[0x81, 0x80]);
/// #                 if question.record_type == RecordType::A {
/// #                     message[7] = 1;
/// #                     message.extend(b"\xc0\x0c\0\x01\0\x01\0\0\x0e\x10\0\x04\xc0\0\x02\x07");
/// #                 }
/// #                 check.handle_response(id, Response::Dns(DnsResponse::Message(message)), Timestamp(0));
/// #             }
/// #             (_, Request::FetchPolicy(request)) => return Ok(request),
/// #             (_, Request::Probe(_)) => unreachable!(),
/// #         }
/// #     }
/// # }
/// let request = fetch_request()?;
/// assert_eq!(request.url, "https://mta-sts.example.com/.well-known/mta-sts.txt");
/// assert_eq!(request.host, "mta-sts.example.com");
/// assert_eq!(request.addresses[0].to_string(), "192.0.2.7");
/// assert_eq!((request.max_bytes, request.timeout_seconds), (65_536, 60));
/// # Ok::<(), mta_sts::DomainError>(())
/// ```
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

/// A request to look at an MX host's STARTTLS (RFC 3207) and certificate (RFC 8461 4.2).
///
/// ```
/// # #[cfg(feature = "probe")] {
/// use mta_sts::{check::{ProbeRequest, Response}, probe::{AddressProbe, Dialogue, Lost, Phase, Probe, ProbeResult}};
/// let request = ProbeRequest { host: "mail.example.com".to_owned(), addresses: vec![[192, 0, 2, 25].into()] };
/// // A prober whom the firewall lets nowhere answers for each address.
/// let probed = request.addresses.into_iter().map(|address| AddressProbe {
///     address,
///     port: 25,
///     dialogue: Dialogue::default(),
///     result: ProbeResult::Unreachable {
///         phase: Phase::Connect,
///         reason: Lost::TimedOut,
///         detail: "no answer within 10 seconds".to_owned(),
///     },
/// });
/// let response = Response::Probe(Probe { host: request.host, addresses: probed.collect() });
/// assert!(matches!(response, Response::Probe(probe) if probe.addresses.len() == 1));
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProbeRequest {
    /// The MX record's name; SNI and the name the certificate must carry.
    pub host: String,
    /// Every address to connect to.
    pub addresses: Vec<IpAddr>,
}

/// What a host answers.
///
/// ```
/// use mta_sts::check::{Check, CheckOptions, Outcome, Request, Response, StepName};
/// # use mta_sts::{DomainName, Timestamp, check::DnsResponse};
/// # let look_up = |_| DnsResponse::Failed { detail: "connection reset".to_owned() };
/// # let mut check = Check::new(DomainName::parse("example.com")?, CheckOptions::default());
/// let Some((id, Request::Dns(question))) = check.poll_request() else { unreachable!() };
/// check.handle_response(id, Response::Dns(look_up(question)), Timestamp(1_700_000_000));
/// // The resolver could not be reached, which proves nothing about the record.
/// assert_eq!(check.step(StepName::Record).unwrap().outcome, Outcome::NotTested);
/// # Ok::<(), mta_sts::DomainError>(())
/// ```
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
///
/// ```
/// use mta_sts::check::DnsResponse;
/// let answered = |status: u16, body: &[u8]| match status {
///     // RFC 8484 4.2.1: any DNS answer, NXDOMAIN too, comes with a 2xx status.
///     200..=299 => DnsResponse::Message(body.to_vec()),
///     _ => DnsResponse::Failed { detail: format!("the resolver answered with HTTP status {status}") },
/// };
/// assert!(matches!(answered(503, b""), DnsResponse::Failed { .. }));
/// ```
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
