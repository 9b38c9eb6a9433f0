//! mailauth reads the record with its parser for DKIM headers, which knows comments, quotes and escapes.

use super::text::Space;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Name,
    Value,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    In(Part),
    Comment(Part),
    Quoted(Part, char),
}

#[derive(Default)]
struct Field {
    name: String,
    value: String,
    /// There was an `=`.
    has_value: bool,
}

impl Field {
    fn push(&mut self, part: Part, c: char) {
        match part {
            Part::Name => self.name.push(c),
            Part::Value => self.value.push(c),
        }
    }
}

/// The `id` of a record whose `v` is STSv1 in any case; of several fields of a name the last counts.
pub(super) fn id(record: &str) -> Option<String> {
    // What stands before a colon is the header's name.
    let text = record.split_once(':').map_or(record, |(_, value)| value);
    let mut fields = fields(Space::JavaScript.trim(text));
    // The first name alone is taken for the header's own value.
    let alone = fields.iter().position(|f| !f.has_value && !collapsed(&f.name).is_empty());
    if let Some(index) = alone {
        fields.remove(index);
    }
    let value = |name: &str| {
        fields.iter().rev().find(|field| collapsed(&field.name).to_lowercase() == name)
    };
    let version = collapsed(&value("v")?.value);
    let id = collapsed(&value("id")?.value);
    (version.eq_ignore_ascii_case("STSv1") && !id.is_empty()).then_some(id)
}

fn fields(text: &str) -> Vec<Field> {
    let mut fields = Vec::new();
    let mut field = Field::default();
    let mut state = State::In(Part::Name);
    // Once a backslash has come, characters outside quotes count twice: the escape is never taken back.
    let mut escaped = false;
    for c in text.chars() {
        state = match (state, c) {
            (State::In(Part::Name), '=') => {
                field.has_value = true;
                State::In(Part::Value)
            }
            (State::In(part), c) => {
                if escaped {
                    field.push(part, c);
                }
                match c {
                    ';' => {
                        fields.push(std::mem::take(&mut field));
                        State::In(Part::Name)
                    }
                    '\\' => {
                        escaped = true;
                        state
                    }
                    '(' => State::Comment(part),
                    '"' | '\'' => {
                        field.push(part, c);
                        State::Quoted(part, c)
                    }
                    _ => {
                        field.push(part, c);
                        state
                    }
                }
            }
            (State::Comment(part), ')') => State::In(part),
            (State::Quoted(..) | State::Comment(_), '\\') => {
                escaped = true;
                state
            }
            (State::Comment(_), _) => state,
            (State::Quoted(part, quote), c) => {
                field.push(part, c);
                if c == quote { State::In(part) } else { state }
            }
        };
    }
    fields.push(field);
    fields
}

/// Runs of white space as one space, none at the ends.
fn collapsed(text: &str) -> String {
    let parts = text.split(|c| Space::JavaScript.has(c)).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::id;

    #[test]
    fn knows_comments_quotes_and_escapes() {
        for (record, expected) in [
            ("v=STSv1; id=1;", Some("1")),
            ("V = stsv1 ; ID = a  b", Some("a b")),
            ("v=STSv1; id=1 (one)", Some("1")),
            ("v=STSv1; id=\"1;2\"", Some("\"1;2\"")),
            ("v=STSv1\\; id=1", None),
            ("v=STSv1; id=1\\2", Some("122")),
            ("v=STSv1; id=1; id=", None),
            ("v=STSv1; id=1; id", Some("1")),
            ("v=STSv1; id=1; x=a:b", None),
        ] {
            assert_eq!(id(record).as_deref(), expected, "{record}");
        }
    }
}
