//! TXT records as `dig +short` prints them, and telling them from a policy.

use crate::args::Kind;

/// The fields of RFC 8461 3.2.
const POLICY_FIELDS: [&[u8]; 4] = [b"version", b"mode", b"mx", b"max_age"];

/// What a text is, by all its lines: other TXT records, or the target of a CNAME, may come first.
pub(super) fn guess(text: &[u8]) -> Kind {
    let records = records(text);
    let begins = |line: &[u8], with: &[u8]| {
        line.trim_ascii_start().get(..with.len()).is_some_and(|s| s.eq_ignore_ascii_case(with))
    };
    let marked = |line: &Vec<u8>| match line {
        line if begins(line, b"v=STS") => Some(Kind::Record),
        line if begins(line, b"v=TLSRPT") => Some(Kind::Tlsrpt),
        _ => None,
    };
    // A record that strayed into a policy is a fault of the policy, and would hide all others.
    if records.iter().any(|line| is_policy_field(line)) {
        return Kind::Policy;
    }
    let printed = lines(text).all(|line| is_quoted(line) || is_host_name(line));
    let otherwise =
        if printed && lines(text).next().is_some() { Kind::Record } else { Kind::Policy };
    records.iter().find_map(marked).unwrap_or(otherwise)
}

/// The records, one a line; strings in quotation marks are joined (RFC 8461 3.1).
pub(super) fn records(text: &[u8]) -> Vec<Vec<u8>> {
    // A CNAME's target is no record of the set.
    lines(text).filter(|line| !is_host_name(line)).map(unquoted).collect()
}

fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let lines = text.split(|b| *b == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    lines.filter(|line| !line.trim_ascii().is_empty())
}

fn is_policy_field(line: &[u8]) -> bool {
    let name = line.split(|b| *b == b':').next().filter(|name| name.len() < line.len());
    let is = |name: &[u8]| POLICY_FIELDS.iter().any(|field| name.eq_ignore_ascii_case(field));
    name.is_some_and(|name| is(name.trim_ascii()))
}

fn is_quoted(line: &[u8]) -> bool {
    line.trim_ascii().starts_with(b"\"")
}

/// As dig prints names, with the root dot.
fn is_host_name(line: &[u8]) -> bool {
    let letter = |b: &u8| b.is_ascii_alphanumeric() || b"-_.".contains(b);
    line.trim_ascii().ends_with(b".") && line.trim_ascii().iter().all(letter)
}

fn unquoted(line: &[u8]) -> Vec<u8> {
    if !is_quoted(line) {
        return line.to_vec();
    }
    let mut out = Vec::new();
    let mut inside = false;
    let mut rest = line.iter();
    while let Some(byte) = rest.next() {
        match byte {
            b'"' => inside = !inside,
            b'\\' if inside => out.extend(escaped(&mut rest)),
            _ if inside => out.push(*byte),
            _ => {}
        }
    }
    out
}

/// RFC 1035 5.1: `\DDD` is the octet of that number, `\X` is X itself.
fn escaped(rest: &mut std::slice::Iter<'_, u8>) -> Option<u8> {
    let digits = rest.as_slice().get(..3).filter(|digits| digits.iter().all(u8::is_ascii_digit));
    let number = digits.and_then(|digits| std::str::from_utf8(digits).ok()?.parse().ok());
    match number {
        Some(octet) => rest.nth(2).map(|_| octet),
        None => rest.next().copied(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_dig_prints() {
        let text = b"\"v=STSv1; \" \"id=1\\\\\\;\"\r\n\n\"v=spf1 -all\"\n_mta-sts.host.example.\n";
        assert_eq!(records(text), [b"v=STSv1; id=1\\;".to_vec(), b"v=spf1 -all".to_vec()]);
        assert_eq!(records(b"\"\\195\\188\\999\\1\"")[0], b"\xc3\xbc9991");
    }

    #[test]
    fn guesses_by_all_lines() {
        for (text, kind) in [
            ("\"v=STSv1; id=1;\"\n", Kind::Record),
            ("_mta-sts.host.example.\n\"v=STSv1; id=1;\"\n", Kind::Record),
            ("\"v=spf1 -all\"\n\"v=STSv1; id=1;\"\n", Kind::Record),
            ("\"v=ST\" \"Sv1; id=1;\"\n", Kind::Record),
            ("\n v=stsv1; id=1", Kind::Record),
            ("_smtp.host.example.\r\n\"v=TLSRPTv1; rua=mailto:a@b.example\"\r\n", Kind::Tlsrpt),
            ("\"v=spf1 -all\"\n", Kind::Record),
            ("_mta-sts.host.example.\n", Kind::Record),
            ("version: STSv1\nmode: none\nmax_age: 1\nv=STSv1; id=1;\n", Kind::Policy),
            ("v=STSv1; id=1;\nMode : none\n", Kind::Policy),
            ("\"version: STSv1\"\n", Kind::Policy),
            ("<html>", Kind::Policy),
            ("", Kind::Policy),
        ] {
            assert_eq!(guess(text.as_bytes()), kind, "{text}");
        }
    }
}
