//! DNS over UDP and TCP, and the wire format for DoH.

mod respond;
mod server;
mod zone;

pub(crate) use respond::{Transport, respond};
pub(crate) use server::{serve_tcp, serve_udp};
pub(crate) use zone::Zone;
