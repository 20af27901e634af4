//! Names of types that are sent: what the body is about, and what it is sent for.

use super::{identifier, words};
use crate::ir::Purpose;

/// Words at either end of a name that say what a body is sent for, or only that it is one.
const PURPOSES: [&str; 10] = [
    "body", "create", "input", "new", "patch", "post", "put", "replace", "request", "update",
];

/// Returns the name of a type that is sent for `purpose` and would otherwise be called `name`.
///
/// Where `name` says nothing but the purpose, `noun` says what it is about.
pub(super) fn named(name: &str, noun: &str, purpose: Purpose) -> Option<String> {
    let about = subject(name);
    let about = match about.is_empty() {
        true => words::snake(noun),
        false => about,
    };
    let role = match purpose {
        Purpose::Create => "create",
        Purpose::Update => "update",
        Purpose::Replace => "replace",
        Purpose::Other => "request",
        Purpose::Part => "input",
    };
    identifier::type_like(&format!("{about}_{role}"))
}

/// Returns the name without what it says about the purpose, if anything is left.
pub(super) fn about(name: &str) -> Option<String> {
    let about = subject(name);
    (!about.is_empty())
        .then(|| identifier::type_like(&about))
        .flatten()
}

/// Returns the words of a name in snake case without those about the purpose.
fn subject(name: &str) -> String {
    let snake = words::snake(name);
    let mut about: Vec<_> = snake.split('_').filter(|word| !word.is_empty()).collect();
    let is_purpose = |word: Option<&&str>| word.is_some_and(|word| PURPOSES.contains(word));
    while is_purpose(about.last()) {
        about.pop();
    }
    while is_purpose(about.first()) {
        about.remove(0);
    }
    about.join("_")
}
