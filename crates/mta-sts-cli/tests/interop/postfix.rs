//! An instance of Postfix with a folder of its own and a port for every case.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::thread;
use std::time::{Duration, Instant};

use crate::material::{CASES, Material};
use crate::places::{ports, wait};
use crate::{Folder, HOST};

const MISSING: &str = "Postfix is missing; run `sh tests/interop/install-postfix.sh` as root";

/// The processes that it needs beside its SMTP servers.
const SERVICES: &str = "pickup unix n - n 60 1 pickup\ncleanup unix n - n - 0 cleanup\nqmgr unix n - n 300 1 qmgr\n\
    tlsmgr unix - - n 1000? 1 tlsmgr\nrewrite unix - - n - - trivial-rewrite\nanvil unix - - n - 1 anvil\n\
    proxymap unix - - n - - proxymap\npostlog unix-dgram n - n - 1 postlogd\n";

/// It ends when dropped.
pub(crate) struct Postfix {
    pub(crate) ports: Vec<u16>,
    folder: Folder,
}

impl Postfix {
    pub(crate) fn start(material: &Material) -> Postfix {
        assert!(Path::new("/usr/sbin/postfix").exists(), "{MISSING}");
        let postfix = Postfix { ports: ports(CASES.len()), folder: Folder::new("postfix") };
        postfix.configure(material);
        postfix.command("start");
        wait(&postfix.ports, || postfix.log());
        postfix
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.0.join(name)
    }

    fn configure(&self, material: &Material) {
        for folder in ["etc", "queue", "data"] {
            fs::create_dir_all(self.path(folder)).unwrap();
        }
        let at = |name: &str| self.path(name).display().to_string();
        let main = format!(
            "compatibility_level = 3.6\nqueue_directory = {}\ndata_directory = {}\nmyhostname = {HOST}\n\
             mydestination =\nlocal_recipient_maps =\ninet_interfaces = 127.0.0.1\ninet_protocols = ipv4\n\
             mynetworks = 127.0.0.0/8\nsmtpd_relay_restrictions = reject\nmaillog_file = {}\n\
             maillog_file_prefixes = {}\nsmtpd_tls_security_level = may\nalias_maps =\n\
             multi_instance_name = postfix-{}\n",
            at("queue"),
            at("data"),
            at("log"),
            self.folder.0.display(),
            self.ports[0],
        );
        let mut master = SERVICES.to_owned();
        for (case, port) in CASES.iter().zip(&self.ports) {
            let files = format!("{},{}", material.key(case), material.chain(case));
            master.push_str(&format!(
                "127.0.0.1:{port} inet n - n - - smtpd\n  -o smtpd_tls_chain_files={files}\n"
            ));
            if let Some(only) = case.protocol {
                let other = if only == "TLSv1.2" { "!TLSv1.3" } else { "!TLSv1.2" };
                master.push_str(&format!("  -o smtpd_tls_protocols=!TLSv1,!TLSv1.1,{other}\n"));
            }
        }
        fs::write(self.path("etc/main.cf"), main).unwrap();
        fs::write(self.path("etc/master.cf"), master).unwrap();
        let owned =
            Command::new("chown").arg("-R").arg("postfix").arg(self.path("data")).status().unwrap();
        assert!(owned.success());
    }

    fn command(&self, what: &str) -> Output {
        let etc = self.path("etc");
        Command::new("/usr/sbin/postfix").arg("-c").arg(etc).arg(what).output().unwrap()
    }

    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.path("log")).unwrap_or_default()
    }

    /// Whether the log tells of sessions that ended as they should.
    pub(crate) fn logged_an_orderly_end(&self) -> bool {
        let start = Instant::now();
        // The log is written by a process of its own.
        while start.elapsed() < Duration::from_secs(5) {
            if self.log().contains("starttls=1 quit=1") {
                return true;
            }
            thread::sleep(Duration::from_millis(20));
        }
        false
    }
}

impl Drop for Postfix {
    fn drop(&mut self) {
        self.command("abort");
    }
}
