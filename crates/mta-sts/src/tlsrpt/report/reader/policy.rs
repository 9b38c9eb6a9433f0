//! RFC 8460 4.4: the elements of `policies` and of their `failure-details`.

use std::net::IpAddr;

use super::super::{AppliedPolicy, FailureDetails, PolicyReport, PolicyType, Summary};
use super::context::{Context, Path};
use super::names;
use super::tree::Node;
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::domain::check_domain;
use crate::tlsrpt::ResultType;

pub(super) fn read_all(node: Node<'_>, path: Path<'_>, context: &mut Context) -> Vec<PolicyReport> {
    let items = context.array(node, path).into_iter().enumerate();
    items.filter_map(|(index, item)| read_one(item, path.item(index), context)).collect()
}

pub(super) fn read_one(
    node: Node<'_>,
    path: Path<'_>,
    context: &mut Context,
) -> Option<PolicyReport> {
    let [policy, summary, details] = context.object(node, path, &names::ENTRY)?;
    let mut entry = PolicyReport::default();
    match policy {
        Some(node) => entry.policy = read_policy(node, path.member("policy"), context),
        None => context.missing(Code::ReportMemberMissing, node, path.member("policy")),
    }
    match summary {
        Some(node) => entry.summary = read_summary(node, path.member("summary"), context),
        None => context.missing(Code::ReportMemberMissing, node, path.member("summary")),
    }
    if let Some(node) = details {
        let path = path.member("failure-details");
        let items = context.array(node, path).into_iter().enumerate();
        let read = |(index, item)| read_failure(item, path.item(index), context);
        entry.failure_details = items.filter_map(read).collect();
    }
    let failed = entry.summary.total_failure_session_count.unwrap_or(0);
    if failed > 0 && entry.failure_details.is_empty() {
        context.missing(Code::ReportDetailsMissing, node, path.member("failure-details"));
    }
    Some(entry)
}

fn read_policy(node: Node<'_>, path: Path<'_>, context: &mut Context) -> AppliedPolicy {
    let mut policy = AppliedPolicy::default();
    let Some(slots) = context.object(node, path, &names::POLICY) else { return policy };
    let [policy_type, policy_string, policy_domain, mx_host] = slots;
    match policy_type {
        Some(node) => policy.policy_type = read_type(node, path.member("policy-type"), context),
        None => context.missing(Code::ReportMemberMissing, node, path.member("policy-type")),
    }
    let sts = policy.policy_type == Some(PolicyType::Sts);
    match policy_string {
        // RFC 8460 4.5: it "represents the policy that is declared by the receiving site, including any errors".
        Some(node) => policy.policy_string = context.lines(node, path.member("policy-string"), sts),
        None if sts || policy.policy_type == Some(PolicyType::Tlsa) => {
            context.missing(Code::ReportMemberMissing, node, path.member("policy-string"));
        }
        None => {}
    }
    match policy_domain {
        Some(node) => {
            let path = path.member("policy-domain");
            policy.policy_domain = context.text(node, path);
            check_name(policy.policy_domain.as_deref(), node, path, context);
        }
        None => context.missing(Code::ReportMemberMissing, node, path.member("policy-domain")),
    }
    match mx_host {
        Some(node) => {
            policy.mx_host = context.lines(node, path.member("mx-host"), false);
            for pattern in &policy.mx_host {
                let name = pattern.strip_prefix("*.").unwrap_or(pattern);
                check_name(Some(name), node, path.member("mx-host"), context);
            }
        }
        // RFC 8460 4.4: in the case where "policy-type" is "sts", it is the pattern of MX host names.
        None if sts => context.missing(Code::ReportMxHostMissing, node, path.member("mx-host")),
        None => {}
    }
    policy
}

fn read_type(node: Node<'_>, path: Path<'_>, context: &mut Context) -> Option<PolicyType> {
    let text = context.text(node, path)?;
    let read = PolicyType::parse(&text);
    if let PolicyType::Other(_) = read {
        let alike = |known: &PolicyType| names::same(known.as_str(), text.trim());
        if let Some(known) = PolicyType::KNOWN.into_iter().find(alike) {
            spelling(node, path, &text, known.as_str(), context);
            return Some(known);
        }
        context.value(Code::ReportPolicyTypeUnknown, node, path, &text);
    }
    Some(read)
}

fn read_summary(node: Node<'_>, path: Path<'_>, context: &mut Context) -> Summary {
    let Some([successful, failed]) = context.object(node, path, &names::SUMMARY) else {
        return Summary::default();
    };
    let [successful_name, failed_name] = names::SUMMARY;
    let mut count = |slot: Option<Node<'_>>, name| {
        let path = path.member(name);
        if slot.is_none() {
            context.missing(Code::ReportMemberMissing, node, path);
        }
        slot.and_then(|node| context.count(node, path))
    };
    Summary {
        total_successful_session_count: count(successful, successful_name),
        total_failure_session_count: count(failed, failed_name),
    }
}

fn read_failure(node: Node<'_>, path: Path<'_>, context: &mut Context) -> Option<FailureDetails> {
    let slots = context.object(node, path, &names::FAILURE)?;
    let [result_type, sending_ip, hostname, helo, receiving_ip, count, information, reason] = slots;
    let mut details = FailureDetails::default();
    match result_type {
        Some(node) => details.result_type = read_result(node, path.member("result-type"), context),
        None => context.missing(Code::ReportMemberMissing, node, path.member("result-type")),
    }
    details.sending_mta_ip = read_address(sending_ip, path.member("sending-mta-ip"), context);
    details.receiving_ip = read_address(receiving_ip, path.member("receiving-ip"), context);
    let mut text = |slot: Option<Node<'_>>, name| context.text(slot?, path.member(name));
    details.receiving_mx_hostname = text(hostname, "receiving-mx-hostname");
    details.receiving_mx_helo = text(helo, "receiving-mx-helo");
    details.additional_information = text(information, "additional-information");
    details.failure_reason_code = text(reason, "failure-reason-code");
    if let Some(node) = hostname {
        let path = path.member("receiving-mx-hostname");
        check_name(details.receiving_mx_hostname.as_deref(), node, path, context);
    }
    let path = path.member("failed-session-count");
    match count {
        Some(node) => details.failed_session_count = context.count(node, path),
        None => context.missing(Code::ReportMemberMissing, node, path),
    }
    Some(details)
}

fn read_result(node: Node<'_>, path: Path<'_>, context: &mut Context) -> Option<ResultType> {
    let text = context.text(node, path)?;
    let read = ResultType::parse(&text);
    if let ResultType::Other(_) = read {
        let alike = |known: &ResultType| names::same(known.as_str(), text.trim());
        if let Some(known) = ResultType::KNOWN.into_iter().find(alike) {
            spelling(node, path, &text, known.as_str(), context);
            return Some(known);
        }
        context.value(Code::ReportResultTypeUnknown, node, path, &text);
    }
    Some(read)
}

/// An address in its usual form; what is none is kept as it is written.
fn read_address(slot: Option<Node<'_>>, path: Path<'_>, context: &mut Context) -> Option<String> {
    let node = slot?;
    let text = context.text(node, path)?;
    match text.parse::<IpAddr>() {
        Ok(address) => Some(address.to_string()),
        Err(_) => {
            context.value(Code::ReportAddressInvalid, node, path, &text);
            let bare = text.trim().trim_start_matches('[').trim_end_matches(']');
            let tagged = bare.strip_prefix("IPv6:").unwrap_or(bare);
            Some(tagged.parse::<IpAddr>().map_or(text, |address| address.to_string()))
        }
    }
}

/// RFC 8460 4.4: domains MUST consist of A-labels.
fn check_name(name: Option<&str>, node: Node<'_>, path: Path<'_>, context: &mut Context) {
    let Some(name) = name else { return };
    if check_domain(name.strip_suffix('.').unwrap_or(name)).is_err() {
        context.value(Code::ReportDomainInvalid, node, path, name);
    }
}

fn spelling(node: Node<'_>, path: Path<'_>, text: &str, meant: &str, context: &mut Context) {
    let shown: String = text.chars().take(40).collect();
    let found = Diagnostic::at(Code::ReportWordSpelling, node.span());
    let found = found.param("path", path.to_string()).param("value", shown);
    context.push(found.param("meant", meant));
}
