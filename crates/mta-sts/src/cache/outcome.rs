//! What a Sender learned: from the TXT look-up, and from a fetch.

use crate::code::Code;
use crate::fetch::{self, FetchResponse, FetchVerdict};
use crate::parsed::Parsed;
use crate::policy::{self, Policy};
use crate::record::StsRecord;
use crate::tlsrpt::ResultType;

/// What the look-up of the TXT record brought (RFC 8461 3.1).
///
/// ```
/// use mta_sts::{cache::Txt, record};
/// let txt = Txt::from(&record::parse_set(&["v=STSv1; id=20160831085700Z;"]));
/// assert_eq!(txt, Txt::Record { id: "20160831085700Z".to_owned() });
/// // RFC 8461 3.1: several records are as good as none.
/// assert_eq!(Txt::from(&record::parse_set(&["v=STSv1; id=1;", "v=STSv1; id=2;"])), Txt::Missing);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(tag = "outcome", rename_all = "kebab-case")
)]
pub enum Txt {
    /// One valid record.
    Record {
        /// Its `id`.
        id: String,
    },
    /// No record, several, or one that is not valid (RFC 8461 3.1: assume no available policy).
    Missing,
    /// The look-up failed: SERVFAIL, no answer.
    Failed,
}

impl From<&Parsed<StsRecord>> for Txt {
    fn from(parsed: &Parsed<StsRecord>) -> Txt {
        let id = |record: &StsRecord| Txt::Record { id: record.id.clone() };
        parsed.value.as_ref().map_or(Txt::Missing, id)
    }
}

/// What a fetch brought (RFC 8461 3.3).
///
/// ```
/// use mta_sts::{cache::FetchOutcome, fetch::{CertificateFault, FetchResponse}, tlsrpt::ResultType};
/// let expired = FetchResponse::CertificateFailed {
///     fault: CertificateFault::Expired,
///     detail: "certificate expired".to_owned(),
/// };
/// let FetchOutcome::Failed { result_type } = FetchOutcome::of(&expired, "mta-sts.example.com") else { unreachable!() };
/// assert_eq!(result_type, ResultType::StsWebpkiInvalid);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(tag = "outcome", rename_all = "kebab-case", rename_all_fields = "camelCase")
)]
pub enum FetchOutcome {
    /// A valid policy.
    Policy {
        /// As read.
        policy: Policy,
    },
    /// None.
    Failed {
        /// How the failure is reported (RFC 8460 4.3.2.2).
        result_type: ResultType,
    },
}

impl FetchOutcome {
    /// What a strict Sender makes of the answer of the Policy Host `host`: status 200, the media type text/plain, a
    /// certificate that is valid, a body that is a policy.
    ///
    /// ```
    /// use mta_sts::cache::FetchOutcome;
    /// use mta_sts::fetch::FetchResponse;
    /// use mta_sts::tlsrpt::ResultType;
    ///
    /// let late = FetchResponse::TimedOut { seconds: 60 };
    /// let outcome = FetchOutcome::of(&late, "mta-sts.example.com");
    /// assert_eq!(outcome, FetchOutcome::Failed { result_type: ResultType::StsPolicyFetchError });
    /// ```
    pub fn of(response: &FetchResponse, host: &str) -> FetchOutcome {
        let failed = |result_type| FetchOutcome::Failed { result_type };
        let FetchResponse::Response { body, .. } = response else {
            // RFC 8460 4.3.2.2: a policy that could not be authenticated using PKIX validation.
            let webpki = matches!(response, FetchResponse::CertificateFailed { .. });
            return failed(if webpki {
                ResultType::StsWebpkiInvalid
            } else {
                ResultType::StsPolicyFetchError
            });
        };
        match fetch::judge(response, host) {
            // RFC 8461 3.2: Senders SHOULD validate that the media type is text/plain.
            FetchVerdict::Body(Some(found)) if found.code == Code::FetchMediaType => {
                failed(ResultType::StsPolicyInvalid)
            }
            FetchVerdict::Body(_) => {
                policy::parse(body).value.map_or(failed(ResultType::StsPolicyInvalid), |policy| {
                    FetchOutcome::Policy { policy }
                })
            }
            FetchVerdict::Failed(_) | FetchVerdict::NotTested(_) => {
                failed(ResultType::StsPolicyFetchError)
            }
        }
    }
}
