//! What a prober saw, cut from the input.

use mta_sts::Timestamp;
use mta_sts::probe::{
    CertificateFacts, ChainVerdict, Dialogue, Handshake, Lost, Phase, ProbeResult, SmtpReply,
    Staple,
};

use crate::script::Script;

const PHASES: [Phase; 5] =
    [Phase::Connect, Phase::Banner, Phase::Ehlo, Phase::Starttls, Phase::Tls];
const LOSSES: [Lost; 7] = [
    Lost::Refused,
    Lost::TimedOut,
    Lost::NoRoute,
    Lost::PortBlocked,
    Lost::Closed,
    Lost::NotSmtp,
    Lost::Local,
];
const STAPLES: [Staple; 5] =
    [Staple::None, Staple::Good, Staple::Revoked, Staple::Unknown, Staple::Unreadable];

pub(crate) fn dialogue(script: &mut Script<'_>) -> Dialogue {
    let mut keywords = script.texts();
    if script.flag() {
        keywords.push("STARTTLS".to_owned());
    }
    let starttls =
        script.flag().then(|| SmtpReply { code: script.byte().into(), text: script.text() });
    let injected = script.flag().then(|| script.text());
    Dialogue { keywords, starttls, injected, ..Dialogue::default() }
}

pub(crate) fn result(script: &mut Script<'_>) -> ProbeResult {
    let phase = script.one_of(&PHASES);
    let code = 400 + u16::from(script.byte());
    match script.byte() % 8 {
        0 => ProbeResult::NotOffered,
        1 => ProbeResult::Refused { code, text: script.text() },
        2 => ProbeResult::Rejected { phase, code, text: script.text() },
        3 => ProbeResult::Temporary { phase, code, text: script.text() },
        4 => ProbeResult::TlsFailed {
            detail: script.text(),
            alert: script.flag().then(|| script.text()),
        },
        5 => ProbeResult::Unreachable {
            phase,
            reason: script.one_of(&LOSSES),
            detail: script.text(),
        },
        _ => ProbeResult::Handshake(Box::new(handshake(script))),
    }
}

fn handshake(script: &mut Script<'_>) -> Handshake {
    Handshake {
        protocol: script.text(),
        cipher: script.text(),
        group: None,
        chain: match script.byte() % 5 {
            0 => ChainVerdict::Trusted,
            1 => ChainVerdict::SelfSigned,
            2 => ChainVerdict::Incomplete { missing: script.text() },
            3 => ChainVerdict::UnknownIssuer,
            _ => ChainVerdict::Invalid { detail: script.text() },
        },
        matched: script.flag().then(|| script.text()),
        days_left: i64::from(script.byte()) - 128,
        staple: script.one_of(&STAPLES),
        certificate: certificate(script),
        intermediates: (0..script.byte() % 3).map(|_| certificate(script)).collect(),
    }
}

fn certificate(script: &mut Script<'_>) -> CertificateFacts {
    let time = |byte: u8| Timestamp(1_700_000_000 + (i64::from(byte) - 128) * 86_400);
    let hash = script.text();
    CertificateFacts {
        subject: script.text(),
        issuer: script.text(),
        dns_names: script.texts(),
        not_before: time(script.byte()),
        not_after: time(script.byte()),
        is_ca: script.flag(),
        key_algorithm: script.text(),
        key_bits: script.flag().then(|| 8 * u32::from(script.byte())),
        signature_algorithm: script.text(),
        sha256: hash.clone(),
        sha512: hash.clone(),
        spki_sha256: hash.clone(),
        spki_sha512: hash,
    }
}
