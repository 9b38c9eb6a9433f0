//! bv-mcp searches the words of a policy in its whole text, wherever they stand, line ends being white space.

use super::policy::Read;
use super::text::Space;

pub(super) fn read(text: &str) -> Result<Read, &'static str> {
    // The names are looked for in any case; the text keeps its length.
    let lower = text.to_ascii_lowercase();
    let words = |name: &'static str| {
        let after =
            lower.match_indices(name).filter_map(|(at, _)| text.get(at.checked_add(name.len())?..));
        after.map(|rest| rest.trim_start_matches(|c| Space::JavaScript.has(c)))
    };
    let version = words("version:").find_map(word).ok_or("it has no version")?;
    if version != "STSv1" {
        return Err("its version is not STSv1");
    }
    let known = |rest: &str| {
        let modes = ["enforce", "testing", "none"].into_iter();
        modes
            .into_iter()
            .find(|mode| rest.get(..mode.len()).is_some_and(|head| head.eq_ignore_ascii_case(mode)))
    };
    let mode = words("mode:").find_map(known).ok_or("it has no mode that it knows")?;
    if !text.contains("mx:") {
        return Err("it has no mx");
    }
    let digits = |rest: &str| {
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        Some(digits).filter(|digits| !digits.is_empty())
    };
    let max_age = words("max_age:").find_map(digits).ok_or("it has no max_age")?;
    let significant = max_age.trim_start_matches('0');
    Ok(Read {
        mode: mode.to_owned(),
        max_age: if significant.is_empty() { "0" } else { significant }.to_owned(),
        mx: patterns(text, &lower),
    })
}

/// The word after each `mx:`; a word that holds another `mx:` is one word.
fn patterns(text: &str, lower: &str) -> Vec<String> {
    let mut patterns = Vec::new();
    let mut rest = (text, lower);
    while let Some(at) = rest.1.find("mx:") {
        let after = |part: &'_ str| part.len().min(at.saturating_add(3));
        let (Some(tail), Some(lower)) = (rest.0.get(after(rest.0)..), rest.1.get(after(rest.1)..))
        else {
            break;
        };
        let start = tail.len().saturating_sub(Space::JavaScript.trim_start(tail).len());
        let Some(found) = tail.get(start..).and_then(word) else {
            break;
        };
        patterns.push(found.to_lowercase());
        let end = start.saturating_add(found.len());
        rest = (tail.get(end..).unwrap_or(""), lower.get(end..).unwrap_or(""));
    }
    patterns
}

/// The characters up to white space.
fn word(rest: &str) -> Option<&str> {
    rest.split(|c| Space::JavaScript.has(c)).next().filter(|word| !word.is_empty())
}
