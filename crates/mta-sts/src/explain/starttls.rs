//! STARTTLS and the MX host's certificate, RFC 8461 4.2. Examples show what the MX host answers.

use super::{Row, rows};

pub(super) static ROWS: &[Row] = rows! {
    StarttlsNotOffered
        "A Sender that honours the policy needs TLS; a host that does not offer it gets no mail."
        "EHLO sender.example\n250-mail.example.com\n250 SIZE 10240000"
        "EHLO sender.example\n250-mail.example.com\n250 STARTTLS"
    StarttlsRefused
        "The server lists STARTTLS and cannot do it, mostly because it cannot read its key or certificate."
        "STARTTLS\n454 TLS not available"
        "STARTTLS\n220 Ready to start TLS"
    StarttlsTlsFailed
        "The TLS handshake ended with an error: no version in common, or something on the way breaks it."
        "STARTTLS\n220 Ready to start TLS\n(TLS alert: handshake failure)"
        "STARTTLS\n220 Ready to start TLS\n(TLS 1.3)"
    StarttlsCertificateExpired
        "Senders that honour the policy validate the certificate; one that has expired ends delivery to this host."
        "certificate for mail.example.com, expired yesterday"
        "certificate for mail.example.com, from a public CA, valid today"
    StarttlsCertificateNotYetValid
        "The certificate begins in the future, mostly because a clock was wrong."
        "certificate for mail.example.com, valid from tomorrow"
        "certificate for mail.example.com, from a public CA, valid today"
    StarttlsCertificateUntrusted
        "The chain does not lead to a root that Senders trust, such as with a CA of one's own."
        "certificate for mail.example.com, from a private CA"
        "certificate for mail.example.com, from a public CA, valid today"
    StarttlsCertificateIncomplete
        "The server sends its certificate without those between it and the root. Programs that know them from elsewhere do not notice."
        "chain: mail.example.com"
        "chain: mail.example.com, the CA's intermediate certificate"
    StarttlsCertificateSelfSigned
        "Self-signed certificates are usual without MTA-STS and useless with it."
        "certificate for mail.example.com, issued by itself"
        "certificate for mail.example.com, from a public CA, valid today"
    StarttlsCertificateNameMismatch
        "The certificate must have the name of the MX record as DNS name in subjectAltName; the domain's name is not enough."
        "certificate for example.com"
        "certificate for mail.example.com, from a public CA, valid today"
    StarttlsCertificateExpiring
        "Most certificates are renewed weeks before they end, so the renewal has probably stopped."
        "certificate for mail.example.com, five days left"
        "certificate for mail.example.com, sixty days left"
    StarttlsCertificateWeakKey
        "Keys of this size can be broken, and TLS libraries refuse them."
        "RSA key of 1024 bits"
        "RSA key of 2048 bits, or ECDSA P-256"
    StarttlsCertificateWeakSignature
        "Signatures with SHA-1 and MD5 can be forged."
        "signed with SHA-1"
        "signed with SHA-256"
    StarttlsCertificateRevoked
        "The CA has withdrawn the certificate, mostly because its key was lost."
        "OCSP: revoked"
        "OCSP: good"
    StarttlsUnlisted
        "Senders ask only for what the EHLO reply lists. A firewall that inspects SMTP likes to strike it out."
        "EHLO sender.example\n250 mail.example.com\nSTARTTLS\n220 Ready to start TLS"
        "EHLO sender.example\n250-mail.example.com\n250 STARTTLS"
    StarttlsInjected
        "What is sent in clear behind the answer to STARTTLS could come from anybody; a server that mixes it into the session can be attacked."
        "220 Ready to start TLS\n250 injected"
        "220 Ready to start TLS"
    StarttlsAddressesDiffer
        "A Sender takes any of the addresses, so mail passes by one and fails by the other."
        "192.0.2.25: good\n2001:db8::25: certificate expired"
        "192.0.2.25: good\n2001:db8::25: good"
    StarttlsEhloRefused
        "The server did not like the name that the probe gave. That tells nothing of TLS."
        "220 mail.example.com ESMTP\nEHLO localhost\n550 bad HELO"
        "220 mail.example.com ESMTP\nEHLO probe.example.net\n250 mail.example.com"
    StarttlsTurnedAway
        "The server does not talk to this address, mostly because of a block list."
        "554 5.7.1 Service unavailable; blocked"
        "220 mail.example.com ESMTP"
    StarttlsPortBlocked
        "Networks of homes and clouds block port 25 against spam."
        "192.0.2.25:25: no answer, as from every other host"
        "192.0.2.25:25: connected"
    StarttlsUnreachable
        "Nothing answered on port 25. The host may be down, or the way from here closed."
        "192.0.2.25:25: no answer"
        "192.0.2.25:25: connected"
    StarttlsTemporary
        "The server asks every new client to come back, or has too much to do."
        "421 Try again later"
        "220 mail.example.com ESMTP"
};
