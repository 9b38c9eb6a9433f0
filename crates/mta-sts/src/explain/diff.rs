//! What changed between two policies, RFC 8461 8. Examples are what was published, then what is.

use super::{Row, rows};

pub(super) static ROWS: &[Row] = rows! {
    DiffIdUnchanged
        "Senders that hold a policy fetch a new one when the `id` differs, or when the old one is about to expire."
        "policy changed\nid=1 → id=1"
        "policy changed\nid=1 → id=2"
    DiffIdOnly
        "Either nothing was meant to change, or the new policy has not reached the web server yet. Senders that fetched now hold the old policy under the new `id`."
        "policy unchanged\nid=1 → id=2"
        "policy changed\nid=1 → id=2"
    DiffFormatOnly
        "Line ends, white space and case of host names have no meaning."
        "mx: MAIL.example.com → mx: mail.example.com"
        "(no change)"
    DiffOrderOnly
        "Fields may stand in any order, and the order of `mx` lines is no preference."
        "mx: a.example.com, mx: b.example.com → mx: b.example.com, mx: a.example.com"
        "(no change)"
    DiffPolicyBroken
        "A Sender that cannot read the new policy keeps the old one until it expires, then has none."
        "mode: enforce → mode: Enforce"
        "mode: testing → mode: enforce"
    DiffPolicyMended
        "Senders had ignored the policy; now they use it."
        "mode: Enforce → mode: enforce"
        "(no fault in the first place)"
    DiffModeEnforce
        "From now on mail is deferred where validation fails."
        "mode: testing → mode: enforce, with failures in TLS reports"
        "mode: testing → mode: enforce, after weeks of clean TLS reports"
    DiffModeRelaxed
        "The domain gives up protection, mostly because of a fault that should be mended instead."
        "mode: enforce → mode: testing"
        "mode: enforce"
    DiffModeTesting
        "The way in: see failures before they cost mail."
        "mode: none → mode: testing, without TLSRPT record"
        "mode: none → mode: testing, with TLSRPT record"
    DiffModeNone
        "The way out (RFC 8461 8.3): Senders fetch mode none and forget. Those that have not fetched it still enforce."
        "mode: enforce → mode: none, MX moved at once"
        "mode: enforce → mode: none, MX moved when caches have expired"
    DiffMaxAgeLowered
        "Caches count by the max_age that they fetched."
        "max_age: 604800 → max_age: 86400, MX moved a day later"
        "max_age: 604800 → max_age: 86400, MX moved a week later"
    DiffMaxAgeRaised
        "A longer max_age protects better and makes changes slower."
        "max_age: 86400 → max_age: 31557600, MX move planned for next week"
        "max_age: 86400 → max_age: 604800"
    DiffMxRemoved
        "Mail to a host that no other pattern covers is deferred as soon as Senders hold the new policy."
        "- mx: old.example.com, still in the MX records"
        "- mx: old.example.com, gone from the MX records for longer than their TTL"
    DiffMxReplaced
        "With nothing in common, Senders with the old policy cannot deliver anywhere that is new."
        "mx: old.example.com → mx: new.example.com"
        "mx: old.example.com → both → mx: new.example.com"
    DiffMxStillUsed
        "The MX record and the policy contradict each other."
        "example.com. MX 10 old.example.com.\n- mx: old.example.com"
        "example.com. MX 10 new.example.com.\n- mx: old.example.com"
    DiffMxStillUsedTesting
        "The MX record and the policy contradict each other; in mode testing that shows only in TLS reports."
        "mode: testing\nexample.com. MX 10 old.example.com.\n- mx: old.example.com"
        "mode: testing\nexample.com. MX 10 new.example.com.\n- mx: old.example.com"
    DiffMxAdded
        "Senders with the old policy do not deliver to the new host yet."
        "+ mx: new.example.com, MX record on the same minute"
        "+ mx: new.example.com, MX record when Senders have the new policy"
    DiffExtensionChanged
        "Extension fields are for agreements outside RFC 8461."
        "+ note: a"
        "(no change)"
};
