//! A mail world on loopback in which every MTA-STS fault is a domain name.
//!
//! DNS (UDP, TCP, DoH), policy hosts (HTTPS), MX hosts (SMTP with STARTTLS) and a throwaway CA, without root, all
//! names under `.test`. The table of domains is [`scenarios`]; [`Lab::start`] runs them all.
//!
//! ```no_run
//! use mta_sts_lab::{Lab, LabOptions};
//!
//! let lab = Lab::start(LabOptions::default())?; // free ports; stops when dropped
//! println!("ask {} about good.test, trusting {}", lab.dns(), lab.ca_pem());
//! # Ok::<(), mta_sts_lab::LabError>(())
//! ```

mod bind;
mod certificates;
mod dns;
mod error;
mod http;
mod lab;
mod limits;
mod list;
mod ready;
pub mod scenarios;
mod smtp;
mod topology;

pub use error::LabError;
pub use lab::{Lab, LabOptions};
pub use list::{Listed, list};
pub use ready::Ready;
