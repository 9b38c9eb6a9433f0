//! Punycode (RFC 3492), and as much of IDNA as tells whether a Sender takes a name.
//!
//! Names are put in lower case, nothing more: Unicode's mapping tables would weigh more than all else here.

const BASE: u32 = 36;
const T_MIN: u32 = 1;
const T_MAX: u32 = 26;
const INITIAL_N: u32 = 128;
const INITIAL_BIAS: u32 = 72;

/// A-label prefix (RFC 5890 2.3.2.1).
pub(super) const ACE: &str = "xn--";

/// Labels longer than this are left alone; no DNS name has one, and the work grows with the square.
const LONGEST: usize = 255;

/// The name with each U-label as A-label, or `None` where an A-label is broken or a label cannot be one. An A-label of
/// the prefix alone is let through, as Go has it.
pub(super) fn to_ascii(name: &str) -> Option<String> {
    let label = |label: &str| match label.strip_prefix(ACE) {
        Some(rest) => decode(rest).map(|_| label.to_owned()),
        None if label.is_ascii() => Some(label.to_owned()),
        // What stands for broken text is no letter.
        None if label.contains('\u{fffd}') => None,
        None => encode(label).map(|code| format!("{ACE}{code}")),
    };
    let labels: Option<Vec<String>> = name.split('.').map(label).collect();
    Some(labels?.join("."))
}

/// As [`to_ascii`], after [`mapped`], and nothing may be the prefix alone.
pub(super) fn mapped_to_ascii(name: &str) -> Option<String> {
    to_ascii(&mapped(name)?).filter(|name| name.split('.').all(|label| label != ACE))
}

/// Only what is not ASCII becomes Punycode, also behind the prefix; no A-label is looked into (punycode.js).
pub(super) fn encoded(name: &str) -> Option<String> {
    let label = |label: &str| match label {
        _ if label.is_ascii() => Some(label.to_owned()),
        _ => encode(label).map(|code| format!("{ACE}{code}")),
    };
    let labels: Option<Vec<String>> = name.split(is_dot).map(label).collect();
    Some(labels?.join("."))
}

/// The full stop, and those of CJK.
fn is_dot(c: char) -> bool {
    matches!(c, '.' | '\u{3002}' | '\u{ff0e}' | '\u{ff61}')
}

/// After the commonest of UTS 46's mappings: what cannot be seen goes, CJK full stops are dots. `None` where there is what
/// no name may hold: joiners, marks of direction, private use, white space and controls that are not ASCII.
pub(super) fn mapped(name: &str) -> Option<String> {
    let seen =
        |c: &char| !matches!(c, '\u{ad}' | '\u{180e}' | '\u{200b}' | '\u{2060}' | '\u{feff}');
    let map = |c| match c {
        _ if is_dot(c) => '.',
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => ' ',
        '\u{17f}' => 's',
        // Full-width forms of ASCII.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c).saturating_sub(0xfee0))
            .map_or(c, |c| c.to_ascii_lowercase()),
        _ => c,
    };
    let mapped: String = name.chars().filter(seen).map(map).collect();
    // Joiners are let through only between letters of some scripts, which is not looked at.
    let refused = |c: char| {
        let blank = !c.is_ascii() && (c.is_whitespace() || c.is_control());
        let direction = matches!(c, '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        let private = matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{fff9}'..='\u{ffff}');
        blank || direction || private || matches!(c, '\u{200c}'..='\u{200f}')
    };
    (!mapped.contains(refused)).then_some(mapped)
}

/// The name with each A-label as U-label, or `None` where one is broken.
pub(super) fn to_unicode(name: &str) -> Option<String> {
    let label = |label: &str| match label.strip_prefix(ACE) {
        Some(rest) => decode(rest),
        None => Some(label.to_owned()),
    };
    let labels: Option<Vec<String>> = name.split('.').map(label).collect();
    Some(labels?.join("."))
}

/// RFC 3492 6.3.
fn encode(label: &str) -> Option<String> {
    if label.len() > LONGEST {
        return None;
    }
    let input: Vec<u32> = label.chars().map(u32::from).collect();
    let mut output: String = label.chars().filter(char::is_ascii).collect();
    let basic = u32::try_from(output.len()).ok()?;
    if basic > 0 {
        output.push('-');
    }
    let total = u32::try_from(input.len()).ok()?;
    let (mut n, mut delta, mut bias, mut handled) = (INITIAL_N, 0u32, INITIAL_BIAS, basic);
    while handled < total {
        let next = input.iter().copied().filter(|c| *c >= n).min()?;
        delta = delta.checked_add(next.checked_sub(n)?.checked_mul(handled.checked_add(1)?)?)?;
        n = next;
        for c in &input {
            if *c < n {
                delta = delta.checked_add(1)?;
            }
            if *c == n {
                let mut q = delta;
                let mut k = BASE;
                loop {
                    let t = threshold(k, bias);
                    if q < t {
                        break;
                    }
                    let (rest, range) = (q.checked_sub(t)?, BASE.checked_sub(t)?);
                    output.push(digit(t.checked_add(rest.checked_rem(range)?)?)?);
                    q = rest.checked_div(range)?;
                    k = k.checked_add(BASE)?;
                }
                output.push(digit(q)?);
                bias = adapt(delta, handled.checked_add(1)?, handled == basic)?;
                delta = 0;
                handled = handled.checked_add(1)?;
            }
        }
        delta = delta.checked_add(1)?;
        n = n.checked_add(1)?;
    }
    Some(output)
}

/// RFC 3492 6.2.
fn decode(code: &str) -> Option<String> {
    if code.len() > LONGEST || !code.is_ascii() {
        return None;
    }
    let (basic, extended) = code.rsplit_once('-').unwrap_or(("", code));
    // A label that has nothing to encode is no A-label.
    if extended.is_empty() && !code.is_empty() {
        return None;
    }
    let mut output: Vec<char> = basic.chars().collect();
    let (mut n, mut i, mut bias) = (INITIAL_N, 0u32, INITIAL_BIAS);
    let mut digits = extended.chars();
    while !digits.as_str().is_empty() {
        let old = i;
        let mut weight = 1u32;
        let mut k = BASE;
        loop {
            let value = digits.next()?.to_digit(BASE)?;
            // Letters come before digits in Punycode, behind them in base 36.
            let value = if value < 10 { value.checked_add(26)? } else { value.checked_sub(10)? };
            i = i.checked_add(value.checked_mul(weight)?)?;
            let t = threshold(k, bias);
            if value < t {
                break;
            }
            weight = weight.checked_mul(BASE.checked_sub(t)?)?;
            k = k.checked_add(BASE)?;
        }
        let length = u32::try_from(output.len()).ok()?.checked_add(1)?;
        bias = adapt(i.checked_sub(old)?, length, old == 0)?;
        n = n.checked_add(i.checked_div(length)?)?;
        i = i.checked_rem(length)?;
        output.insert(usize::try_from(i).ok()?, char::from_u32(n)?);
        i = i.checked_add(1)?;
    }
    Some(output.into_iter().collect())
}

fn threshold(k: u32, bias: u32) -> u32 {
    k.saturating_sub(bias).clamp(T_MIN, T_MAX)
}

fn digit(value: u32) -> Option<char> {
    match value {
        0..=25 => char::from_u32(value.checked_add(u32::from('a'))?),
        _ => char::from_digit(value.checked_sub(26)?, 10),
    }
}

/// RFC 3492 6.1, with its parameters damp = 700 and skew = 38.
fn adapt(delta: u32, length: u32, first: bool) -> Option<u32> {
    let mut delta = delta.checked_div(if first { 700 } else { 2 })?;
    delta = delta.checked_add(delta.checked_div(length)?)?;
    let mut k = 0u32;
    while delta > 455 {
        delta = delta.checked_div(35)?;
        k = k.checked_add(BASE)?;
    }
    k.checked_add(delta.checked_mul(36)?.checked_div(delta.checked_add(38)?)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goes_both_ways() {
        for (unicode, ascii) in [
            ("münchen.example", "xn--mnchen-3ya.example"),
            ("mx.пример.рф", "mx.xn--e1afmkfd.xn--p1ai"),
            ("mail.bücher.example", "mail.xn--bcher-kva.example"),
            ("他们为什么不说中文", "xn--ihqwcrb4cv8a8dqg056pqjye"),
            ("plain.example", "plain.example"),
            ("", ""),
        ] {
            assert_eq!(to_ascii(unicode).as_deref(), Some(ascii));
            assert_eq!(to_unicode(ascii).as_deref(), Some(unicode));
        }
    }

    #[test]
    fn refuses_broken_a_labels() {
        for name in ["xn--a-", "xn--99999999", "xn--ü"] {
            assert_eq!(to_unicode(name), None, "{name}");
            assert_eq!(to_ascii(name), None, "{name}");
            assert_eq!(mapped_to_ascii(name), None, "{name}");
        }
        assert_eq!(mapped_to_ascii("xn--.ü"), None);
    }
}
