//! JSON pointers (RFC 6901), for the second reader: it shares no code with the generator.

use serde_json::Value;

/// Escapes a token.
pub fn escape(token: &str) -> String {
    token.replace('~', "~0").replace('/', "~1")
}

/// Returns the token that was escaped.
pub fn unescape(token: &str) -> String {
    token.replace("~1", "/").replace("~0", "~")
}

/// Returns a document and everything in it, each with its pointer.
pub fn nodes(document: &Value) -> Vec<(String, &Value)> {
    let mut nodes = vec![("#".to_owned(), document)];
    let mut next = 0;
    while let Some((at, node)) = nodes.get(next).cloned() {
        match node {
            Value::Object(members) => {
                let members = members.iter();
                nodes.extend(members.map(|(name, node)| (format!("{at}/{}", escape(name)), node)));
            }
            Value::Array(items) => {
                let items = items.iter().enumerate();
                nodes.extend(items.map(|(index, node)| (format!("{at}/{index}"), node)));
            }
            _ => {}
        }
        next += 1;
    }
    nodes
}
