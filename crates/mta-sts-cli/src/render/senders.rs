//! The outcome of `senders`: what becomes of mail, Sender by Sender, the worst first.

use mta_sts::check::Outcome as Verdict;
use mta_sts::senders::{Outcome, SenderView, Source};

use super::style::{Look, headed};

/// Where the reason begins.
const COLUMN: usize = 4;

pub(crate) fn senders(look: Look, views: &[SenderView]) -> String {
    let mut out = String::new();
    let groups = [
        (Outcome::MailRefused, Verdict::Fail, "Mail is refused"),
        (Outcome::Unprotected, Verdict::Warn, "Mail goes out unprotected"),
        (Outcome::NotTested, Verdict::NotTested, "Not tested"),
        (Outcome::Protected, Verdict::Pass, "Mail is protected"),
    ];
    for (outcome, verdict, title) in groups {
        let group: Vec<&SenderView> = views.iter().filter(|view| view.outcome == outcome).collect();
        if group.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&format!("{} {}\n", look.sign(verdict), look.bold(title)));
        for view in group {
            let words =
                format!("{}: {} ({})", view.sender.product, view.why, source(view.sender.source));
            out.push_str(&headed(COLUMN, "  -", str::to_owned, &words));
        }
    }
    out
}

fn source(source: Source) -> &'static str {
    match source {
        Source::Standard => "the standard",
        Source::Measured => "measured",
        Source::Documented => "documented",
        Source::Reported => "reported",
    }
}
