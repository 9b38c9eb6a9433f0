//! Records beside MTA-STS, for context.

use super::codes;

codes! {
    MailSpfMissing "mail/spf-missing" Note "RFC 7208 3"
        "{domain} has no SPF record"
        "MTA-STS does not need it. Publish one, `v=spf1 -all` where the domain sends no mail, to make forged senders harder."
    MailDmarcMissing "mail/dmarc-missing" Note "RFC 7489 6.1"
        "there is no DMARC record at _dmarc.{domain}"
        "MTA-STS does not need it. For a subdomain, the record of the organisational domain counts."
}
