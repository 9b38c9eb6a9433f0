//! SMTP servers of a test's own, and OpenSSL's TLS server behind them.

use std::io::{BufRead, BufReader, Read, Result, Write, copy};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// Serves one connection, then ends.
pub(crate) fn serve(behave: impl FnOnce(TcpStream) + Send + 'static) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        if let Ok((stream, _)) = listener.accept() {
            stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
            behave(stream);
        }
    });
    port
}

/// Up to this answer to STARTTLS.
pub(crate) fn upgrade(stream: &mut TcpStream, answer: &[u8]) {
    let mut buffer = [0; 512];
    for line in ["220 mx\r\n", "250-mx\r\n250 STARTTLS\r\n"] {
        stream.write_all(line.as_bytes()).unwrap();
        let _ = stream.read(&mut buffer).unwrap();
    }
    stream.write_all(answer).unwrap();
}

/// OpenSSL's server, which does what others refuse. It ends when dropped.
pub(crate) struct Behind {
    connection: TcpStream,
    server: Child,
    orders: ChildStdin,
    told: BufReader<ChildStdout>,
    files: [PathBuf; 2],
}

impl Behind {
    /// Starts it with this chain and key, both in PEM, and waits until it is up.
    pub(crate) fn start(chain: &str, key: &str, flags: &[&str]) -> Behind {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let folder = std::env::temp_dir();
        let files = ["pem", "key"].map(|kind| folder.join(format!("mta-sts-behind-{port}.{kind}")));
        for (path, text) in files.iter().zip([chain, key]) {
            std::fs::write(path, text).unwrap();
        }
        let [chain, key] = &files;
        let mut server = Command::new("openssl")
            .args(["s_server", "-accept", &format!("127.0.0.1:{port}"), "-cert"])
            .arg(chain)
            .arg("-cert_chain")
            .arg(chain)
            .arg("-key")
            .arg(key)
            .args(flags)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let orders = server.stdin.take().unwrap();
        let told = BufReader::new(server.stdout.take().unwrap());
        let connection = connect(port);
        Behind { connection, server, orders, told, files }
    }

    /// Passes on what the client sends, and back.
    pub(crate) fn relay(&self, client: TcpStream) -> JoinHandle<()> {
        let pass = |from: &TcpStream, to: &TcpStream| {
            let (mut from, mut to) = (from.try_clone().unwrap(), to.try_clone().unwrap());
            thread::spawn(move || {
                let _ = copy(&mut from, &mut to);
                let _ = to.shutdown(std::net::Shutdown::Write);
            })
        };
        let ways = [pass(&client, &self.connection), pass(&self.connection, &client)];
        thread::spawn(move || ways.into_iter().for_each(|way| way.join().unwrap()))
    }

    /// Waits until it tells of this. It takes orders once the handshake is over, of which it tells.
    pub(crate) fn wait_for(&mut self, words: &str) {
        let mut lines = self.told.by_ref().lines().map_while(Result::ok);
        assert!(lines.any(|line| line.contains(words)));
    }

    pub(crate) fn order(&mut self, order: &[u8]) -> Result<()> {
        self.orders.write_all(order)
    }
}

fn connect(port: u16) -> TcpStream {
    let start = Instant::now();
    loop {
        match TcpStream::connect(("127.0.0.1", port)) {
            Ok(connection) => return connection,
            Err(error) => assert!(start.elapsed() < Duration::from_secs(20), "{error}"),
        }
        thread::sleep(Duration::from_millis(5));
    }
}

impl Drop for Behind {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
        for file in &self.files {
            let _ = std::fs::remove_file(file);
        }
    }
}
