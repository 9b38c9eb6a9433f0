//! The TLS handshake behind STARTTLS, and what the server presents in it.

use std::io::Error;
use std::sync::Arc;
use std::time::{Duration, Instant};

use mta_sts::identity::matching_dns_id;
use mta_sts::probe::{Handshake, Lost, Phase, PhaseTimes, ProbeResult};
use mta_sts::{DomainName, Timestamp};
use rustls::pki_types::{ServerName, UnixTime};
use rustls::{AlertDescription, ClientConnection, ProtocolVersion};
use tokio::io::{AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

use super::Settings;
use super::failure::{Failure, within};
use super::session::{leave, milliseconds};
use crate::tls::{Client, Presented, certificate_facts, chain_verdict, staple};

/// More certificates than this behind the first are not told of.
const MAX_INTERMEDIATES: usize = 10;

/// How long to wait for the end of the session under TLS.
const PATIENCE: Duration = Duration::from_secs(1);

pub(super) async fn handshake(
    settings: &Settings,
    host: &str,
    stream: TcpStream,
    times: &mut PhaseTimes,
) -> ProbeResult {
    let Ok(name) = ServerName::try_from(host.to_owned()) else {
        let detail = format!("{host} cannot be named in TLS");
        return Failure { reason: Lost::Local, detail }.at(Phase::Tls);
    };
    let start = Instant::now();
    let client = Client::inspecting();
    let connector = TlsConnector::from(Arc::clone(&client.config));
    let mut stream = match timeout(settings.limit, connector.connect(name, stream)).await {
        Err(_) => return Failure::late(settings.limit).at(Phase::Tls),
        Ok(Err(error)) => return failed(&error),
        Ok(Ok(stream)) => stream,
    };
    times.tls = Some(milliseconds(start));
    let agreed = Agreed::of(stream.get_ref().1);
    leave(settings, &mut BufReader::new(&mut stream)).await;
    let _ = within(settings.limit.min(PATIENCE), stream.shutdown()).await;
    match facts(settings, host, agreed, client.presented()) {
        Ok(handshake) => ProbeResult::Handshake(Box::new(handshake)),
        Err(detail) => ProbeResult::TlsFailed { detail, alert: None },
    }
}

/// What both sides agreed on.
struct Agreed {
    protocol: String,
    cipher: String,
    group: Option<String>,
}

impl Agreed {
    fn of(session: &ClientConnection) -> Agreed {
        let protocol = match session.protocol_version() {
            Some(ProtocolVersion::TLSv1_3) => "TLSv1.3".to_owned(),
            Some(ProtocolVersion::TLSv1_2) => "TLSv1.2".to_owned(),
            other => format!("{other:?}"),
        };
        let suite = session.negotiated_cipher_suite();
        let cipher = suite.and_then(|s| s.suite().as_str()).unwrap_or("unknown");
        let group = session.negotiated_key_exchange_group();
        let group = group.map(|g| format!("{:?}", g.name()).to_ascii_lowercase());
        // rustls writes TLS13_ where IANA has TLS_.
        Agreed { protocol, cipher: cipher.replacen("TLS13_", "TLS_", 1), group }
    }
}

fn facts(
    settings: &Settings,
    host: &str,
    agreed: Agreed,
    presented: Presented,
) -> Result<Handshake, String> {
    let name = DomainName::parse(host).ok();
    let unreadable = |error| format!("a certificate cannot be read: {error}");
    let (leaf, others) = presented.chain.split_first().ok_or("no certificate was presented")?;
    let certificate = certificate_facts(leaf, name.as_ref()).map_err(unreadable)?;
    let others = others.iter().take(MAX_INTERMEDIATES).map(|der| settings.known.facts(der));
    let intermediates = others.collect::<Result<_, _>>().map_err(unreadable)?;
    let now = UnixTime::now();
    let at = Timestamp(i64::try_from(now.as_secs()).unwrap_or(i64::MAX));
    let Agreed { protocol, cipher, group } = agreed;
    let dates = (certificate.not_before.0, certificate.not_after.0);
    Ok(Handshake {
        protocol,
        cipher,
        group,
        chain: chain_verdict(&presented.chain, dates, &settings.roots, now),
        matched: matching_dns_id(host, &certificate).map(str::to_owned),
        days_left: certificate.not_after.days_since(at),
        staple: staple(&presented.ocsp),
        certificate,
        intermediates,
    })
}

fn failed(error: &Error) -> ProbeResult {
    let cause = error.get_ref().and_then(|cause| cause.downcast_ref::<rustls::Error>());
    match cause {
        Some(rustls::Error::AlertReceived(alert)) => {
            let name = alert_name(*alert);
            let detail = format!("the server ended it with the alert {name}");
            ProbeResult::TlsFailed { detail, alert: Some(name) }
        }
        Some(rustls::Error::InvalidMessage(rustls::InvalidMessage::HandshakePayloadTooLarge)) => {
            let detail = "what it presents is larger than 64 KiB".to_owned();
            ProbeResult::TlsFailed { detail, alert: None }
        }
        Some(error) => ProbeResult::TlsFailed { detail: error.to_string(), alert: None },
        None => ProbeResult::TlsFailed { detail: Failure::of(error).detail, alert: None },
    }
}

/// The name in RFC 8446 6: `HandshakeFailure` is `handshake_failure`.
fn alert_name(alert: AlertDescription) -> String {
    let name = match alert {
        // The library writes these in its own way.
        AlertDescription::UnknownPSKIdentity => return "unknown_psk_identity".to_owned(),
        AlertDescription::UnrecognisedName => return "unrecognized_name".to_owned(),
        // RFC 9849 11.2.
        AlertDescription::EncryptedClientHelloRequired => return "ech_required".to_owned(),
        other => other.as_str(),
    };
    let Some(name) = name else { return u8::from(alert).to_string() };
    let mut out = String::new();
    for (index, c) in name.char_indices() {
        // "CA" stays together.
        let after_lower =
            name.get(..index).is_some_and(|n| n.ends_with(|c: char| c.is_lowercase()));
        if c.is_uppercase() && after_lower {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alerts_have_the_names_of_the_rfc() {
        assert_eq!(alert_name(AlertDescription::HandshakeFailure), "handshake_failure");
        assert_eq!(alert_name(AlertDescription::UnknownCA), "unknown_ca");
        assert_eq!(alert_name(AlertDescription::ProtocolVersion), "protocol_version");
        assert_eq!(alert_name(AlertDescription::UnrecognisedName), "unrecognized_name");
        assert_eq!(alert_name(AlertDescription::UnknownPSKIdentity), "unknown_psk_identity");
        assert_eq!(alert_name(AlertDescription::Unknown(200)), "200");
    }
}
