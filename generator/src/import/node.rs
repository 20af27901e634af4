use std::collections::BTreeMap;

/// How deeply values may be nested, so that no later stage can exhaust the stack.
///
/// Two and a half times the depth of the real document.
pub(crate) const MAX_DEPTH: usize = 48;

/// One value of a YAML document and the line it starts at.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) line: usize,
    pub(crate) data: Data,
}

/// A JSON value whose numbers are kept as text, so that none of them loses a digit.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Data {
    Null,
    Bool(bool),
    /// The canonical text of a finite number; see [`super::scalar`].
    Number(String),
    String(String),
    List(Vec<Node>),
    Map(BTreeMap<String, Node>),
}

impl Node {
    pub(crate) fn new(line: usize, data: Data) -> Self {
        Self { line, data }
    }

    pub(crate) fn string(line: usize, text: impl Into<String>) -> Self {
        Self::new(line, Data::String(text.into()))
    }

    pub(crate) fn as_str(&self) -> Option<&str> {
        match &self.data {
            Data::String(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn as_map(&self) -> Option<&BTreeMap<String, Node>> {
        match &self.data {
            Data::Map(map) => Some(map),
            _ => None,
        }
    }

    /// Returns the child that one reference token of a JSON pointer names.
    pub(crate) fn child(&self, token: &str) -> Option<&Node> {
        match &self.data {
            Data::Map(map) => map.get(token),
            Data::List(items) => items.get(token.parse::<usize>().ok()?),
            _ => None,
        }
    }

    /// Returns the `$ref` node of a reference object.
    pub(crate) fn reference(&self) -> Option<&Node> {
        self.as_map()?
            .get("$ref")
            .filter(|target| target.as_str().is_some())
    }

    /// Says what the node is, for messages.
    pub(crate) fn kind_name(&self) -> &'static str {
        match self.data {
            Data::Null => "nothing",
            Data::Bool(_) => "a boolean",
            Data::Number(_) => "a number",
            Data::String(_) => "a string",
            Data::List(_) => "a list",
            Data::Map(_) => "a mapping",
        }
    }
}

/// Two nodes are equal if their values are, whatever their locations.
impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.data == other.data
    }
}
