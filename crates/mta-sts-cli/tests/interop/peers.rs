//! What OpenSSL's client says of a server.

use std::process::{Command, Stdio};

use crate::HOST;
use crate::material::Material;

#[derive(Debug)]
pub(crate) enum Openssl {
    /// Every `Verify return code` of a handshake that finished.
    Verified(Vec<u32>),
    /// The alert that ended it, by its name in RFC 8446.
    Alert(String),
}

pub(crate) fn openssl(port: u16, material: &Material) -> Openssl {
    let server = format!("127.0.0.1:{port}");
    let output = Command::new("openssl")
        .args(["s_client", "-starttls", "smtp", "-verify_hostname", HOST, "-servername", HOST])
        .args(["-connect", &server, "-no-CApath", "-no-CAstore", "-CAfile"])
        .arg(material.roots())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    if let Some((_, alert)) =
        said.split_once("alert ").filter(|_| said.contains("SSL alert number"))
    {
        let name = alert.split(':').next().unwrap_or_default();
        return Openssl::Alert(name.trim().replace(' ', "_"));
    }
    let codes = said.lines().filter_map(|line| {
        let (_, code) = line.split_once("Verify return code: ")?;
        code.split(' ').next()?.parse().ok()
    });
    Openssl::Verified(codes.collect())
}
