//! The words in which the table is written.

use super::Expect;

/// One domain of the lab.
#[derive(Debug, Clone, Copy)]
pub struct Scenario {
    /// The Policy Domain.
    pub domain: &'static str,
    /// What it shows, one line.
    pub shows: &'static str,
    /// What is at `_mta-sts.<domain>`, or at the end of `record_via`.
    pub record: Txt,
    /// Names that `_mta-sts.<domain>` leads to by CNAME, one after the other.
    pub record_via: &'static [&'static str],
    /// TXT records at other names, each with its text.
    pub elsewhere: &'static [(&'static str, &'static str)],
    /// `mta-sts.<domain>`.
    pub host: PolicyHost,
    /// The MX records; none means none in DNS. A host of `.` is a null MX (RFC 7505).
    pub mx: &'static [Mx],
    /// SMTP servers on the domain's own A records, for an implicit MX (RFC 5321 5.1).
    pub own_address: &'static [Smtp],
    /// What is at `_smtp._tls.<domain>`, or at the end of `tlsrpt_via`.
    pub tlsrpt: Txt,
    /// Names that `_smtp._tls.<domain>` leads to by CNAME.
    pub tlsrpt_via: &'static [&'static str],
    /// Whether the lab's DNS says that DNSSEC secures the domain and what is below it (the AD bit).
    pub dnssec: bool,
    /// TLSA records of every MX host, at the end of its CNAMEs.
    pub tlsa: &'static [TlsaKind],
    /// The SPF record, at the domain itself.
    pub spf: Option<&'static str>,
    /// What is at `_dmarc.<domain>`.
    pub dmarc: Option<&'static str>,
    /// What a full check should find.
    pub expect: Expect,
    /// Finding codes that must be among those found.
    pub codes: &'static [&'static str],
}

impl Scenario {
    /// `text` with `{domain}` replaced.
    pub fn fill(&self, text: &str) -> String {
        text.replace("{domain}", self.domain)
    }

    /// The name of the policy host, RFC 8461 3.2.
    pub fn policy_host(&self) -> String {
        format!("mta-sts.{}", self.domain)
    }

    /// Every SMTP address with the host that it belongs to, in the table's order.
    pub fn smtp_servers(&self) -> impl Iterator<Item = (String, &'static Smtp)> + '_ {
        let own = self.own_address.iter().map(|smtp| (self.domain.to_owned(), smtp));
        let listed = self.mx.iter().flat_map(|mx| {
            let host = self.fill(mx.host);
            mx.addresses.iter().map(move |smtp| (host.clone(), smtp))
        });
        own.chain(listed)
    }
}

/// The TXT records at a name.
#[derive(Debug, Clone, Copy)]
pub enum Txt {
    /// These records, each a list of character-strings; none means that the name has no TXT.
    Records(&'static [&'static [&'static str]]),
    /// Queries for the name are answered with SERVFAIL.
    ServFail,
    /// The name and a second one are CNAMEs of each other.
    CnameLoop,
}

/// The policy host.
#[derive(Debug, Clone, Copy)]
pub struct PolicyHost {
    /// Where DNS says that it is.
    pub address: PolicyHostAddress,
    /// Names that it leads to by CNAME.
    pub via: &'static [&'static str],
    /// The certificate that it shows.
    pub certificate: CertificateKind,
    /// What it says at `/.well-known/mta-sts.txt`.
    pub answer: Answer,
    /// Whether it says `Access-Control-Allow-Origin: *`, without which a browser may not read the answer.
    pub cors: bool,
}

/// Where DNS says that the policy host is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PolicyHostAddress {
    /// At the lab's HTTPS address.
    Here,
    /// At an address on which nothing listens.
    ClosedPort,
    /// The name does not exist.
    Missing,
    /// At the lab's HTTPS address, which ends the TLS handshake with an alert.
    TlsAlert,
}

/// What the policy host says.
#[derive(Debug, Clone, Copy)]
pub enum Answer {
    /// 200, text/plain, this text with every LF made CRLF.
    Policy(&'static str),
    /// 200, text/plain, this text as it is.
    Verbatim(&'static str),
    /// The good policy, filled up with extension fields to this many octets.
    Sized(usize),
    /// This status, media type and body.
    Other {
        /// Status code.
        status: u16,
        /// Content-Type, if any.
        media_type: Option<&'static str>,
        /// The body; `{domain}` is replaced.
        body: &'static str,
    },
    /// This status with a Location header.
    Redirect {
        /// Status code.
        status: u16,
        /// The Location header.
        location: &'static str,
    },
    /// A web application firewall asks whether the client is a person.
    Challenge,
    /// The request is read and never answered.
    Silence,
}

/// What is wrong with a certificate, if anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CertificateKind {
    /// Nothing.
    Good,
    /// It ended yesterday.
    Expired,
    /// It ends in five days.
    Expiring,
    /// It begins tomorrow.
    NotYetValid,
    /// It is its own issuer.
    SelfSigned,
    /// It names another host.
    WrongName,
    /// It names the host in the subject's CN only, without a subjectAltName.
    CnOnly,
    /// Nothing: a wildcard is its whole left-most label, over the domain that the host is right below.
    Wildcard,
    /// It comes from a CA that nobody was told of.
    Untrusted,
    /// Its issuer is no root and is not sent along.
    Incomplete,
}

/// A TLSA record (RFC 6698).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TlsaKind {
    /// `3 1 1`, of the key that all good certificates share.
    GoodKey,
    /// `3 1 1`, of a key that nobody has.
    OtherKey,
    /// `2 1 1`, of the CA, which good certificates are sent with.
    Ca,
    /// `1 1 1` of the good key: PKIX-EE, which SMTP does not take.
    PkixUsage,
}

/// An MX record and its host.
#[derive(Debug, Clone, Copy)]
pub struct Mx {
    /// Preference.
    pub preference: u16,
    /// The host; `.` for a null MX.
    pub host: &'static str,
    /// Names that the host leads to by CNAME.
    pub via: &'static [&'static str],
    /// A server for each A record; none means that the host does not resolve.
    pub addresses: &'static [Smtp],
}

/// An SMTP server at one address.
#[derive(Debug, Clone, Copy)]
pub struct Smtp {
    /// What it does.
    pub behaviour: SmtpBehaviour,
    /// The certificate that it shows.
    pub certificate: CertificateKind,
}

/// What an SMTP server does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SmtpBehaviour {
    /// ESMTP with STARTTLS, in order.
    StartTls,
    /// EHLO's reply does not list STARTTLS.
    NotOffered,
    /// EHLO's reply does not list STARTTLS, which works all the same.
    Unlisted,
    /// EHLO is answered with this.
    RefusesEhlo(&'static str),
    /// Behind the answer to STARTTLS, this comes in clear before TLS.
    Injects(&'static str),
    /// STARTTLS is answered with 220, and TLS with the alert handshake_failure.
    TlsAlert,
    /// STARTTLS is listed and answered with this.
    Refuses(&'static str),
    /// STARTTLS is answered with 220 and what follows is not TLS.
    Garbage,
    /// The first and only reply.
    Greets(&'static str),
    /// As [`SmtpBehaviour::StartTls`], but whoever comes within two seconds of somebody else, to any address that does
    /// this, is greeted with 421.
    Throttles,
    /// Connections are accepted and nothing is ever said.
    Silence,
    /// Nothing listens at the address.
    ClosedPort,
}
