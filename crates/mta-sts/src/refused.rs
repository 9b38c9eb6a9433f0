//! What the strict readers answer where the standards refuse a text.

use std::fmt;

/// An RFC-strict reader must ignore the text. The tolerant readers ([`crate::policy::parse`],
/// [`crate::record::parse_set`], [`crate::tlsrpt::record::parse_set`]) say where and why.
///
/// ```
/// use mta_sts::{Refused, policy::{self, Policy}};
/// let body = "version: STSv1\nmode: enforce\nmax_age: 604800\n";
/// assert_eq!(body.parse::<Policy>(), Err(Refused));
/// assert_eq!(policy::parse(body.as_bytes()).diagnostics[0].code.slug(), "policy/mx-missing");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refused;

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the standard's grammar refuses the text; its diagnostics say where and why")
    }
}

impl std::error::Error for Refused {}
