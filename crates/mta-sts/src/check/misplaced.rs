//! Where a missing MTA-STS record may have landed: at the domain itself, or below the domain written twice.

use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::dns::RecordType;
use crate::domain::DomainName;

use super::txt_steps::{answer, texts};
use super::{Check, DnsResponse, StepEnd, Task};

/// A record step that waits for these look-ups.
#[derive(Debug, Clone)]
pub(super) struct Search {
    end: StepEnd,
}

/// A name at which no Sender looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WrongPlace {
    /// The domain: somebody took the name for part of the text.
    Apex,
    /// `_mta-sts.<domain>.<domain>`: a DNS panel appended the domain to a full name.
    Doubled,
}

impl WrongPlace {
    fn name(self, domain: &DomainName) -> String {
        match self {
            WrongPlace::Apex => domain.as_str().to_owned(),
            WrongPlace::Doubled => format!("{}.{domain}", domain.record_name()),
        }
    }
}

impl Check {
    /// Looks elsewhere before the record step ends as `end`.
    pub(super) fn search_record(&mut self, end: StepEnd) {
        self.search = Some(Search { end });
        for place in [WrongPlace::Apex, WrongPlace::Doubled] {
            let name = place.name(&self.domain);
            if name.len() <= DomainName::MAX_LENGTH {
                self.ask(Task::Misplaced(place), name, RecordType::Txt);
            }
        }
    }

    pub(super) fn wrong_place_answered(&mut self, place: WrongPlace, response: DnsResponse) {
        let name = place.name(&self.domain);
        // A look-up that fails proves nothing, and is only for a hint.
        let found = answer(&response, &name, RecordType::Txt)
            .is_ok_and(|answer| texts(&answer).into_iter().any(|text| is_record(text)));
        let expected = self.domain.record_name();
        if let (true, Some(search)) = (found, &mut self.search) {
            let found = Diagnostic::new(Code::RecordMisplaced).param("name", name);
            search.end.diagnostics.push(found.param("expected", expected));
        }
        if !self.pending(|task| matches!(task, Task::Misplaced(_)))
            && let Some(search) = self.search.take()
        {
            self.finish(search.end);
        }
    }
}

fn is_record(text: &[u8]) -> bool {
    let version = b"v=STSv1";
    text.get(..version.len()).is_some_and(|head| head.eq_ignore_ascii_case(version))
}
