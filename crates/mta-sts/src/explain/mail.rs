//! Mail records beside MTA-STS.

use super::{Row, rows};

pub(super) static ROWS: &[Row] = rows! {
    MailSpfMissing
        "SPF says which hosts send mail of the domain. It has nothing to do with how mail reaches it."
        "example.com: no TXT record that begins with v=spf1"
        "example.com. TXT \"v=spf1 mx -all\""
    MailDmarcMissing
        "DMARC says what becomes of mail with a forged sender. It has nothing to do with how mail reaches the domain."
        "_dmarc.example.com: no TXT record"
        "_dmarc.example.com. TXT \"v=DMARC1; p=reject\""
};
