//! What lies behind each finding: the cause, whom it affects, a wrong and a right example.
//!
//! Feature `explain`. The texts stand in one table per area; every [`Code`] has a row.

mod dane;
mod diff;
mod dns;
mod fetch;
mod mail;
mod mx;
mod plan;
mod policy;
mod record;
mod report;
mod starttls;
mod tlsrpt;

use crate::code::{Code, CodeInfo};

/// All that is to say of a kind of finding.
///
/// ```
/// use mta_sts::{Code, explain::explain};
/// let explanation = explain(Code::PolicyModeInvalid);
/// assert_eq!((explanation.code, explanation.rfc), ("policy/mode-invalid", "RFC 8461 3.2"));
/// assert!(explanation.wrong.contains("mode: Enforce") && explanation.right.contains("mode: enforce"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Explanation {
    /// Its stable slug.
    pub code: &'static str,
    /// One sentence; `{name}` stands for what differs from case to case.
    pub message: &'static str,
    /// Why it happens and why it matters.
    pub cause: &'static str,
    /// Whom it concerns.
    pub affects: &'static str,
    /// What to do; `{name}` as in `message`.
    pub help: &'static str,
    /// What it looks like; empty where nothing is there.
    pub wrong: &'static str,
    /// What it should look like.
    pub right: &'static str,
    /// The rule, such as `RFC 8461 3.2`.
    pub rfc: &'static str,
}

/// A row of the tables.
struct Row {
    code: Code,
    cause: &'static str,
    wrong: &'static str,
    right: &'static str,
}

/// Rows as `Code "cause" "wrong example" "right example"`.
macro_rules! rows {
    ($( $code:ident $cause:literal $wrong:literal $right:literal )+) => {
        &[ $( Row { code: crate::code::Code::$code, cause: $cause, wrong: $wrong, right: $right }, )+ ]
    };
}
use rows;

fn all() -> impl Iterator<Item = &'static Row> {
    let tables = [
        record::ROWS,
        policy::ROWS,
        fetch::ROWS,
        mx::ROWS,
        starttls::ROWS,
        dane::ROWS,
        tlsrpt::ROWS,
        mail::ROWS,
        dns::ROWS,
        diff::ROWS,
        plan::ROWS,
        report::ROWS,
    ];
    tables.into_iter().flatten()
}

/// Explains a kind of finding.
///
/// ```
/// use mta_sts::{Code, explain::explain};
/// let explanation = explain(Code::RecordQuoted);
/// assert_eq!(explanation.code, "record/quoted");
/// assert_eq!(explanation.wrong, "\"v=STSv1; id=20260101T000000Z;\"");
/// assert_eq!(explanation.rfc, "RFC 8461 3.1");
/// ```
pub fn explain(code: Code) -> Explanation {
    let CodeInfo { slug, message, help, rfc, affects, .. } = *code.info();
    // Every code has a row; a test sees to it.
    let row = all().find(|row| row.code == code);
    let (cause, wrong, right) = row.map_or(("", "", ""), |row| (row.cause, row.wrong, row.right));
    Explanation { code: slug, message, cause, affects, help, wrong, right, rfc }
}

impl Explanation {
    /// The explanation as a page of Markdown.
    ///
    /// ```
    /// let page = mta_sts::explain::explain(mta_sts::Code::PolicyModeInvalid).to_markdown();
    /// assert!(page.starts_with("# policy/mode-invalid\n"));
    /// assert!(page.contains("    mode: Enforce\n"));
    /// ```
    pub fn to_markdown(&self) -> String {
        format!(
            "# {}\n\n{}.\n\n{}\n\n**Affects:** {}.\n\n**What to do:** {}\n\nWrong:\n\n{}\nRight:\n\n{}\n**Rule:** {}\n",
            self.code,
            capital(self.message),
            self.cause,
            self.affects,
            self.help,
            block(self.wrong),
            block(self.right),
            self.rfc,
        )
    }
}

/// An indented code block.
fn block(example: &str) -> String {
    visible(example).lines().map(|line| format!("    {line}\n")).collect()
}

/// An example as people can see it: invisible characters written out, `(nothing)` where it is empty.
///
/// ```
/// use mta_sts::explain::visible;
/// assert_eq!(visible("\u{feff}version: STSv1"), "\\u{feff}version: STSv1");
/// assert_eq!(visible(""), "(nothing)");
/// ```
pub fn visible(example: &str) -> String {
    let shown = |c: char| match c {
        '\n' => c.to_string(),
        c if c.is_control() || (c.is_whitespace() && c != ' ') || c == '\u{feff}' => {
            c.escape_default().to_string()
        }
        c => c.to_string(),
    };
    if example.is_empty() { "(nothing)".to_owned() } else { example.chars().map(shown).collect() }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Parsed, policy, record, tlsrpt};

    #[test]
    fn every_code_is_explained_once() {
        for code in Code::all() {
            let rows = all().filter(|row| row.code == code).count();
            assert_eq!(rows, 1, "{} needs exactly one row in src/explain", code.slug());
            let Explanation { cause, right, wrong, .. } = explain(code);
            assert!(cause.ends_with('.') && !right.is_empty() && wrong != right, "{}", code.slug());
        }
    }

    /// Codes that no text alone brings about.
    const NOT_OF_A_TEXT: [Code; 8] = [
        Code::RecordMisplaced,
        Code::RecordCname,
        Code::TlsrptCname,
        Code::PolicyUtf16,
        Code::PolicyNotUtf8,
        Code::PolicyTooManyFindings,
        Code::RecordTooManyFindings,
        Code::TlsrptTooManyFindings,
    ];

    fn finds<T>(parsed: &Parsed<T>, code: Code) -> bool {
        parsed.diagnostics.iter().any(|d| d.code == code)
    }

    #[test]
    fn examples_show_what_they_say() {
        let records = |text: &'static str| text.lines().collect::<Vec<&str>>();
        for row in all().filter(|row| !NOT_OF_A_TEXT.contains(&row.code)) {
            let (wrong, right) = match row.code.slug().split('/').next() {
                Some("record") => (
                    finds(&record::parse_set(&records(row.wrong)), row.code),
                    finds(&record::parse_set(&records(row.right)), row.code),
                ),
                Some("tlsrpt") => (
                    finds(&tlsrpt::record::parse_set(&records(row.wrong)), row.code),
                    finds(&tlsrpt::record::parse_set(&records(row.right)), row.code),
                ),
                Some("policy") => (
                    finds(&policy::parse(row.wrong.as_bytes()), row.code),
                    finds(&policy::parse(row.right.as_bytes()), row.code),
                ),
                _ => continue,
            };
            assert!(wrong, "{}: the wrong example does not show it", row.code.slug());
            assert!(!right, "{}: the right example shows it", row.code.slug());
        }
    }

    #[test]
    fn right_examples_are_valid() {
        for row in all().filter(|row| !NOT_OF_A_TEXT.contains(&row.code)) {
            let valid = match row.code.slug().split('/').next() {
                Some("record") => record::parse_set(&[row.right]).value.is_some(),
                Some("tlsrpt") => tlsrpt::record::parse_set(&[row.right]).value.is_some(),
                Some("policy") => policy::parse(row.right.as_bytes()).value.is_some(),
                _ => true,
            };
            assert!(valid, "{}", row.code.slug());
        }
    }
}
