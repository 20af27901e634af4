//! The configuration that a document needs: every decision with its default, ready to edit.

use toml::{Table, Value};

use crate::config::{Config, ConfigError};
use crate::generate::{GenerateError, Input};
use crate::import::{self, Document};
use crate::lower::{self, Decision, LowerError, RequestedPages};
use crate::toml_text::TomlError;
use crate::{normalize, openapi, overlay};

/// The maximum number of rounds: a decision may require further ones.
const ROUNDS: usize = 16;

/// Words in the names of members that hold secrets.
const SECRET_WORDS: [&str; 14] = [
    "access_key",
    "api_key",
    "apikey",
    "credential",
    "credentials",
    "passphrase",
    "passwd",
    "password",
    "passwords",
    "private_key",
    "secret",
    "secrets",
    "token",
    "tokens",
];

/// Words next to these in the names of members that hold no secret: positions in lists, and facts about secrets.
const NO_SECRET_WORDS: [&str; 16] = [
    "at",
    "continuation",
    "count",
    "cursor",
    "expires",
    "expiry",
    "hint",
    "id",
    "ids",
    "name",
    "next",
    "page",
    "policy",
    "prev",
    "type",
    "url",
];

/// The header of the configuration.
const HEAD: &str = "\
# What the document cannot say; every entry is a default that may be changed.
#
# [api]           base URL, environment variables, security scheme
# [groups.NAME]   title, noun, tags, prefixes of operation IDs, and names of methods
# [pages]         lists: OPERATION = { items = \"path.to.items\", style = \"pages\" }
# [single_pages]  lists of which a call returns one page: the client does not follow them; a style under [pages] does
# [not_pages]     operations that look like lists and return everything, or are none, with the reason
# [resources]     the member of a response that must be there, or \"\" for the object itself
# secret_words    words in the names of members that hold secrets
# secrets         members that are redacted: [\"schema.member\"]; not_secrets: those that are not
# [accepted_reports]  what is generated otherwise than the document says, by JSON pointer; `*` at the end for many
";

/// A configuration, and what it cannot decide.
#[derive(Clone, Debug)]
pub struct Init {
    /// The text of the configuration.
    pub config: String,
    /// Errors of the document that no configuration solves.
    pub errors: Vec<LowerError>,
    /// How many decisions have their defaults.
    pub decisions: usize,
}

/// Adds the defaults of all open decisions to a configuration, which may be empty. Its comments are not kept.
///
/// # Errors
///
/// Fails where the document or the configuration cannot be read at all.
pub fn init(input: Input<'_>) -> Result<Init, GenerateError> {
    complete(input, true)
}

/// The same as [`init`], but entries of the configuration that match nothing remain, and are errors when it is used.
///
/// # Errors
///
/// The same as of [`init`].
pub fn with_defaults(input: Input<'_>) -> Result<Init, GenerateError> {
    complete(input, false)
}

fn complete(input: Input<'_>, removes_unused: bool) -> Result<Init, GenerateError> {
    let document = Document::parse(input.name, input.document)?.into_value();
    let mut applied = overlay::apply(document, input.overlays)?;
    applied.document = import::resolve(input.name, applied.document, input.files);
    let reports = normalize::normalize(&mut applied.document);
    let spec = openapi::read(&applied.document)?;
    let table: Result<Table, _> = input.config.parse();
    let mut table = table.map_err(|error| ConfigError::from(TomlError::from(error)))?;
    let own = table.clone();
    let mut count = 0;
    let words = table.entry("secret_words".to_owned());
    words.or_insert_with(|| Value::Array(SECRET_WORDS.map(Value::from).to_vec()));
    let everything = "the defaults of the generator";
    if let Some(accepted) = entry(&mut table, "accepted_reports") {
        accepted.insert("#/*".to_owned(), everything.into());
    }
    for _ in 0..ROUNDS {
        let toml = toml::to_string(&table).unwrap_or_default();
        let config = Config::parse(&toml)?;
        let lowered = lower::lower_leniently(&spec, &applied.document, &config, &reports);
        let decisions = lowered
            .errors
            .iter()
            .filter_map(|error| error.decision.as_ref());
        let mut changed = false;
        for decision in decisions {
            if let Decision::Unused { table: name, entry } = decision
                && !removes_unused
                && remove(&mut own.clone(), name, entry)
            {
                continue;
            }
            let is_new = decide(&mut table, decision);
            count += usize::from(is_new);
            changed |= is_new;
        }
        if !changed {
            return Ok(Init {
                config: format!("{HEAD}\n{toml}"),
                errors: lowered.errors,
                decisions: count,
            });
        }
    }
    let toml = toml::to_string(&table).unwrap_or_default();
    Ok(Init {
        config: format!("{HEAD}\n{toml}"),
        errors: Vec::new(),
        decisions: count,
    })
}

/// Makes a decision. Returns whether that changed anything.
fn decide(table: &mut Table, decision: &Decision) -> bool {
    match decision {
        // Prefixes that are guessed would take words of names away, so each method gets its name below.
        Decision::Group { key, tag, .. } => group(table, key, tag).unwrap_or(false),
        Decision::Method { group, operation } => method(table, group, operation).unwrap_or(false),
        Decision::List {
            operation,
            items: Some(items),
            style,
            pages: RequestedPages::Numbered,
        } => page(table, operation, items, style.name()).unwrap_or(false),
        Decision::List {
            operation,
            pages: RequestedPages::By(by),
            ..
        } => single_page(table, operation, by),
        Decision::SinglePage { operation, by } => single_page(table, operation, by),
        Decision::List { operation, .. } => set(table, "not_pages", operation, "read as it is"),
        Decision::Resource { operation, .. } => set(table, "resources", operation, ""),
        Decision::Secret { key } if is_position(key) => push(table, "not_secrets", key),
        Decision::Secret { key } => push(table, "secrets", key),
        Decision::Report { pointer } => set(table, "accepted_reports", pointer, "accepted"),
        Decision::Server { .. }
        | Decision::IdleNames { .. }
        | Decision::UpdateName { .. }
        | Decision::SeveralTypes { .. } => false,
        Decision::OtherValues {
            concept, member, ..
        } => except(table, concept, member).unwrap_or(false),
        Decision::Conversion { operation, field } => {
            leave(table, operation, field).unwrap_or(false)
        }
        Decision::NoConversion { operation } => {
            set(table, "no_conversion", operation, "nothing in common")
        }
        Decision::Unused { table: name, entry } => remove(table, name, entry),
    }
}

/// Leaves a member out of those that have a common type.
fn except(table: &mut Table, concept: &str, member: &str) -> Option<bool> {
    let same = entry(entry(table, "same_types")?, concept)?;
    Some(push(same, "except", member))
}

/// Makes an operation a list of which callers select a page.
fn single_page(table: &mut Table, operation: &str, parameter: &str) -> bool {
    let reason = format!("`{parameter}` selects a page");
    set(table, "single_pages", operation, &reason)
}

/// Makes an operation a list with numbered pages.
fn page(table: &mut Table, operation: &str, items: &str, style: &str) -> Option<bool> {
    let page = entry(entry(table, "pages")?, operation)?;
    let is_new = page.is_empty();
    page.insert("items".to_owned(), items.into());
    page.insert("style".to_owned(), style.into());
    Some(is_new)
}

/// Whether the last words of a member say that it is a position in a list, or only says something about a secret.
fn is_position(key: &str) -> bool {
    let name = key.rsplit(['.', '/']).next().unwrap_or(key);
    let name = crate::names::value_like(name).unwrap_or_default();
    name.split('_').any(|word| NO_SECRET_WORDS.contains(&word))
}

/// Leaves a field out of the conversion into a body.
fn leave(table: &mut Table, operation: &str, field: &str) -> Option<bool> {
    let conversion = entry(entry(table, "conversions")?, operation)?;
    Some(push(conversion, "leave", field))
}

/// Sets an entry of a table that it does not have.
fn set(table: &mut Table, name: &str, key: &str, text: &str) -> bool {
    let table = entry(table, name);
    table.is_some_and(|table| table.insert(key.to_owned(), text.into()).is_none())
}

/// Makes a group for a tag.
fn group(table: &mut Table, key: &str, tag: &str) -> Option<bool> {
    let group = entry(entry(table, "groups")?, key)?;
    let before = group.clone();
    let title = if tag.is_empty() { "the API" } else { tag };
    group.entry("title").or_insert_with(|| title.into());
    group.entry("noun").or_insert_with(|| "resource".into());
    group.insert("tags".to_owned(), vec![tag.to_owned()].into());
    group
        .entry("prefixes")
        .or_insert_with(|| Value::Array(Vec::new()));
    Some(*group != before)
}

/// Names a method after its operation, with a number behind it where another one has the name.
fn method(table: &mut Table, group: &str, operation: &str) -> Option<bool> {
    let methods = entry(entry(entry(table, "groups")?, group)?, "methods")?;
    let name = crate::names::value_like(operation)?;
    let without_group = name
        .strip_prefix(group)
        .and_then(|name| name.strip_prefix('_'));
    let without_group = without_group.filter(|name| name.starts_with(char::is_alphabetic));
    let name = without_group.map_or(name.clone(), str::to_owned);
    let known = methods.get(operation).and_then(Value::as_str);
    let known = known.map(str::to_owned);
    let is_taken = |name: &str| {
        methods
            .iter()
            .any(|(other, method)| other != operation && method.as_str() == Some(name))
    };
    let numbered = (2..).map(|number: u32| format!("{name}_{number}"));
    let mut names = std::iter::once(name.clone()).chain(numbered);
    // A name that is asked for again is taken by the rule for another method.
    let free = names.find(|name| known.as_ref() != Some(name) && !is_taken(name))?;
    methods.insert(operation.to_owned(), free.into());
    Some(true)
}

/// The table under a key, which is added if it is missing; none where something else is there.
fn entry<'t>(table: &'t mut Table, key: &str) -> Option<&'t mut Table> {
    let value = table
        .entry(key.to_owned())
        .or_insert_with(|| Value::Table(Table::new()));
    value.as_table_mut()
}

/// Adds a text to a list.
fn push(table: &mut Table, key: &str, text: &str) -> bool {
    let list = table
        .entry(key.to_owned())
        .or_insert_with(|| Value::Array(Vec::new()));
    let Some(list) = list.as_array_mut() else {
        return false;
    };
    let is_new = list.iter().all(|known| known.as_str() != Some(text));
    if is_new {
        list.push(text.into());
    }
    is_new
}

/// Removes an entry that matches nothing, from a table or a list.
fn remove(table: &mut Table, path: &str, key: &str) -> bool {
    let mut value = table.get_mut(path.split('.').next().unwrap_or(path));
    for step in path.split('.').skip(1) {
        value = value.and_then(|value| value.get_mut(step));
    }
    match value {
        Some(Value::Table(table)) => table.remove(key).is_some(),
        Some(Value::Array(list)) => {
            let before = list.len();
            list.retain(|known| known.as_str() != Some(key));
            list.len() < before
        }
        _ => false,
    }
}
