//! Reports as they arrive.
#![cfg(all(feature = "gzip", feature = "mail"))]

use std::io::Write;

use flate2::{Compression, write::GzEncoder};
use mta_sts::Parsed;
use mta_sts::tlsrpt::container::{MAX_REPORT_BYTES, messages, read};
use mta_sts::tlsrpt::report::Report;
use proptest::prelude::*;

const BASE: &str = include_str!("../../../tests/conformance/reports/base.json");

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let group =
            chunk.iter().fold(0_u32, |sum, b| sum << 8 | u32::from(*b)) << (8 * (3 - chunk.len()));
        for place in 0..=chunk.len() {
            text.push(char::from(DIGITS[(group >> (18 - 6 * place) & 63) as usize]));
        }
        text.push_str(&"=".repeat(3 - chunk.len()));
        if text.len() % 77 == 76 {
            text.push('\n');
        }
    }
    text
}

/// The mail of RFC 8460 5.3.1 around a part.
fn mail(media_type: &str, name: &str, content: &[u8]) -> String {
    format!(
        "From: tlsrpt@mail.sender.example.com\r\nSubject: Report Domain: other.example\r\n\
         TLS-Report-Domain: other.example\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=\"tlsrpt\"; boundary=\"XX\"\r\n\r\n\
         --XX\r\nContent-Type: text/plain\r\n\r\nThis is an aggregate TLS report\r\n\r\n\
         --XX\r\nContent-Type: {media_type}\r\nContent-Transfer-Encoding: base64\r\n\
         Content-Disposition: attachment; filename=\"{name}\"\r\n\r\n{}\r\n--XX--\r\n",
        base64(content)
    )
}

fn only(bytes: &[u8]) -> Parsed<Vec<Report>> {
    let mut results = read(bytes, MAX_REPORT_BYTES);
    assert_eq!(results.len(), 1);
    results.remove(0)
}

fn is_base(bytes: &[u8]) {
    let parsed = only(bytes);
    assert_eq!(parsed.diagnostics, []);
    let domain = parsed.value.unwrap()[0].policies[0].policy.policy_domain.clone();
    // RFC 8460 5.6: the report, not Subject or file name, tells the domain.
    assert_eq!(domain.as_deref(), Some("company-y.example"));
}

fn code(bytes: &[u8], limit: usize) -> &'static str {
    let results = read(bytes, limit);
    assert!(results.iter().all(|parsed| parsed.value.is_none()));
    results[0].diagnostics[0].code.slug()
}

#[test]
fn content_decides_not_the_name() {
    is_base(BASE.as_bytes());
    is_base(&gzip(BASE.as_bytes()));
    let gzipped = gzip(BASE.as_bytes());
    for (media_type, name) in [
        ("application/tlsrpt+gzip", "a!other.example!1!2.json.gz"),
        ("application/tlsrpt+gzip", "report.json"),
        ("application/gzip", "report.json.gz"),
        ("application/octet-stream", "report.bin"),
    ] {
        is_base(mail(media_type, name, &gzipped).as_bytes());
    }
    for media_type in ["application/tlsrpt+json", "application/json", "text/plain"] {
        is_base(mail(media_type, "report.json", BASE.as_bytes()).as_bytes());
    }
}

#[test]
fn members_of_a_gzip_file_are_joined() {
    let (first, second) = BASE.as_bytes().split_at(100);
    is_base(&[gzip(first), gzip(second)].concat());
}

#[test]
fn bytes_behind_a_gzip_file_are_noted() {
    for behind in [&b"\n"[..], b"\r\n", b"\0\0\0\0", b"x", b"\x1f"] {
        let parsed = only(&[&gzip(BASE.as_bytes())[..], behind].concat());
        let codes: Vec<_> = parsed.diagnostics.iter().map(|d| d.code.slug()).collect();
        assert_eq!(codes, ["report/trailing-data"], "{behind:?}");
        assert_eq!(parsed.findings().len(), 1);
        assert_eq!(parsed.value.unwrap().len(), 1);
    }
    // What begins as a member is one, and lost.
    let cut = [&gzip(BASE.as_bytes())[..], &gzip(b" ")[..12]].concat();
    assert_eq!(code(&cut, MAX_REPORT_BYTES), "report/gzip-invalid");
}

#[test]
fn a_forwarded_mail_and_one_of_an_mbox_are_read() {
    let inner = mail("application/tlsrpt+gzip", "r.json.gz", &gzip(BASE.as_bytes()));
    let outer = format!(
        "From: a@b.example\r\nMIME-Version: 1.0\r\nContent-Type: message/rfc822\r\n\r\n{inner}"
    );
    is_base(outer.as_bytes());
    is_base(format!("From a@b.example Fri Apr  1 00:00:00 2016\n{inner}").as_bytes());
}

/// The lines before messages, as programs write them.
const FROM: [&str; 4] = [
    "From a@b.example Fri Apr  1 00:00:00 2016\n",
    "From - Sat Apr  2 00:00:00 2016\r\n",
    "From MAILER-DAEMON Sun Apr  3 00:00:00 CEST 2016\n",
    "From a@b.example\n",
];

#[test]
fn every_message_of_an_mbox_is_read() {
    let report = mail("application/tlsrpt+gzip", "r.json.gz", &gzip(BASE.as_bytes()));
    let other = "Subject: Hello\r\n\r\nNo report.\r\n\r\n";
    let mbox: String = FROM.iter().map(|from| format!("{from}{report}\n{from}{other}")).collect();
    assert_eq!(messages(mbox.as_bytes()).len(), 2 * FROM.len());
    let results = read(mbox.as_bytes(), MAX_REPORT_BYTES);
    assert_eq!(results.len(), 2 * FROM.len());
    for (index, parsed) in results.iter().enumerate() {
        assert_eq!(parsed.value.is_some(), index % 2 == 0, "{index}");
        let unread = parsed.diagnostics.first().map(|found| found.code.slug());
        assert_eq!(unread, (index % 2 == 1).then_some("report/mail-without-report"));
    }
}

#[test]
fn prose_does_not_end_a_message_of_an_mbox() {
    let report = mail("application/tlsrpt+gzip", "r.json.gz", &gzip(BASE.as_bytes()));
    for prose in ["From now on\r\nreports are daily", ">From now on", "From here"] {
        let report = report.replace("This is an aggregate TLS report", prose);
        is_base(format!("{}{report}", FROM[0]).as_bytes());
    }
}

#[test]
fn says_why_nothing_can_be_read() {
    let gzipped = gzip(BASE.as_bytes());
    assert_eq!(code(&gzipped[..gzipped.len() - 1], MAX_REPORT_BYTES), "report/gzip-invalid");
    assert_eq!(code(&gzipped[..20], MAX_REPORT_BYTES), "report/gzip-invalid");
    let mut damaged = gzipped.clone();
    let crc = damaged.len() - 8;
    damaged[crc] ^= 1;
    assert_eq!(code(&damaged, MAX_REPORT_BYTES), "report/gzip-invalid");
    assert_eq!(code(b"PK\x03\x04", MAX_REPORT_BYTES), "report/zip");
    let zip = mail("application/zip", "report.zip", b"PK\x03\x04");
    assert_eq!(code(zip.as_bytes(), MAX_REPORT_BYTES), "report/zip");
    let plain = b"From: a@b.example\r\n\r\nHello";
    assert_eq!(code(plain, MAX_REPORT_BYTES), "report/mail-without-report");
    assert_eq!(code(b"", MAX_REPORT_BYTES), "report/empty");
}

#[test]
fn no_report_is_unpacked_beyond_the_limit() {
    let bomb = gzip(&vec![b' '; 5_000_000]);
    assert!(bomb.len() < 10_000);
    assert_eq!(code(&bomb, 4_999_999), "report/too-large");
    assert_eq!(code(&bomb, 5_000_000), "report/empty");
    // A bomb of two members, the last of which claims to be small.
    let hidden = [bomb, gzip(b" ")].concat();
    assert_eq!(code(&hidden, 5_000_000), "report/too-large");
    assert_eq!(code(BASE.as_bytes(), 100), "report/too-large");
    let mailed = mail("application/tlsrpt+json", "r.json", BASE.as_bytes());
    assert_eq!(code(mailed.as_bytes(), 100), "report/too-large");
}

proptest! {
    #[test]
    fn any_bytes_are_read(
        head in prop::sample::select(vec![&b""[..], b"\x1f\x8b\x08\0", b"From: a\r\n", b"From a\nFrom: a\n\nFrom ", b"Content-Type: multipart/report; boundary=X\r\n\r\n--X\r\n"]),
        bytes in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        let results = read(&[head, &bytes].concat(), 10_000);
        prop_assert!(!results.is_empty());
        prop_assert!(results.iter().all(|p| p.value.is_some() || !p.diagnostics.is_empty()));
    }
}
