//! Pages and a module of explanations, from the core's one table.

use std::fs;
use std::path::Path;

use mta_sts::Code;
use mta_sts::explain::{Explanation, explain, visible};

use crate::failure::{Context, Failure};

/// Writes a page for each code, and an index, into `folder`.
pub(crate) fn pages(folder: &Path) -> Result<(), Failure> {
    let mut index = String::new();
    let mut area = "";
    for explanation in all() {
        let (name, _) = explanation.code.split_once('/').unwrap_or((explanation.code, ""));
        if name != area {
            let end = if area.is_empty() { "" } else { "</ul>\n" };
            index.push_str(&format!("{end}<h2>{}</h2>\n<ul>\n", escape(name)));
            area = name;
        }
        let file = file_name(&explanation);
        let message = prose(explanation.message);
        index.push_str(&format!(
            "<li><a href=\"{file}\"><code>{}</code></a>: {message}</li>\n",
            explanation.code
        ));
        write(&folder.join(file), &page(explanation.code, &body(&explanation)))?;
    }
    index.push_str("</ul>\n");
    write(&folder.join("index.html"), &page("Findings explained", &index))
}

/// Writes the words of findings, and what else explains them, as two JavaScript modules.
pub(crate) fn modules(words: &Path, explanations: &Path) -> Result<(), Failure> {
    let table = table(|e| serde_json::json!([e.rfc, e.message, e.help, e.affects]));
    write(
        words,
        &format!(
            "// Of each finding, by its code: rule, message, help, and whom it affects.\n\
             export const words = {table};\n"
        ),
    )?;
    let table = self::table(|e| serde_json::json!([e.cause, e.wrong, e.right]));
    let script = format!(
        "// An explanation of each finding, by its code.\n\
         import {{ words }} from \"./words.js\";\n\n\
         const more = {table};\n\n\
         export const explanations = Object.fromEntries(\n  \
         Object.entries(more).map(([code, [cause, wrong, right]]) => {{\n    \
         const [rfc, message, help, affects] = words[code];\n    \
         return [code, {{ code, message, cause, affects, help, wrong, right, rfc }}];\n  }}),\n);\n\n\
         export function explain(code) {{\n  \
         return Object.hasOwn(explanations, code) ? explanations[code] : null;\n}}\n"
    );
    write(explanations, &script)
}

/// By code.
fn table(row: impl Fn(Explanation) -> serde_json::Value) -> serde_json::Value {
    serde_json::Value::Object(all().map(|e| (e.code.to_owned(), row(e))).collect())
}

/// By area, in the order of the table.
fn all() -> impl Iterator<Item = Explanation> {
    let mut all: Vec<Explanation> = Code::all().map(explain).collect();
    let area = |e: &Explanation| e.code.split('/').next().unwrap_or("").to_owned();
    let areas: Vec<String> = all.iter().map(area).collect();
    all.sort_by_key(|e| areas.iter().position(|a| *a == area(e)));
    all.into_iter()
}

fn file_name(explanation: &Explanation) -> String {
    format!("{}.html", explanation.code.replace('/', "-"))
}

fn body(explanation: &Explanation) -> String {
    let Explanation { message, cause, affects, help, wrong, right, rfc, .. } = *explanation;
    let example = |title: &str, text: &str, outcome: &str| {
        let text = escape(visible(text).trim_end());
        format!(
            "<div class=\"example\" data-outcome=\"{outcome}\">\n<h3>{title}</h3>\n\
             <pre class=\"block\" tabindex=\"0\">{text}</pre>\n</div>\n"
        )
    };
    format!(
        "<section class=\"card learn\" id=\"explanation\">\n<h2>{}</h2>\n<p>{}</p>\n\
         <p><strong>Affects:</strong> {}.</p>\n<p><strong>What to do:</strong> {}</p>\n\
         <div class=\"grid\">\n{}{}</div>\n<p>Rule: {}</p>\n</section>\n",
        prose(message),
        prose(cause),
        prose(affects),
        prose(help),
        example("Wrong", wrong, "fail"),
        example("Right", right, "pass"),
        rule(rfc),
    )
}

/// `RFC 8461 3.1` with a link to the section.
fn rule(rfc: &str) -> String {
    let mut words = rfc.split(' ');
    match (words.next(), words.next(), words.next()) {
        (Some("RFC"), Some(number), Some(section)) => format!(
            "<a href=\"https://www.rfc-editor.org/rfc/rfc{number}#section-{section}\">{}</a>",
            escape(rfc)
        ),
        _ => escape(rfc),
    }
}

/// Text with `code` in backticks and {names} of what differs from case to case.
fn prose(text: &str) -> String {
    let pieces = text.split('`').enumerate();
    let marked: String = pieces
        .map(|(index, piece)| match index % 2 {
            1 => format!("<code>{}</code>", escape(piece)),
            _ => escape(piece),
        })
        .collect();
    marked.replace('{', "<var>").replace('}', "</var>")
}

fn escape(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', "&quot;")
}

fn page(title: &str, body: &str) -> String {
    format!(
        r#"<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'">
  <meta name="referrer" content="no-referrer">
  <meta name="color-scheme" content="light dark">
  <title>{title} – MTA-STS checker</title>
  <link rel="icon" href="../favicon.svg" type="image/svg+xml">
  <link rel="stylesheet" href="../style.css">
</head>
<body>
  <header class="top">
    <div class="wrap">
      <div>
        <h1>{title}</h1>
        <p><a href="index.html">All findings</a> · <a href="../index.html">Checker</a></p>
      </div>
    </div>
  </header>
  <main class="wrap">
{body}  </main>
</body>
</html>
"#
    )
}

fn write(file: &Path, text: &str) -> Result<(), Failure> {
    fs::write(file, text).context(|| format!("cannot write {}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped_and_marked() {
        assert_eq!(prose("`<a>` & {host}"), "<code>&lt;a&gt;</code> &amp; <var>host</var>");
        assert!(rule("RFC 8461 3.1").contains("rfc8461#section-3.1"));
    }

    #[test]
    fn every_code_has_a_page_in_its_area() {
        let codes: Vec<&str> = all().map(|e| e.code).collect();
        assert_eq!(codes.len(), Code::all().count());
        let mut areas: Vec<&str> = codes.iter().filter_map(|c| c.split('/').next()).collect();
        areas.dedup();
        let mut unique = areas.clone();
        unique.sort_unstable();
        unique.dedup();
        assert_eq!(areas.len(), unique.len());
    }
}
