//! Exim and OpenSMTPD from their unpacked packages. Each runs in a mount namespace in which their users exist and their
//! folders are empty; the machine itself stays as it is.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::material::{CASES, Case, Material};
use crate::places::{ports, unpacked};
use crate::process::Server;
use crate::{Folder, HOST};

/// Users that the servers were built for, with numbers that nobody else should have.
const USERS: [(&str, u32); 3] =
    [("Debian-exim", 64_901), ("opensmtpd", 64_902), ("opensmtpq", 64_903)];

/// What is done in the namespace before the server starts: `$1` is the folder of the instance.
const NAMESPACE: &str = "set -e
mount --bind $1/passwd /etc/passwd
mount --bind $1/group /etc/group
for folder in /var/spool /var/lib /run; do mount -t tmpfs tmpfs $folder; done
mkdir -m 711 -p /var/lib/opensmtpd /var/lib/opensmtpd/empty /var/spool/smtpd
shift
exec \"$@\"";

/// Starts a program in the namespace.
fn start(folder: Folder, ports: Vec<u16>, program: &str, args: &[&str]) -> Server {
    users(&folder);
    let mut command = Command::new("unshare");
    command
        .args(["--mount", "sh", "-c", NAMESPACE, "sh"])
        .arg(&folder.0)
        .arg(unpacked().join("usr/sbin").join(program))
        .args(args);
    Server::start(folder, ports, &mut command)
}

fn users(folder: &Folder) {
    for (file, rest) in [("passwd", "::/nonexistent:/usr/sbin/nologin"), ("group", "")] {
        let mut text = fs::read_to_string(format!("/etc/{file}")).unwrap();
        for (name, id) in USERS {
            let line = match file {
                "passwd" => format!("{name}:x:{id}:{id}{rest}\n"),
                _ => format!("{name}:x:{id}:\n"),
            };
            text.push_str(&line);
        }
        fs::write(folder.0.join(file), text).unwrap();
    }
}

pub(crate) struct Exim(pub(crate) Server);

impl Exim {
    pub(crate) fn start(material: &Material) -> Exim {
        let folder = Folder::new("exim");
        let ports = ports(CASES.len());
        let spool = folder.0.join("spool");
        fs::create_dir_all(&spool).unwrap();
        let keys = CASES.iter().map(|case| PathBuf::from(material.key(case)));
        for path in keys.chain([spool.clone()]) {
            std::os::unix::fs::chown(path, Some(USERS[0].1), Some(USERS[0].1)).unwrap();
        }
        let by_port = |value: &dyn Fn(&Case) -> String| {
            let start = String::new();
            CASES.iter().zip(&ports).rfold(start, |other, (case, port)| {
                format!("${{if eq{{$received_port}}{{{port}}}{{{}}}{{{other}}}}}", value(case))
            })
        };
        let listed: Vec<String> = ports.iter().map(u16::to_string).collect();
        let config = format!(
            "exim_path = {}\nspool_directory = {}\nlog_file_path = syslog\nkeep_environment =\n\
             primary_hostname = {HOST}\nlocal_interfaces = 127.0.0.1\ndaemon_smtp_ports = {}\n\
             tls_advertise_hosts = *\ntls_certificate = {}\ntls_privatekey = {}\ntls_require_ciphers = {}\n\
             host_lookup =\nrfc1413_query_timeout = 0s\nsmtp_accept_max = 100\n\
             acl_smtp_mail = nobody\nbegin acl\nnobody:\n  deny\n",
            unpacked().join("usr/sbin/exim4").display(),
            spool.display(),
            listed.join(" : "),
            by_port(&|case| material.chain(case)),
            by_port(&|case| material.key(case)),
            by_port(&|case| match case.protocol {
                Some("TLSv1.2") => "NORMAL:-VERS-ALL:+VERS-TLS1.2".to_owned(),
                Some(_) => "NORMAL:-VERS-ALL:+VERS-TLS1.3".to_owned(),
                None => "NORMAL".to_owned(),
            }),
        );
        let path = folder.0.join("exim.conf");
        fs::write(&path, config).unwrap();
        let path = path.display().to_string();
        Exim(start(folder, ports, "exim4", &["-C", &path, "-bdf"]))
    }
}

pub(crate) struct OpenSmtpd(pub(crate) Server);

impl OpenSmtpd {
    /// Its versions of TLS cannot be chosen before 7.0.
    pub(crate) fn cases() -> impl Iterator<Item = &'static Case> {
        CASES.iter().filter(|case| case.protocol.is_none())
    }

    pub(crate) fn start(material: &Material) -> OpenSmtpd {
        let folder = Folder::new("opensmtpd");
        let ports = ports(OpenSmtpd::cases().count());
        let mut config = String::new();
        for (case, port) in OpenSmtpd::cases().zip(&ports) {
            let (name, chain, key) = (case.name, material.chain(case), material.key(case));
            // It refuses keys that others may read.
            let only_owner = std::os::unix::fs::PermissionsExt::from_mode(0o600);
            fs::set_permissions(&key, only_owner).unwrap();
            config.push_str(&format!(
                "pki \"{name}\" cert \"{chain}\"\npki \"{name}\" key \"{key}\"\n\
                 listen on 127.0.0.1 port {port} tls pki \"{name}\" hostname {HOST}\n"
            ));
        }
        config.push_str("match from any for any reject\n");
        let path = folder.0.join("smtpd.conf");
        fs::write(&path, config).unwrap();
        let path = path.display().to_string();
        OpenSmtpd(start(folder, ports, "smtpd", &["-d", "-f", &path]))
    }
}
