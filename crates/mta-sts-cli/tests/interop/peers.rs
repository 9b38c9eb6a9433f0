//! What OpenSSL's client and Postfix's say of a server.

use std::fs;
use std::process::{Command, Stdio};

use crate::material::Material;
use crate::{Folder, HOST};

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

/// Postfix's client, which needs no instance under way.
pub(crate) struct Finger(Folder);

impl Finger {
    pub(crate) fn new() -> Finger {
        let folder = Folder::new("finger");
        let place = folder.0.display();
        let config = format!(
            "compatibility_level = 3.6\nqueue_directory = {place}\ndata_directory = {place}\ninet_protocols = ipv4\n"
        );
        fs::write(folder.0.join("main.cf"), config).unwrap();
        Finger(folder)
    }

    /// Its words about a server.
    pub(crate) fn says(&self, port: u16, material: &Material) -> String {
        let output = Command::new("/usr/sbin/posttls-finger")
            .env("MAIL_CONFIG", &self.0.0)
            .args(["-c", "-lsecure", "-F"])
            .arg(material.roots())
            .args(["-o", "inet_protocols=ipv4", &format!("[127.0.0.1]:{port}"), HOST])
            .output()
            .unwrap();
        String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned()
    }
}
