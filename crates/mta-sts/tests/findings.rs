//! Everything that reading the vectors' inputs gives, held against what it gave before: each finding's parameters,
//! places and fixes, the value, and the text with all fixes applied.
//!
//! The words of a finding's message are not among it. After a change that is meant, look at the difference and take it
//! over with `INSTA_UPDATE=always cargo test -p mta-sts --test findings`.

use std::fmt::Write;

use mta_sts::diagnostic::{Applicability, Diagnostic, Fix};
use mta_sts::record::StsRecord;
use mta_sts::span::Span;
use mta_sts::tlsrpt::record::TlsrptRecord;
use mta_sts::{DomainName, Extension, MxPattern, Parsed, policy, record, tlsrpt};
use serde_json::Value;

const GRAMMAR: &str = include_str!("../../../tests/conformance/vectors/grammar.json");
const POLICY: &str = include_str!("../../../tests/conformance/vectors/policy.json");
const RECORD: &str = include_str!("../../../tests/conformance/vectors/record.json");
const TLSRPT: &str = include_str!("../../../tests/conformance/vectors/tlsrpt-record.json");
const MX: &str = include_str!("../../../tests/conformance/vectors/mx.json");

#[test]
fn of_policies() {
    let found = all("policy", POLICY, |input| {
        let body = input.as_str().unwrap().as_bytes();
        read(&policy::parse(body), &policy::fixed(body), |p| format!("{:?}", p.to_string()))
    });
    insta::assert_snapshot!(found);
}

#[test]
fn of_records() {
    let found = all("txt", RECORD, |input| {
        let set = set(input);
        let value = |r: &StsRecord| format!("{:?} {:?}", r.id, names(&r.extensions));
        read(&record::parse_set(&set), &record::fixed(&set), value)
    });
    insta::assert_snapshot!(found);
}

#[test]
fn of_tlsrpt_records() {
    let found = all("tlsrpt-record", TLSRPT, |input| {
        let set = set(input);
        let value = |r: &TlsrptRecord| format!("{:?} {:?}", r.rua, names(&r.extensions));
        read(&tlsrpt::record::parse_set(&set), &tlsrpt::record::fixed(&set), value)
    });
    insta::assert_snapshot!(found);
}

#[test]
fn of_patterns() {
    let found = all("mx", MX, |input| {
        let pattern = MxPattern::parse(input[0].as_str().unwrap());
        let host = DomainName::parse(input[1].as_str().unwrap());
        match (pattern, host) {
            (Ok(pattern), Ok(host)) => format!(" {}\n", pattern.matches(&host)),
            (pattern, host) => format!(" {:?} {:?}\n", pattern.err(), host.err()),
        }
    });
    insta::assert_snapshot!(found);
}

/// A paragraph for each vector of that kind.
fn all(kind: &str, file: &str, outcome: impl Fn(&Value) -> String) -> String {
    let mut out = String::new();
    for file in [GRAMMAR, file] {
        let vectors: Vec<Value> = serde_json::from_str(file).unwrap();
        for vector in vectors.iter().filter(|vector| vector["kind"] == kind) {
            write!(out, "{}{}", vector["id"].as_str().unwrap(), outcome(&vector["input"])).unwrap();
        }
    }
    out
}

fn names(extensions: &[Extension]) -> Vec<String> {
    extensions.iter().map(|e| format!("{}={}", e.name, e.value)).collect()
}

fn set(input: &Value) -> Vec<String> {
    let record = |record: &Value| match record {
        Value::Array(strings) => strings.iter().filter_map(Value::as_str).collect(),
        one => one.as_str().unwrap().to_owned(),
    };
    match input {
        Value::Array(records) => records.iter().map(record).collect(),
        one => vec![record(one)],
    }
}

fn read<T>(parsed: &Parsed<T>, fixed: &Parsed<T>, value: impl Fn(&T) -> String) -> String {
    let mut out = String::new();
    match (&parsed.value, &parsed.salvaged) {
        (Some(strict), _) => writeln!(out, " {}", value(strict)),
        (None, Some(salvaged)) => writeln!(out, " refused, {}", value(salvaged)),
        (None, None) => writeln!(out, " refused"),
    }
    .unwrap();
    parsed.diagnostics.iter().for_each(|d| finding(&mut out, d));
    if fixed.source != parsed.source {
        writeln!(out, "  = {:?}", fixed.source).unwrap();
        fixed.diagnostics.iter().for_each(|d| writeln!(out, "    {}", d.code.slug()).unwrap());
    }
    out
}

fn finding(out: &mut String, diagnostic: &Diagnostic) {
    write!(out, "  {}", diagnostic.code.slug()).unwrap();
    for (name, value) in &diagnostic.params {
        write!(out, " {name}={value:?}").unwrap();
    }
    for label in &diagnostic.labels {
        let message = if label.message.is_empty() { "" } else { " " };
        write!(out, " [{}{message}{}]", place(label.span), label.message).unwrap();
    }
    out.push('\n');
    diagnostic.fixes.iter().for_each(|f| fix(out, f));
}

fn fix(out: &mut String, fix: &Fix) {
    let sure = match fix.applicability {
        Applicability::MachineApplicable => "!",
        Applicability::MaybeIncorrect => "?",
    };
    write!(out, "  {sure} {}:", fix.title).unwrap();
    for edit in &fix.edits {
        write!(out, " {} {:?}", place(edit.span), edit.replacement).unwrap();
    }
    out.push('\n');
}

fn place(span: Span) -> String {
    if span.start == span.end {
        format!("{}", span.start)
    } else {
        format!("{}-{}", span.start, span.end)
    }
}
