//! An unbound that answers from data of its own, by UDP and by HTTPS.

use std::fmt::Write;
use std::fs;
use std::process::Command;

use crate::Folder;
use crate::material::Material;
use crate::places::ports;
use crate::process::{Server, program};

pub struct Unbound(pub(crate) Server);

impl Unbound {
    /// `records` are lines as in a zone file; every other name does not exist.
    pub fn start(material: &Material, records: impl Iterator<Item = String>) -> Unbound {
        let folder = Folder::new("unbound");
        let (chain, key) = material.issue("unbound", &["127.0.0.1"]);
        let ports = ports(2);
        let (plain, https) = (ports[0], ports[1]);
        let place = folder.0.display();
        let mut config = format!(
            "server:\n  directory: \"{place}\"\n  chroot: \"\"\n  username: \"\"\n  pidfile: \"\"\n  logfile: \"\"\n\
             \x20 use-syslog: no\n  do-daemonize: no\n  do-ip6: no\n  verbosity: 0\n\
             \x20 interface: 127.0.0.1@{plain}\n  interface: 127.0.0.1@{https}\n  https-port: {https}\n\
             \x20 tls-service-key: \"{key}\"\n  tls-service-pem: \"{chain}\"\n  module-config: \"iterator\"\n\
             \x20 local-zone: \".\" static\n"
        );
        for record in records {
            writeln!(config, "  local-data: '{record}'").expect("a String takes it");
        }
        config.push_str("remote-control:\n  control-enable: no\n");
        let path = folder.0.join("unbound.conf");
        fs::write(&path, config).expect("unbound's configuration");
        let mut command = Command::new(program("usr/sbin/unbound"));
        Unbound(Server::start(folder, ports, command.arg("-c").arg(path)))
    }

    pub fn port(&self) -> u16 {
        self.0.ports[0]
    }

    pub fn https(&self) -> String {
        format!("https://127.0.0.1:{}/dns-query", self.0.ports[1])
    }
}
