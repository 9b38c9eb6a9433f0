//! Domains whose hosts take mail for many customers.

/// Domain and who runs it. A pattern at or below such a domain allows the hosts of other customers too, which
/// is usually what the provider's own guide says to write.
const PROVIDERS: &[(&str, &str)] = &[
    ("1and1.com", "IONOS"),
    ("amazonaws.com", "Amazon"),
    ("antispameurope.com", "Hornetsecurity"),
    ("barracudanetworks.com", "Barracuda"),
    ("emailsrvr.com", "Rackspace"),
    ("forwardemail.net", "Forward Email"),
    ("gandi.net", "Gandi"),
    ("google.com", "Google"),
    ("googlemail.com", "Google"),
    ("hornetsecurity.com", "Hornetsecurity"),
    ("hostinger.com", "Hostinger"),
    ("icloud.com", "Apple"),
    ("improvmx.com", "ImprovMX"),
    ("infomaniak.ch", "Infomaniak"),
    ("ionos.com", "IONOS"),
    ("iphmx.com", "Cisco"),
    ("kundenserver.de", "IONOS"),
    ("mail.ru", "VK"),
    ("mailbox.org", "mailbox.org"),
    ("mailgun.org", "Mailgun"),
    ("mailspamprotection.com", "SiteGround"),
    ("messagelabs.com", "Symantec"),
    ("messagingengine.com", "Fastmail"),
    ("migadu.com", "Migadu"),
    ("mimecast.co.za", "Mimecast"),
    ("mimecast.com", "Mimecast"),
    ("mx.cloudflare.net", "Cloudflare"),
    ("mx.microsoft", "Microsoft"),
    ("ovh.net", "OVHcloud"),
    ("ppe-hosted.com", "Proofpoint"),
    ("pphosted.com", "Proofpoint"),
    ("privateemail.com", "Namecheap"),
    ("protection.outlook.com", "Microsoft"),
    ("protonmail.ch", "Proton"),
    ("registrar-servers.com", "Namecheap"),
    ("rzone.de", "Strato"),
    ("secureserver.net", "GoDaddy"),
    ("sendgrid.net", "Twilio SendGrid"),
    ("simplelogin.co", "SimpleLogin"),
    ("sophos.com", "Sophos"),
    ("startmail.com", "StartMail"),
    ("trendmicro.com", "Trend Micro"),
    ("trendmicro.eu", "Trend Micro"),
    ("tutanota.de", "Tuta"),
    ("yandex.net", "Yandex"),
    ("zoho.com", "Zoho"),
    ("zoho.eu", "Zoho"),
    ("zoho.in", "Zoho"),
];

/// Who runs the mail hosts at and below `domain`, given in lower case.
pub(super) fn provider(domain: &str) -> Option<&'static str> {
    let mut name = domain;
    loop {
        if let Ok(at) = PROVIDERS.binary_search_by_key(&name, |(domain, _)| domain) {
            return PROVIDERS.get(at).map(|(_, provider)| *provider);
        }
        name = name.split_once('.')?.1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_provider_of_a_domain_and_of_what_is_below() {
        assert!(PROVIDERS.is_sorted());
        for (domain, expected) in [
            ("mail.protection.outlook.com", Some("Microsoft")),
            ("h-v1.mx.microsoft", Some("Microsoft")),
            ("aspmx.l.google.com", Some("Google")),
            ("outlook.com", None),
            ("notgoogle.com", None),
            ("example.net", None),
        ] {
            assert_eq!(provider(domain), expected, "{domain}");
        }
    }
}
