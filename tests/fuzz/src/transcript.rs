//! A whole check, its host played by the input.

use mta_sts::check::{Check, CheckOptions, DnsRequest, DnsResponse, Request, Response, StepName};
use mta_sts::dns::{RecordType, encode_query};
use mta_sts::fetch::FetchResponse;
use mta_sts::probe::{AddressProbe, Phase, Probe, ProbeResult};
use mta_sts::{DomainName, Timestamp};

/// What the host answers is cut from the input, piece by piece, until nothing is left; then all look-ups fail.
pub fn check_transcript(script: &[u8]) {
    let mut script = Script(script);
    let domain = DomainName::parse("a.example").unwrap();
    let mut check = Check::new(domain, CheckOptions { probe: script.byte() & 1 == 1 });
    while let Some((id, request)) = check.poll_request() {
        let response = script.response(request);
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

struct Script<'a>(&'a [u8]);

impl<'a> Script<'a> {
    fn byte(&mut self) -> u8 {
        self.take(1).first().copied().unwrap_or(0)
    }

    fn take(&mut self, count: usize) -> &'a [u8] {
        let (piece, rest) = self.0.split_at(count.min(self.0.len()));
        self.0 = rest;
        piece
    }

    /// A piece with its length in front.
    fn piece(&mut self) -> &'a [u8] {
        let length = usize::from(self.byte());
        self.take(length)
    }

    fn text(&mut self) -> String {
        String::from_utf8_lossy(self.piece()).into_owned()
    }

    fn response(&mut self, request: Request) -> Response {
        match request {
            Request::Dns(request) => Response::Dns(self.dns(&request)),
            Request::FetchPolicy(_) => Response::Fetch(self.fetch()),
            Request::Probe(request) => {
                let addresses = request.addresses.into_iter();
                let at = |address| AddressProbe { address, port: 25, result: self.probe() };
                let addresses = addresses.map(at).collect();
                Response::Probe(Probe { host: request.host, addresses })
            }
        }
    }

    fn dns(&mut self, request: &DnsRequest) -> DnsResponse {
        let query = encode_query(&request.name, request.record_type);
        match (self.byte() % 4, query) {
            (1, _) => DnsResponse::Message(self.piece().to_vec()),
            (2 | 3, Some(query)) => DnsResponse::Message(self.answer(query, request.record_type)),
            _ => DnsResponse::Failed { detail: "no network".to_owned() },
        }
    }

    /// An answer with up to three records.
    fn answer(&mut self, query: Vec<u8>, record_type: RecordType) -> Vec<u8> {
        let count = self.byte() % 4;
        let mut message = query;
        message[2] |= 0x80;
        message[7] = count;
        let class_and_type = message[message.len() - 4..].to_vec();
        for _ in 0..count {
            let data = self.data(record_type);
            message.extend_from_slice(b"\xc0\x0c");
            message.extend_from_slice(&class_and_type);
            message.extend_from_slice(&60_u32.to_be_bytes());
            message.extend_from_slice(&u16::try_from(data.len()).unwrap_or(0).to_be_bytes());
            message.extend_from_slice(&data);
        }
        message
    }

    fn data(&mut self, record_type: RecordType) -> Vec<u8> {
        match record_type {
            RecordType::A => self.take(4).to_vec(),
            RecordType::Aaaa => self.take(16).to_vec(),
            RecordType::Mx => [&[0, self.byte()], self.piece()].concat(),
            _ => {
                let text = self.piece();
                [&[u8::try_from(text.len()).unwrap_or(0)], text].concat()
            }
        }
    }

    fn fetch(&mut self) -> FetchResponse {
        match self.byte() % 4 {
            0 => FetchResponse::OpaqueRedirect,
            1 => FetchResponse::Unavailable { detail: self.text() },
            kind => FetchResponse::Response {
                status: if kind == 2 { 200 } else { u16::from(self.byte()) * 3 },
                content_type: Some(self.text()),
                location: (kind == 3).then(|| self.text()),
                body: self.piece().to_vec(),
                truncated: false,
                challenge: false,
            },
        }
    }

    fn probe(&mut self) -> ProbeResult {
        let phase = Phase::Connect;
        match self.byte() % 5 {
            0 => ProbeResult::NotOffered,
            1 => ProbeResult::Refused { code: 554, text: self.text() },
            2 => ProbeResult::Temporary { phase, code: 421, text: self.text() },
            3 => ProbeResult::TlsFailed { detail: self.text() },
            _ => ProbeResult::Unreachable { phase, detail: self.text() },
        }
    }
}
