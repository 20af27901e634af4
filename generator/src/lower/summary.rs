//! The first sentence about a method, made from its name where no overlay wrote one.

use super::words::{phrase, singular};
use crate::ir::Output;

/// A sentence like `Lists the snapshots of a volume.` from `list_snapshots` and `volume`.
pub(super) fn of(method: &str, noun: &str, output: &Output) -> String {
    let spaced = snake(method);
    let (verb, rest) = spaced.split_once('_').unwrap_or((&spaced, ""));
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'A', 'E', 'I', 'O']) {
        "an"
    } else {
        "a"
    };
    let verb = match verb {
        "get" => "Returns".to_owned(),
        "list" => "Lists".to_owned(),
        "patch" => "Changes".to_owned(),
        "post" => "Posts".to_owned(),
        other => third_person(other),
    };
    let (object, by) = match rest.split_once("by_") {
        Some((object, by)) if object.is_empty() || object.ends_with('_') => {
            (object.trim_end_matches('_'), Some(by))
        }
        _ => (rest, None),
    };
    let object = lower_phrase(object);
    let many = matches!(output, Output::Page(_)) || spaced.starts_with("list");
    let target = match (object.is_empty(), many) {
        (true, true) => plural(noun),
        (true, false) => format!("{article} {noun}"),
        (false, _) if noun.eq_ignore_ascii_case(&singular(&object)) => object,
        (false, _) => format!("{object} ({noun})"),
    };
    match by {
        Some(by) => format!("{verb} {target} by {}.", lower_phrase(by)),
        None => format!("{verb} {target}."),
    }
}

/// Words in snake case, whatever case they are written in.
fn snake(words: &str) -> String {
    let mut out = String::new();
    let mut before = '_';
    for letter in words.chars() {
        if letter.is_ascii_uppercase() && (before.is_ascii_lowercase() || before.is_ascii_digit()) {
            out.push('_');
        }
        out.push(if letter.is_ascii_alphanumeric() {
            letter.to_ascii_lowercase()
        } else {
            '_'
        });
        before = letter;
    }
    out
}

fn lower_phrase(words: &str) -> String {
    let text = phrase(words);
    let mut letters = text.chars();
    match (letters.next(), text.chars().nth(1)) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => text,
    }
}

fn third_person(verb: &str) -> String {
    let mut text = phrase(verb);
    if verb.ends_with(['s', 'x', 'z']) || verb.ends_with("ch") || verb.ends_with("sh") {
        text.push_str("es");
    } else if verb.ends_with('y') && !verb.ends_with("oy") && !verb.ends_with("ay") {
        text.pop();
        text.push_str("ies");
    } else {
        text.push('s');
    }
    text
}

fn plural(noun: &str) -> String {
    if noun.ends_with('y') && !noun.ends_with("ey") {
        format!("{}ies", noun.trim_end_matches('y'))
    } else if noun.ends_with('s') || noun.ends_with('x') {
        format!("{noun}es")
    } else {
        format!("{noun}s")
    }
}
