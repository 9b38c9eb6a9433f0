//! A whole check, its host played by the input.

use mta_sts::check::{Check, CheckOptions, DnsRequest, DnsResponse, Request, Response, StepName};
use mta_sts::dns::{RecordType, encode_query};
use mta_sts::fetch::FetchResponse;
use mta_sts::probe::{AddressProbe, Probe};
use mta_sts::{DomainName, Timestamp};

use crate::probes;
use crate::script::Script;

/// What the host answers is cut from the input, piece by piece, until nothing is left; then all look-ups fail.
pub fn check_transcript(script: &[u8]) {
    let mut script = Script(script);
    let domain = DomainName::parse("a.example").unwrap();
    let options = CheckOptions { probe: script.flag(), policy_only: script.flag() };
    let mut check = Check::new(domain, options);
    while let Some((id, request)) = check.poll_request() {
        let response = response(&mut script, request);
        check.handle_response(id, response, Timestamp(1_700_000_000));
        // A repeated answer changes nothing.
        let late = DnsResponse::Failed { detail: "late".to_owned() };
        check.handle_response(id, Response::Dns(late), Timestamp(1_700_000_001));
    }
    let report = check.report().expect("every request was answered, so there is a report");
    assert_eq!(report.steps.len(), StepName::ALL.len());
    for step in &report.steps {
        let length = step.source.as_deref().unwrap_or("").len();
        let places = step.findings.iter().flat_map(|f| f.labels.iter().map(|l| l.span.bytes));
        places.for_each(|place| assert!(place.end <= length, "{place:?} in {:?}", step.source));
    }
}

fn response(script: &mut Script<'_>, request: Request) -> Response {
    match request {
        Request::Dns(request) => Response::Dns(dns(script, &request)),
        Request::FetchPolicy(_) => Response::Fetch(fetch(script)),
        Request::Probe(request) => {
            let at = |address| AddressProbe {
                address,
                port: 25,
                dialogue: probes::dialogue(script),
                result: probes::result(script),
            };
            let addresses = request.addresses.into_iter().map(at).collect();
            Response::Probe(Probe { host: request.host, addresses })
        }
    }
}

fn dns(script: &mut Script<'_>, request: &DnsRequest) -> DnsResponse {
    let query = encode_query(&request.name, request.record_type);
    match (script.byte() % 4, query) {
        (1, _) => DnsResponse::Message(script.piece().to_vec()),
        (2 | 3, Some(query)) => DnsResponse::Message(answer(script, query, request.record_type)),
        _ => DnsResponse::Failed { detail: "no network".to_owned() },
    }
}

/// An answer with up to three records.
fn answer(script: &mut Script<'_>, query: Vec<u8>, record_type: RecordType) -> Vec<u8> {
    let first = script.byte();
    let mut message = query;
    // QR: this is an answer. AD: the resolver vouches for it, or not.
    message[2] |= 0x80;
    message[3] = (message[3] & !0x20) | ((first >> 2) & 1) << 5;
    message[7] = first % 4;
    let class_and_type = message[message.len() - 4..].to_vec();
    for _ in 0..first % 4 {
        let data = data(script, record_type);
        message.extend_from_slice(b"\xc0\x0c");
        message.extend_from_slice(&class_and_type);
        message.extend_from_slice(&60_u32.to_be_bytes());
        message.extend_from_slice(&u16::try_from(data.len()).unwrap_or(0).to_be_bytes());
        message.extend_from_slice(&data);
    }
    message
}

fn data(script: &mut Script<'_>, record_type: RecordType) -> Vec<u8> {
    match record_type {
        RecordType::A => script.take(4).to_vec(),
        RecordType::Aaaa => script.take(16).to_vec(),
        RecordType::Mx => [&[0, script.byte()], script.piece()].concat(),
        RecordType::Tlsa => script.piece().to_vec(),
        RecordType::Txt => {
            let text = script.piece();
            [&[u8::try_from(text.len()).unwrap_or(0)], text].concat()
        }
    }
}

fn fetch(script: &mut Script<'_>) -> FetchResponse {
    match script.byte() % 4 {
        0 => FetchResponse::OpaqueRedirect,
        1 => FetchResponse::Unavailable { detail: script.text() },
        kind => FetchResponse::Response {
            status: if kind == 2 { 200 } else { u16::from(script.byte()) * 3 },
            content_type: Some(script.text()),
            location: (kind == 3).then(|| script.text()),
            body: script.piece().to_vec(),
            truncated: script.flag(),
            challenge: false,
        },
    }
}
