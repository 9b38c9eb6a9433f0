//! A server's process with its folder and log.

use std::fs;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use crate::Folder;
use crate::places::{unpacked, wait};

/// A server under way. It ends when dropped.
pub(crate) struct Server {
    pub(crate) ports: Vec<u16>,
    folder: Folder,
    process: Child,
}

impl Server {
    /// Starts it, and waits until all its ports answer.
    pub(crate) fn start(folder: Folder, ports: Vec<u16>, command: &mut Command) -> Server {
        let log = fs::File::create(folder.0.join("log")).unwrap();
        let process = command
            .env("LD_LIBRARY_PATH", libraries())
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            // A group of its own, so that its children end with it.
            .process_group(0)
            .spawn()
            .unwrap();
        let server = Server { ports, folder, process };
        wait(&server.ports, || server.log());
        server
    }

    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.folder.0.join("log")).unwrap_or_default()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let group = format!("-{}", self.process.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).status();
        let _ = self.process.wait();
    }
}

/// A program from its unpacked package, or, where that is installed here already, from the system.
pub(crate) fn program(path: &str) -> PathBuf {
    let unpacked = unpacked().join(path);
    if unpacked.exists() { unpacked } else { PathBuf::from("/").join(path) }
}

/// Where the unpacked programs find what the system has not installed.
pub(crate) fn libraries() -> PathBuf {
    unpacked().join("usr/lib").join(format!("{}-linux-gnu", std::env::consts::ARCH))
}
