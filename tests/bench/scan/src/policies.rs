//! Domains with a policy, 64 at once: TXT, address, HTTPS fetch; alone, and with all else that a check asks.

use std::fmt::Write;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::process::Command;

use crate::Folder;
use crate::domains::{WITH_POLICY, domain};
use crate::material::Material;
use crate::measured::{self, Case};
use crate::places::ports;
use crate::process::{Server, program};
use crate::report;
use crate::scan::Lists;
use crate::zone::Unbound;

const TURNS: usize = 5;

pub fn compare(scanner: &str, material: &Material) {
    let nginx = nginx(material);
    let https = nginx.ports[0].to_string();
    let unbound = Unbound::start(material, records());
    let lists = Lists::new();
    let this = std::env::current_exe().expect("the path of this program");
    let plain = [unbound.port().to_string(), https.clone(), material.roots().display().to_string()];
    let plain: Vec<String> = plain.into_iter().chain([WITH_POLICY.to_string()]).collect();
    let scan = |name, asked, resolver: &str| {
        let flags = [asked, "--policy-port", &https, "--resolver", resolver];
        lists.case(name, scanner, WITH_POLICY, material, &flags)
    };
    let (policy, all) = ("--policy-only", "--no-probe");
    let (udp, doh) = (format!("127.0.0.1:{}", unbound.port()), unbound.https());
    let cases = [
        Case::new(
            "plain loop: TXT, address, fetch",
            &this.display().to_string(),
            "reference",
            &plain,
        ),
        scan("scan of policies, DNS by UDP", policy, &udp).ends_with(0),
        scan("scan of policies, DNS by HTTPS", policy, &doh).ends_with(0),
        scan("scan of all but probes, by UDP", all, &udp),
        scan("scan of all but probes, by HTTPS", all, &doh),
    ];
    report::policies(&cases, &measured::turns(&cases, TURNS));
}

fn records() -> impl Iterator<Item = String> {
    (0..WITH_POLICY).flat_map(|index| {
        let domain = domain(index);
        [
            format!("_mta-sts.{domain}. TXT \"v=STSv1; id=1;\""),
            format!("mta-sts.{domain}. A 127.0.0.1"),
            format!("{domain}. MX 10 mx.provider.test."),
        ]
    })
}

/// A Policy Host for each domain, each with a certificate of its own.
fn nginx(material: &Material) -> Server {
    let folder = Folder::new("nginx");
    let ports = ports(1);
    let (port, place) = (ports[0], folder.0.display().to_string());
    let web = folder.0.join("web/.well-known");
    fs::create_dir_all(&web).expect("a folder");
    let policy = "version: STSv1\nmode: enforce\nmx: *.provider.test\nmax_age: 604800\n";
    fs::write(web.join("mta-sts.txt"), policy).expect("a policy");
    // As root, nginx wants to be somebody else, who could not read the folder.
    let is_root = fs::metadata(&folder.0).expect("the folder").uid() == 0;
    let user = if is_root { "user root;\n" } else { "" };
    let mut config = format!(
        "daemon off;\n{user}pid {place}/pid;\nerror_log stderr;\nevents {{ worker_connections 1024; }}\nhttp {{\n\
         access_log off;\ntypes {{ text/plain txt; }}\nserver_names_hash_max_size 8192;\nssl_session_tickets off;\n"
    );
    for kind in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"] {
        writeln!(config, "{kind}_temp_path {place}/{kind};").expect("a String takes it");
    }
    for index in 0..WITH_POLICY {
        let name = format!("mta-sts.{}", domain(index));
        let (chain, key) = material.issue(&format!("policy-{index}"), &[&name]);
        writeln!(
            config,
            "server {{ listen 127.0.0.1:{port} ssl http2; server_name {name}; root {place}/web;\n\
             ssl_certificate {chain}; ssl_certificate_key {key}; }}"
        )
        .expect("a String takes it");
    }
    config.push_str("}\n");
    let path = folder.0.join("nginx.conf");
    fs::write(&path, config).expect("nginx's configuration");
    let mut command = Command::new(program("usr/sbin/nginx"));
    command.arg("-e").arg("stderr").arg("-p").arg(&folder.0).arg("-c").arg(path);
    Server::start(folder, ports, &mut command)
}
