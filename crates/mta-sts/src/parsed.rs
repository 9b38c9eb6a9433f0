//! What a tolerant parse gives back: the value a strict Sender reads, and everything that was found.

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Finding, Severity, locate};

/// The outcome of reading a text to its end, whatever is wrong with it.
///
/// ```
/// let parsed = mta_sts::policy::parse(b"version: STSv1\n\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n");
/// // The blank line: a strict Sender ignores this policy, a tolerant one uses it.
/// assert!(parsed.value.is_none());
/// assert_eq!(parsed.salvaged.unwrap().max_age, 604_800);
/// assert_eq!(parsed.diagnostics[0].labels[0].span.of(&parsed.source), "\n");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parsed<T> {
    /// What was read; `None` exactly when an RFC-strict Sender must ignore the input.
    pub value: Option<T>,
    /// What a tolerant Sender may still read, when `value` is `None`.
    pub salvaged: Option<T>,
    /// The text that the spans of `diagnostics` index. The `value` may be made of pieces of it.
    pub source: Arc<str>,
    /// Everything found, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Parsed<T> {
    /// The diagnostics with their words filled in and their places resolved.
    ///
    /// ```
    /// let findings = mta_sts::record::parse_set(&["v=STSv1; id=2016-08-31;"]).findings();
    /// assert_eq!(findings[0].code, "record/id-invalid");
    /// assert_eq!(findings[0].labels[0].span.column, 13);
    /// ```
    pub fn findings(&self) -> Vec<Finding> {
        locate(&self.source, &self.diagnostics)
    }

    /// The gravest severity found, if anything was.
    ///
    /// ```
    /// use mta_sts::{Severity, record};
    /// assert_eq!(record::parse_set(&["v=STSv1; id=20160831085700Z;"]).worst(), None);
    /// assert_eq!(record::parse_set(&["v=STSv1;"]).worst(), Some(Severity::Error));
    /// ```
    pub fn worst(&self) -> Option<Severity> {
        self.diagnostics.iter().map(Diagnostic::severity).max()
    }
}

#[cfg(feature = "serde")]
impl<T: serde::Serialize> serde::Serialize for Parsed<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut fields = serializer.serialize_struct("Parsed", 4)?;
        fields.serialize_field("value", &self.value)?;
        fields.serialize_field("salvaged", &self.salvaged)?;
        fields.serialize_field("source", &*self.source)?;
        fields.serialize_field("findings", &self.findings())?;
        fields.end()
    }
}
