//! A real Postfix on loopback, with a good and with an expired certificate. What `posttls-finger` says agrees.

mod support;

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, date_time_ymd};
use support::{codes, run};

const HOST: &str = "mx.postfix.test";
const MISSING: &str = "Postfix is missing; run `sh tests/interop/install-postfix.sh` as root";

/// An instance with a folder of its own. It ends when dropped.
struct Postfix {
    folder: PathBuf,
    port: u16,
}

impl Postfix {
    fn start(name: &str, certificate: &str, key: &str) -> Postfix {
        assert!(Path::new("/usr/sbin/postfix").exists(), "{MISSING}");
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let folder = std::env::temp_dir().join(format!("mta-sts-{name}-{port}"));
        let instance = Postfix { folder, port };
        instance.configure(certificate, key);
        instance.command("start");
        instance.wait();
        instance
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn configure(&self, certificate: &str, key: &str) {
        for folder in ["etc", "queue", "data"] {
            fs::create_dir_all(self.path(folder)).unwrap();
        }
        fs::write(self.path("cert.pem"), certificate).unwrap();
        fs::write(self.path("key.pem"), key).unwrap();
        let at = |name: &str| self.path(name).display().to_string();
        let main = format!(
            "compatibility_level = 3.6\nqueue_directory = {}\ndata_directory = {}\nmyhostname = {HOST}\n\
             mydestination =\nlocal_recipient_maps =\ninet_interfaces = 127.0.0.1\ninet_protocols = ipv4\n\
             mynetworks = 127.0.0.0/8\nsmtpd_relay_restrictions = reject\nmaillog_file = {}\n\
             maillog_file_prefixes = {}\nsmtpd_tls_security_level = may\nsmtpd_tls_cert_file = {}\n\
             smtpd_tls_key_file = {}\nalias_maps =\nmulti_instance_name = postfix-{}\n",
            at("queue"),
            at("data"),
            at("log"),
            self.folder.display(),
            at("cert.pem"),
            at("key.pem"),
            self.port,
        );
        let master = format!(
            "127.0.0.1:{} inet n - n - - smtpd\npickup unix n - n 60 1 pickup\ncleanup unix n - n - 0 cleanup\n\
             qmgr unix n - n 300 1 qmgr\ntlsmgr unix - - n 1000? 1 tlsmgr\nrewrite unix - - n - - trivial-rewrite\n\
             anvil unix - - n - 1 anvil\nproxymap unix - - n - - proxymap\npostlog unix-dgram n - n - 1 postlogd\n",
            self.port
        );
        fs::write(self.path("etc/main.cf"), main).unwrap();
        fs::write(self.path("etc/master.cf"), master).unwrap();
        let owned =
            Command::new("chown").arg("-R").arg("postfix").arg(self.path("data")).status().unwrap();
        assert!(owned.success());
    }

    fn command(&self, what: &str) -> std::process::Output {
        Command::new("/usr/sbin/postfix")
            .arg("-c")
            .arg(self.path("etc"))
            .arg(what)
            .output()
            .unwrap()
    }

    fn wait(&self) {
        let start = Instant::now();
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            let log = fs::read_to_string(self.path("log")).unwrap_or_default();
            assert!(start.elapsed() < Duration::from_secs(15), "Postfix did not start:\n{log}");
            thread::sleep(Duration::from_millis(20));
        }
    }

    fn probe(&self, roots: &Path) -> (i32, Vec<String>, serde_json::Value) {
        let host = format!("{HOST}:{}", self.port);
        let roots = roots.display().to_string();
        let run =
            run(&["probe", &host, "--address", "127.0.0.1", "--roots", &roots, "--format", "json"]);
        let report = run.json();
        (run.code, codes(&report["findings"]), report["probe"]["addresses"][0]["result"].clone())
    }

    /// Whether the server's log tells of a session that ended as it should.
    fn logged_an_orderly_end(&self) -> bool {
        let start = Instant::now();
        // The log is written by a process of its own.
        while start.elapsed() < Duration::from_secs(5) {
            let log = fs::read_to_string(self.path("log")).unwrap_or_default();
            if log.contains("starttls=1 quit=1") {
                return !log.contains("lost connection after STARTTLS");
            }
            thread::sleep(Duration::from_millis(20));
        }
        false
    }

    /// The words of Postfix's own client on the same server.
    fn finger(&self, roots: &Path) -> String {
        let server = format!("[127.0.0.1]:{}", self.port);
        let output = Command::new("/usr/sbin/posttls-finger")
            .env("MAIL_CONFIG", self.path("etc"))
            .args(["-c", "-lsecure", "-F"])
            .arg(roots)
            .args(["-o", "inet_protocols=ipv4", &server, HOST])
            .output()
            .unwrap();
        String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned()
    }
}

impl Drop for Postfix {
    fn drop(&mut self) {
        self.command("abort");
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// A CA and a certificate of it that is valid between these years.
fn certificate(from: i32, to: i32) -> (String, String, String) {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.distinguished_name.push(rcgen::DnType::CommonName, "Interop CA");
    let ca = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(vec![HOST.to_owned()]).unwrap();
    params.not_before = date_time_ymd(from, 1, 1);
    params.not_after = date_time_ymd(to, 1, 1);
    let leaf = params.signed_by(&key, &ca).unwrap();
    (ca.pem(), leaf.pem(), key.serialize_pem())
}

fn roots(name: &str, pem: &str) -> PathBuf {
    let path =
        std::env::temp_dir().join(format!("mta-sts-roots-{name}-{}.pem", std::process::id()));
    fs::write(&path, pem).unwrap();
    path
}

#[test]
fn a_good_certificate_passes() {
    let (ca, cert, key) = certificate(2020, 2090);
    let (roots, postfix) = (roots("good", &ca), Postfix::start("good", &cert, &key));
    let (code, found, result) = postfix.probe(&roots);
    assert_eq!((code, found), (0, Vec::new()));
    assert_eq!(result["protocol"], "TLSv1.3");
    assert_eq!(result["chain"]["verdict"], "trusted");
    assert_eq!(result["certificate"]["dnsNames"][0], HOST);
    assert!(postfix.logged_an_orderly_end());
    let finger = postfix.finger(&roots);
    assert!(finger.contains("Verified TLS connection"), "{finger}");
    fs::remove_file(roots).unwrap();
}

#[test]
fn an_expired_certificate_is_told_apart_from_an_untrusted_one() {
    let (ca, cert, key) = certificate(2020, 2022);
    let (roots, postfix) = (roots("expired", &ca), Postfix::start("expired", &cert, &key));
    let (code, found, result) = postfix.probe(&roots);
    assert_eq!((code, found), (1, vec!["starttls/certificate-expired".to_owned()]));
    assert_eq!(result["chain"]["verdict"], "trusted");
    let finger = postfix.finger(&roots);
    assert!(
        finger.contains("certificate has expired") && !finger.contains("Verified TLS"),
        "{finger}"
    );
    fs::remove_file(roots).unwrap();
}
