//! New names that read badly. Later they can only be changed by breaking users.

use std::collections::BTreeSet;

use super::choice::Choice;
use super::pointers::json_path;
use super::question::{Question, Topic};
use crate::draft::Draft;

/// The longest names that read well.
const LONGEST_METHOD: usize = 44;
const LONGEST_TYPE: usize = 44;

/// HTTP methods whose names are too general for a method of the client.
const HTTP: [&str; 3] = ["patch", "post", "put"];

pub(super) fn questions(old: &Draft, new: &Draft, config: &str) -> Vec<Question> {
    let mut questions = methods(old, new, config);
    questions.extend(types(old, new));
    questions
}

fn methods(old: &Draft, new: &Draft, config: &str) -> Vec<Question> {
    let operations = old.api.groups.iter().flat_map(|group| &group.operations);
    let known: BTreeSet<_> = operations.map(|operation| operation.id.as_str()).collect();
    let mut questions = Vec::new();
    for (index, group) in new.api.groups.iter().enumerate() {
        let names = &new.names.group(index).operations;
        for (operation, names) in group.operations.iter().zip(names) {
            let method = names.method.to_string();
            let (false, Some(reason)) =
                (known.contains(operation.id.as_str()), bad_method(&method))
            else {
                continue;
            };
            let better = better_method(&method);
            questions.push(Question {
                topic: Topic::Name,
                blocks: false,
                location: operation.id.clone(),
                what: format!("`client.{}().{method}()` {reason}", group.key),
                choices: vec![Choice::method(config, &group.key, &operation.id, &better)],
            });
        }
    }
    questions
}

/// Why a method's name reads badly.
fn bad_method(name: &str) -> Option<String> {
    let words: Vec<&str> = name.trim_end_matches('_').split('_').collect();
    let first = words.first().copied().unwrap_or_default();
    if HTTP.contains(&first) && words.len() > 1 {
        return Some(format!(
            "begins with `{first}`, which says how and not what"
        ));
    }
    if let Some(word) = words.iter().find(|word| word.len() == 1 && **word != "a") {
        return Some(format!("has the word `{word}`: an abbreviation fell apart"));
    }
    if let Some(word) = words
        .iter()
        .find(|word| word.starts_with(|c: char| c.is_ascii_digit()))
    {
        return Some(format!("has the word `{word}`"));
    }
    if let Some([word, _]) = words.windows(2).find(|pair| pair[0] == pair[1]) {
        return Some(format!("says `{word}` twice"));
    }
    (name.len() > LONGEST_METHOD).then(|| format!("has {} letters", name.len()))
}

fn better_method(name: &str) -> String {
    let words = name.split('_').collect::<Vec<_>>();
    match words.as_slice() {
        [first, rest @ ..] if HTTP.contains(first) && !rest.is_empty() => rest.join("_"),
        words => {
            let mut words = words.to_vec();
            words.dedup();
            words.join("_")
        }
    }
}

fn types(old: &Draft, new: &Draft) -> Vec<Question> {
    let ids = old.api.types.ids();
    let known: BTreeSet<_> = ids.map(|id| old.names.ty(id).ident.to_string()).collect();
    let mut questions = Vec::new();
    for (id, ty) in new.api.types.iter() {
        let name = new.names.ty(id).ident.to_string();
        let (false, Some(reason)) = (known.contains(&name), bad_type(&name)) else {
            continue;
        };
        let lines = format!(
            "  - target: {}\n    update: {{ x-rust-name: {} }}",
            json_path(&new.overlaid, &ty.pointer),
            better_type(&name)
        );
        questions.push(Question {
            topic: Topic::Name,
            blocks: false,
            location: ty.pointer.clone(),
            what: format!("the type `{name}` {reason}"),
            choices: vec![Choice::name("another name", lines)],
        });
    }
    questions
}

/// Why a type's name reads badly.
fn bad_type(name: &str) -> Option<String> {
    let words = crate::names::snake(name);
    let words: Vec<&str> = words.split('_').collect();
    if let Some(word) = words.iter().find(|word| word.len() == 1) {
        return Some(format!("has the word `{word}`: an abbreviation fell apart"));
    }
    if let Some([word, _]) = words.windows(2).find(|pair| pair[0] == pair[1]) {
        return Some(format!("says `{word}` twice"));
    }
    if name.ends_with(|c: char| c.is_ascii_digit()) {
        return Some("ends with a digit".to_owned());
    }
    (name.len() > LONGEST_TYPE).then(|| format!("has {} letters", name.len()))
}

fn better_type(name: &str) -> String {
    let words = crate::names::snake(name);
    let mut words: Vec<&str> = words.split('_').collect();
    words.dedup();
    crate::names::pascal(&words.join("_"))
}
