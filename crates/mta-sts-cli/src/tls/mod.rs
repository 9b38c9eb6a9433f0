//! TLS: which roots are trusted, what a server presents, and what is wrong with it.

mod chain;
mod config;
mod facts;
mod roots;

pub(crate) use chain::chain_verdict;
pub(crate) use config::Client;
pub(crate) use facts::certificate_facts;
pub(crate) use roots::RootsChoice;
