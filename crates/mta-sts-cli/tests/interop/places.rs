//! Free ports, the unpacked servers, and waiting for a server.

use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::thread;
use std::time::{Duration, Instant};

/// That many ports, all different: each is held until all are known.
pub(crate) fn ports(count: usize) -> Vec<u16> {
    let held: Vec<TcpListener> =
        (0..count).map(|_| TcpListener::bind("127.0.0.1:0").unwrap()).collect();
    held.iter().map(|listener| listener.local_addr().unwrap().port()).collect()
}

pub(crate) fn wait(ports: &[u16], log: impl Fn() -> String) {
    let start = Instant::now();
    for port in ports {
        while TcpStream::connect(("127.0.0.1", *port)).is_err() {
            assert!(
                start.elapsed() < Duration::from_secs(60),
                "the server did not start:\n{}",
                log()
            );
            thread::sleep(Duration::from_millis(20));
        }
    }
}

/// The folder into which the servers were unpacked; fetched when they are not there.
pub(crate) fn unpacked() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        // A benchmark that uses this lies deeper than the program's crate.
        let mut folders = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
        let name = "tests/interop/fetch-servers.sh";
        let root = folders.find(|folder| folder.join(name).exists()).unwrap();
        let script = root.join(name);
        let fetched = Command::new("sh").arg(script).status().unwrap();
        assert!(fetched.success(), "the servers could not be fetched; the lines above say why");
        root.join("target/interop/root")
    })
}
