//! Workflow commands of GitHub Actions: annotations beside the code.

use mta_sts::{Finding, Severity};

use crate::text;

/// Findings as annotations; `file` is where they are, in the repository.
pub(crate) fn github(file: Option<&str>, findings: &[Finding]) -> String {
    let lines = findings.iter().map(|finding| {
        let kind = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let place = finding.labels.first().map(|label| (label.span.line, label.span.column));
        let place = file.map(|file| (file, place));
        let message = format!("{}. {} ({})", finding.message, finding.help, finding.rfc);
        github_command(kind, finding.code, place, &message)
    });
    lines.collect()
}

/// `::kind file=…,line=…,col=…,title=…::message`.
pub(crate) fn github_command(
    kind: &str,
    title: &str,
    place: Option<(&str, Option<(u32, u32)>)>,
    message: &str,
) -> String {
    let mut properties = Vec::new();
    if let Some((file, position)) = place {
        properties.push(format!("file={}", property(file)));
        if let Some((line, column)) = position {
            properties.push(format!("line={line},col={column}"));
        }
    }
    properties.push(format!("title={}", property(title)));
    format!("::{kind} {}::{}\n", properties.join(","), data(message))
}

/// What would end a command, or begin another one, is escaped; a log is shown in terminals as well.
fn data(text: &str) -> String {
    // No line end is left in it that a runner would want as %0D or %0A.
    text::line(text).replace('%', "%25")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_breaks_out_of_a_command() {
        let parsed = mta_sts::policy::parse(b"version: STSv1\nmode: on\nmax_age: 604800\n");
        let text = github(Some("a,b:c.txt"), &parsed.findings());
        assert!(
            text.starts_with("::error file=a%2Cb%3Ac.txt,line=2,col=7,title=policy/mode-invalid::"),
            "{text}"
        );
        let text = github_command("error", "x", None, "a\n::set-output name=b::c%");
        assert_eq!(text, "::error title=x::a\\n::set-output name=b::c%25\n");
        let text = github_command("error", "x", Some(("a\u{202e}\r\nb", None)), "\x1b[2J\x07");
        assert_eq!(text, "::error file=a\\u{202e}\\r\\nb,title=x::\\x1b[2J\\x07\n");
    }
}
