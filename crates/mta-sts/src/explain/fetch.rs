//! Fetching the policy, RFC 8461 3.3. Examples show what the Policy Host answers.

use super::{Row, rows};

pub(super) static ROWS: &[Row] = rows! {
    FetchHostMissing
        "The record announces a policy, but the name of the Policy Host does not resolve."
        "mta-sts.example.com: no A, no AAAA"
        "mta-sts.example.com. A 192.0.2.10"
    FetchStatus
        "Only an answer with status 200 carries a policy. 404 often means that the web server does not serve paths that begin with a dot."
        "GET https://mta-sts.example.com/.well-known/mta-sts.txt\n404 Not Found"
        "GET https://mta-sts.example.com/.well-known/mta-sts.txt\n200 OK\nContent-Type: text/plain"
    FetchRedirect
        "RFC 8461 forbids Senders to follow redirects, so a rule that sends everybody to another host or path hides the policy."
        "GET https://mta-sts.example.com/.well-known/mta-sts.txt\n301 Moved Permanently\nLocation: https://www.example.com/"
        "GET https://mta-sts.example.com/.well-known/mta-sts.txt\n200 OK\nContent-Type: text/plain"
    FetchMediaType
        "Senders should check the media type, so that a page somebody uploads is not taken for a policy; about half of them do."
        "200 OK\nContent-Type: text/html"
        "200 OK\nContent-Type: text/plain; charset=utf-8"
    FetchTooLarge
        "Senders limit what they read, and a policy that was cut off must not be used."
        "200 OK\nContent-Length: 1048576"
        "200 OK\nContent-Length: 94"
    FetchTimeout
        "A Sender that gets no answer in time acts as though there were no policy. Functions that start cold are a usual cause."
        "GET https://mta-sts.example.com/.well-known/mta-sts.txt\n(no answer for 60 seconds)"
        "GET https://mta-sts.example.com/.well-known/mta-sts.txt\n200 OK (at once)"
    FetchGaveUp
        "This check waited less long than some Senders do, so the answer may still come in time for those."
        "GET https://mta-sts.example.com/.well-known/mta-sts.txt\n(no answer yet)"
        "GET https://mta-sts.example.com/.well-known/mta-sts.txt\n200 OK (at once)"
    FetchConnectionFailed
        "Nothing listens on port 443 of an address of the Policy Host, or a firewall is in the way."
        "mta-sts.example.com:443: connection refused"
        "mta-sts.example.com:443: connected"
    FetchTlsFailed
        "The web server and the check share no version or cipher suite of TLS, or the server does not know the name."
        "TLS alert: unrecognized_name"
        "TLS 1.3 with mta-sts.example.com"
    FetchCertificateExpired
        "Senders must validate the certificate; one that has expired ends the fetch. Mostly its renewal has stopped."
        "certificate for mta-sts.example.com, expired yesterday"
        "certificate for mta-sts.example.com, from a public CA, valid today"
    FetchCertificateNotYetValid
        "The certificate begins in the future, mostly because a clock was wrong."
        "certificate for mta-sts.example.com, valid from tomorrow"
        "certificate for mta-sts.example.com, from a public CA, valid today"
    FetchCertificateUntrusted
        "The chain does not lead to a root that Senders trust, or an intermediate certificate is not served."
        "certificate for mta-sts.example.com, without its intermediate certificate"
        "certificate for mta-sts.example.com, from a public CA, valid today"
    FetchCertificateSelfSigned
        "Nobody vouches for a certificate that is its own issuer. RFC 8461 wants one of a public CA."
        "certificate for mta-sts.example.com, issued by itself"
        "certificate for mta-sts.example.com, from a public CA, valid today"
    FetchCertificateNameMismatch
        "Only DNS names in subjectAltName count. A certificate for the domain alone does not cover the Policy Host."
        "certificate for example.com, www.example.com"
        "certificate for mta-sts.example.com, from a public CA, valid today"
    FetchCertificateInvalid
        "The certificate was refused for a reason that has no code of its own; the message names it."
        "certificate that cannot be used for web servers"
        "certificate for mta-sts.example.com, from a public CA, valid today"
    FetchChallenge
        "Protection against bots asks for a browser, which no Sender is."
        "GET https://mta-sts.example.com/.well-known/mta-sts.txt\n403 Forbidden (prove that you are human)"
        "GET https://mta-sts.example.com/.well-known/mta-sts.txt\n200 OK\nContent-Type: text/plain"
    FetchUnreadable
        "A browser may read an answer of another site only if that site allows it; Senders need no permission."
        "200 OK\nContent-Type: text/plain"
        "200 OK\nContent-Type: text/plain\nAccess-Control-Allow-Origin: *"
    FetchUnavailable
        "Something on the way from here failed: the network, a relay, the browser."
        "GET https://mta-sts.example.com/.well-known/mta-sts.txt\n(network error)"
        "GET https://mta-sts.example.com/.well-known/mta-sts.txt\n200 OK"
};
