//! The result of one domain, one line of the output.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use mta_sts::check::{Outcome, Report};
use mta_sts::policy::Policy;
use mta_sts::record::StsRecord;
use serde::{Deserialize, Serialize};

use super::{Listed, Scope};
use crate::text;

/// What a scan says of a domain. Its fields are those of the whole report, in short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Entry {
    /// The line of the list, from 1.
    pub(crate) line: u64,
    /// As A-labels; what is no domain, as it stands in the list.
    pub(crate) domain: String,
    /// `pass`, `warn`, `fail`, `not-tested`, or `invalid` for what is no domain.
    pub(crate) verdict: String,
    pub(crate) headline: String,
    pub(crate) mode: Option<String>,
    pub(crate) max_age: Option<u32>,
    pub(crate) id: Option<String>,
    pub(crate) mx: Vec<String>,
    /// Outcome by step.
    pub(crate) steps: BTreeMap<String, String>,
    /// Codes of all findings, in the order of the steps.
    pub(crate) codes: Vec<String>,
    /// What was looked at; results of different scopes cannot be compared.
    #[serde(default)]
    pub(crate) scope: Scope,
}

/// The steps of a result in CSV, in this order.
fn csv_steps() -> impl Iterator<Item = &'static str> {
    mta_sts::check::StepName::ALL.iter().map(|step| step.as_str())
}

impl Entry {
    pub(crate) fn of(line: u64, report: &Report, scope: Scope) -> Entry {
        let mut codes: Vec<String> = Vec::new();
        for finding in report.steps.iter().flat_map(|step| &step.findings) {
            if !codes.iter().any(|code| code == finding.code) {
                codes.push(finding.code.to_owned());
            }
        }
        let outcome = |outcome: Outcome| outcome.as_str().to_owned();
        let steps = report.steps.iter();
        Entry {
            line,
            domain: report.domain.clone(),
            verdict: outcome(report.verdict),
            headline: report.headline.clone(),
            mode: report.policy.as_ref().map(|policy| policy.mode.as_str().to_owned()),
            max_age: report.policy.as_ref().map(|Policy { max_age, .. }| *max_age),
            id: report.record.as_ref().map(|StsRecord { id, .. }| id.clone()),
            mx: report.mx.iter().map(|mx| mx.host.clone()).collect(),
            steps: steps.map(|s| (s.step.as_str().to_owned(), outcome(s.outcome))).collect(),
            codes,
            scope,
        }
    }

    /// What stands in the list and is no domain.
    pub(crate) fn invalid(listed: &Listed, reason: &str, scope: Scope) -> Entry {
        Entry {
            line: listed.line,
            domain: listed.name().to_owned(),
            verdict: "invalid".to_owned(),
            headline: format!("not a domain name: {reason}"),
            mode: None,
            max_age: None,
            id: None,
            mx: Vec::new(),
            steps: BTreeMap::new(),
            codes: Vec::new(),
            scope,
        }
    }

    /// A line of NDJSON; control characters are escaped as in every JSON output.
    pub(crate) fn ndjson(&self) -> Result<String, serde_json::Error> {
        Ok(text::json(&serde_json::to_string(self)?).into_owned() + "\n")
    }

    /// A record of CSV (RFC 4180).
    pub(crate) fn csv(&self) -> String {
        let number = |n: Option<u32>| n.map(|n| n.to_string()).unwrap_or_default();
        let optional = |text: &Option<String>| text.clone().unwrap_or_default();
        let mut fields = vec![
            self.line.to_string(),
            self.domain.clone(),
            self.verdict.clone(),
            optional(&self.mode),
            number(self.max_age),
            optional(&self.id),
            self.mx.join(" "),
        ];
        fields.extend(csv_steps().map(|step| self.steps.get(step).cloned().unwrap_or_default()));
        fields.push(self.codes.join(" "));
        fields.push(self.headline.clone());
        fields.push(self.scope.as_str().to_owned());
        text::csv_record(fields.iter().map(String::as_str))
    }

    /// What the first line of CSV output says.
    pub(crate) fn csv_header() -> String {
        let head = ["line", "domain", "verdict", "mode", "max_age", "id", "mx_hosts"];
        let fields = head.into_iter().chain(csv_steps()).chain(["codes", "headline", "scope"]);
        text::csv_record(fields)
    }

    /// What two results of a domain of one scope must have in common to be the same: everything but their place in the list.
    pub(crate) fn fingerprint(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        let Entry {
            line: _,
            domain: _,
            scope: _,
            verdict,
            headline,
            mode,
            max_age,
            id,
            mx,
            steps,
            codes,
        } = self;
        (verdict, headline, mode, max_age, id).hash(&mut hasher);
        (mx, steps, codes).hash(&mut hasher);
        hasher.finish()
    }
}
