//! Errors of lowering.

use std::collections::BTreeMap;

use crate::ir::PageStyle;
use crate::lines::lines;

/// The start of the message about schemas that contradict each other.
const CONTRADICTS: &str = "contradicts other statements about the value";

/// The document or the configuration cannot be lowered.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{location}: {message}")]
pub struct LowerError {
    /// JSON pointer into the document, or the place in `spec/codegen.toml`.
    pub location: String,
    /// The error, and how to correct it.
    pub message: String,
    /// The decision that is missing, if it is one that `spec/codegen.toml` makes.
    pub decision: Option<Decision>,
}

/// How the pages of a list are requested that is not regular.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RequestedPages {
    /// By number, and nothing else could be the items.
    Numbered,
    /// By this parameter.
    By(Box<str>),
    /// The document does not say.
    Unknown,
}

/// A decision that no document can make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// A tag belongs to no group.
    Group {
        /// Key of the invented group.
        key: String,
        /// The tag.
        tag: String,
        /// The common prefix of its operations' IDs.
        prefixes: Vec<String>,
    },
    /// The method of an operation has no name, or one that is taken.
    Method {
        /// Key of the group.
        group: String,
        /// The `operationId`.
        operation: String,
    },
    /// An operation may or may not return a page.
    List {
        /// The `operationId`.
        operation: Box<str>,
        /// The member that holds the items, if there is one.
        items: Option<Box<str>>,
        /// How the next page seems to be found.
        style: PageStyle,
        /// How pages are requested.
        pages: RequestedPages,
    },
    /// An operation returns one page of a list, and nothing says how the client finds the next one.
    SinglePage {
        /// The `operationId`.
        operation: String,
        /// The parameter that selects the page.
        by: String,
    },
    /// A member may hold a secret.
    Secret {
        /// Its name in the configuration.
        key: String,
    },
    /// The kind of a server is unknown.
    Server {
        /// Its URL.
        url: String,
    },
    /// A construct is not generated, or not as the document says.
    Report {
        /// JSON pointer.
        pointer: String,
    },
    /// A response has several members, of which one may be the resource.
    Resource {
        /// The `operationId`.
        operation: String,
        /// The members.
        members: Vec<String>,
    },
    /// A field of a request body has another type than in what is returned.
    Conversion {
        /// The `operationId`.
        operation: String,
        /// The path of the field.
        field: String,
    },
    /// The body of an update has nothing in common with what the GET of its path returns.
    NoConversion {
        /// The `operationId`.
        operation: String,
    },
    /// A member of a common type has values that the type does not know.
    OtherValues {
        /// The component that is the common type.
        concept: String,
        /// The name of the member in the configuration.
        member: String,
        /// The values.
        values: Box<[String]>,
    },
    /// The name of a method does not say that it updates or replaces something.
    UpdateName {
        /// Key of the group.
        group: String,
        /// The `operationId`.
        operation: String,
        /// The word with which it should begin.
        verb: &'static str,
    },
    /// Fields and parameters of one name have several types.
    SeveralTypes {
        /// Their name in JSON.
        name: String,
        /// The types that are not the usual one, and where they are.
        types: BTreeMap<String, Vec<String>>,
    },
    /// Names that an overlay gives have no effect.
    IdleNames {
        /// JSON pointer of the schema.
        schema: String,
        /// The keyword that gives them.
        keyword: String,
        /// The names.
        names: Box<[String]>,
    },
    /// An entry of the configuration matches nothing.
    Unused {
        /// The table.
        table: String,
        /// The key, or the value in a list.
        entry: String,
    },
}

impl LowerError {
    /// Adds the decision that is missing.
    #[must_use]
    pub(crate) fn deciding(mut self, decision: Decision) -> Self {
        self.decision = Some(decision);
        self
    }

    /// An error at `location`.
    pub(crate) fn new(location: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            location: location.into(),
            message: message.into(),
            decision: None,
        }
    }

    /// The error about an entry of the configuration that matches nothing.
    pub(crate) fn unused(table: &str, entry: &str) -> Self {
        let message = "matches nothing in the document; remove the entry or correct its key";
        let location = format!("spec/codegen.toml [{table}] \"{entry}\"");
        Self::new(location, message).deciding(Decision::Unused {
            table: table.to_owned(),
            entry: entry.to_owned(),
        })
    }

    /// The error about a schema at `location` that allows no value which the others allow, too.
    pub(super) fn contradiction(location: impl Into<String>, what: &str) -> Self {
        Self::new(
            location,
            format!("{CONTRADICTS}: {what} cannot both hold; correct it in an overlay"),
        )
    }

    /// Whether several schemas for one value contradict each other.
    pub(super) fn is_contradiction(&self) -> bool {
        self.message.starts_with(CONTRADICTS)
    }
}

/// Everything that stops lowering, at least one error.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", lines(.0))]
pub struct LowerErrors(pub Vec<LowerError>);

impl From<LowerError> for LowerErrors {
    fn from(error: LowerError) -> Self {
        Self(vec![error])
    }
}
