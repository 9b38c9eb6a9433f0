//! Complete `mx` lists to replace the one that stands.

use crate::domain::DomainName;
use crate::first_places::FirstPlaces;
use crate::mx::{MxPattern, each_once};
use crate::public_suffix::is_public_suffix;

use super::{HostCoverage, PatternCoverage};

/// A complete list of `mx` patterns that covers every MX host.
///
/// ```
/// use mta_sts::{DomainName, coverage::coverage};
/// let hosts = ["mx1.example.com", "mx2.example.com"].map(|host| DomainName::parse(host).unwrap());
/// for proposal in coverage(&[], &hosts).proposals {
///     let lines: Vec<String> = proposal.mx.iter().map(|pattern| format!("mx: {pattern}")).collect();
///     match lines.len() {
///         1 => assert_eq!(lines, ["mx: *.example.com"]),
///         _ => assert_eq!(lines, ["mx: mx1.example.com", "mx: mx2.example.com"]),
///     }
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct Proposal {
    /// How it was made, as an instruction.
    pub title: &'static str,
    /// The patterns, in the order for the policy.
    pub mx: Vec<MxPattern>,
}

/// The least change first; none of them equal to another or to the list that stands.
pub(super) fn proposals(patterns: &[PatternCoverage], hosts: &[HostCoverage]) -> Vec<Proposal> {
    if hosts.is_empty() {
        return Vec::new();
    }
    let standing: Vec<MxPattern> = patterns.iter().map(|p| p.pattern.clone()).collect();
    let candidates = [
        ("keep what covers a host, and name the hosts that nothing covers", kept(patterns, hosts)),
        ("name each MX host", named(hosts)),
        ("write one wildcard for MX hosts that are siblings", with_wildcards(hosts)),
    ];
    let mut found: Vec<Proposal> = Vec::new();
    for (title, mx) in candidates {
        if !same(&mx, &standing) && found.iter().all(|other| !same(&mx, &other.mx)) {
            found.push(Proposal { title, mx });
        }
    }
    found
}

fn kept(patterns: &[PatternCoverage], hosts: &[HostCoverage]) -> Vec<MxPattern> {
    let used = patterns.iter().filter(|p| !p.hosts.is_empty()).map(|p| p.pattern.clone());
    let mut mx: Vec<MxPattern> = used.collect();
    mx.extend(each_once(hosts.iter().filter_map(|host| host.add.clone())));
    mx
}

fn named(hosts: &[HostCoverage]) -> Vec<MxPattern> {
    each_once(hosts.iter().map(|host| MxPattern::from(host.host.clone())))
}

/// A wildcard for each domain with two hosts or more right below it; anybody's registry is no such domain.
fn with_wildcards(hosts: &[HostCoverage]) -> Vec<MxPattern> {
    // The first host below each domain, and those domains that have another one.
    let (mut parents, mut several) = (FirstPlaces::default(), FirstPlaces::default());
    for (index, HostCoverage { host, .. }) in hosts.iter().enumerate() {
        let Some((_, parent)) = host.as_str().split_once('.') else { continue };
        let first = parents.note(parent, index).and_then(|first| hosts.get(first));
        if first.is_some_and(|first| first.host != *host) {
            several.is_new(parent);
        }
    }
    let shared = |host: &DomainName| {
        let wildcard = MxPattern::wildcard_over(host)?;
        let parent = wildcard.domain().as_str();
        (several.get(parent).is_some() && !is_public_suffix(parent)).then_some(wildcard)
    };
    each_once(hosts.iter().map(|HostCoverage { host, .. }| {
        shared(host).unwrap_or_else(|| MxPattern::from(host.clone()))
    }))
}

/// Whether both lists allow the same, in the same words but for case.
fn same(one: &[MxPattern], other: &[MxPattern]) -> bool {
    let alike = |(a, b): (&MxPattern, &MxPattern)| {
        a.is_wildcard() == b.is_wildcard() && a.domain() == b.domain()
    };
    one.len() == other.len() && one.iter().zip(other).all(alike)
}
