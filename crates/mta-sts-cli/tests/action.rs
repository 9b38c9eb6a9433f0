//! The GitHub Action's script with an archive laid out as a release's: what it asks `gh` for, and that it runs nothing whose
//! origin is not attested. Only `gh` is a stand-in; the program in the archive is this one.

#![cfg(target_os = "linux")]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Writes down how it is called, hands out the archive, and attests as told.
const GH: &str = "#!/bin/sh
printf '%s\\n' \"$*\" >>\"$WORKSHOP/calls\"
case $1 in
release) cp \"$WORKSHOP\"/mta-sts-*.tar.gz . ;;
attestation) exit \"$ATTESTED\" ;;
esac
";

/// A folder with `gh` and the archive; gone when the test is.
struct Workshop(PathBuf);

impl Workshop {
    fn new(name: &str) -> Workshop {
        let folder = std::env::temp_dir().join(format!("mta-sts-{name}-{}", std::process::id()));
        let packed = "mta-sts-1.2.3-x86_64-unknown-linux-musl";
        fs::create_dir_all(folder.join(packed)).unwrap();
        fs::copy(env!("CARGO_BIN_EXE_mta-sts"), folder.join(packed).join("mta-sts")).unwrap();
        let archive = format!("{packed}.tar.gz");
        let tar =
            Command::new("tar").current_dir(&folder).args(["-czf", &archive, packed]).status();
        assert!(tar.unwrap().success());
        fs::write(folder.join("gh"), GH).unwrap();
        fs::set_permissions(folder.join("gh"), fs::Permissions::from_mode(0o755)).unwrap();
        Workshop(folder)
    }

    /// Runs the script as the action does.
    fn run(&self, inputs: &[(&str, &str)]) -> Output {
        let script =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../../.github/actions/check/run.sh");
        let path = std::env::var("PATH").unwrap();
        let mut command = Command::new("bash");
        command.arg(script).env("PATH", format!("{}:{path}", self.0.display()));
        command.env("WORKSHOP", &self.0).env("RUNNER_TEMP", &self.0).env("ATTESTED", "0");
        command.env("RUNNER_OS", "Linux").env("RUNNER_ARCH", "X64").env("REPOSITORY", "some/fork");
        command.envs(inputs.iter().copied()).output().unwrap()
    }

    fn calls(&self) -> String {
        fs::read_to_string(self.0.join("calls")).unwrap_or_default()
    }
}

impl Drop for Workshop {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&[output.stdout.as_slice(), &output.stderr].concat()).into_owned()
}

#[test]
fn it_runs_an_attested_release_with_its_inputs() {
    let shop = Workshop::new("action");
    // What is wrong is told by the program itself, before it asks the network.
    let inputs = [
        ("DOMAIN", "--version"),
        ("VERSION", "v1.2.3"),
        ("EXPECT", "mode=enforce"),
        ("MIN_MAX_AGE", "14d"),
        ("MIN_CERT_DAYS", "14"),
        ("FAIL_ON", "error"),
        ("PROBE", "true"),
    ];
    let run = shop.run(&inputs);
    assert_eq!(run.status.code(), Some(2), "{}", told(&run));
    assert!(told(&run).contains("invalid value '--version' for '<DOMAIN>'"), "{}", told(&run));
    let [download, attestation] =
        shop.calls().lines().map(str::to_owned).collect::<Vec<_>>().try_into().unwrap();
    let archive = "mta-sts-1.2.3-x86_64-unknown-linux-musl.tar.gz";
    assert_eq!(
        download,
        "release download v1.2.3 --repo some/fork --pattern mta-sts-*-x86_64-unknown-linux-musl.tar.gz"
    );
    assert_eq!(attestation, format!("attestation verify {archive} --repo some/fork"));
    // An input that the program does not know is its to refuse.
    let run = shop.run(&[("DOMAIN", "example.com"), ("EXPECT", "mode=maybe")]);
    assert!(told(&run).contains("'mode=maybe' for '--expect"), "{}", told(&run));
    let newest = "release download --repo some/fork --pattern";
    assert!(shop.calls().contains(newest), "{}", shop.calls());
}

#[test]
fn it_runs_nothing_that_is_not_attested() {
    let shop = Workshop::new("unattested");
    let run = shop.run(&[("DOMAIN", "--version"), ("ATTESTED", "1")]);
    assert_eq!(run.status.code(), Some(2));
    let told = told(&run);
    assert!(told.starts_with("::error title=mta-sts::mta-sts-1.2.3-"), "{told}");
    assert!(told.contains("has no attestation of some/fork") && !told.contains("DOMAIN"), "{told}");
}

#[test]
fn it_says_where_there_is_no_release() {
    let shop = Workshop::new("elsewhere");
    let run = shop.run(&[("DOMAIN", "example.com"), ("RUNNER_ARCH", "RISCV")]);
    assert_eq!(run.status.code(), Some(2));
    assert!(told(&run).contains("there is no release for Linux on RISCV"), "{}", told(&run));
    assert_eq!(shop.calls(), "");
}
