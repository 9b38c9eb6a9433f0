//! `cargo xtask demo`: the whole chain on one machine, with the lab as its network.

mod once;
mod running_lab;

use std::path::Path;
use std::process::Command;
use std::sync::mpsc;
use std::time::Duration;

use clap::Args;

use crate::build;
use crate::failure::{Context, Failure};
use crate::paths;
use crate::process::shown;

use running_lab::RunningLab;

#[derive(Args)]
pub(crate) struct DemoArgs {
    /// Check one lab domain through the npm module and the CLI, print both reports, and end
    #[arg(long)]
    once: bool,
    /// DNS over UDP and TCP, on 127.0.0.1
    #[arg(long, value_name = "N", default_value_t = 8053)]
    dns_port: u16,
    /// Policy hosts, DNS over HTTPS and the page over HTTPS
    #[arg(long, value_name = "N", default_value_t = 8443)]
    https_port: u16,
    /// The page, DNS over HTTPS and the relay, without TLS
    #[arg(long, value_name = "N", default_value_t = 8080)]
    http_port: u16,
    /// MX hosts
    #[arg(long, value_name = "N", default_value_t = 8025)]
    smtp_port: u16,
}

/// Domains to try, with what they show.
const TRY: [(&str, &str); 3] = [
    ("good.test", "everything in order"),
    ("redirect.test", "a Policy Host that redirects"),
    ("expired-mx.test", "an expired certificate at the MX host (the CLI sees it)"),
];

pub(crate) fn run(args: &DemoArgs) -> Result<(), Failure> {
    build::run()?;
    build_programs()?;
    if args.once {
        return once::run();
    }
    let ports = [args.dns_port, args.https_port, args.http_port, args.smtp_port];
    let (stop, stopped) = mpsc::channel();
    let signalled = move || stop.send(()).unwrap_or_default();
    ctrlc::set_handler(signalled).context(|| "cannot catch Ctrl-C".to_owned())?;
    let mut lab = RunningLab::start(ports, Some(&paths::root().join("www")))?;
    println!("{}", welcome(&lab));
    loop {
        if stopped.recv_timeout(Duration::from_millis(200)).is_ok() {
            println!("\nstopping the lab");
            return lab.stop();
        }
        lab.check_alive()?;
    }
}

/// The lab and the CLI.
pub(crate) fn build_programs() -> Result<(), Failure> {
    println!("building the lab and the CLI …");
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(paths::root());
    command.args(["build", "--quiet", "-p", "mta-sts-lab", "-p", "mta-sts-cli"]);
    match shown(&mut command)? {
        (true, _) => Ok(()),
        (false, _) => Err(Failure::new("the lab and the CLI do not compile; see above")),
    }
}

fn welcome(lab: &RunningLab) -> String {
    let domains = TRY.map(|(domain, shows)| format!("  {domain:<16} {shows}")).join("\n");
    let page = lab.page();
    let cli = relative(&paths::program("mta-sts"));
    let list = relative(&paths::program("mta-sts-lab"));
    let flags = lab.cli_flags().join(" ");
    format!(
        "\nThe page:  {page}\n\nDomains to try ({list} list shows all):\n{domains}\n\n\
         The same in the terminal:\n  {cli} check good.test {flags}\n\n\
         Press Ctrl-C to end."
    )
}

fn relative(path: &Path) -> String {
    path.strip_prefix(paths::root()).unwrap_or(path).display().to_string()
}
