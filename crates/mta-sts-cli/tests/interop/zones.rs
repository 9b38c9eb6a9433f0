//! Zones of three mail domains, made and signed as their owners would: with ldns.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::HOST;
use crate::process::{libraries, program};

/// Signed, and an anchor is known: its MX host is [`HOST`].
pub(crate) const SIGNED: &str = "interop.test";

/// Not signed, with the same MX host.
pub(crate) const UNSIGNED: &str = "unsigned.test";

/// Signed, and changed behind that: what a forger would serve.
pub(crate) const FORGED: &str = "forged.test";

/// Writes `DOMAIN.zone` for each, and `anchors`, into the folder. `tlsa` are the records of [`HOST`].
pub(crate) fn write(folder: &Path, tlsa: &[String]) {
    let records: String =
        tlsa.iter().map(|record| format!("_25._tcp.{HOST}. IN TLSA {record}\n")).collect();
    let host = format!("{HOST}. IN A 127.0.0.1\n{records}");
    let signed = sign(folder, SIGNED, &(zone(SIGNED) + &host));
    fs::write(folder.join("unsigned.test.zone"), zone(UNSIGNED)).unwrap();
    let forged = sign(folder, FORGED, &zone(FORGED));
    let path = folder.join("forged.test.zone");
    let text = fs::read_to_string(&path).unwrap();
    let changed = text.replacen("MX\t10 ", "MX\t20 ", 1);
    assert_ne!(text, changed, "no MX record to forge in\n{text}");
    fs::write(&path, changed).unwrap();
    fs::write(folder.join("anchors"), signed + &forged).unwrap();
}

fn zone(domain: &str) -> String {
    format!(
        "$TTL 300\n{domain}. IN SOA ns.{domain}. hostmaster.{domain}. 1 3600 600 86400 300\n\
         {domain}. IN NS ns.{domain}.\nns.{domain}. IN A 127.0.0.1\n{domain}. IN MX 10 {HOST}.\n\
         {domain}. IN TXT \"v=spf1 -all\"\n_dmarc.{domain}. IN TXT \"v=DMARC1; p=reject\"\n\
         _mta-sts.{domain}. IN TXT \"v=STSv1; id=1;\"\nmta-sts.{domain}. IN A 127.0.0.1\n\
         _smtp._tls.{domain}. IN TXT \"v=TLSRPTv1; rua=mailto:tls@{domain}\"\n"
    )
}

/// Signs a zone with a key of its own, which is returned as an anchor.
fn sign(folder: &Path, domain: &str, zone: &str) -> String {
    let source = folder.join(format!("{domain}.source"));
    fs::write(&source, zone).unwrap();
    let key = ldns(folder, "ldns-keygen", &["-a", "ECDSAP256SHA256", "-k", domain]);
    let key = key.trim();
    let target = format!("{domain}.zone");
    ldns(folder, "ldns-signzone", &["-f", &target, &format!("{domain}.source"), key]);
    fs::read_to_string(folder.join(format!("{key}.key"))).unwrap()
}

fn ldns(folder: &Path, name: &str, args: &[&str]) -> String {
    let output = Command::new(program(&format!("usr/bin/{name}")))
        .current_dir(folder)
        .env("LD_LIBRARY_PATH", libraries())
        .args(args)
        .output()
        .unwrap();
    assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}
