//! The lab as a program.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};
use mta_sts_lab::{Lab, LabError, LabOptions};

/// A mail world on loopback in which every MTA-STS fault is a domain name
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List the domains and what each shows
    List {
        /// How to print them
        #[arg(long, value_enum, default_value_t = Format::Human)]
        format: Format,
    },
    /// Serve them until Ctrl-C or SIGTERM
    Serve(Serve),
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// A table for people
    Human,
    /// JSON, with the outcome of each step that a check should find
    Json,
}

#[derive(Debug, Args)]
struct Serve {
    /// DNS over UDP and TCP at 127.0.0.1; 0 for any free port
    #[arg(long, value_name = "N", default_value_t = 8053)]
    dns_port: u16,
    /// HTTPS at 127.0.0.1 (policy hosts, dns.test, page.test, relay.test by SNI); 0 for any free port
    #[arg(long, value_name = "N", default_value_t = 8443)]
    https_port: u16,
    /// Plain HTTP at 127.0.0.1 (/dns-query, /relay, the page); 0 for any free port
    #[arg(long, value_name = "N", default_value_t = 8080)]
    http_port: u16,
    /// SMTP at 127.0.1.1 and those after it; 0 for any free port
    #[arg(long, value_name = "N", default_value_t = 8025)]
    smtp_port: u16,
    /// Serve the static files of this folder as the page
    #[arg(long, value_name = "DIR")]
    www: Option<PathBuf>,
    /// Write the CA's certificate (PEM) to this file
    #[arg(long, value_name = "FILE")]
    ca: Option<PathBuf>,
    /// When everything listens, write where, as JSON, to this file
    #[arg(long, value_name = "FILE")]
    ready: Option<PathBuf>,
}

fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::List { format } => print_list(format),
        Command::Serve(options) => serve(options),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("mta-sts-lab: {error}");
            ExitCode::from(2)
        }
    }
}

fn print_list(format: Format) -> Result<(), LabError> {
    let list = mta_sts_lab::list();
    let mut out = std::io::stdout().lock();
    // A reader that closes the pipe has seen enough.
    let _ = match format {
        Format::Json => match serde_json::to_string_pretty(&list) {
            Ok(json) => writeln!(out, "{json}"),
            Err(error) => Err(error.into()),
        },
        Format::Human => {
            let width = list.iter().map(|listed| listed.domain.len()).max().unwrap_or(0);
            list.iter()
                .try_for_each(|listed| writeln!(out, "{:width$}  {}", listed.domain, listed.shows))
        }
    };
    Ok(())
}

fn serve(options: Serve) -> Result<(), LabError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(LabError::Runtime)?;
    // Listen for signals before anything else is promised.
    let stop = {
        let _guard = runtime.enter();
        stop_signal().map_err(LabError::Runtime)?
    };

    let lab = Lab::start(LabOptions {
        dns_port: options.dns_port,
        https_port: options.https_port,
        http_port: options.http_port,
        smtp_port: options.smtp_port,
        www: options.www,
        ..LabOptions::default()
    })?;

    let ca_file = options.ca.clone().unwrap_or_else(|| {
        std::env::temp_dir().join(format!("mta-sts-lab-{}.pem", std::process::id()))
    });
    write_whole(&ca_file, lab.ca_pem())?;
    let ca_file = std::path::absolute(&ca_file).unwrap_or(ca_file);
    let ready = lab.ready(&ca_file.to_string_lossy());
    if let Some(path) = &options.ready {
        let json = serde_json::to_string_pretty(&ready)
            .map_err(|error| LabError::File { path: path.clone(), source: error.into() })?;
        write_whole(path, &format!("{json}\n"))?;
    }

    let mut out = std::io::stdout().lock();
    let _ = writeln!(
        out,
        "{} domains of the lab, such as good.test (mta-sts-lab list shows all)\n\
         DNS     {} (UDP and TCP), {}\n\
         HTTPS   127.0.0.1:{} by SNI: mta-sts.good.test, dns.test, page.test, relay.test\n\
         HTTP    {} (relay: {})\n\
         SMTP    127.0.1.N:{}\n\
         CA      {}\n\
         Ctrl-C stops it",
        mta_sts_lab::list().len(),
        ready.dns,
        ready.plain_doh,
        ready.https,
        ready.page,
        ready.relay,
        ready.smtp,
        ready.ca_pem,
    );
    drop(out);

    runtime.block_on(stop);
    drop(lab);
    if options.ca.is_none() {
        let _ = std::fs::remove_file(&ca_file);
    }
    Ok(())
}

/// Writes a file so that no reader ever sees half of it.
fn write_whole(path: &Path, text: &str) -> Result<(), LabError> {
    let mut temporary = path.as_os_str().to_owned();
    temporary.push(format!(".{}.tmp", std::process::id()));
    let temporary = PathBuf::from(temporary);
    std::fs::write(&temporary, text)
        .and_then(|()| std::fs::rename(&temporary, path))
        .map_err(|source| LabError::File { path: path.to_owned(), source })
}

/// Ends when the program is asked to stop.
#[cfg(unix)]
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Ends when the program is asked to stop.
#[cfg(not(unix))]
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}
