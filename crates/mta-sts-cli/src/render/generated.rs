//! Everything that `generate` makes, part by part.

use mta_sts::generate::Generated;

use super::style::{Look, wrapped};

pub(crate) fn generated(look: Look, generated: &Generated) -> String {
    let mut out = part(look, "Policy (mta-sts.txt)", &generated.policy);
    out.push_str(&part(look, "DNS records, as in a zone file", &generated.zone));
    out.push_str(&part(look, "Look at what Senders get", &generated.curl));
    out.push_str(&format!("{}\n", look.bold("Ways to serve the policy")));
    for way in &generated.hosting {
        let words = format!("--part {:<12} {}", format!("'{}'", way.server), way.note);
        out.push_str(&wrapped(2, &words));
    }
    out
}

fn part(look: Look, title: &str, text: &str) -> String {
    let lines: String = text.lines().map(|line| format!("{line}\n")).collect();
    format!("{}\n{lines}\n", look.bold(title))
}
