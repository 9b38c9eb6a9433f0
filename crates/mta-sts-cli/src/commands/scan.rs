//! `mta-sts scan FILE|-`.

use std::time::{Duration, Instant};

use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;
use futures_util::stream::{FuturesUnordered, StreamExt};
use mta_sts::check::{Check, CheckOptions};
use tokio::sync::mpsc;

use crate::args::ScanArgs;
use crate::driver::drive;
use crate::exit::{CliError, Exit};
use crate::output::{say, say_lines};
use crate::scan::{Done, Entry, List, Listed, Meter, SharedHost, Since, Sink, Stop, Summary};
use crate::text::plural;

use super::{NO_END, network};

/// Lines read ahead.
const AHEAD: usize = 256;
/// In order, so many results for each domain under way may wait for an earlier one.
const WAITING: usize = 16;
/// Results reach the output at the latest after this time.
const FLUSH: Duration = Duration::from_millis(200);

pub(crate) async fn scan(args: ScanArgs) -> Result<Exit, CliError> {
    let (done, total) = prepare(&args).await?;
    let since = args.output.since.as_deref().map(Since::read).transpose()?;
    let host = network::host(&args.network, &args.policy, &args.smtp).await?;
    let host = SharedHost::new(host, args.queries);
    let meter = Meter::new(total, done.count(), args.output.quiet);
    let mut run = Run { args: &args, host: &host, done, since, meter, summary: Summary::default() };
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
async fn prepare(args: &ScanArgs) -> Result<(Done, Option<u64>), CliError> {
    let done = match &args.output.output {
        Some(path) if args.output.resume => Done::read(path, args.output.format)?,
        _ => Done::default(),
    };
    if args.file.as_os_str() == "-" {
        return Ok((done, None));
    }
    let mut list = List::open(&args.file, args.shard).await?;
    let (mut total, mut sum) = (0, 0);
    while let Some(listed) = list.next().await? {
        total += 1;
        sum = done.checked(sum, &listed, args.output.format);
    }
    if !done.belongs_to(sum) {
        return Err(CliError::new(format!(
            "--resume: the results are of another list or shard than {}; resume with what they were made from",
            args.file.display()
        )));
    }
    Ok((done, Some(total)))
}

/// A scan under way.
struct Run<'a> {
    args: &'a ScanArgs,
    host: &'a SharedHost,
    done: Done,
    since: Option<Since>,
    meter: Meter,
    summary: Summary,
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
        let list = List::open(&self.args.file, self.args.shard).await?;
        let mut listed = Some(read_ahead(list));
        let mut open: FuturesUnordered<LocalBoxFuture<'_, Ended>> = FuturesUnordered::new();
        let mut flush = tokio::time::interval(FLUSH);
        let mut interrupted = std::pin::pin!(interrupted());
        let mut turn = 0;
        let ScanArgs { no_probe, policy_only, .. } = *self.args;
        let (host, options) = (self.host, CheckOptions { probe: !no_probe, policy_only });
        while listed.is_some() || !open.is_empty() {
            let room = open.len() < parallel && sink.waiting() < parallel.saturating_mul(WAITING);
            tokio::select! {
                () = &mut interrupted => return Ok(false),
                Some((turn, entry)) = open.next(), if !open.is_empty() => self.ended(sink, turn, entry?)?,
                next = next(&mut listed), if room && listed.is_some() => match next.transpose()? {
                    None => listed = None,
                    Some(one) if self.done.has(one.line) => {}
                    Some(one) => {
                        let checked = async move { (turn, check(host, &one, options).await) };
                        open.push(checked.boxed_local());
                        turn += 1;
                    }
                },
                _ = flush.tick() => sink.flush()?,
            }
        }
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
    let domain = match &listed.domain {
        Ok(domain) => domain.clone(),
        Err(reason) => return Ok(Entry::invalid(listed, reason)),
    };
    let mut check = Check::new(domain, options);
    drive(&mut check, |request| host.answer(request), |_, _| {}).await?;
    let report = check.report().ok_or_else(|| CliError::new(NO_END))?;
    Ok(Entry::of(listed.line, report))
}

/// Reads the list beside the checks: it may come from a slow pipe.
fn read_ahead(mut list: List) -> mpsc::Receiver<Result<Listed, CliError>> {
    let (sender, receiver) = mpsc::channel(AHEAD);
    tokio::spawn(async move {
        while let Some(listed) = list.next().await.transpose() {
            let failed = listed.is_err();
            // The scan may have ended before the list.
            if sender.send(listed).await.is_err() || failed {
                return;
            }
        }
    });
    receiver
}

async fn next(
    listed: &mut Option<mpsc::Receiver<Result<Listed, CliError>>>,
) -> Option<Result<Listed, CliError>> {
    listed.as_mut()?.recv().await
}

/// Ends when the user, or the system, wants the scan to end.
async fn interrupted() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => return,
                _ = terminate.recv() => return,
            }
        }
    }
    // Where signals cannot be had, there is nothing to wait for.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
