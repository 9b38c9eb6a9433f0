//! Ctrl-C, or the system, wants the program to end.

use tokio::sync::oneshot;

use crate::exit::{CliError, Exit};

/// Ready at the first signal, so that the program ends in order. At the second it ends at once: the first may have found
/// it in a write that nobody reads.
///
/// # Errors
///
/// When the system does not let signals be received.
pub(crate) fn interrupts() -> Result<oneshot::Receiver<()>, CliError> {
    let refuse =
        |error: std::io::Error| CliError::new(format!("signals cannot be received: {error}"));
    // A thread of its own, which no write holds up.
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(refuse)?;
    let mut signals = {
        let _context = runtime.enter();
        Signals::new().map_err(refuse)?
    };
    let (sender, receiver) = oneshot::channel();
    std::thread::spawn(move || {
        runtime.block_on(async {
            signals.next().await;
            // Who no longer waits is at the end already.
            let _ = sender.send(());
            signals.next().await;
            std::process::exit(Exit::Interrupted.code().into())
        })
    });
    Ok(receiver)
}

#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> std::io::Result<Signals> {
        use tokio::signal::unix::{SignalKind, signal};
        let (interrupt, terminate) =
            (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
        Ok(Signals { interrupt, terminate })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

#[cfg(windows)]
struct Signals(tokio::signal::windows::CtrlC);

#[cfg(windows)]
impl Signals {
    fn new() -> std::io::Result<Signals> {
        tokio::signal::windows::ctrl_c().map(Signals)
    }

    async fn next(&mut self) {
        self.0.recv().await;
    }
}
