//! Errors as the package throws them: an `Error` with a stable `code`.

use wasm_bindgen::JsValue;

/// The codes of `MtaStsError`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    not(feature = "check"),
    allow(dead_code, reason = "the readers take no other arguments")
)]
pub(crate) enum Fault {
    InvalidDomain,
    InvalidArgument,
    #[cfg(feature = "check")]
    Aborted,
}

impl Fault {
    fn code(self) -> &'static str {
        match self {
            Fault::InvalidDomain => "invalid-domain",
            Fault::InvalidArgument => "invalid-argument",
            #[cfg(feature = "check")]
            Fault::Aborted => "aborted",
        }
    }

    /// The error to throw; `npm/lib/errors.js` gives it its class.
    pub(crate) fn error(self, message: &str) -> JsValue {
        let error = js_sys::Error::new(message);
        // Setting a property of a fresh object cannot fail.
        let _ = js_sys::Reflect::set(&error, &"code".into(), &self.code().into());
        error.into()
    }
}
