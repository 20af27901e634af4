//! Whether a sentence adds something to the name of its item.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::names::divided;

/// Words that carry no meaning of their own in a description of an API.
const STOP_WORDS: &str = "\
    a about all also an and any api are as associated at be been being belongs by can contains corresponding current \
    do does each either field for from given has have here holds if in indicates into is it item its just may more must \
    not object of on one only optional or other our out own parameter property provided represents request required \
    resource response returned schema see shall should some specific specified specifies such than that the their them \
    then there these they this those to type under upon use used using value via was we were what when where which \
    whose will with within would you your";

/// Their stems.
static STOP_STEMS: LazyLock<BTreeSet<String>> =
    LazyLock::new(|| STOP_WORDS.split_whitespace().map(stem).collect());

/// Words that only say what kind of value something is.
const KINDS: [(&str, &str); 10] = [
    ("string", "string text"),
    ("integer", "number integer count amount"),
    ("number", "number float amount"),
    ("boolean", "whether true false flag boolean"),
    ("timestamp", "time date timestamp datetime moment"),
    ("list", "list array set collection"),
    ("map", "map"),
    ("object", "information details data"),
    ("enum", "possible options kind"),
    ("operation", "return retrieve get fetch list call endpoint"),
];

/// How many words must remain.
const CONTENT: usize = 2;

/// Returns whether fewer than two words of `text` remain after removing stop words, words of the kind, and the words of
/// `names`: the item's own name, what the generator writes by itself, and the names of its parents.
pub(super) fn says_nothing(text: &str, names: &[&str], kind: &str) -> bool {
    let mut content: BTreeSet<_> = words(text)
        .filter(|word| !STOP_STEMS.contains(word))
        .collect();
    let kinds = KINDS.iter().filter(|(name, _)| *name == kind);
    for word in kinds.flat_map(|(_, words)| words.split_whitespace()) {
        content.remove(&stem(word));
    }
    for name in names {
        if content.len() < CONTENT {
            return true;
        }
        for word in words_of_name(name) {
            content.remove(&word);
        }
    }
    content.len() < CONTENT
}

/// Returns whether two sentences differ only in case and signs.
pub(super) fn is_same(one: &str, other: &str) -> bool {
    let plain = |text: &str| -> String {
        let letters = text.chars().filter(|letter| letter.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    plain(one) == plain(other)
}

/// Returns what the form of a sentence violates.
pub(super) fn flaw(text: &str) -> Option<&'static str> {
    let text = text.trim();
    let first = text.chars().next();
    match first {
        None => Some("empty; write a sentence or remove the line"),
        Some(letter) if letter.is_lowercase() => Some("begin the sentence with a capital letter"),
        _ if text.starts_with("What ") => {
            Some("do not begin with \"What\"; begin with a noun or a verb")
        }
        _ if text.split_whitespace().any(|word| word == "TODO") => Some("unfinished"),
        _ => None,
    }
}

/// Returns the stems of the words.
fn words(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|letter: char| !letter.is_alphanumeric());
    words.filter(|word| !word.is_empty()).map(stem)
}

/// Returns the stems of the words of a name: `apiAgent` is `api`, `agent` and `apiagent`.
fn words_of_name(name: &str) -> impl Iterator<Item = String> {
    let divided = divided(name).replace('_', " ");
    let parts: Vec<_> = words(&divided).collect();
    words(name).chain(parts)
}

/// Returns a word without inflectional endings; known abbreviations are written out.
fn stem(word: &str) -> String {
    let lower = word.to_lowercase();
    let lower = match lower.as_str() {
        "identifier" | "identifiers" | "uuid" | "ids" => return "id".to_owned(),
        "config" | "configs" => "configuration",
        "num" => "number",
        "max" => "maximum",
        "min" => "minimum",
        other => other,
    };
    for ending in ["ing", "ied", "ies", "ed", "es", "s", "e", "y"] {
        if let Some(stem) = lower.strip_suffix(ending)
            && stem.len() > 2
        {
            return stem.to_owned();
        }
    }
    lower.to_owned()
}

#[cfg(test)]
mod tests;
