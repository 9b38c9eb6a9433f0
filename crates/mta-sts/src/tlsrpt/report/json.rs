//! RFC 8460 4.4: a report in the RFC's JSON, whose names are not those that hosts serialise.

use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::{AppliedPolicy, DateRange, FailureDetails, PolicyReport, Report, Summary};
use crate::timestamp::Timestamp;

/// Writes on one line. Nothing in a report can fail to be JSON; the empty text stands for what cannot happen.
pub(super) fn write(report: &Report) -> String {
    serde_json::to_string(&Rfc(report)).unwrap_or_default()
}

/// Serialises with the names of RFC 8460 4.4.
struct Rfc<'a, T: ?Sized>(&'a T);

impl Serialize for Rfc<'_, Report> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Rfc(report) = self;
        let mut fields = serializer.serialize_struct("Report", 5)?;
        optional(&mut fields, "organization-name", report.organization_name.as_ref())?;
        fields.serialize_field("date-range", &Rfc(&report.date_range))?;
        optional(&mut fields, "contact-info", report.contact_info.as_ref())?;
        optional(&mut fields, "report-id", report.report_id.as_ref())?;
        fields.serialize_field("policies", &Rfc(report.policies.as_slice()))?;
        fields.end()
    }
}

impl Serialize for Rfc<'_, DateRange> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Rfc(range) = self;
        let text = |at: Option<Timestamp>| at.map(|at| at.to_string());
        let mut fields = serializer.serialize_struct("DateRange", 2)?;
        optional(&mut fields, "start-datetime", text(range.start_datetime).as_ref())?;
        optional(&mut fields, "end-datetime", text(range.end_datetime).as_ref())?;
        fields.end()
    }
}

impl Serialize for Rfc<'_, [PolicyReport]> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(Rfc))
    }
}

impl Serialize for Rfc<'_, PolicyReport> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Rfc(entry) = self;
        let mut fields = serializer.serialize_struct("PolicyReport", 3)?;
        fields.serialize_field("policy", &Rfc(&entry.policy))?;
        fields.serialize_field("summary", &Rfc(&entry.summary))?;
        if !entry.failure_details.is_empty() {
            fields.serialize_field("failure-details", &Rfc(entry.failure_details.as_slice()))?;
        }
        fields.end()
    }
}

impl Serialize for Rfc<'_, AppliedPolicy> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Rfc(policy) = self;
        let sts = policy.policy_type == Some(super::PolicyType::Sts);
        let list = |list: &Vec<String>, wanted| (wanted || !list.is_empty()).then(|| list.clone());
        let policed = sts || policy.policy_type == Some(super::PolicyType::Tlsa);
        let mut fields = serializer.serialize_struct("AppliedPolicy", 4)?;
        optional(&mut fields, "policy-type", policy.policy_type.as_ref())?;
        optional(&mut fields, "policy-string", list(&policy.policy_string, policed).as_ref())?;
        optional(&mut fields, "policy-domain", policy.policy_domain.as_ref())?;
        // RFC 8460 4.4: the pattern of MX host names belongs to policies of type sts.
        optional(&mut fields, "mx-host", list(&policy.mx_host, sts).as_ref())?;
        fields.end()
    }
}

impl Serialize for Rfc<'_, Summary> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Rfc(summary) = self;
        let mut fields = serializer.serialize_struct("Summary", 2)?;
        let successful = summary.total_successful_session_count.as_ref();
        optional(&mut fields, "total-successful-session-count", successful)?;
        let failed = summary.total_failure_session_count.as_ref();
        optional(&mut fields, "total-failure-session-count", failed)?;
        fields.end()
    }
}

impl Serialize for Rfc<'_, [FailureDetails]> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(Rfc))
    }
}

impl Serialize for Rfc<'_, FailureDetails> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Rfc(failure) = self;
        let mut fields = serializer.serialize_struct("FailureDetails", 8)?;
        optional(&mut fields, "result-type", failure.result_type.as_ref())?;
        optional(&mut fields, "sending-mta-ip", failure.sending_mta_ip.as_ref())?;
        optional(&mut fields, "receiving-mx-hostname", failure.receiving_mx_hostname.as_ref())?;
        optional(&mut fields, "receiving-mx-helo", failure.receiving_mx_helo.as_ref())?;
        optional(&mut fields, "receiving-ip", failure.receiving_ip.as_ref())?;
        optional(&mut fields, "failed-session-count", failure.failed_session_count.as_ref())?;
        optional(&mut fields, "additional-information", failure.additional_information.as_ref())?;
        optional(&mut fields, "failure-reason-code", failure.failure_reason_code.as_ref())?;
        fields.end()
    }
}

fn optional<S: SerializeStruct, T: Serialize>(
    fields: &mut S,
    name: &'static str,
    value: Option<&T>,
) -> Result<(), S::Error> {
    value.map_or(Ok(()), |value| fields.serialize_field(name, value))
}
