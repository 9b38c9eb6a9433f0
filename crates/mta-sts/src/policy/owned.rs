//! From the strict reading to an owned policy.

use std::str::{FromStr, from_utf8};
use std::sync::Arc;

use crate::extension::Extension;
use crate::first_places::FirstPlaces;
use crate::mx::MxPattern;
use crate::refused::Refused;

use super::{Policy, StrictPolicy};

impl From<StrictPolicy<'_>> for Policy {
    fn from(strict: StrictPolicy<'_>) -> Policy {
        strict.owned(&Arc::from(from_utf8(strict.body).unwrap_or("")))
    }
}

impl StrictPolicy<'_> {
    /// With patterns that share one copy of the body.
    pub(super) fn owned(self, text: &Arc<str>) -> Policy {
        let mut mx = Vec::with_capacity(self.mx_count);
        let as_is = !self.capitals && u32::try_from(text.len()).is_ok();
        let piece = if as_is { MxPattern::lower_case_piece } else { MxPattern::piece };
        mx.extend(self.mx_places().map(|(start, end)| piece(text, start, end)));
        Policy {
            version: "STSv1",
            mode: self.mode(),
            max_age: self.max_age(),
            mx,
            extensions: extensions(self),
        }
    }
}

fn extensions(strict: StrictPolicy<'_>) -> Vec<Extension> {
    if strict.others == 0 {
        return Vec::new();
    }
    let mut seen = FirstPlaces::default();
    for known in ["version", "mode", "max_age"] {
        seen.is_new(known);
    }
    // RFC 8461 3.2: of a duplicated field all entries but the first are ignored.
    let first = strict.others().filter(|(name, _)| seen.is_new(*name));
    first
        .map(|(name, value)| Extension { name: name.to_owned(), value: value.to_owned() })
        .collect()
}

/// The strict reading of a policy.
///
/// ```
/// use mta_sts::policy::Policy;
/// let policy: Policy = "version: STSv1\nmode: none\nmax_age: 86400\n".parse()?;
/// assert_eq!(policy.max_age, 86_400);
/// assert!("mode: none\nmax_age: 86400\n".parse::<Policy>().is_err());
/// # Ok::<(), mta_sts::Refused>(())
/// ```
impl FromStr for Policy {
    type Err = Refused;

    fn from_str(body: &str) -> Result<Policy, Refused> {
        Policy::try_from(body.as_bytes())
    }
}

/// The strict reading of a policy.
impl TryFrom<&[u8]> for Policy {
    type Error = Refused;

    fn try_from(body: &[u8]) -> Result<Policy, Refused> {
        StrictPolicy::read(body).map(Policy::from).ok_or(Refused)
    }
}
