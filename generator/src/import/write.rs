//! The canonical YAML text: block style, two spaces, plain strings where no reader could take them for anything
//! else and JSON strings otherwise.

use super::node::{Data, Node};

/// Keys longer than this need the explicit form `? key`; YAML allows 1,024 characters.
const LONGEST_IMPLICIT_KEY: usize = 1000;

/// Writes the document; the same value always gives the same bytes.
pub(crate) fn to_yaml(root: &Node) -> String {
    let mut out = String::new();
    match &root.data {
        Data::Map(map) if !map.is_empty() => block(&mut out, root, 0),
        Data::List(items) if !items.is_empty() => block(&mut out, root, 0),
        _ => {
            inline(&mut out, root);
            out.push('\n');
        }
    }
    out
}

/// Writes a collection that is not empty, one entry a line.
fn block(out: &mut String, node: &Node, indent: usize) {
    match &node.data {
        Data::Map(map) => {
            for (index, (key, value)) in map.iter().enumerate() {
                // The first entry of a mapping in a list is on the line of its dash.
                if index > 0 || !out.ends_with("- ") {
                    pad(out, indent);
                }
                write_key(out, key, indent);
                after_key(out, value, indent);
            }
        }
        Data::List(items) => {
            for (index, item) in items.iter().enumerate() {
                if index > 0 || !out.ends_with("- ") {
                    pad(out, indent);
                }
                out.push_str("- ");
                if is_block(item) {
                    block(out, item, indent + 2);
                } else {
                    inline(out, item);
                    out.push('\n');
                }
            }
        }
        _ => {}
    }
}

fn write_key(out: &mut String, key: &str, indent: usize) {
    let start = out.len();
    string(out, key);
    if out.len() - start > LONGEST_IMPLICIT_KEY {
        out.insert_str(start, "? ");
        out.push('\n');
        pad(out, indent);
    }
    out.push(':');
}

fn after_key(out: &mut String, value: &Node, indent: usize) {
    if is_block(value) {
        out.push('\n');
        block(out, value, indent + 2);
    } else {
        out.push(' ');
        inline(out, value);
        out.push('\n');
    }
}

fn is_block(node: &Node) -> bool {
    match &node.data {
        Data::Map(map) => !map.is_empty(),
        Data::List(items) => !items.is_empty(),
        _ => false,
    }
}

fn inline(out: &mut String, node: &Node) {
    match &node.data {
        Data::Null => out.push_str("null"),
        Data::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Data::Number(number) => out.push_str(number),
        Data::String(text) => string(out, text),
        Data::List(_) => out.push_str("[]"),
        Data::Map(_) => out.push_str("{}"),
    }
}

fn string(out: &mut String, value: &str) {
    if is_plain(value) {
        out.push_str(value);
        return;
    }
    out.push('"');
    for c in value.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            // Line separators and the byte order mark are printable to Rust and not to YAML.
            c if c.is_control()
                || matches!(
                    c,
                    '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
                ) =>
            {
                out.push_str(&format!("\\u{:04X}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

/// Returns whether every reader reads the plain scalar as this very string, as key and as value.
///
/// Narrower than YAML: starts with a letter, `_` or `/` and goes on with characters that never mean anything,
/// so that neither numbers nor dates, flow collections, comments or tags can be meant.
fn is_plain(value: &str) -> bool {
    let starts_well =
        value.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '/'));
    let goes_on_well = |c: char| {
        c.is_ascii_alphanumeric()
            || matches!(c, '_' | '/' | '-' | '.' | '+' | '{' | '}' | '(' | ')' | ' ')
    };
    starts_well && value.chars().all(goes_on_well) && !value.ends_with(' ') && !is_reserved(value)
}

/// Returns whether a YAML 1.1 or 1.2 reader reads the plain scalar as a boolean or null.
fn is_reserved(value: &str) -> bool {
    const RESERVED: [&str; 9] = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"];
    RESERVED.iter().any(|word| value.eq_ignore_ascii_case(word))
}

fn pad(out: &mut String, indent: usize) {
    out.extend(std::iter::repeat_n(' ', indent));
}
