//! Checks of a value that is sent: all required fields are set, and no unknown
//! field has the name of a declared one.
//!
//! Models are also written for other purposes (caches, logs, tests), where a value that was read
//! incomplete must not be an error.

use std::fmt::Write as _;

use super::Content;
use super::content::{Fields, Mode};

/// Checks a request body, the record `name`. Returns what is wrong with it.
pub(super) fn check(name: &str, body: Content<'_>) -> Result<(), String> {
    if body.is_blank() {
        return Err("the request body has no value".to_owned());
    }
    let mut path = Path(Vec::new());
    path.check(body).map_err(|fault| match fault {
        Fault::Missing => format!("missing required field `{}` in {name}", path.text()),
        Fault::Other(message) => message,
    })
}

/// An error in a request body.
enum Fault {
    /// The field at the path is not set.
    Missing,
    /// A record cannot be written.
    Other(String),
}

/// The path of the value being checked.
struct Path(Vec<Step>);

enum Step {
    Field(String),
    Element(usize),
}

impl Path {
    /// Checks a value; after an error, the path is that of the fault.
    fn check(&mut self, value: Content<'_>) -> Result<(), Fault> {
        match value {
            Content::Variant(_, value) => self.check(value.content_of()),
            Content::List(list) => {
                let mut elements = list.elements().into_iter().enumerate();
                elements.try_for_each(|(index, element)| {
                    self.inside(Step::Element(index), element.content_of())
                })
            }
            Content::Map(map) => {
                let mut entries = map.entries().into_iter();
                entries.try_for_each(|(key, value)| {
                    self.inside(Step::Field(key.to_owned()), value.content_of())
                })
            }
            Content::Record(record) => self.check_record(&Fields::of(record)),
            _ => Ok(()),
        }
    }

    fn check_record(&mut self, record: &Fields<'_>) -> Result<(), Fault> {
        for field in record.declared() {
            let is_missing = match field.mode {
                Some(Mode::Needed) => {
                    matches!(field.content, Content::Absent) && !record.inherits(field.name)
                }
                Some(Mode::Filled) => field.content.is_blank(),
                Some(Mode::OrNull | Mode::Plain | Mode::Rest) | None => false,
            };
            let step = Step::Field(field.name.to_owned());
            if is_missing {
                self.0.push(step);
                return Err(Fault::Missing);
            }
            match field.mode {
                Some(Mode::Rest) => self.check(field.content)?,
                _ => self.inside(step, field.content)?,
            }
        }
        record
            .fault()
            .map_or(Ok(()), |fault| Err(Fault::Other(fault)))
    }

    fn inside(&mut self, step: Step, value: Content<'_>) -> Result<(), Fault> {
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
                Step::Field(name) if text.is_empty() => write!(text, "{name}"),
                Step::Field(name) => write!(text, ".{name}"),
                Step::Element(index) => write!(text, "[{index}]"),
            };
        }
        text
    }
}
