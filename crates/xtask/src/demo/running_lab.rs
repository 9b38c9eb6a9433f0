//! The lab as a child process: started, awaited, stopped whatever happens.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{self, Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::failure::{Context, Failure};
use crate::paths;

const START_LIMIT: Duration = Duration::from_secs(30);

pub(super) struct RunningLab {
    child: Child,
    ready: Value,
    folder: PathBuf,
}

impl RunningLab {
    /// Starts it on these ports: DNS, HTTPS, HTTP, SMTP; 0 takes a free one.
    pub(super) fn start(ports: [u16; 4], www: Option<&Path>) -> Result<RunningLab, Failure> {
        let folder = paths::target().join("lab").join(process::id().to_string());
        fs::create_dir_all(&folder).context(|| format!("cannot create {}", folder.display()))?;
        let ready = folder.join("ready.json");
        let mut command = Command::new(paths::program("mta-sts-lab"));
        command.arg("serve").arg("--ready").arg(&ready).arg("--ca").arg(folder.join("ca.pem"));
        for (flag, port) in
            ["--dns-port", "--https-port", "--http-port", "--smtp-port"].iter().zip(ports)
        {
            command.arg(flag).arg(port.to_string());
        }
        if let Some(www) = www {
            command.arg("--www").arg(www);
        }
        let child = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .context(|| "cannot start the lab".to_owned())?;
        let mut lab = RunningLab { child, ready: Value::Null, folder };
        lab.ready = lab.wait(&ready)?;
        Ok(lab)
    }

    fn wait(&mut self, ready: &Path) -> Result<Value, Failure> {
        let start = Instant::now();
        while start.elapsed() < START_LIMIT {
            // Written beside and renamed: what is there is whole.
            if let Ok(text) = fs::read_to_string(ready) {
                return serde_json::from_str(&text)
                    .context(|| "the lab's ready file is not JSON".to_owned());
            }
            self.check_alive()?;
            thread::sleep(Duration::from_millis(20));
        }
        Err(Failure::new(format!("the lab did not start within {} seconds", START_LIMIT.as_secs())))
    }

    /// The lab has said on the terminal why it ended, such as a port that is taken.
    pub(super) fn check_alive(&mut self) -> Result<(), Failure> {
        match self.child.try_wait().context(|| "cannot watch the lab".to_owned())? {
            None => Ok(()),
            Some(status) if status.code() == Some(2) => {
                Err(Failure::usage("The lab could not start; its message is above."))
            }
            Some(status) => Err(Failure::new(format!("The lab ended by itself ({status})."))),
        }
    }

    pub(super) fn stop(&mut self) -> Result<(), Failure> {
        if self.child.try_wait().context(|| "cannot watch the lab".to_owned())?.is_none() {
            self.child.kill().context(|| "cannot stop the lab".to_owned())?;
            self.child.wait().context(|| "cannot wait for the lab".to_owned())?;
        }
        Ok(())
    }

    /// The page with resolver and relay filled in: any browser can check lab domains with it.
    pub(super) fn page(&self) -> String {
        let (resolver, relay) = (encoded(&self.text("plainDoh")), encoded(&self.text("relay")));
        format!("{}#resolver={resolver}&relay={relay}", self.text("page"))
    }

    /// What the CLI needs to take the lab for the world.
    pub(super) fn cli_flags(&self) -> Vec<String> {
        let number = |name: &str| self.ready[name].as_u64().unwrap_or(0).to_string();
        vec![
            "--resolver".to_owned(),
            self.text("dns"),
            "--roots".to_owned(),
            self.text("caPem"),
            "--port".to_owned(),
            number("smtp"),
            "--policy-port".to_owned(),
            number("https"),
        ]
    }

    /// The file that says where everything is.
    pub(super) fn ready_file(&self) -> PathBuf {
        self.folder.join("ready.json")
    }

    fn text(&self, name: &str) -> String {
        self.ready[name].as_str().unwrap_or_default().to_owned()
    }
}

impl Drop for RunningLab {
    fn drop(&mut self) {
        if let Err(failure) = self.stop() {
            eprintln!("{failure}");
        }
        if let Err(error) = fs::remove_dir_all(&self.folder) {
            eprintln!("cannot remove {}: {error}", self.folder.display());
        }
    }
}

/// Percent-encoded for a URL's fragment parameters.
fn encoded(text: &str) -> String {
    let byte = |b: u8| match b {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' | b':' => {
            char::from(b).to_string()
        }
        _ => format!("%{b:02X}"),
    };
    text.bytes().map(byte).collect()
}
