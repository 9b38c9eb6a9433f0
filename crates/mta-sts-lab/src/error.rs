//! Why the lab cannot start.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

/// Why the lab cannot start.
#[derive(Debug)]
#[non_exhaustive]
pub enum LabError {
    /// Somebody else listens at the port.
    PortInUse {
        /// The port.
        port: u16,
        /// The option that chooses another, such as `--https-port`.
        option: &'static str,
    },
    /// The system has no such loopback address.
    NoAddress {
        /// The address wanted.
        address: SocketAddr,
    },
    /// Listening failed for another reason.
    Listen {
        /// The address wanted.
        address: SocketAddr,
        /// The reason.
        source: io::Error,
    },
    /// Certificates could not be made.
    Certificate(String),
    /// The table has an entry that cannot be served.
    Table(String),
    /// A file or folder cannot be read or written.
    File {
        /// Which.
        path: PathBuf,
        /// The reason.
        source: io::Error,
    },
    /// The threads that serve could not be started.
    Runtime(io::Error),
}

impl fmt::Display for LabError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LabError::PortInUse { port, option } => {
                write!(f, "port {port} is already in use; choose another with {option} N")
            }
            LabError::NoAddress { address } => write!(
                f,
                "this system has no loopback address {}: the lab needs 127.0.1.1 and those after it \
                 (Linux has them; elsewhere add them to the loopback interface)",
                address.ip()
            ),
            LabError::Listen { address, source } => {
                write!(f, "cannot listen at {address}: {source}")
            }
            LabError::Certificate(detail) => write!(f, "cannot make a certificate: {detail}"),
            LabError::Table(detail) => write!(f, "bad entry in the table of domains: {detail}"),
            LabError::File { path, source } => write!(f, "{}: {source}", path.display()),
            LabError::Runtime(source) => write!(f, "cannot start: {source}"),
        }
    }
}

impl std::error::Error for LabError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            LabError::Listen { source, .. }
            | LabError::File { source, .. }
            | LabError::Runtime(source) => Some(source),
            _ => None,
        }
    }
}
