use serde_json::Value;

use super::error::ImportError;
use super::grammar::NodeKind;
use super::node::{Data, Node};
use super::{parse, scalar, write};

/// One OpenAPI document in memory.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    root: Node,
}

impl Document {
    /// Reads one YAML (or JSON) document; `name` is the file name for messages.
    ///
    /// # Errors
    ///
    /// Fails when the bytes are not one YAML document that JSON could express; the error names line and pointer.
    pub fn parse(name: &str, bytes: &[u8]) -> Result<Self, ImportError> {
        Ok(Self {
            root: parse::parse(name, bytes)?,
        })
    }

    /// Returns the canonical YAML text: keys sorted, numbers exact, every string read back as the same string
    /// by YAML 1.1 and YAML 1.2 readers.
    pub fn to_yaml(&self) -> String {
        write::to_yaml(&self.root)
    }

    /// Returns the document as a JSON value.
    ///
    /// Integers outside of `i64` and `u64` become the nearest `f64`, because that is all a `serde_json::Value`
    /// holds; their exact digits are in [`Document::to_yaml`].
    pub fn into_value(self) -> Value {
        into_value(self.root)
    }

    /// Returns a copy of the document as a JSON value; see [`Document::into_value`].
    pub fn to_value(&self) -> Value {
        self.clone().into_value()
    }

    /// Returns whether the document declares that it is an OpenAPI document.
    pub fn is_openapi(&self) -> bool {
        self.root.child("openapi").is_some()
    }

    /// Returns whether a reference of the document points to another file, that is, whether it is not bundled.
    pub fn refers_to_files(&self) -> bool {
        refers_to_files(&self.root, NodeKind::Document)
    }

    pub(crate) fn new(root: Node) -> Self {
        Self { root }
    }

    pub(crate) fn root(&self) -> &Node {
        &self.root
    }
}

/// Returns a node as a JSON value.
pub(crate) fn into_value(node: Node) -> Value {
    match node.data {
        Data::Null => Value::Null,
        Data::Bool(value) => Value::Bool(value),
        Data::Number(number) => scalar::to_json(&number),
        Data::String(text) => Value::String(text),
        Data::List(items) => items.into_iter().map(into_value).collect(),
        Data::Map(map) => {
            let members = map.into_iter();
            Value::Object(
                members
                    .map(|(key, value)| (key, into_value(value)))
                    .collect(),
            )
        }
    }
}

fn refers_to_files(node: &Node, kind: NodeKind) -> bool {
    if matches!(kind, NodeKind::Value | NodeKind::Sample) {
        return false;
    }
    if let Some(reference) = node.reference().and_then(Node::as_str) {
        return !reference.starts_with('#');
    }
    match &node.data {
        Data::List(items) => items.iter().any(|item| refers_to_files(item, kind.item())),
        Data::Map(map) => map
            .iter()
            .any(|(key, value)| refers_to_files(value, kind.member(key))),
        _ => false,
    }
}
