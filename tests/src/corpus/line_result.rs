//! The results of payloads.

use serde_json::Value;

use super::PayloadKind;
use crate::compare::Rules;

/// The result of one line.
#[derive(Clone, Debug)]
pub struct LineResult {
    /// The line's name.
    pub id: String,
    /// The file it is from.
    pub source: String,
    /// The role of the payload.
    pub kind: PayloadKind,
    /// Whether the schema of the published document accepts it.
    pub is_valid: bool,
    /// The tested layer.
    pub layer: Layer,
    /// The outcome.
    pub verdict: Verdict,
}

/// The part of the client that is tested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Layer {
    /// The generated type alone: it is read and written back.
    Type,
    /// The whole client: a response is served to the operation's own method, a request is sent by it.
    Client,
}

impl Layer {
    /// Returns the name for the table.
    pub fn name(self) -> &'static str {
        match self {
            Self::Type => "type",
            Self::Client => "client",
        }
    }
}

/// The outcomes of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It came back as it was.
    Lossless,
    /// It came back, with default values for missing members.
    Corrected,
    /// It was read or sent, and something of it is lost.
    Lossy(Vec<String>),
    /// The document has no type for the error body.
    Raw,
    /// It could not be read or sent.
    Undecodable(String),
}

impl Verdict {
    /// Compares a value with the expected one.
    pub(super) fn of(expected: &Value, found: &Value, rules: Rules) -> Self {
        let differences = rules.differences(expected, found);
        if differences.is_empty() {
            Self::Lossless
        } else {
            Self::Lossy(differences)
        }
    }

    /// Compares a corrected value with the expected one, which may lack members.
    pub(super) fn of_corrected(expected: &Value, found: &Value) -> Self {
        match Self::of(expected, found, Rules::CORRECTED) {
            Self::Lossless => Self::Corrected,
            other => other,
        }
    }
}
