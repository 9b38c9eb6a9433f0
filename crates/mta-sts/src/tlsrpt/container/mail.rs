//! RFC 8460 5.3: the parts of a mail message that hold reports.

use std::borrow::Cow;

use mail_parser::mailbox::mbox::MessageIterator;
use mail_parser::{Message, MessageParser, MessagePart, MimeHeaders, PartType};

use super::{Container, begins_with_header};

/// How deep messages are looked for in messages: forwarded as attachment, and once more.
const MAX_DEPTH: usize = 3;

/// The messages of an mbox (RFC 4155), without the lines before them.
pub(super) fn messages(mbox: &[u8]) -> Vec<Vec<u8>> {
    let mut messages: Vec<Vec<u8>> = Vec::new();
    // Reading from memory does not fail.
    for message in MessageIterator::new(mbox).flatten() {
        // Not every program quotes the lines of a text that begin with the word.
        let prose = message.internal_date() == 0 && !begins_with_header(message.contents());
        match messages.last_mut().filter(|_| prose) {
            Some(before) => before.extend_from_slice(message.contents()),
            None => messages.push(message.unwrap_contents()),
        }
    }
    messages
}

/// Contents of the parts with reports, transfer encoding undone.
pub(super) fn report_parts(message: &[u8]) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    if let Some(message) = MessageParser::default().parse(message) {
        collect(&message, MAX_DEPTH, &mut found);
    }
    found
}

fn collect(message: &Message<'_>, depth: usize, found: &mut Vec<Vec<u8>>) {
    for part in &message.parts {
        match &part.body {
            PartType::Message(inner) if depth > 0 => {
                collect(inner, depth.saturating_sub(1), found);
            }
            PartType::Message(_) | PartType::Multipart(_) => {}
            _ if holds_report(part) => found.push(part.contents().to_vec()),
            _ => {}
        }
    }
}

/// By the media types of RFC 8460 5.3; Senders that use another one are known by the part's content or name.
fn holds_report(part: &MessagePart<'_>) -> bool {
    let media_type = part.content_type().map(|t| {
        let subtype = t.subtype().unwrap_or("");
        format!("{}/{subtype}", t.ctype()).to_ascii_lowercase()
    });
    if matches!(media_type.as_deref(), Some("application/tlsrpt+gzip" | "application/tlsrpt+json"))
    {
        return true;
    }
    let contents = part.contents();
    let name = part.attachment_name().map_or(Cow::Borrowed(""), |n| n.to_ascii_lowercase().into());
    match Container::of(contents) {
        Container::Gzip => true,
        Container::Zip => name.ends_with(".zip"),
        Container::Json | Container::Mail => {
            let json = contents.trim_ascii_start().first() == Some(&b'{');
            json || name.ends_with(".json")
        }
    }
}
