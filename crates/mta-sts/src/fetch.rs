//! RFC 8461 3.3: what an HTTPS answer must be to carry a policy.

use crate::code::Code;
use crate::diagnostic::Diagnostic;

/// The suggested maximum policy size, in bytes (RFC 8461 3.3: 64 kilobytes).
///
/// A host reads one byte more at most, and tells of a longer body without its text: a cut-off policy is never used.
///
/// ```
/// use mta_sts::fetch::{FetchResponse, FetchVerdict, MAX_POLICY_BYTES, judge};
/// let body = vec![b'#'; MAX_POLICY_BYTES + 1];
/// let truncated = body.len() > MAX_POLICY_BYTES;
/// let response = FetchResponse::Response {
///     status: 200,
///     content_type: Some("text/plain".to_owned()),
///     location: None,
///     body: if truncated { Vec::new() } else { body },
///     truncated,
///     challenge: false,
/// };
/// assert!(matches!(judge(&response, "mta-sts.example.com"), FetchVerdict::Failed(_)));
/// ```
pub const MAX_POLICY_BYTES: usize = 65_536;

/// The suggested time limit of a fetch, in seconds (RFC 8461 3.3: one minute).
///
/// A host that gives up sooner cannot say that Senders get no answer:
///
/// ```
/// use mta_sts::fetch::{FETCH_TIMEOUT_SECONDS, FetchResponse, FetchVerdict, judge};
/// let after = |seconds| judge(&FetchResponse::TimedOut { seconds }, "mta-sts.example.com");
/// assert!(matches!(after(10), FetchVerdict::NotTested(_)));
/// assert!(matches!(after(FETCH_TIMEOUT_SECONDS), FetchVerdict::Failed(_)));
/// ```
pub const FETCH_TIMEOUT_SECONDS: u32 = 60;

/// What a host saw when it fetched a policy (RFC 8461 3.3). The JSON form is also what a relay answers.
///
/// ```
/// use mta_sts::fetch::{FetchResponse, FetchVerdict, judge};
/// let served = FetchResponse::Response {
///     status: 200,
///     content_type: Some("text/plain; charset=utf-8".to_owned()),
///     location: None,
///     body: b"version: STSv1\nmode: none\nmax_age: 86400\n".to_vec(),
///     truncated: false,
///     challenge: false,
/// };
/// assert_eq!(judge(&served, "mta-sts.example.com"), FetchVerdict::Body(None));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(tag = "outcome", rename_all = "kebab-case", rename_all_fields = "camelCase")
)]
pub enum FetchResponse {
    /// An HTTP response over a connection whose certificate was good.
    Response {
        /// HTTP status code.
        status: u16,
        /// The Content-Type header.
        #[cfg_attr(feature = "deserialize", serde(default))]
        content_type: Option<String>,
        /// The Location header.
        #[cfg_attr(feature = "deserialize", serde(default))]
        location: Option<String>,
        /// The body, or empty when it was longer than [`MAX_POLICY_BYTES`]. A cut-off body is never used.
        #[cfg_attr(feature = "serde", serde(with = "body_text"))]
        #[cfg_attr(feature = "deserialize", serde(default))]
        body: Vec<u8>,
        /// Whether the body was longer than [`MAX_POLICY_BYTES`].
        #[cfg_attr(feature = "deserialize", serde(default))]
        truncated: bool,
        /// Whether a header says that this is a bot challenge (`cf-mitigated: challenge` and the like).
        #[cfg_attr(feature = "deserialize", serde(default))]
        challenge: bool,
    },
    /// A redirect of which a browser hides status and target (`opaqueredirect`).
    OpaqueRedirect,
    /// The connection was refused for the Policy Host's certificate.
    CertificateFailed {
        /// What is wrong with it.
        fault: CertificateFault,
        /// The TLS library's words.
        detail: String,
    },
    /// The TLS handshake failed for another reason.
    TlsFailed {
        /// The TLS library's words.
        detail: String,
    },
    /// The Policy Host could not be connected to at any address.
    ConnectionFailed {
        /// What happened.
        detail: String,
    },
    /// No complete answer came in time.
    TimedOut {
        /// How long this host waited.
        seconds: u32,
    },
    /// A browser may not tell: the cross-origin read was blocked or the network failed.
    Unreadable {
        /// Whether a `no-cors` request was answered, which proves that TLS and HTTP work.
        opaque: bool,
        /// What the browser said.
        detail: String,
    },
    /// The fetch could not be tried (a relay that is down, a missing permission).
    Unavailable {
        /// Why.
        detail: String,
    },
}

/// What is wrong with a Policy Host's certificate (RFC 8461 3.3).
///
/// ```
/// use mta_sts::fetch::{CertificateFault, FetchResponse, FetchVerdict, judge};
/// let refused = FetchResponse::CertificateFailed {
///     fault: CertificateFault::NameMismatch,
///     detail: "certificate not valid for name \"mta-sts.example.com\"".to_owned(),
/// };
/// let FetchVerdict::Failed(found) = judge(&refused, "mta-sts.example.com") else { unreachable!() };
/// assert_eq!(found.code.slug(), "fetch/certificate-name-mismatch");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
pub enum CertificateFault {
    /// Its validity has ended.
    Expired,
    /// Its validity has not begun.
    NotYetValid,
    /// It does not chain to a trusted root.
    Untrusted,
    /// It is its own issuer.
    SelfSigned,
    /// No DNS-ID in it matches the Policy Host.
    NameMismatch,
    /// Anything else.
    Invalid,
}

/// Whether an answer is a bot challenge rather than the Policy Host's own: by the header `cf-mitigated`, or by
/// the marks that challenge pages carry.
///
/// What such an answer says is meant for this client; it proves nothing of what Senders get.
///
/// ```
/// use mta_sts::fetch::is_challenge;
/// assert!(is_challenge(403, Some("challenge"), b""));
/// assert!(is_challenge(503, None, b"<script src=\"/cdn-cgi/challenge-platform/h/b/x.js\">"));
/// assert!(!is_challenge(404, None, b"<h1>Not Found</h1>"));
/// ```
pub fn is_challenge(status: u16, cf_mitigated: Option<&str>, body: &[u8]) -> bool {
    const MARKS: [&[u8]; 4] =
        [b"/cdn-cgi/challenge-platform/", b"cf-chl-", b"_Incapsula_Resource", b"awswaf"];
    let marked = || MARKS.iter().any(|mark| body.windows(mark.len()).any(|w| w == *mark));
    cf_mitigated.is_some_and(|v| v.eq_ignore_ascii_case("challenge"))
        || (matches!(status, 403 | 429 | 503) && marked())
}

/// What a fetch proves (RFC 8461 3.3).
///
/// ```
/// use mta_sts::fetch::{FetchResponse, FetchVerdict, judge};
/// let dead = FetchResponse::ConnectionFailed { detail: "connection refused".to_owned() };
/// let said = match judge(&dead, "mta-sts.example.com") {
///     FetchVerdict::Body(warning) => format!("a body, with a warning: {}", warning.is_some()),
///     FetchVerdict::Failed(found) => format!("no policy: {}", found.code.slug()),
///     FetchVerdict::NotTested(found) => format!("unknown: {}", found.code.slug()),
/// };
/// assert_eq!(said, "no policy: fetch/connection-failed");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FetchVerdict {
    /// The body may be read as a policy; a warning may come with it.
    Body(Option<Diagnostic>),
    /// No live policy.
    Failed(Diagnostic),
    /// Nothing was proved either way.
    NotTested(Diagnostic),
}

/// Judges a fetch of the policy from `host` by RFC 8461 3.3.
///
/// ```
/// use mta_sts::fetch::{FetchResponse, FetchVerdict, judge};
/// let moved = FetchResponse::Response {
///     status: 301,
///     content_type: None,
///     location: Some("https://www.example.com/".to_owned()),
///     body: Vec::new(),
///     truncated: false,
///     challenge: false,
/// };
/// let FetchVerdict::Failed(found) = judge(&moved, "mta-sts.example.com") else { unreachable!() };
/// assert_eq!(found.code.slug(), "fetch/redirect");
/// ```
pub fn judge(response: &FetchResponse, host: &str) -> FetchVerdict {
    use FetchResponse as R;
    use FetchVerdict::{Failed, NotTested};
    let found = |code| Diagnostic::new(code).param("host", host);
    match response {
        R::Response { status, content_type, location, truncated, challenge, .. } => {
            let head = Head {
                status: *status,
                content_type: content_type.as_deref(),
                location: location.as_deref(),
                truncated: *truncated,
                challenge: *challenge,
            };
            judge_head(&head, found)
        }
        R::OpaqueRedirect => Failed(
            found(Code::FetchRedirect)
                .param("status", "3xx")
                .param("location", "an address that the browser hides"),
        ),
        R::CertificateFailed { fault, detail } => {
            Failed(found(fault.code()).param("detail", detail.as_str()))
        }
        R::TlsFailed { detail } => {
            Failed(found(Code::FetchTlsFailed).param("detail", detail.as_str()))
        }
        R::ConnectionFailed { detail } => {
            Failed(found(Code::FetchConnectionFailed).param("detail", detail.as_str()))
        }
        // RFC 8461 3.3 suggests one minute; who waited less cannot say that Senders get no answer.
        R::TimedOut { seconds: seconds @ FETCH_TIMEOUT_SECONDS.. } => {
            Failed(found(Code::FetchTimeout).param("seconds", seconds.to_string()))
        }
        R::TimedOut { seconds } => {
            NotTested(found(Code::FetchGaveUp).param("seconds", seconds.to_string()))
        }
        R::Unreadable { opaque, .. } => {
            let proved = if *opaque {
                "some HTTPS answer came over a certificate that the browser trusts, but without a CORS header"
            } else {
                "the connection failed, for its certificate or the network; the browser does not say which"
            };
            NotTested(found(Code::FetchUnreadable).param("proved", proved))
        }
        R::Unavailable { detail } => {
            NotTested(found(Code::FetchUnavailable).param("detail", detail.as_str()))
        }
    }
}

struct Head<'a> {
    status: u16,
    content_type: Option<&'a str>,
    location: Option<&'a str>,
    truncated: bool,
    challenge: bool,
}

fn judge_head(head: &Head<'_>, found: impl Fn(Code) -> Diagnostic) -> FetchVerdict {
    use FetchVerdict::{Body, Failed, NotTested};
    let status = || head.status.to_string();
    if head.challenge && head.status != 200 {
        // A challenge is aimed at this client; Senders may never see it.
        return NotTested(found(Code::FetchChallenge).param("status", status()));
    }
    if (300..400).contains(&head.status) && head.status != 304 {
        // RFC 8461 3.3: "HTTP 3xx redirects MUST NOT be followed".
        let target = head.location.unwrap_or("an unknown address");
        return Failed(
            found(Code::FetchRedirect).param("status", status()).param("location", target),
        );
    }
    if head.status != 200 {
        // RFC 8461 3.3: "only valid if the HTTP response code is 200 (OK)".
        return Failed(found(Code::FetchStatus).param("status", status()));
    }
    if head.truncated {
        return Failed(found(Code::FetchTooLarge));
    }
    // RFC 8461 3.2: Senders SHOULD validate that the media type is text/plain; parameters are ignored.
    let media_type = head.content_type.unwrap_or("").split(';').next().unwrap_or("").trim();
    if media_type.eq_ignore_ascii_case("text/plain") {
        return Body(None);
    }
    let shown = if media_type.is_empty() { "missing" } else { media_type };
    Body(Some(found(Code::FetchMediaType).param("type", shown)))
}

impl CertificateFault {
    fn code(self) -> Code {
        match self {
            CertificateFault::Expired => Code::FetchCertificateExpired,
            CertificateFault::NotYetValid => Code::FetchCertificateNotYetValid,
            CertificateFault::Untrusted => Code::FetchCertificateUntrusted,
            CertificateFault::SelfSigned => Code::FetchCertificateSelfSigned,
            CertificateFault::NameMismatch => Code::FetchCertificateNameMismatch,
            CertificateFault::Invalid => Code::FetchCertificateInvalid,
        }
    }
}

/// Bodies are text in JSON; bytes that are not UTF-8 become U+FFFD.
#[cfg(feature = "serde")]
mod body_text {
    use serde::Serializer;

    pub(super) fn serialize<S: Serializer>(body: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&String::from_utf8_lossy(body))
    }

    #[cfg(feature = "deserialize")]
    pub(super) fn deserialize<'de, D: serde::Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<u8>, D::Error> {
        <String as serde::Deserialize>::deserialize(deserializer).map(String::into_bytes)
    }
}
