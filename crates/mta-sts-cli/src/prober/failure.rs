//! Why a part of a session was lost.

use std::future::Future;
use std::io::{Error, ErrorKind, Result};
use std::time::Duration;

use mta_sts::probe::{Lost, Phase, ProbeResult};
use tokio::time::timeout;

/// What kind of loss, and the words for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Failure {
    pub(super) reason: Lost,
    pub(super) detail: String,
}

impl Failure {
    pub(super) fn late(limit: Duration) -> Failure {
        let detail = format!("no complete answer within {} s", limit.as_secs_f32());
        Failure { reason: Lost::TimedOut, detail }
    }

    pub(super) fn of(error: &Error) -> Failure {
        let reason = match error.kind() {
            ErrorKind::ConnectionRefused => Lost::Refused,
            ErrorKind::TimedOut => Lost::TimedOut,
            ErrorKind::InvalidData => Lost::NotSmtp,
            ErrorKind::NetworkUnreachable
            | ErrorKind::HostUnreachable
            | ErrorKind::NetworkDown
            | ErrorKind::AddrNotAvailable
            | ErrorKind::PermissionDenied
            | ErrorKind::Unsupported => Lost::NoRoute,
            _ => Lost::Closed,
        };
        Failure { reason, detail: error.to_string() }
    }

    pub(super) fn at(self, phase: Phase) -> ProbeResult {
        ProbeResult::Unreachable { phase, reason: self.reason, detail: self.detail }
    }
}

/// Bounds a part of a session.
pub(super) async fn within<T>(
    limit: Duration,
    work: impl Future<Output = Result<T>>,
) -> std::result::Result<T, Failure> {
    match timeout(limit, work).await {
        Err(_) => Err(Failure::late(limit)),
        Ok(outcome) => outcome.map_err(|error| Failure::of(&error)),
    }
}
