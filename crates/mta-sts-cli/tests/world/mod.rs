//! A lab of one's own, and the flags that make the program take it for the world.

use mta_sts_lab::{Lab, LabOptions};

/// Seconds: enough on a busy machine, and not long to wait for what never answers.
const PATIENCE: &str = "15";

pub(crate) struct World {
    pub(crate) lab: Lab,
    pub(crate) ca: std::path::PathBuf,
}

impl World {
    pub(crate) fn start() -> World {
        let lab = Lab::start(LabOptions::default()).unwrap();
        let ca = std::env::temp_dir().join(format!("mta-sts-cli-lab-{}.pem", lab.dns().port()));
        std::fs::write(&ca, lab.ca_pem()).unwrap();
        World { lab, ca }
    }

    #[allow(dead_code, reason = "not every test file needs it")]
    pub(crate) fn flags(&self) -> Vec<String> {
        let ca = self.ca.display().to_string();
        let (smtp, https) = (self.lab.smtp_port().to_string(), self.lab.https_port().to_string());
        let flags = [
            "--resolver",
            &self.lab.dns().to_string(),
            "--roots",
            &ca,
            "--port",
            &smtp,
            "--timeout",
            PATIENCE,
        ];
        let more = ["--policy-port", &https, "--fetch-timeout", PATIENCE];
        flags.iter().chain(&more).map(|s| (*s).to_owned()).collect()
    }
}

impl Drop for World {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.ca);
    }
}
