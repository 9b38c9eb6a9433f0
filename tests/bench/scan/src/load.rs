//! 100,000 domains without probes: how near a scan comes to what the resolver gives a client that does nothing else,
//! and whether its memory grows with the list.

use std::fs;
use std::path::Path;

use mta_sts::dns::{RecordType, doh_url, encode_query};

use crate::Folder;
use crate::domains::{FEW, MANY, SHARED, domain, is_alone, mx, shared_mx};
use crate::material::Material;
use crate::measured::{self, Case};
use crate::process::{libraries, program};
use crate::report;
use crate::scan::Lists;
use crate::zone::Unbound;

/// Queries of a turn of h2load's.
pub const QUERIES: usize = 100_000;

/// Domains whose queries h2load repeats.
const SAMPLE: usize = 2_500;

/// Short ones: some of them meet a quiet moment of the machine.
const TURNS: usize = 8;

pub fn compare(program: &str, material: &Material) {
    let unbound = Unbound::start(material, records());
    let lists = Lists::new();
    let scan = |count| {
        lists.case(
            "mta-sts scan",
            program,
            count,
            material,
            &["--no-probe", "--resolver", &unbound.https()],
        )
    };
    let queries = Folder::new("queries");
    let turns = measured::turns(&[h2load(&queries, &unbound.https()), scan(FEW)], TURNS);
    let [load, few] = turns.as_slice() else { return };
    let many = measured::turns(&[scan(MANY)], 1).remove(0);
    report::load(load, few, &many);
    report::memory(few, &many);
}

/// As most domains are: with mail, and without MTA-STS.
fn records() -> impl Iterator<Item = String> {
    let of_domains = (0..MANY).flat_map(|index| {
        let (domain, mx) = (domain(index), mx(index));
        let own = is_alone(index).then(|| format!("{mx}. A 127.0.0.1"));
        let mail = [format!("{domain}. MX 10 {mx}."), format!("{domain}. TXT \"v=spf1 mx -all\"")];
        mail.into_iter().chain(own)
    });
    of_domains.chain((0..SHARED).map(|index| format!("{}. A 127.0.0.1", shared_mx(index))))
}

/// h2load with the queries of a scan: one connection, and as many streams as the server allows.
fn h2load(folder: &Folder, resolver: &str) -> Case {
    let path = folder.0.join("urls");
    let urls: String = (0..SAMPLE).flat_map(|index| urls(resolver, &domain(index))).collect();
    fs::write(&path, urls).expect("a list of URLs");
    let count = QUERIES.to_string();
    let args = ["-n", &count, "-c", "1", "-m", "100", "-H", "accept: application/dns-message"];
    let args = args.into_iter().chain(["-i"]).map(str::to_owned);
    let args: Vec<String> = args.chain([path.display().to_string()]).collect();
    let h2load = program("usr/bin/h2load");
    assert!(Path::new(&h2load).exists(), "{} is missing", h2load.display());
    Case::new("h2load", "env", &format!("LD_LIBRARY_PATH={}", libraries().display()), &{
        let mut command = vec![h2load.display().to_string()];
        command.extend(args);
        command
    })
}

fn urls(resolver: &str, domain: &str) -> [String; 8] {
    let names = [
        (format!("_mta-sts.{domain}"), RecordType::Txt),
        (format!("mta-sts.{domain}"), RecordType::Aaaa),
        (format!("mta-sts.{domain}"), RecordType::A),
        (domain.to_owned(), RecordType::Mx),
        (format!("_smtp._tls.{domain}"), RecordType::Txt),
        (domain.to_owned(), RecordType::Txt),
        (format!("_dmarc.{domain}"), RecordType::Txt),
        (format!("_mta-sts.{domain}.{domain}"), RecordType::Txt),
    ];
    names.map(|(name, record_type)| {
        let query = encode_query(&name, record_type).expect("a name");
        doh_url(resolver, &query) + "\n"
    })
}
