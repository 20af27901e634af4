//! Whether a sentence adds something to the name of its item.

use std::collections::{BTreeMap, BTreeSet};
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

/// Their stems.
static KIND_STEMS: LazyLock<BTreeMap<&str, Vec<String>>> = LazyLock::new(|| {
    let kinds = KINDS.iter();
    let stems = |words: &str| words.split_whitespace().map(stem).collect();
    kinds.map(|(kind, words)| (*kind, stems(words))).collect()
});

/// How many words must remain.
const CONTENT: usize = 2;

/// The stems of the words of names: those of a type are needed for each of its fields.
#[derive(Default)]
pub(super) struct NameWords {
    known: BTreeMap<String, Vec<String>>,
}

impl NameWords {
    /// Returns whether fewer than two words of `text` remain after removing stop words, words of the kind, and the words
    /// of `names`: the item's own name, what the generator writes by itself, and the names of its parents.
    pub(super) fn say_all(&mut self, text: &str, names: &[&str], kind: &str) -> bool {
        let kind = KIND_STEMS.get(kind).map_or(&[][..], Vec::as_slice);
        let mut content: Vec<String> = Vec::new();
        for word in words(text) {
            let is_known = STOP_STEMS.contains(&word)
                || kind.contains(&word)
                || content.contains(&word)
                || names.iter().any(|name| self.of(name).contains(&word));
            if !is_known {
                content.push(word);
            }
            // Most texts show with their first words that they say something.
            if content.len() == CONTENT {
                return false;
            }
        }
        true
    }

    fn of(&mut self, name: &str) -> &[String] {
        if !self.known.contains_key(name) {
            let words = words_of_name(name).collect();
            self.known.insert(name.to_owned(), words);
        }
        &self.known[name]
    }
}

/// Returns whether two sentences differ only in case and signs.
pub(super) fn is_same(one: &str, other: &str) -> bool {
    plain(one).eq(plain(other))
}

/// Returns the letters and digits of a text in lower case.
fn plain(text: &str) -> impl Iterator<Item = char> {
    let letters = text.chars().filter(|letter| letter.is_alphanumeric());
    letters.flat_map(char::to_lowercase)
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
    let divided = divided(name);
    // The words of a name in lower case are the same with and without its division.
    let parts: Vec<_> = match divided == name {
        true => Vec::new(),
        false => words(&divided).collect(),
    };
    words(name).chain(parts)
}

/// Returns a word without inflectional endings; known abbreviations are written out.
fn stem(word: &str) -> String {
    let mut stem = word.to_lowercase();
    let written_out = match stem.as_str() {
        "identifier" | "identifiers" | "uuid" | "ids" => return "id".to_owned(),
        "config" | "configs" => Some("configuration"),
        "num" => Some("number"),
        "max" => Some("maximum"),
        "min" => Some("minimum"),
        _ => None,
    };
    if let Some(word) = written_out {
        word.clone_into(&mut stem);
    }
    let mut endings = ["ing", "ied", "ies", "ed", "es", "s", "e", "y"].iter();
    let rest = endings.find_map(|ending| stem.strip_suffix(ending).filter(|rest| rest.len() > 2));
    if let Some(length) = rest.map(str::len) {
        stem.truncate(length);
    }
    stem
}

#[cfg(test)]
mod tests;
