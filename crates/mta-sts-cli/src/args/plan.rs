//! `mta-sts plan`.

use std::path::PathBuf;
use std::str::FromStr;

use clap::Args;
use mta_sts::{DomainName, Timestamp};

use super::OutputArgs;
use super::common::id;
use super::generate::ModeArg;
use crate::expectations::seconds;
use crate::names;

pub(super) const EXAMPLES: &str = "\
Examples:
  mta-sts plan example.com --to-mx mail.example.com
  mta-sts plan example.com --policy mta-sts.txt --id 20260101 --mx old.example.com --to-mx new.example.com
  mta-sts plan example.com --policy mta-sts.txt --id 20260101 --to-mode enforce --to-max-age 4w
  mta-sts plan example.com --policy mta-sts.txt --id 20260101 --earlier old.txt=2026-01-01T00:00:00Z --remove

Each step has two times: the usual one is safe with Senders whose DNS and HTTPS work, the certain one with all.
A step taken later than its time moves all that follow by as much.";

#[derive(Debug, Args)]
pub(crate) struct PlanArgs {
    /// The domain
    #[arg(value_parser = names::domain)]
    pub(crate) domain: DomainName,
    /// The policy as it is served today; without it, the plan is for a first one
    #[arg(long, value_name = "FILE", requires = "id", help_heading = "Today")]
    pub(crate) policy: Option<PathBuf>,
    /// The id of the record today
    #[arg(long, value_parser = id, requires = "policy", help_heading = "Today")]
    pub(crate) id: Option<String>,
    /// An earlier policy, when it was served for the last time (RFC 3339), and its id where that is known; may be
    /// repeated
    #[arg(long, value_name = "FILE=TIME[,ID]", value_parser = Earlier::parse, help_heading = "Today")]
    pub(crate) earlier: Vec<Earlier>,
    /// An MX host of today; may be repeated
    #[arg(long, value_name = "HOST", value_parser = names::domain, help_heading = "Today")]
    pub(crate) mx: Vec<DomainName>,
    /// TTL of the TXT record
    #[arg(long, value_name = "DURATION", default_value = "1d", value_parser = seconds, help_heading = "Today")]
    pub(crate) record_ttl: u32,
    /// TTL of the MX records
    #[arg(long, value_name = "DURATION", default_value = "1d", value_parser = seconds, help_heading = "Today")]
    pub(crate) mx_ttl: u32,
    /// TTL of the Policy Host's records
    #[arg(long, value_name = "DURATION", default_value = "1d", value_parser = seconds, help_heading = "Today")]
    pub(crate) policy_host_ttl: u32,
    /// When the first step is taken (RFC 3339) [default: now]
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub(crate) at: Option<Timestamp>,
    /// No MTA-STS any more; needs --policy and --id, or, where the record is gone already, --earlier
    #[arg(long, conflicts_with_all = ["to_mode", "to_max_age", "to_mx", "to_policy_host"], help_heading = "Wanted")]
    pub(crate) remove: bool,
    /// The mode
    #[arg(long, value_enum, value_name = "MODE", help_heading = "Wanted")]
    pub(crate) to_mode: Option<ModeArg>,
    /// The max_age
    #[arg(long, value_name = "DURATION", value_parser = seconds, help_heading = "Wanted")]
    pub(crate) to_max_age: Option<u32>,
    /// An MX host that the domain is to have; all of them, one after the other
    #[arg(long, value_name = "HOST", value_parser = names::domain, help_heading = "Wanted")]
    pub(crate) to_mx: Vec<DomainName>,
    /// Where the Policy Host is to point by CNAME
    #[arg(long, value_name = "HOST", value_parser = names::domain, help_heading = "Wanted")]
    pub(crate) to_policy_host: Option<DomainName>,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

fn time(text: &str) -> Result<Timestamp, String> {
    Timestamp::from_str(text).map_err(|error| format!("{error}; write it as 2026-01-31T12:00:00Z"))
}

/// A policy that caches may still hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Earlier {
    pub(crate) file: PathBuf,
    pub(crate) last_served: Timestamp,
    pub(crate) id: Option<String>,
}

impl Earlier {
    fn parse(text: &str) -> Result<Earlier, String> {
        let (file, rest) = text.rsplit_once('=').ok_or("give FILE=TIME or FILE=TIME,ID")?;
        let (at, own) = rest.split_once(',').map_or((rest, None), |(at, id)| (at, Some(id)));
        let own = own.map(id).transpose()?;
        Ok(Earlier { file: PathBuf::from(file), last_served: time(at)?, id: own })
    }
}
