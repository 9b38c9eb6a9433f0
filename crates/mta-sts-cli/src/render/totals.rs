//! What TLS reports add up to, as tables and as CSV.

use mta_sts::DomainName;
use mta_sts::tlsrpt::ResultType;
use mta_sts::tlsrpt::aggregate::{FailureRow, SessionRow, Totals};

use super::style::{Look, WIDTH, wrapped};
use crate::commands::Gaps;
use crate::text;

/// Rows of a table for people; CSV and JSON have all.
const ROWS: usize = 20;
/// Columns of a number.
const NUMBER: usize = 12;
/// Columns of a name.
const NAME: usize = WIDTH - 2 * (NUMBER + 1);

/// The tables, and before them what has to be known of them.
pub(crate) fn totals(look: Look, totals: &Totals, caveats: &[String]) -> String {
    let mut out = look.bold(&headline(totals));
    out.push('\n');
    out.extend(caveats.iter().map(|sentence| wrapped(0, sentence)));
    let sessions = [
        ("Policy Domain", &totals.by_policy_domain),
        ("Policy type", &totals.by_policy_type),
        ("Organization", &totals.by_organization),
        ("Day (UTC)", &totals.by_day),
    ];
    for (title, rows) in sessions {
        out.push_str(&session_table(look, title, rows));
    }
    let failures = [("MX host", &totals.by_mx), ("Sender's address", &totals.by_sending_address)];
    out.push_str(&failure_table(look, "Result type", &totals.by_result_type));
    for row in totals.by_result_type.iter().take(ROWS) {
        out.push_str(&advice(look, row));
    }
    for (title, rows) in failures {
        out.push_str(&failure_table(look, title, rows));
    }
    out
}

fn headline(totals: &Totals) -> String {
    let reports = text::plural(totals.reports as u64, "report");
    // Of sessions that nobody told of, none is known to have gone well.
    if totals.reports == 0 {
        return reports;
    }
    let sessions = totals.successful_sessions.saturating_add(totals.failed_sessions);
    let sessions = text::plural(sessions, "session");
    format!("{reports}, {sessions}, {} of them failed", totals.failed_sessions)
}

/// What the sums do not say, in sentences.
pub(crate) fn caveats(totals: &Totals, domain: Option<&DomainName>, gaps: &Gaps) -> Vec<String> {
    let mut out = Vec::new();
    if let Some(domain) = domain.filter(|_| totals.reports == 0) {
        out.push(format!("No report that can be read is about {domain}."));
    }
    out.extend(missing(gaps));
    if !totals.complete {
        out.push("These are not all: there are more reports or rows than are kept.".to_owned());
    }
    if totals.failed_sessions == 0
        && totals.by_result_type.iter().any(|row| row.failed_sessions > 0)
    {
        out.push("The reports count no failed session, but their details tell of some.".to_owned());
    }
    out
}

fn missing(gaps: &Gaps) -> Option<String> {
    let things = |count, one, many| if count == 1 { one } else { many };
    let unread = (gaps.unread > 0).then(|| {
        let things = things(gaps.unread, "file or message", "files or messages");
        format!("{} {things} without a report that can be read", gaps.unread)
    });
    let in_part = (gaps.in_part > 0).then(|| {
        let things = things(
            gaps.in_part,
            "file or message leaves out or writes",
            "files or messages leave out or write",
        );
        format!("what {} {things} wrongly", gaps.in_part)
    });
    let missing: Vec<String> = unread.into_iter().chain(in_part).collect();
    (!missing.is_empty()).then(|| format!("Not in these sums: {}.", missing.join(", and ")))
}

/// What a result-type means, and what to do next.
fn advice(look: Look, row: &FailureRow) -> String {
    let Some(name) = &row.name else { return String::new() };
    let result = ResultType::parse(name);
    let words = format!("{}. {}", result.meaning(), result.action());
    format!("\n{}\n{}", look.bold(&text::line(name)), wrapped(2, &words))
}

fn session_table(look: Look, title: &str, rows: &[SessionRow]) -> String {
    let numbers = |row: &SessionRow| [row.successful_sessions, row.failed_sessions].map(Some);
    let rows: Vec<_> = rows.iter().map(|row| (row.name.as_deref(), numbers(row))).collect();
    table(look, title, ["successful", "failed"], &rows)
}

fn failure_table(look: Look, title: &str, rows: &[FailureRow]) -> String {
    let rows: Vec<_> =
        rows.iter().map(|row| (row.name.as_deref(), [None, Some(row.failed_sessions)])).collect();
    table(look, title, ["", "failed"], &rows)
}

type Row<'a> = (Option<&'a str>, [Option<u64>; 2]);

fn table(look: Look, title: &str, heads: [&str; 2], rows: &[Row<'_>]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let [left, right] = heads;
    let head = format!("{title:<NAME$} {left:>NUMBER$} {right:>NUMBER$}");
    let mut out = format!("\n{}\n", look.bold(&head));
    for (name, numbers) in rows.iter().take(ROWS) {
        let name = text::line(name.unwrap_or("(not told)"));
        let [left, right] = numbers.map(|n| n.map(|n| n.to_string()).unwrap_or_default());
        out.push_str(&format!("{:<NAME$} {left:>NUMBER$} {right:>NUMBER$}\n", clipped(&name)));
    }
    if rows.len() > ROWS {
        out.push_str(&look.faint(&format!("and {} more\n", rows.len() - ROWS)));
    }
    out
}

fn clipped(name: &str) -> String {
    if name.chars().count() <= NAME {
        return name.to_owned();
    }
    name.chars().take(NAME - 1).chain(['…']).collect()
}

/// Every row of every table: table, name, successful sessions, failed sessions.
pub(crate) fn totals_csv(totals: &Totals) -> String {
    let mut out = text::csv_record(["table", "name", "successful_sessions", "failed_sessions"]);
    let sessions = [
        ("policy-domain", &totals.by_policy_domain),
        ("policy-type", &totals.by_policy_type),
        ("organization", &totals.by_organization),
        ("day", &totals.by_day),
    ];
    for (table, row) in sessions.iter().flat_map(|(t, rows)| rows.iter().map(move |r| (t, r))) {
        let (ok, failed) = (row.successful_sessions.to_string(), row.failed_sessions.to_string());
        let name = row.name.as_deref().unwrap_or("");
        out.push_str(&text::csv_record([*table, name, ok.as_str(), failed.as_str()]));
    }
    let failures = [
        ("result-type", &totals.by_result_type),
        ("mx", &totals.by_mx),
        ("sending-address", &totals.by_sending_address),
    ];
    for (table, row) in failures.iter().flat_map(|(t, rows)| rows.iter().map(move |r| (t, r))) {
        let failed = row.failed_sessions.to_string();
        let name = row.name.as_deref().unwrap_or("");
        out.push_str(&text::csv_record([*table, name, "", failed.as_str()]));
    }
    out
}
