//! The table of Senders, a file for each language, whose library functions decide much of what is read.

mod common;
mod go;
mod javascript;
mod operators;
mod python;
mod rust;

use super::Sender;

/// Senders first, then libraries and checkers.
pub(super) static ALL: [&Sender; 20] = [
    &operators::STRICT,
    &operators::GOOGLE,
    &operators::MICROSOFT,
    &operators::MIMECAST,
    &python::SNAWOOT,
    &go::TLSPOL,
    &rust::STALWART,
    &rust::KUMO,
    &go::MOX,
    &go::CHASQUID,
    &go::MADDY,
    &javascript::MAILAUTH,
    &rust::MAILRS,
    &rust::MAIL_AUTH,
    &go::RESTMAIL,
    &go::EFF,
    &python::CHECKDMARC,
    &python::AYKEVL,
    &javascript::MTASTS_SOLUTION,
    &javascript::BV_MCP,
];
