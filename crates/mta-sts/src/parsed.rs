//! What a tolerant parse gives back: the value a strict Sender reads, and everything that was found.

use crate::diagnostic::{Diagnostic, Finding, Severity, locate};

/// The outcome of reading a text to its end, whatever is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parsed<T> {
    /// What was read; `None` exactly when an RFC-strict Sender must ignore the input.
    pub value: Option<T>,
    /// What a tolerant Sender may still read, when `value` is `None`.
    pub salvaged: Option<T>,
    /// The text that the spans of `diagnostics` index.
    pub source: String,
    /// Everything found, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Parsed<T> {
    /// The diagnostics with their words filled in and their places resolved.
    pub fn findings(&self) -> Vec<Finding> {
        locate(&self.source, &self.diagnostics)
    }

    /// The gravest severity found, if anything was.
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
        fields.serialize_field("source", &self.source)?;
        fields.serialize_field("findings", &self.findings())?;
        fields.end()
    }
}
