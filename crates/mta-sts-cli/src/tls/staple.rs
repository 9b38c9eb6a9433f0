//! The status in a stapled OCSP response (RFC 6960 4.2.1). Signature and dates are not checked.

use mta_sts::probe::Staple;
use x509_parser::asn1_rs::{Any, Class, FromDer, Tag};

/// What the response says of its first certificate.
pub(crate) fn staple(response: &[u8]) -> Staple {
    if response.is_empty() {
        return Staple::None;
    }
    match status(response) {
        Some(0) => Staple::Good,
        Some(1) => Staple::Revoked,
        Some(2) => Staple::Unknown,
        _ => Staple::Unreadable,
    }
}

/// The tag of `CertStatus`, a choice of three.
fn status(response: &[u8]) -> Option<u32> {
    // OCSPResponse: responseStatus, then responseBytes [0] with an OID and the basic response in an octet string.
    let fields = inside(response)?;
    let (bytes, _status) = item(fields)?;
    let (_, bytes) = item(bytes)?;
    let (rest, _oid) = item(inside(bytes.data)?)?;
    let (_, basic) = item(rest)?;
    // BasicOCSPResponse: tbsResponseData first. In it only `responses` is a plain SEQUENCE.
    let mut rest = inside(inside(basic.data)?)?;
    let responses = loop {
        let (behind, field) = item(rest)?;
        if field.class() == Class::Universal && field.tag() == Tag::Sequence {
            break field;
        }
        rest = behind;
    };
    // SingleResponse: certID, then the status.
    let (behind, _id) = item(inside(responses.data)?)?;
    let (_, status) = item(behind)?;
    (status.class() == Class::ContextSpecific).then_some(status.tag().0)
}

fn item(bytes: &[u8]) -> Option<(&[u8], Any<'_>)> {
    Any::from_der(bytes).ok()
}

/// The contents of the first item.
fn inside(bytes: &[u8]) -> Option<&[u8]> {
    item(bytes).map(|(_, item)| item.data)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// DER of a tag and its contents, short enough for one octet of length.
    fn tlv(tag: u8, contents: &[&[u8]]) -> Vec<u8> {
        let contents = contents.concat();
        [&[tag, u8::try_from(contents.len()).unwrap()], contents.as_slice()].concat()
    }

    fn response(status: u8) -> Vec<u8> {
        let id = tlv(0x30, &[&tlv(0x02, &[&[1]])]);
        let single = tlv(0x30, &[&id, &tlv(status, &[])]);
        let responder = tlv(0xa2, &[&tlv(0x04, &[b"key"])]);
        let produced = tlv(0x18, &[b"20260101000000Z"]);
        let tbs = tlv(0x30, &[&responder, &produced, &tlv(0x30, &[&single])]);
        let basic = tlv(0x04, &[&tlv(0x30, &[&tbs])]);
        let bytes = tlv(0x30, &[&tlv(0x06, &[&[0x2b, 6, 1]]), &basic]);
        tlv(0x30, &[&tlv(0x0a, &[&[0]]), &tlv(0xa0, &[&bytes])])
    }

    #[test]
    fn reads_the_status() {
        assert_eq!(staple(&[]), Staple::None);
        assert_eq!(staple(&response(0x80)), Staple::Good);
        assert_eq!(staple(&response(0xa1)), Staple::Revoked);
        assert_eq!(staple(&response(0x82)), Staple::Unknown);
        // "Try later" has no response bytes.
        assert_eq!(staple(&tlv(0x30, &[&tlv(0x0a, &[&[3]])])), Staple::Unreadable);
        let whole = response(0x80);
        assert!((1..whole.len()).all(|cut| staple(&whole[..cut]) == Staple::Unreadable));
    }
}
