//! The first sentence about a method, made from its name where no overlay wrote one.

use super::words::{phrase, singular};
use crate::ir::Output;

/// A sentence like `Lists the snapshots of a volume.` from `list_snapshots`, `volume` and a path that names the volume.
pub(super) fn of(method: &str, noun: &str, path: &str, output: &Output) -> String {
    let spaced = snake(method);
    let (verb, rest) = spaced.split_once('_').unwrap_or((&spaced, ""));
    let is_new = matches!(verb, "create" | "add" | "post");
    let preposition = match verb {
        "add" | "attach" => "to",
        "remove" | "detach" => "from",
        _ => "of",
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
        (true, false) => with_article(noun),
        (false, _) if object.starts_with("with ") => format!("{} {object}", with_article(noun)),
        (false, _) => {
            let is_own = object.to_lowercase().contains(&noun.to_lowercase());
            let object = match (is_new, singular(&object) == object) {
                (true, true) => with_article(&object),
                (true, false) => object,
                (false, _) => format!("the {object}"),
            };
            match owner(path, noun) {
                Some(owner) if !is_own && last_word(&owner) != last_word(&object) => {
                    format!("{object} {preposition} {}", with_article(&owner))
                }
                _ => object,
            }
        }
    };
    match by {
        Some(by) => format!("{verb} {target} by {}.", lower_phrase(by)),
        None => format!("{verb} {target}."),
    }
}

/// What the object belongs to: the path names one by an argument that is not the last segment.
fn owner(path: &str, noun: &str) -> Option<String> {
    let mut segments = path
        .split('/')
        .rev()
        .skip(1)
        .skip_while(|segment| !segment.starts_with('{'));
    let argument = segments.next()?;
    let kind = segments.next().unwrap_or(argument);
    let owner = lower_phrase(&singular(&snake(kind)));
    let is_noun = noun.to_lowercase().ends_with(&owner.to_lowercase());
    Some(if is_noun { noun.to_owned() } else { owner })
}

fn last_word(words: &str) -> String {
    let last = words.rsplit(' ').next().unwrap_or_default();
    singular(last).to_lowercase()
}

/// The noun with `a` or `an`, as it is spoken: letter by letter where no vowel helps.
fn with_article(noun: &str) -> String {
    let word = noun.split(' ').next().unwrap_or_default();
    let is_spelled = word.len() > 1
        && word
            .chars()
            .all(|letter| letter.is_ascii_uppercase() && !is_vowel(letter));
    let first = word.chars().next().unwrap_or_default();
    let sounds_like_vowel = if is_spelled {
        "FHLMNRSX".contains(first)
    } else {
        is_vowel(first) && (!word.starts_with('u') || word.starts_with("up"))
    };
    format!("{} {noun}", if sounds_like_vowel { "an" } else { "a" })
}

fn is_vowel(letter: char) -> bool {
    "aeiouAEIOU".contains(letter)
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
    } else if noun.ends_with(['s', 'x']) || noun.ends_with("ch") || noun.ends_with("sh") {
        format!("{noun}es")
    } else {
        format!("{noun}s")
    }
}
