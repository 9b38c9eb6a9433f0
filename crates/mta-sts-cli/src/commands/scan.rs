//! `mta-sts scan FILE|-`.

use std::time::{Duration, Instant};

use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;
use futures_util::stream::{FuturesUnordered, StreamExt};
use mta_sts::check::{Check, CheckOptions};
use tokio::sync::{mpsc, oneshot};

use crate::args::ScanArgs;
use crate::driver::drive;
use crate::exit::{CliError, Exit};
use crate::output::{say, say_lines};
use crate::scan::{
    Done, Entry, List, Listed, Meter, Scope, SharedHost, Since, Sink, Stop, Summary, keep_inputs,
};
use crate::text::plural;

use super::{NO_END, network};

/// Lines read ahead.
const AHEAD: usize = 256;
/// In order, so many results for each domain under way may wait for an earlier one.
const WAITING: usize = 16;
/// Results reach the output at the latest after this time.
const FLUSH: Duration = Duration::from_millis(200);

pub(crate) async fn scan(
    args: ScanArgs,
    interrupted: oneshot::Receiver<()>,
) -> Result<Exit, CliError> {
    keep_inputs(&args)?;
    let options = CheckOptions { probe: !args.no_probe, policy_only: args.policy_only };
    let scope = Scope::of(options);
    let (mut done, total) = prepare(&args, scope)?;
    let since = args.output.since.as_deref().map(|path| Since::read(path, scope)).transpose()?;
    let host = network::host(&args.network, &args.policy, &args.smtp).await?;
    let host = SharedHost::new(host, args.queries);
    let meter = Meter::new(total, done.count(), args.output.quiet);
    let summary = Summary::behind(done.take_verdicts());
    let mut run =
        Run { args: &args, host: &host, options, done, since, meter, summary, interrupted };
    let start = Instant::now();
    let ended = run.run().await;
    let Run { mut summary, meter, .. } = run;
    meter.clear();
    summary.took = start.elapsed();
    (summary.queries, summary.probes) = (host.queries(), host.probed());
    if !args.output.quiet {
        say_lines(&summary.to_string());
    }
    match ended {
        Ok(true) => Ok(summary.exit()),
        Ok(false) => {
            let how = match &args.output.output {
                Some(_) => "the same command with --resume goes on from here",
                None => "with --output FILE, --resume could go on from here",
            };
            let domains = plural(summary.domains(), "domain");
            say(&format!("interrupted after {domains}; {how}"));
            Ok(Exit::Interrupted)
        }
        Err(Stop::Closed) => Err(CliError::new(format!(
            "the output was closed by its reader after {}",
            plural(summary.domains(), "domain")
        ))),
        Err(Stop::Failed(error)) => Err(error),
    }
}

/// What is done already, and how many domains there are in all, where that can be known before.
fn prepare(args: &ScanArgs, scope: Scope) -> Result<(Done, Option<u64>), CliError> {
    let format = args.output.format;
    let done = match &args.output.output {
        Some(path) if args.output.resume => Done::read(path, format, scope)?,
        _ => Done::default(),
    };
    // What comes through a pipe can be read but once.
    if !args.file.metadata().is_ok_and(|about| about.is_file()) {
        return Ok((done, None));
    }
    let mut list = List::open(&args.file, args.shard)?;
    let (mut total, mut sum) = (0, 0);
    while let Some(listed) = list.next()? {
        total += 1;
        sum = done.checked(sum, &listed, format);
    }
    same_list(&done, sum, args)?;
    Ok((done, Some(total)))
}

fn same_list(done: &Done, sum: u64, args: &ScanArgs) -> Result<(), CliError> {
    if done.belongs_to(sum) {
        return Ok(());
    }
    Err(CliError::new(format!(
        "--resume: the results are of another list or shard than {}; resume with what they were made from",
        args.file.display()
    )))
}

/// A scan under way.
struct Run<'a> {
    args: &'a ScanArgs,
    host: &'a SharedHost,
    options: CheckOptions,
    done: Done,
    since: Option<Since>,
    meter: Meter,
    summary: Summary,
    interrupted: oneshot::Receiver<()>,
}

/// A result and its turn in the list.
type Ended = (u64, Result<Entry, CliError>);

impl Run<'_> {
    /// True at the end of the list, false when interrupted.
    async fn run(&mut self) -> Result<bool, Stop> {
        let ScanArgs { output, .. } = self.args;
        let mut sink =
            Sink::open(output.output.as_deref(), output.resume, output.format, output.ordered)?;
        let ended = self.domains(&mut sink).await;
        // What has ended is written, whatever ended the scan.
        sink.flush()?;
        ended
    }

    async fn domains(&mut self, sink: &mut Sink) -> Result<bool, Stop> {
        let parallel = usize::try_from(self.args.domains).unwrap_or(usize::MAX);
        let list = List::open(&self.args.file, self.args.shard)?;
        let mut listed = Some(read_ahead(list));
        let mut open: FuturesUnordered<LocalBoxFuture<'_, Ended>> = FuturesUnordered::new();
        let mut flush = tokio::time::interval(FLUSH);
        let (mut turn, mut sum) = (0, 0);
        let (host, options) = (self.host, self.options);
        while listed.is_some() || !open.is_empty() {
            let room = open.len() < parallel && sink.waiting() < parallel.saturating_mul(WAITING);
            tokio::select! {
                Ok(()) = &mut self.interrupted => return Ok(false),
                Some((turn, entry)) = open.next(), if !open.is_empty() => self.ended(sink, turn, entry?)?,
                next = next(&mut listed), if room && listed.is_some() => match next? {
                    None => listed = None,
                    Some(one) if self.done.has(one.line) => {
                        sum = self.done.checked(sum, &one, self.args.output.format);
                    }
                    Some(one) => {
                        let checked = async move { (turn, check(host, &one, options).await) };
                        open.push(checked.boxed_local());
                        turn += 1;
                    }
                },
                _ = flush.tick() => sink.flush()?,
            }
        }
        same_list(&self.done, sum, self.args)?;
        Ok(true)
    }

    fn ended(&mut self, sink: &mut Sink, turn: u64, entry: Entry) -> Result<(), Stop> {
        self.summary.add(&entry);
        self.meter.done(&self.summary);
        let wanted = self.since.as_ref().is_none_or(|since| since.differs(&entry));
        sink.put(turn, wanted.then_some(entry))
    }
}

async fn check(
    host: &SharedHost,
    listed: &Listed,
    options: CheckOptions,
) -> Result<Entry, CliError> {
    let scope = Scope::of(options);
    let domain = match &listed.domain {
        Ok(domain) => domain.clone(),
        Err(reason) => return Ok(Entry::invalid(listed, reason, scope)),
    };
    let mut check = Check::new(domain, options);
    drive(&mut check, |request| host.answer(request), |_, _| {}).await?;
    let report = check.report().ok_or_else(|| CliError::new(NO_END))?;
    Ok(Entry::of(listed.line, report, scope))
}

/// The list, read ahead; `None` at its end.
type Ahead = mpsc::Receiver<Result<Option<Listed>, CliError>>;

/// Reads the list beside the checks. It may come from a pipe that nobody ends: a thread of its own is not waited for.
fn read_ahead(mut list: List) -> Ahead {
    let (sender, receiver) = mpsc::channel(AHEAD);
    std::thread::spawn(move || {
        loop {
            let listed = list.next();
            let is_last = !matches!(listed, Ok(Some(_)));
            // The scan may have ended before the list.
            if sender.blocking_send(listed).is_err() || is_last {
                return;
            }
        }
    });
    receiver
}

async fn next(listed: &mut Option<Ahead>) -> Result<Option<Listed>, CliError> {
    let Some(listed) = listed else { return Ok(None) };
    let cut_off = || Err(CliError::new("the list was not read to its end"));
    listed.recv().await.unwrap_or_else(cut_off)
}
