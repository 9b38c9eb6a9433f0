//! `mta-sts generate DOMAIN`: everything to publish, from a few values.

use std::fs;
use std::path::Path;

use mta_sts::diagnostic::locate;
use mta_sts::generate::{GenerateInput, Generated, generate as make};

use crate::args::{Format, GenerateArgs, ModeArg};
use crate::driver::now;
use crate::exit::{CliError, Exit};
use crate::output::{print, print_json, print_json_line, say_lines};
use crate::render;
use crate::text;

pub(crate) fn generate(args: &GenerateArgs) -> Result<Exit, CliError> {
    if args.mx.is_empty() && args.mode != ModeArg::None {
        return Err(CliError::new("name the domain's MX hosts, each with --mx HOST"));
    }
    let json = matches!(args.output.format, Format::Json | Format::Ndjson);
    if json && (args.part.is_some() || args.folder.is_some()) {
        return Err(CliError::new(
            "--format json and ndjson hold every part, --part and --folder write parts as they are: leave out one of the two",
        ));
    }
    let input = GenerateInput {
        mode: args.mode.into(),
        mx: args.mx.clone(),
        max_age: args.max_age,
        rua: args.rua.clone(),
        policy_host: args.policy_host.clone(),
        id: args.id.clone(),
        ..GenerateInput::new(args.domain.as_str(), now()?)
    };
    let generated = match make(&input) {
        Ok(generated) => generated,
        Err(faults) => {
            let faults = locate("", &faults);
            say_lines(&render::findings_of(&args.output, args.domain.as_str(), &faults));
            return Ok(Exit::WrongUse);
        }
    };
    for finding in &generated.findings {
        say_lines(&render::brief(args.domain.as_str(), finding));
    }
    if let Some(folder) = &args.folder {
        write(folder, &generated)?;
        return Ok(Exit::of_findings(&generated.findings));
    }
    if let Some(part) = &args.part {
        print(&find(&generated, part)?)?;
        return Ok(Exit::of_findings(&generated.findings));
    }
    match args.output.format {
        Format::Json => print_json(&generated)?,
        Format::Ndjson => print_json_line(&generated)?,
        Format::Human | Format::Github => {
            print(&render::generated(args.output.look(), &generated))?;
        }
    }
    Ok(Exit::of_findings(&generated.findings))
}

/// The parts by name, each with the file that it goes to.
fn parts(generated: &Generated) -> Vec<(&'static str, &'static str, String)> {
    let line = |text: &str| format!("{text}\n");
    let mut parts = vec![
        ("policy", "mta-sts.txt", generated.policy.clone()),
        ("record", "record.txt", line(&generated.record.content)),
        ("zone", "zone.txt", generated.zone.clone()),
        ("curl", "curl.txt", line(&generated.curl)),
    ];
    let tlsrpt = generated.tlsrpt.iter();
    parts.extend(tlsrpt.map(|record| ("tlsrpt", "tlsrpt.txt", line(&record.content))));
    let hosting = generated.hosting.iter();
    parts.extend(hosting.map(|way| (way.server, way.config_path, way.config.clone())));
    parts
}

fn find(generated: &Generated, wanted: &str) -> Result<String, CliError> {
    let parts = parts(generated);
    let named = parts.iter().find(|(name, _, _)| name.eq_ignore_ascii_case(wanted));
    named.map(|(_, _, text)| text.clone()).ok_or_else(|| {
        if wanted.eq_ignore_ascii_case("tlsrpt") {
            return CliError::new("--part tlsrpt: say where reports go, with --rua ADDRESS");
        }
        let names: Vec<&str> = parts.iter().map(|(name, _, _)| *name).collect();
        CliError::new(format!(
            "--part {wanted}: there is no such part; take one of: {}",
            names.join(", ")
        ))
    })
}

fn write(folder: &Path, generated: &Generated) -> Result<(), CliError> {
    let mut written = String::new();
    for (name, file, content) in parts(generated) {
        // Where a server looks for its configuration is its own; here each has a folder.
        let own = Path::new(file)
            .file_name()
            .map_or_else(|| Path::new(file).into(), std::path::PathBuf::from);
        let is_hosting = generated.hosting.iter().any(|way| way.server == name);
        let path = if is_hosting { folder.join(name).join(own) } else { folder.join(own) };
        let refuse =
            |error| CliError::new(format!("{}: cannot be written: {error}", path.display()));
        path.parent().map_or(Ok(()), fs::create_dir_all).map_err(refuse)?;
        fs::write(&path, content).map_err(refuse)?;
        written.push_str(&format!("{}\n", text::line(&path.display().to_string())));
    }
    print(&written)
}
