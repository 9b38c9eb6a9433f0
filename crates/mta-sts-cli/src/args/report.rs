//! `mta-sts report`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use mta_sts::DomainName;

use super::Color;
use crate::names;

pub(super) const EXAMPLES: &str = "\
Examples:
  mta-sts report google.com!example.com!1767225600!1767311999!001.json.gz
  mta-sts report ~/mail/tls-reports/ --domain example.com
  mta-sts report reports/ --format csv > totals.csv

Files are told apart by content: JSON, gzip, a mail message with the report in it, or an mbox of such messages. \
Folders are read with their subfolders; links to folders are not followed, and what is no file there is not read. A \
report that comes twice counts once. What a report has wrong is told on standard error.

Failed sessions are findings. What cannot be read, and counts that are missing, are not in the sums: where nothing \
else was found the exit code is then 3, never 0, and \"complete\" in JSON is false. Where no report is about the \
domain of --domain it is 3 as well.";

#[derive(Debug, Args)]
pub(crate) struct ReportArgs {
    /// TLS reports (RFC 8460), and folders of them; - is standard input
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// Only what is said of this Policy Domain
    #[arg(long, value_name = "DOMAIN", value_parser = names::domain)]
    pub(crate) domain: Option<DomainName>,
    /// Tell notes about the reports too, not only errors and warnings
    #[arg(long, short)]
    pub(crate) verbose: bool,
    /// How totals are written
    #[arg(long, value_enum, default_value_t = ReportFormat::Human, help_heading = "Output")]
    pub(crate) format: ReportFormat,
    /// When to use colours; auto means in a terminal, unless NO_COLOR is set
    #[arg(long, value_enum, default_value_t = Color::Auto, help_heading = "Output")]
    pub(crate) color: Color,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// Tables
    Human,
    /// One JSON object
    Json,
    /// Comma-separated values (RFC 4180): table, name, successful sessions, failed sessions
    Csv,
}
