//! The tolerant reader: from any bytes to reports and findings.

mod context;
mod count;
mod date;
mod names;
mod policy;
mod scanner;
mod tree;

use super::{DateRange, Report};
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::domain::check_domain;
use crate::parsed::Parsed;
use crate::span::Span;
use crate::timestamp::Timestamp;
use context::{Context, Path};
use date::Form;
use tree::{Kind, Node};

pub(super) fn read(text: &[u8]) -> Parsed<Vec<Report>> {
    let source = String::from_utf8_lossy(text).into_owned();
    let mut context = Context::default();
    // RFC 7493 2.1: I-JSON messages MUST be encoded using UTF-8.
    if std::str::from_utf8(text).is_err() {
        let first = source.find(char::REPLACEMENT_CHARACTER).unwrap_or(0);
        context.push(Diagnostic::at(Code::ReportNotUtf8, Span::at(first)));
    }
    let start = if source.starts_with('\u{feff}') {
        context.push(Diagnostic::at(Code::ReportBom, Span::new(0, 3)));
        3
    } else {
        0
    };
    let mut reports = Reports::default();
    for (node, path) in candidates(&source, start, &mut context) {
        reports.read(node, &path, &mut context);
    }
    let Reports { valid, salvaged } = reports;
    let diagnostics = context.finish();
    let (value, salvaged) = match (valid.is_empty(), salvaged.is_empty()) {
        (false, _) => (Some(valid), None),
        (true, false) => (None, Some(salvaged)),
        (true, true) => (None, None),
    };
    Parsed { value, salvaged, source: source.into(), diagnostics }
}

/// The values that may be reports, each with the path of an item where it is one of several.
fn candidates<'a>(
    source: &'a str,
    start: usize,
    context: &mut Context,
) -> Vec<(Node<'a>, Option<usize>)> {
    let (values, fault) = Node::all(source, start);
    let whole = fault.is_none();
    if let Some(fault) = fault {
        let span = Span::at(fault.at);
        context.push(match (values.is_empty(), fault.cut_off) {
            // Behind a report, it may be the beginning of another one.
            (_, true) => Diagnostic::at(Code::ReportCutOff, span),
            (false, false) => Diagnostic::at(Code::ReportTrailingData, span),
            (true, false) => {
                Diagnostic::at(Code::ReportJsonInvalid, span).param("detail", fault.detail)
            }
        });
    }
    let several = match values.as_slice() {
        [only] if only.kind() == Kind::Array => only.items().unwrap_or_default(),
        [only] => return vec![(*only, None)],
        _ => values,
    };
    match several.first() {
        Some(first) => {
            let found = Diagnostic::at(Code::ReportSeveral, Span::at(first.start));
            context.push(found.param("count", several.len().to_string()));
        }
        None if whole => context.push(Diagnostic::new(Code::ReportEmpty)),
        None => {}
    }
    several.into_iter().enumerate().map(|(index, node)| (node, Some(index))).collect()
}

#[derive(Debug, Default)]
struct Reports {
    valid: Vec<Report>,
    salvaged: Vec<Report>,
}

impl Reports {
    fn read(&mut self, node: Node<'_>, index: &Option<usize>, context: &mut Context) {
        if node.kind() != Kind::Object {
            let found = Diagnostic::at(Code::ReportNotObject, node.span());
            context.push(found.param("found", node.kind().words()));
            return;
        }
        let path = index.map_or(Path::Root, |index| Path::Item(&Path::Root, index));
        let Some(slots) = context.object(node, path, &names::REPORT) else { return };
        let [organization_name, date_range, contact_info, report_id, policies] = slots;
        let mut text = |slot: Option<Node<'_>>, name, code| {
            let read = slot.and_then(|node| context.text(node, path.member(name)));
            if slot.is_none() {
                context.missing(code, node, path.member(name));
            }
            read
        };
        let mut report = Report {
            organization_name: text(
                organization_name,
                "organization-name",
                Code::ReportIdentityMissing,
            ),
            report_id: text(report_id, "report-id", Code::ReportIdentityMissing),
            contact_info: text(contact_info, "contact-info", Code::ReportMemberMissing),
            ..Report::default()
        };
        if let (Some(contact), Some(node)) = (&report.contact_info, contact_info)
            && !is_addr_spec(contact)
        {
            context.value(Code::ReportContactInvalid, node, path.member("contact-info"), contact);
        }
        match date_range {
            Some(node) => report.date_range = read_range(node, path.member("date-range"), context),
            None => context.missing(Code::ReportMemberMissing, node, path.member("date-range")),
        }
        let path = path.member("policies");
        match policies {
            Some(node) if node.kind() == Kind::Array => {
                report.policies = policy::read_all(node, path, context);
                self.valid.push(report);
            }
            // RFC 8460 4: the "policies" field MUST be an array and not a singular value.
            Some(node) => {
                context.at(Code::ReportPoliciesNotArray, node, path);
                if node.kind() == Kind::Object {
                    report.policies = policy::read_one(node, path, context).into_iter().collect();
                    self.salvaged.push(report);
                }
            }
            None => context.missing(Code::ReportPoliciesMissing, node, path),
        }
    }
}

fn read_range(node: Node<'_>, path: Path<'_>, context: &mut Context) -> DateRange {
    let Some([start, end]) = context.object(node, path, &names::DATE_RANGE) else {
        return DateRange::default();
    };
    let mut read = |slot: Option<Node<'_>>, name| {
        let path = path.member(name);
        match slot {
            Some(node) => read_date(node, path, context),
            None => {
                context.missing(Code::ReportMemberMissing, node, path);
                None
            }
        }
    };
    let start_datetime = read(start, "start-datetime");
    let end_datetime = read(end, "end-datetime");
    if let (Some(start), Some(end)) = (start_datetime, end_datetime)
        && end < start
    {
        context.at(Code::ReportDateRangeReversed, node, path);
    }
    DateRange { start_datetime, end_datetime }
}

fn read_date(node: Node<'_>, path: Path<'_>, context: &mut Context) -> Option<Timestamp> {
    let (text, read) = if node.kind() == Kind::Number {
        (node.text.to_owned(), date::epoch(node.text).map(|at| (at, Form::Other)))
    } else {
        let text = context.text(node, path)?;
        let read = date::read(&text);
        (text, read)
    };
    match read {
        Some((_, Form::Exact)) => {}
        Some((_, Form::NoZone)) => context.value(Code::ReportDateNoZone, node, path, &text),
        Some((_, Form::Other)) => context.value(Code::ReportDateForm, node, path, &text),
        None => context.value(Code::ReportDateInvalid, node, path, &text),
    }
    read.map(|(at, _)| at)
}

/// RFC 5322 3.4.1: `addr-spec = local-part "@" domain`, the domain a host name or a literal in brackets.
fn is_addr_spec(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let quoted = local.len() > 2 && local.starts_with('"') && local.ends_with('"');
    let plain = !local.contains(|c: char| c.is_whitespace() || "<>()[]:;@\\,\"".contains(c));
    let literal = domain.starts_with('[') && domain.ends_with(']');
    !local.is_empty() && (quoted || plain) && (literal || check_domain(domain).is_ok())
}
