//! `mta-sts scan`.

use std::num::NonZeroU32;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{NetworkArgs, PolicyArgs, SmtpArgs};

pub(super) const EXAMPLES: &str = "\
Examples:
  mta-sts scan domains.txt --output results.ndjson
  mta-sts scan domains.txt --output results.ndjson --resume
  mta-sts scan - --no-probe --format csv < domains.txt > results.csv
  mta-sts scan domains.txt --policy-only --output survey.ndjson
  mta-sts scan domains.txt --shard 3/8 --resolver https://dns.example/dns-query
  mta-sts scan domains.txt --since yesterday.ndjson

The file has one domain a line; empty lines and lines that begin with # are skipped. Results come as domains end,
one line each, with the number of the line in the file. Memory does not grow with the list, but for --since, which
takes about 32 bytes for each domain of the old results. Ctrl-C ends a scan in order, with exit code 130; a second one
ends it at once. With --resume the exit code is that of the whole list.";

#[derive(Debug, Args)]
pub(crate) struct ScanArgs {
    /// The file of domains; - is standard input
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Do not connect to the MX hosts
    #[arg(long)]
    pub(crate) no_probe: bool,
    /// Look at the record and the policy alone, not at MX hosts, TLSRPT, SPF and DMARC
    #[arg(long)]
    pub(crate) policy_only: bool,
    /// Domains under way at once
    #[arg(long, value_name = "N", default_value_t = 64, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub(crate) domains: u32,
    /// Take only the K-th of every N domains, so that N machines share the list
    #[arg(long, value_name = "K/N", value_parser = Shard::parse)]
    pub(crate) shard: Option<Shard>,
    #[command(flatten)]
    pub(crate) network: NetworkArgs,
    /// DNS queries under way at once
    #[arg(long, value_name = "N", default_value_t = 256, help_heading = "Network", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub(crate) queries: u32,
    #[command(flatten)]
    pub(crate) policy: PolicyArgs,
    #[command(flatten)]
    pub(crate) smtp: SmtpArgs,
    #[command(flatten)]
    pub(crate) output: ScanOutputArgs,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct ScanOutputArgs {
    /// How results are written
    #[arg(long, value_enum, default_value_t = ScanFormat::Ndjson)]
    pub(crate) format: ScanFormat,
    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Go on where an earlier scan of the same list stopped, with the same --no-probe or --policy-only; needs --output
    #[arg(long, requires = "output", conflicts_with = "since")]
    pub(crate) resume: bool,
    /// Write results in the order of the list
    #[arg(long)]
    pub(crate) ordered: bool,
    /// Write only domains whose result differs from the one in this file (NDJSON) of an earlier scan with the same --no-probe or --policy-only
    #[arg(long, value_name = "FILE")]
    pub(crate) since: Option<PathBuf>,
    /// No progress and no summary
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ScanFormat {
    /// A JSON object a line
    Ndjson,
    /// Comma-separated values (RFC 4180) with a header line
    Csv,
}

/// One part of a list that several machines share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shard {
    /// Which part, from 1.
    part: NonZeroU32,
    /// How many parts there are.
    parts: NonZeroU32,
}

impl Shard {
    fn parse(text: &str) -> Result<Shard, String> {
        let numbers =
            text.split_once('/').and_then(|(k, n)| Some((k.parse().ok()?, n.parse().ok()?)));
        match numbers {
            Some((part, parts)) if part <= parts => Ok(Shard { part, parts }),
            _ => Err("give K/N, two numbers from 1 with K at most N, such as 3/8".to_owned()),
        }
    }

    /// Whether the domain at this place of the list, from 0, belongs to this part.
    pub(crate) fn takes(self, place: u64) -> bool {
        place % u64::from(self.parts.get()) == u64::from(self.part.get()) - 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_share_the_list_without_overlap() {
        let shards: Vec<Shard> =
            ["1/3", "2/3", "3/3"].iter().map(|s| Shard::parse(s).unwrap()).collect();
        for place in 0..10 {
            assert_eq!(shards.iter().filter(|shard| shard.takes(place)).count(), 1);
        }
        for bad in ["0/3", "4/3", "1", "1/0", "a/b", "-1/2"] {
            assert!(Shard::parse(bad).is_err(), "{bad}");
        }
    }
}
