//! unbound, which validates the zones, answers by UDP, TCP and HTTPS; dnsdist, which passes on its answers by HTTPS.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::Folder;
use crate::material::Material;
use crate::places::ports;
use crate::process::{Server, program};
use crate::zones::{self, FORGED, SIGNED, UNSIGNED};

pub(crate) struct Unbound(pub(crate) Server);

impl Unbound {
    pub(crate) fn start(material: &Material, tlsa: &[String]) -> Unbound {
        let folder = Folder::new("unbound");
        zones::write(&folder.0, tlsa);
        let (chain, key) = material.issue("unbound", &["127.0.0.1"]);
        let ports = ports(2);
        let (plain, https) = (ports[0], ports[1]);
        let place = folder.0.display();
        // What is not in the zones is refused: nothing is asked of anybody else.
        let mut config = format!(
            "server:\n  directory: \"{place}\"\n  chroot: \"\"\n  username: \"\"\n  pidfile: \"\"\n  logfile: \"\"\n\
             \x20 use-syslog: no\n  do-daemonize: no\n  do-ip6: no\n  verbosity: 1\n  val-log-level: 2\n\
             \x20 interface: 127.0.0.1@{plain}\n  interface: 127.0.0.1@{https}\n  https-port: {https}\n\
             \x20 tls-service-key: \"{key}\"\n  tls-service-pem: \"{chain}\"\n  module-config: \"validator iterator\"\n\
             \x20 trust-anchor-file: \"anchors\"\n  local-zone: \".\" refuse\n"
        );
        let domains = [SIGNED, UNSIGNED, FORGED];
        for domain in domains {
            config.push_str(&format!("  local-zone: \"{domain}.\" transparent\n"));
        }
        config.push_str("remote-control:\n  control-enable: no\n");
        for domain in domains {
            config.push_str(&format!(
                "auth-zone:\n  name: \"{domain}\"\n  zonefile: \"{domain}.zone\"\n  for-upstream: yes\n\
                 \x20 for-downstream: no\n  fallback-enabled: no\n"
            ));
        }
        let path = folder.0.join("unbound.conf");
        fs::write(&path, config).unwrap();
        let mut command = Command::new(program("usr/sbin/unbound"));
        Unbound(Server::start(folder, ports, command.arg("-c").arg(path)))
    }

    pub(crate) fn plain(&self) -> String {
        format!("127.0.0.1:{}", self.0.ports[0])
    }

    pub(crate) fn https(&self) -> String {
        format!("https://127.0.0.1:{}/dns-query", self.0.ports[1])
    }
}

pub(crate) struct Dnsdist(pub(crate) Server);

impl Dnsdist {
    pub(crate) fn start(material: &Material, behind: &Unbound) -> Dnsdist {
        let folder = Folder::new("dnsdist");
        let (chain, key) = material.issue("dnsdist", &["127.0.0.1"]);
        let ports = ports(2);
        // Without the suffix it would ask its makers whether it is out of date.
        let config = format!(
            "setSecurityPollSuffix(\"\")\nsetLocal(\"127.0.0.1:{}\")\n\
             addDOHLocal(\"127.0.0.1:{}\", \"{chain}\", \"{key}\", \"/dns-query\")\n\
             newServer({{address=\"{}\", checkName=\"{SIGNED}.\"}})\n",
            ports[0],
            ports[1],
            behind.plain(),
        );
        let path = folder.0.join("dnsdist.conf");
        fs::write(&path, config).unwrap();
        let mut command = Command::new(program("usr/bin/dnsdist"));
        command.args(["--supervised", "--disable-syslog", "--config"]).arg(path);
        Dnsdist(Server::start(folder, ports, &mut command))
    }

    pub(crate) fn https(&self) -> String {
        format!("https://127.0.0.1:{}/dns-query", self.0.ports[1])
    }
}

/// nginx as Policy Host of the mail domains: the policy for all but [`UNSIGNED`], which it redirects.
pub(crate) struct Nginx(pub(crate) Server);

impl Nginx {
    pub(crate) fn start(material: &Material, policy: &str) -> Nginx {
        let folder = Folder::new("nginx");
        let names = [SIGNED, UNSIGNED, FORGED].map(|domain| format!("mta-sts.{domain}"));
        let [signed, unsigned, forged] = &names;
        let (chain, key) = material.issue("nginx", &[signed, unsigned, forged]);
        let ports = ports(1);
        let (port, place) = (ports[0], folder.0.display());
        let web = folder.0.join("web/.well-known");
        fs::create_dir_all(&web).unwrap();
        fs::write(web.join("mta-sts.txt"), policy).unwrap();
        let user = if is_root(&folder.0) { "user root;\n" } else { "" };
        let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map(|kind| format!("  {kind}_temp_path {place}/{kind};\n"))
            .concat();
        let server = format!(
            "listen 127.0.0.1:{port} ssl http2;\n    ssl_certificate {chain};\n    ssl_certificate_key {key};\n"
        );
        let config = format!(
            "daemon off;\n{user}pid {place}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{\n  access_log off;\n{temporary}\
             \x20 types {{ text/plain txt; }}\n\
             \x20 server {{\n    {server}    server_name {signed} {forged};\n    root {place}/web;\n  }}\n\
             \x20 server {{\n    {server}    server_name {unsigned};\n    return 301 https://{signed}$request_uri;\n  }}\n}}\n"
        );
        let path = folder.0.join("nginx.conf");
        fs::write(&path, config).unwrap();
        let mut command = Command::new(program("usr/sbin/nginx"));
        command.arg("-e").arg("stderr").arg("-p").arg(&folder.0).arg("-c").arg(path);
        Nginx(Server::start(folder, ports, &mut command))
    }
}

/// nginx as root wants to be somebody else, who could not read the folder.
fn is_root(folder: &Path) -> bool {
    std::os::unix::fs::MetadataExt::uid(&fs::metadata(folder).unwrap()) == 0
}
