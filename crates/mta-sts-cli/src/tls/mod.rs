//! TLS: which roots are trusted, what a server presents, and what is wrong with it.

mod chain;
mod config;
mod facts;
mod issuer;
mod known;
mod roots;
mod staple;

pub(crate) use chain::chain_verdict;
pub(crate) use config::{Client, Presented};
pub(crate) use facts::certificate_facts;
pub(crate) use known::Known;
pub(crate) use roots::RootsChoice;
pub(crate) use staple::staple;
