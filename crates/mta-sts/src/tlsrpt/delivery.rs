//! RFC 8460 5: what a report is called on its way: file name, Subject, header fields, media type.

use super::report::Report;
use super::writer::is_atext;
use crate::domain::DomainName;
use crate::timestamp::Timestamp;

/// How the report is packed (RFC 8460 5.1, 5.2).
///
/// ```
/// use mta_sts::tlsrpt::delivery::Packing;
/// let compressed = true;
/// let packing = if compressed { Packing::Gzip } else { Packing::Json };
/// assert_eq!((packing.extension(), packing.media_type()), ("json.gz", "application/tlsrpt+gzip"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    /// Plain JSON.
    Json,
    /// JSON in gzip, as it SHOULD be.
    Gzip,
}

impl Packing {
    /// The ending of the file name (RFC 8460 5.1).
    ///
    /// ```
    /// use mta_sts::tlsrpt::delivery::Packing;
    /// assert_eq!(Packing::Json.extension(), "json");
    /// ```
    pub fn extension(self) -> &'static str {
        match self {
            Packing::Json => "json",
            Packing::Gzip => "json.gz",
        }
    }

    /// The media type, for mail and HTTPS (RFC 8460 6.4, 6.5).
    ///
    /// ```
    /// use mta_sts::tlsrpt::delivery::Packing;
    /// assert_eq!(Packing::Json.media_type(), "application/tlsrpt+json");
    /// ```
    pub fn media_type(self) -> &'static str {
        match self {
            Packing::Json => "application/tlsrpt+json",
            Packing::Gzip => "application/tlsrpt+gzip",
        }
    }
}

/// The Content-Type of the mail around the report, without its boundary (RFC 8460 5.3).
///
/// ```
/// use mta_sts::tlsrpt::delivery::MAIL_CONTENT_TYPE;
/// let field = format!("Content-Type: {MAIL_CONTENT_TYPE}; boundary=\"b1\"");
/// assert_eq!(field, "Content-Type: multipart/report; report-type=\"tlsrpt\"; boundary=\"b1\"");
/// ```
pub const MAIL_CONTENT_TYPE: &str = "multipart/report; report-type=\"tlsrpt\"";

/// What a report is called on its way (RFC 8460 5.1, 5.3).
///
/// ```
/// use mta_sts::{Timestamp, tlsrpt::{delivery::{Delivery, Packing}, writer::ReportWriter}};
/// let writer = ReportWriter::new("X", "tls@sender.example", "735ff.e317@x", Timestamp(0), Timestamp(86_399)).unwrap();
/// let delivery = Delivery::of(&writer.finish(), "example.net".parse().unwrap()).unwrap();
/// assert_eq!(delivery.filename(Packing::Gzip, Some("001")), "sender.example!example.net!0!86399!001.json.gz");
/// assert_eq!(
///     delivery.subject(),
///     "Report Domain: example.net Submitter: sender.example Report-ID: <735ff.e317@x>"
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    submitter: DomainName,
    policy_domain: DomainName,
    start: Timestamp,
    end: Timestamp,
    report_id: String,
}

impl Delivery {
    /// Of a report to `policy_domain`. `None` where the report has no report-id, no whole date-range from 1970 on, or
    /// no contact-info at a domain name.
    ///
    /// ```
    /// # use mta_sts::{Timestamp, tlsrpt::{delivery::Delivery, report::Report, writer::ReportWriter}};
    /// let (start, end) = (Timestamp(0), Timestamp(86_399));
    /// let writer = ReportWriter::new("Company-X", "tls@company-x.example", "1", start, end).unwrap();
    /// let domain = || "company-y.example".parse().unwrap();
    /// assert!(Delivery::of(&writer.finish(), domain()).is_some());
    /// assert_eq!(Delivery::of(&Report::default(), domain()), None);
    /// ```
    pub fn of(report: &Report, policy_domain: DomainName) -> Option<Delivery> {
        // RFC 8460 5.1, 5.3: the domain of the contact-info is the sender in the file name and the submitter.
        let (_, domain) = report.contact_info.as_deref()?.rsplit_once('@')?;
        let (start, end) = (report.date_range.start_datetime?, report.date_range.end_datetime?);
        (start.0 >= 0 && end.0 >= 0).then_some(())?;
        Some(Delivery {
            submitter: domain.parse().ok()?,
            policy_domain,
            start,
            end,
            report_id: report.report_id.clone()?,
        })
    }

    /// The file name (RFC 8460 5.1). Of `unique_id` only letters and digits are taken.
    ///
    /// ```
    /// # use mta_sts::{Timestamp, tlsrpt::{delivery::{Delivery, Packing}, writer::ReportWriter}};
    /// # let (start, end) = (Timestamp(1_470_013_207), Timestamp(1_470_186_007));
    /// # let writer = ReportWriter::new("Sender", "tls@mail.sndr.example.com", "1", start, end).unwrap();
    /// # let delivery = Delivery::of(&writer.finish(), "example.net".parse().unwrap()).unwrap();
    /// // The example of RFC 8460 5.1.
    /// assert_eq!(
    ///     delivery.filename(Packing::Gzip, Some("001")),
    ///     "mail.sndr.example.com!example.net!1470013207!1470186007!001.json.gz"
    /// );
    /// ```
    pub fn filename(&self, packing: Packing, unique_id: Option<&str>) -> String {
        let Delivery { submitter, policy_domain, start, end, .. } = self;
        let kept = |id: &str| id.chars().filter(char::is_ascii_alphanumeric).collect::<String>();
        let unique = unique_id.map(kept).filter(|id| !id.is_empty());
        let unique = unique.map_or(String::new(), |id| format!("!{id}"));
        let extension = packing.extension();
        format!("{submitter}!{policy_domain}!{}!{}{unique}.{extension}", start.0, end.0)
    }

    /// The Subject (RFC 8460 5.3), not folded. Its Report-ID is the report-id as RFC 5322 allows it in a msg-id: other
    /// characters become hyphens, and the submitter follows the `@` where the report-id has none.
    ///
    /// ```
    /// # use mta_sts::{Timestamp, tlsrpt::{delivery::Delivery, writer::ReportWriter}};
    /// # let (start, end) = (Timestamp(0), Timestamp(86_399));
    /// # let contact = "tls@mail.sender.example.com";
    /// # let writer = ReportWriter::new("Sender", contact, "735ff.e317+bf22029", start, end).unwrap();
    /// # let delivery = Delivery::of(&writer.finish(), "example.net".parse().unwrap()).unwrap();
    /// assert_eq!(
    ///     delivery.subject(),
    ///     "Report Domain: example.net Submitter: mail.sender.example.com \
    ///      Report-ID: <735ff.e317+bf22029@mail.sender.example.com>"
    /// );
    /// ```
    pub fn subject(&self) -> String {
        let Delivery { submitter, policy_domain, .. } = self;
        let (left, right) =
            self.report_id.rsplit_once('@').unwrap_or((&self.report_id, submitter.as_str()));
        let (left, right) = (dot_atom(left), dot_atom(right));
        format!("Report Domain: {policy_domain} Submitter: {submitter} Report-ID: <{left}@{right}>")
    }

    /// The two header fields that a mail with the report MUST have (RFC 8460 5.3), by name and value.
    ///
    /// ```
    /// # use mta_sts::{Timestamp, tlsrpt::{delivery::Delivery, writer::ReportWriter}};
    /// # let (start, end) = (Timestamp(0), Timestamp(86_399));
    /// # let writer = ReportWriter::new("Sender", "tls@mail.sender.example.com", "1", start, end).unwrap();
    /// # let delivery = Delivery::of(&writer.finish(), "example.net".parse().unwrap()).unwrap();
    /// let fields = delivery.header_fields().map(|(name, value)| format!("{name}: {value}"));
    /// assert_eq!(fields, ["TLS-Report-Domain: example.net", "TLS-Report-Submitter: mail.sender.example.com"]);
    /// ```
    pub fn header_fields(&self) -> [(&'static str, &str); 2] {
        [
            ("TLS-Report-Domain", self.policy_domain.as_str()),
            ("TLS-Report-Submitter", self.submitter.as_str()),
        ]
    }
}

/// RFC 5322 3.2.3: `dot-atom-text = 1*atext *("." 1*atext)`.
fn dot_atom(text: &str) -> String {
    let atoms = text.split('.').filter(|atom| !atom.is_empty());
    let written = |atom: &str| -> String {
        atom.chars().map(|c| if is_atext(c) { c } else { '-' }).collect()
    };
    let joined = atoms.map(written).collect::<Vec<_>>().join(".");
    if joined.is_empty() { "-".to_owned() } else { joined }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tlsrpt::report::DateRange;

    fn delivery(report_id: &str) -> Delivery {
        let range = DateRange {
            start_datetime: Some(Timestamp(1_470_013_207)),
            end_datetime: Some(Timestamp(1_470_186_007)),
        };
        let report = Report {
            contact_info: Some("tlsrpt@Mail.Sndr.example.com".to_owned()),
            report_id: Some(report_id.to_owned()),
            date_range: range,
            ..Report::default()
        };
        Delivery::of(&report, DomainName::parse("example.net").unwrap()).unwrap()
    }

    #[test]
    fn names_the_file_as_the_rfc_does() {
        // The example of RFC 8460 5.1.
        let name = "mail.sndr.example.com!example.net!1470013207!1470186007!001.json.gz";
        assert_eq!(delivery("1").filename(Packing::Gzip, Some("001")), name);
        let name = "mail.sndr.example.com!example.net!1470013207!1470186007.json";
        assert_eq!(delivery("1").filename(Packing::Json, None), name);
        assert_eq!(delivery("1").filename(Packing::Json, Some("../!")), name);
    }

    #[test]
    fn each_packing_has_its_media_type() {
        // RFC 8460 5.4: "Content-Type" is one of these.
        assert_eq!(Packing::Gzip.media_type(), "application/tlsrpt+gzip");
        assert_eq!(Packing::Json.media_type(), "application/tlsrpt+json");
        assert_eq!(Packing::Gzip.extension(), "json.gz");
        assert_eq!(Packing::Json.extension(), "json");
    }

    #[test]
    fn the_submitter_is_the_domain_of_the_contact() {
        let fields = [
            ("TLS-Report-Domain", "example.net"),
            ("TLS-Report-Submitter", "mail.sndr.example.com"),
        ];
        assert_eq!(delivery("1").header_fields(), fields);
        let subject = "Report Domain: example.net Submitter: mail.sndr.example.com Report-ID: <1@mail.sndr.example.com>";
        assert_eq!(delivery("1").subject(), subject);
    }

    #[test]
    fn no_report_id_breaks_the_subject() {
        for (id, written) in [
            ("735ff.e317+bf22029@example.net", "<735ff.e317+bf22029@example.net>"),
            ("2016-04-01T00:00:00Z_a", "<2016-04-01T00-00-00Z_a@mail.sndr.example.com>"),
            ("a\r\nBcc: x@y", "<a--Bcc--x@y>"),
            ("..", "<-@mail.sndr.example.com>"),
            ("@", "<-@->"),
        ] {
            let subject = delivery(id).subject();
            assert_eq!(subject.rsplit_once(' ').unwrap().1, written, "{id}");
        }
    }

    #[test]
    fn a_report_without_a_sender_has_no_name() {
        let domain = || DomainName::parse("example.net").unwrap();
        assert_eq!(Delivery::of(&Report::default(), domain()), None);
    }
}
