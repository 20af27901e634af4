//! Checks of a value that is sent: all required fields are set, and no unknown
//! field has the name of a declared one. A field that the server left out is not set, although it
//! reads as a default value.
//!
//! Models are also written for other purposes (caches, logs, tests), where a value that was read
//! incomplete must not be an error.

use std::fmt::Write as _;

use super::content::ValueContent;
use super::content::{FieldMode, Fields};

/// Checks a request body, the record `name`. Returns what is wrong with it.
pub(super) fn check(name: &str, body: ValueContent<'_>) -> Result<(), String> {
    if body.is_blank() {
        return Err("the request body has no value".to_owned());
    }
    let mut path = BodyPath(Vec::new());
    path.check(body).map_err(|fault| match fault {
        SendingFault::Missing => format!("missing required field `{}` in {name}", path.text()),
        SendingFault::Other(message) => message,
    })
}

/// An error in a request body.
enum SendingFault {
    /// The field at the path is not set.
    Missing,
    /// A record cannot be written.
    Other(String),
}

/// The path of the value being checked.
struct BodyPath(Vec<SendingStep>);

enum SendingStep {
    Field(String),
    Element(usize),
}

impl BodyPath {
    /// Checks a value; after an error, the path is that of the fault.
    fn check(&mut self, value: ValueContent<'_>) -> Result<(), SendingFault> {
        match value {
            ValueContent::Variant(_, value) => self.check(value.content_of()),
            ValueContent::List(list) => {
                let mut elements = list.elements().into_iter().enumerate();
                elements.try_for_each(|(index, element)| {
                    self.inside(SendingStep::Element(index), element.content_of())
                })
            }
            ValueContent::Map(map) => {
                let mut entries = map.entries().into_iter();
                entries.try_for_each(|(key, value)| {
                    self.inside(SendingStep::Field(key.to_owned()), value.content_of())
                })
            }
            ValueContent::Record(record) => self.check_record(&Fields::of(record)),
            _ => Ok(()),
        }
    }

    fn check_record(&mut self, record: &Fields<'_>) -> Result<(), SendingFault> {
        for field in record.declared() {
            let is_missing = match field.mode {
                Some(FieldMode::Needed) => {
                    matches!(field.content, ValueContent::Absent) && !record.inherits(field.name)
                }
                Some(FieldMode::Filled) => field.content.is_blank(),
                Some(FieldMode::OrNull | FieldMode::Plain | FieldMode::Rest) | None => false,
            };
            let is_missing = is_missing || (record.lacks(&field) && !record.inherits(field.name));
            let step = SendingStep::Field(field.name.to_owned());
            if is_missing {
                self.0.push(step);
                return Err(SendingFault::Missing);
            }
            match field.mode {
                Some(FieldMode::Rest) => self.check(field.content)?,
                _ => self.inside(step, field.content)?,
            }
        }
        record
            .fault()
            .map_or(Ok(()), |fault| Err(SendingFault::Other(fault)))
    }

    fn inside(&mut self, step: SendingStep, value: ValueContent<'_>) -> Result<(), SendingFault> {
        self.0.push(step);
        self.check(value)?;
        self.0.pop();
        Ok(())
    }

    /// Joins the steps: `rules[1].protocol`.
    fn text(&self) -> String {
        let mut text = String::new();
        for step in &self.0 {
            // Writing into a string does not fail.
            let _ = match step {
                SendingStep::Field(name) if text.is_empty() => write!(text, "{name}"),
                SendingStep::Field(name) => write!(text, ".{name}"),
                SendingStep::Element(index) => write!(text, "[{index}]"),
            };
        }
        text
    }
}
