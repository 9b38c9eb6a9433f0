//! `mta-sts diff OLD NEW`.

use mta_sts::diagnostic::locate;
use mta_sts::diff::{Snapshot, diff as compare};

use crate::args::DiffArgs;
use crate::exit::{CliError, Exit};
use crate::output::print;
use crate::render;

use super::files::{name, read_text};

pub(crate) fn diff(args: &DiffArgs) -> Result<Exit, CliError> {
    let snapshot = |path, id: &Option<String>, otherwise: &str| {
        let policy = String::from_utf8_lossy(&read_text(path)?).into_owned();
        Ok(Snapshot { policy, id: id.clone().unwrap_or_else(|| otherwise.to_owned()) })
    };
    let before: Snapshot = snapshot(&args.old, &args.old_id, "")?;
    let unknown = if before.id.is_empty() { "another" } else { "" };
    let after = snapshot(&args.new, &args.new_id, unknown)?;
    let mut found = compare(&before, &after, &args.mx);
    if args.new_id.is_none() {
        // The ids are not known, so nothing can be said of them.
        found.retain(|diagnostic| diagnostic.code.slug() != "diff/id-only");
    }
    let findings = locate("", &found);
    print(&render::findings(&args.output, &name(&args.new), "", &findings, "no change")?)?;
    Ok(Exit::of_findings(&findings))
}
