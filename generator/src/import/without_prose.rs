use std::collections::BTreeMap;

use super::document::Document;
use super::grammar::NodeKind;
use super::node::{Data, Node};

/// Keeps the facts of a bundled document and drops prose, examples and extensions.
///
/// Dropped are descriptions, summaries, schema titles, external documentation, examples, `x-` members, contact
/// and licence, and of the tags all but their names. Members of the API that happen to have such a name stay.
#[must_use]
pub fn without_prose(document: &Document) -> Document {
    Document::new(keep(document.root(), NodeKind::Document))
}

fn keep(node: &Node, kind: NodeKind) -> Node {
    let data = match &node.data {
        _ if matches!(kind, NodeKind::Value | NodeKind::Plain) => return node.clone(),
        Data::Map(map) if kind == NodeKind::Scopes => {
            let without_sentence = |scope: &String| (scope.clone(), Node::string(node.line, ""));
            Data::Map(map.keys().map(without_sentence).collect())
        }
        Data::Map(map) => Data::Map(keep_members(map, kind, node.line)),
        Data::List(items) => Data::List(items.iter().map(|item| keep(item, kind.item())).collect()),
        _ => return node.clone(),
    };
    Node::new(node.line, data)
}

fn keep_members(
    map: &BTreeMap<String, Node>,
    kind: NodeKind,
    line: usize,
) -> BTreeMap<String, Node> {
    let mut kept = BTreeMap::new();
    for (key, value) in map {
        let member = kind.member(key);
        if !matches!(
            member,
            NodeKind::Prose | NodeKind::Examples | NodeKind::Example | NodeKind::Sample
        ) {
            kept.insert(key.clone(), keep(value, member));
        }
    }
    // OpenAPI requires this member; readers refuse a response without it.
    if kind == NodeKind::Response && !map.contains_key("$ref") {
        kept.insert("description".to_owned(), Node::string(line, ""));
    }
    kept
}
