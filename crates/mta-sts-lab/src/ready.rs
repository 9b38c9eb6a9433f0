//! What a program needs to know to use a running lab.

use serde::{Deserialize, Serialize};

/// The content of the `--ready` file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Ready {
    /// DNS over UDP and TCP, `address:port`.
    pub dns: String,
    /// The HTTPS port at 127.0.0.1: policy hosts, `dns.test`, `page.test`, `relay.test`, by SNI.
    pub https: u16,
    /// The plain HTTP port at 127.0.0.1.
    pub http: u16,
    /// The SMTP port at every 127.0.1.N.
    pub smtp: u16,
    /// The file with the CA's certificate.
    pub ca_pem: String,
    /// Base64 of the SHA-256 of the CA's SubjectPublicKeyInfo. Only chains that a client should trust include
    /// the CA's certificate, so Chromium's `--ignore-certificate-errors-spki-list` takes this.
    pub ca_spki: String,
    /// Likewise, of the one key that all good certificates share.
    pub good_spki: String,
    /// DoH over HTTPS; needs the name mapped to `https` and the CA trusted.
    pub doh: String,
    /// DoH over plain HTTP.
    pub plain_doh: String,
    /// The relay that fetches policies for pages that may not.
    pub relay: String,
    /// The static page.
    pub page: String,
}
