//! RFC 8461 4.1 for whoever writes the policy: which pattern covers which MX host, and what to write instead.

mod propose;
mod provider;

use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::domain::DomainName;
use crate::mx::{MxMatcher, MxPattern};
use crate::policy::Mode;
use crate::public_suffix::is_public_suffix;

pub use propose::Proposal;

/// MX hosts held against `mx` patterns.
///
/// ```
/// use mta_sts::{DomainName, MxPattern, coverage::coverage};
/// let patterns = [MxPattern::parse("mail.example.com").unwrap(), MxPattern::parse("old.example.com").unwrap()];
/// let hosts = ["mail.example.com", "mx.example.net"].map(|host| DomainName::parse(host).unwrap());
/// let found = coverage(&patterns, &hosts);
/// assert_eq!(found.hosts.iter().filter(|host| host.covered_by.is_none()).count(), 1);
/// assert_eq!(found.patterns.iter().filter(|pattern| pattern.hosts.is_empty()).count(), 1);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct Coverage {
    /// Every MX host, in the order given.
    pub hosts: Vec<HostCoverage>,
    /// Every pattern, in the order given; of equal ones the first only.
    pub patterns: Vec<PatternCoverage>,
    /// Complete `mx` lists that cover every host, the least change first; without the one that stands.
    pub proposals: Vec<Proposal>,
}

/// What covers one MX host.
///
/// ```
/// use mta_sts::{DomainName, MxPattern, coverage::coverage};
/// let pattern = MxPattern::parse("*.example.com").unwrap();
/// let host = DomainName::parse("mx1.eu.example.com").unwrap();
/// let found = &coverage(&[pattern], &[host]).hosts[0];
/// assert_eq!(found.covered_by, None);
/// assert_eq!(found.add.as_ref().unwrap().as_str(), "mx1.eu.example.com");
/// assert_eq!(found.missed_by.as_ref().unwrap().as_str(), "*.example.com");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct HostCoverage {
    /// The name in the MX record.
    pub host: DomainName,
    /// The pattern that covers it: its own name before a wildcard.
    pub covered_by: Option<MxPattern>,
    /// The smallest pattern that would cover it, its own name; `None` when it is covered.
    pub add: Option<MxPattern>,
    /// A wildcard that was probably meant for it, and misses it because it stands for exactly one label.
    pub missed_by: Option<MxPattern>,
}

/// What one pattern covers.
///
/// ```
/// use mta_sts::{DomainName, MxPattern, coverage::coverage};
/// let pattern = MxPattern::parse("*.mail.protection.outlook.com").unwrap();
/// let host = DomainName::parse("example-com.mail.protection.outlook.com").unwrap();
/// let found = &coverage(&[pattern], &[host]).patterns[0];
/// assert_eq!(found.hosts.len(), 1);
/// // It allows the hosts of the provider's other customers as well.
/// assert_eq!(found.provider, Some("Microsoft"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct PatternCoverage {
    /// The pattern.
    pub pattern: MxPattern,
    /// The hosts it covers, also those that another pattern covers as well.
    pub hosts: Vec<DomainName>,
    /// A wildcard below a name under which anybody can register a domain.
    pub public_suffix: bool,
    /// Whose customers share the names below this wildcard.
    pub provider: Option<&'static str>,
}

/// Holds `hosts` against `patterns` (RFC 8461 4.1), and proposes lists that cover them all.
///
/// ```
/// use mta_sts::coverage::coverage;
/// use mta_sts::{DomainName, MxPattern};
///
/// let patterns = [MxPattern::parse("*.mx.microsoft")?];
/// let host = DomainName::parse("example-com.h-v1.mx.microsoft").unwrap();
/// let found = coverage(&patterns, &[host]);
/// assert_eq!(found.hosts[0].covered_by, None);
/// assert_eq!(found.hosts[0].missed_by.as_ref().unwrap().as_str(), "*.mx.microsoft");
/// assert_eq!(found.proposals[0].mx[0].as_str(), "example-com.h-v1.mx.microsoft");
/// # Ok::<(), mta_sts::MxPatternError>(())
/// ```
pub fn coverage(patterns: &[MxPattern], hosts: &[DomainName]) -> Coverage {
    let matcher = MxMatcher::new(patterns);
    let mut by_pattern: Vec<Vec<DomainName>> = vec![Vec::new(); patterns.len()];
    let mut covered = Vec::with_capacity(hosts.len());
    for host in hosts {
        let wildcard = MxPattern::wildcard_over(host);
        let candidates = [Some(MxPattern::from(host.clone())), wildcard];
        let matches = candidates.iter().flatten().filter_map(|p| matcher.index_of(p));
        for list in matches {
            if let Some(list) = by_pattern.get_mut(list) {
                list.push(host.clone());
            }
        }
        covered.push(host_coverage(&matcher, patterns, host));
    }
    let first = |(index, pattern): &(usize, &MxPattern)| matcher.index_of(pattern) == Some(*index);
    let of_patterns = patterns.iter().enumerate().filter(first).map(|(index, pattern)| {
        let hosts = by_pattern.get_mut(index).map(std::mem::take).unwrap_or_default();
        pattern_coverage(pattern, hosts)
    });
    let patterns: Vec<PatternCoverage> = of_patterns.collect();
    let proposals = propose::proposals(&patterns, &covered);
    Coverage { hosts: covered, patterns, proposals }
}

fn host_coverage(
    matcher: &MxMatcher<'_>,
    patterns: &[MxPattern],
    host: &DomainName,
) -> HostCoverage {
    let covered_by = matcher.covering(host).and_then(|index| patterns.get(index)).cloned();
    let own = MxPattern::from(host.clone());
    let (add, missed_by) = match covered_by {
        Some(_) => (None, None),
        None => (Some(own), missed_by(matcher, patterns, host)),
    };
    HostCoverage { host: host.clone(), covered_by, add, missed_by }
}

/// The wildcard nearest to a host that no pattern covers: over the host itself, or over one of its ancestors.
fn missed_by(
    matcher: &MxMatcher<'_>,
    patterns: &[MxPattern],
    host: &DomainName,
) -> Option<MxPattern> {
    let mut name = host.as_str();
    loop {
        let wildcard = MxPattern::parse(&format!("*.{name}")).ok();
        if let Some(index) = wildcard.and_then(|pattern| matcher.index_of(&pattern)) {
            return patterns.get(index).cloned();
        }
        name = name.split_once('.')?.1;
    }
}

fn pattern_coverage(pattern: &MxPattern, hosts: Vec<DomainName>) -> PatternCoverage {
    let domain = pattern.domain().as_str();
    let wildcard = pattern.is_wildcard();
    PatternCoverage {
        pattern: pattern.clone(),
        hosts,
        public_suffix: wildcard && is_public_suffix(domain),
        provider: provider::provider(domain).filter(|_| wildcard),
    }
}

impl Coverage {
    /// Whether every host is covered.
    ///
    /// ```
    /// use mta_sts::{DomainName, MxPattern, coverage::coverage};
    /// let host = [DomainName::parse("mail.example.com").unwrap()];
    /// assert!(coverage(&[MxPattern::parse("*.example.com").unwrap()], &host).is_complete());
    /// assert!(!coverage(&[MxPattern::parse("example.com").unwrap()], &host).is_complete());
    /// ```
    pub fn is_complete(&self) -> bool {
        self.hosts.iter().all(|host| host.covered_by.is_some())
    }

    /// What is amiss under a policy of this mode; mode none asks nothing of MX hosts.
    ///
    /// ```
    /// use mta_sts::{DomainName, MxPattern, Severity, coverage::coverage, policy::Mode};
    /// let pattern = MxPattern::parse("mail.example.com").unwrap();
    /// let hosts = ["mail.example.com", "mx.example.net"].map(|host| DomainName::parse(host).unwrap());
    /// let found = coverage(&[pattern], &hosts);
    /// assert_eq!(found.diagnostics(Mode::Enforce)[0].severity(), Severity::Error);
    /// assert_eq!(found.diagnostics(Mode::Testing)[0].severity(), Severity::Warning);
    /// assert_eq!(found.diagnostics(Mode::None), []);
    /// ```
    pub fn diagnostics(&self, mode: Mode) -> Vec<Diagnostic> {
        if mode == Mode::None {
            return Vec::new();
        }
        let mut found = Vec::new();
        for host in self.hosts.iter().filter(|host| host.covered_by.is_none()) {
            found.push(not_covered(host.host.as_str(), mode));
            found.extend(host.missed_by.as_ref().map(|pattern| misses(&host.host, pattern)));
        }
        for PatternCoverage { pattern, hosts, public_suffix, provider } in &self.patterns {
            let about = |code| Diagnostic::new(code).param("pattern", pattern.as_str());
            if hosts.is_empty() {
                found.push(about(Code::MxPatternUnused));
            }
            if *public_suffix {
                found.push(about(Code::PolicyMxWildcardBroad));
            }
            if let Some(provider) = provider {
                found.push(about(Code::CoverageSharedProvider).param("provider", *provider));
            }
        }
        found
    }
}

/// A host that no pattern covers, under a policy of this mode.
pub(crate) fn not_covered(host: &str, mode: Mode) -> Diagnostic {
    let code = match mode {
        Mode::Enforce => Code::MxNotCovered,
        Mode::Testing | Mode::None => Code::MxNotCoveredTesting,
    };
    Diagnostic::new(code).param("host", host)
}

fn misses(host: &DomainName, pattern: &MxPattern) -> Diagnostic {
    let wildcard = MxPattern::wildcard_over(host)
        // The wildcard over a bare domain would be over its parent: too broad to recommend.
        .filter(|wildcard| {
            pattern.domain() != host && !is_public_suffix(wildcard.domain().as_str())
        });
    let instead = match wildcard {
        Some(wildcard) => format!("`mx: {host}`, or `mx: {wildcard}` for its siblings too"),
        None => format!("`mx: {host}`"),
    };
    Diagnostic::new(Code::CoverageWildcardDepth)
        .param("pattern", pattern.as_str())
        .param("host", host.as_str())
        .param("instead", instead)
}

#[cfg(test)]
mod tests;
