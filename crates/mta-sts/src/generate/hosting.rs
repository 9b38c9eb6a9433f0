//! Configuration that serves the policy as RFC 8461 3.3 wants it: status 200, text/plain, no redirect.
//!
//! Names come from `DomainName`s, which hold letters, digits, hyphens and dots: nothing to escape in any of the
//! formats.

use crate::diagnostic::fill;
use crate::domain::DomainName;

/// One way to serve the policy.
///
/// ```
/// use mta_sts::{Timestamp, generate::{GenerateInput, generate}};
/// let mut input = GenerateInput::new("example.com", Timestamp(1_700_000_000));
/// input.mx = vec!["mail.example.com".to_owned()];
/// let hosting = generate(&input).unwrap().hosting;
/// let nginx = hosting.iter().find(|hosting| hosting.server == "nginx").unwrap();
/// assert_eq!(nginx.config_path, "/etc/nginx/conf.d/mta-sts.conf");
/// assert_eq!(nginx.policy_path, Some("/var/www/mta-sts/.well-known/mta-sts.txt"));
/// assert!(nginx.config.contains("server_name mta-sts.example.com;"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct Hosting {
    /// What serves it: `nginx`, `caddy`, `apache`, `static` or `edge`.
    pub server: &'static str,
    /// Where the policy's text goes; `None` where the configuration holds it.
    pub policy_path: Option<&'static str>,
    /// Where the configuration goes.
    pub config_path: &'static str,
    /// The configuration.
    pub config: String,
    /// What else to know.
    pub note: &'static str,
}

/// Where the policy lies on a web server.
const POLICY_PATH: &str = "/var/www/mta-sts/.well-known/mta-sts.txt";

struct Template {
    server: &'static str,
    policy_path: Option<&'static str>,
    config_path: &'static str,
    /// `{host}`, `{domain}`, `{policy}` and `{id}` are filled in; `<<` and `>>` stand for braces.
    config: &'static str,
    note: &'static str,
}

static TEMPLATES: [Template; 5] = [
    Template {
        server: "nginx",
        policy_path: Some(POLICY_PATH),
        config_path: "/etc/nginx/conf.d/mta-sts.conf",
        config: r#"server <<
    listen 443 ssl;
    listen [::]:443 ssl;
    server_name {host};

    ssl_certificate /etc/letsencrypt/live/{host}/fullchain.pem;
    ssl_certificate_key /etc/letsencrypt/live/{host}/privkey.pem;

    location = /.well-known/mta-sts.txt <<
        root /var/www/mta-sts;
        default_type text/plain;
        add_header Access-Control-Allow-Origin "*";
    >>

    location / <<
        return 404;
    >>
>>
"#,
        note: "Put your certificate's paths in. The header lets browser checkers read the policy.",
    },
    Template {
        server: "caddy",
        policy_path: Some(POLICY_PATH),
        config_path: "/etc/caddy/Caddyfile",
        config: r#"{host} <<
	handle /.well-known/mta-sts.txt <<
		root * /var/www/mta-sts
		header Content-Type "text/plain; charset=utf-8"
		header Access-Control-Allow-Origin "*"
		file_server
	>>

	handle <<
		respond 404
	>>
>>
"#,
        note: "Caddy gets the certificate by itself once the Policy Host's name points to it.",
    },
    Template {
        server: "apache",
        policy_path: Some(POLICY_PATH),
        config_path: "/etc/apache2/sites-available/mta-sts.conf",
        config: r#"<VirtualHost *:443>
    ServerName {host}
    DocumentRoot /var/www/mta-sts

    SSLEngine on
    SSLCertificateFile /etc/letsencrypt/live/{host}/fullchain.pem
    SSLCertificateKeyFile /etc/letsencrypt/live/{host}/privkey.pem

    <Directory /var/www/mta-sts>
        AllowOverride None
        Require all granted
    </Directory>

    <Location "/.well-known/mta-sts.txt">
        ForceType "text/plain; charset=utf-8"
        Header set Access-Control-Allow-Origin "*"
    </Location>
</VirtualHost>
"#,
        note: "Needs the modules ssl and headers: `a2enmod ssl headers`. Put your certificate's paths in.",
    },
    Template {
        server: "static",
        policy_path: Some(".well-known/mta-sts.txt"),
        config_path: "_headers",
        config: r#"/.well-known/mta-sts.txt
  Content-Type: text/plain; charset=utf-8
  Access-Control-Allow-Origin: *
"#,
        note: "Cloudflare Pages and Netlify read _headers. GitHub Pages ignores it and serves .txt as text/plain, but needs an empty file .nojekyll so that it does not leave .well-known out. Add the Policy Host as custom domain, and switch off redirects and bot protection for it.",
    },
    Template {
        server: "edge",
        policy_path: None,
        config_path: "worker.js",
        config: r#"import << policyHost >> from "mta-sts/edge";

export default <<
  fetch: policyHost(<<
    domains: <<
      "{domain}": <<
        policy: "{policy}",
        id: "{id}",
      >>,
    >>,
  >>),
>>;
"#,
        note: "`npm install mta-sts`, then deploy it as a Worker (Cloudflare, Deno, Bun) under the Policy Host's name. It serves nothing that its own parser refuses.",
    },
];

/// Every way, filled in.
pub(super) fn all(domain: &DomainName, policy: &str, id: &str) -> Vec<Hosting> {
    let params = [
        ("host", domain.policy_host()),
        ("domain", domain.to_string()),
        // In a JavaScript string; the handler turns LF into CRLF.
        ("policy", policy.replace("\r\n", "\\n")),
        ("id", id.to_owned()),
    ];
    let hosting = |template: &Template| Hosting {
        server: template.server,
        policy_path: template.policy_path,
        config_path: template.config_path,
        config: fill(template.config, &params).replace("<<", "{").replace(">>", "}"),
        note: template.note,
    };
    TEMPLATES.iter().map(hosting).collect()
}
