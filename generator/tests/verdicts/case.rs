//! The cases: at least one per kind of change, a pair of small documents, with what they need of `codegen.toml`.
//!
//! A case is called like its kind; where a kind has several, `_` and a detail follow: `new-changed_fifth-argument`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use generator::import::Document;
use generator::review::Version;
use generator::{Input, draft};
use serde_json::{Map, Value};

/// The start of every document.
const HEAD: &str = "openapi: 3.0.3\ninfo: {title: Widgets, version: '1'}\n";

/// The configuration, unless a case has its own entry of the same key.
const CONFIG: &str = "\
reference = 'https://docs.example.com/{operation}'

[groups.widgets]
title = 'Widgets'
noun = 'widget'
tags = ['Widgets']
prefixes = ['widgets']

[groups.gadgets]
title = 'Gadgets'
noun = 'gadget'
tags = ['Gadgets']
prefixes = ['gadgets']
";

/// A pair of documents.
pub(crate) struct Case {
    /// The name of the kind of change, and what is particular.
    pub(crate) name: String,
    pub(crate) old: Side,
    pub(crate) new: Side,
}

/// One of the documents.
pub(crate) struct Side {
    pub(crate) document: Value,
    pub(crate) config: toml::Table,
}

/// The folder of the cases and of the programs.
pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/verdicts")
}

/// Returns the configuration of most cases.
pub(crate) fn config() -> String {
    CONFIG.to_owned()
}

/// Returns a document with the start that all have.
pub(crate) fn head(document: &Value) -> Value {
    let mut whole = Document::parse("head", HEAD.as_bytes())
        .expect("head")
        .to_value();
    let members = document.as_object().expect("document").clone();
    whole.as_object_mut().expect("document").extend(members);
    whole
}

/// Returns all cases by name.
pub(crate) fn cases() -> Vec<Case> {
    let entries = fs::read_dir(folder().join("cases")).expect("cases");
    let names = entries.map(|entry| entry.expect("case").file_name());
    let names: BTreeSet<String> = names
        .map(|name| {
            name.to_string_lossy()
                .split('.')
                .next()
                .unwrap_or_default()
                .to_owned()
        })
        .collect();
    let read = |name: String| Case {
        old: side(&name, "old"),
        new: side(&name, "new"),
        name,
    };
    names.into_iter().map(read).collect()
}

fn side(name: &str, side: &str) -> Side {
    let path = folder().join(format!("cases/{name}.{side}"));
    let text = fs::read_to_string(path.with_extension(format!("{side}.yaml")));
    let text = format!("{HEAD}{}", text.expect("document"));
    let document = Document::parse(name, text.as_bytes()).expect("YAML");
    let own = fs::read_to_string(path.with_extension(format!("{side}.toml"))).unwrap_or_default();
    let mut config: toml::Table = CONFIG.parse().expect("configuration");
    merge(&mut config, own.parse().expect("configuration of the case"));
    Side {
        document: document.to_value(),
        config,
    }
}

/// Adds entries; a group replaces the one of the same name.
pub(crate) fn merge(config: &mut toml::Table, own: toml::Table) {
    for (key, value) in own {
        match (config.get_mut(&key), value) {
            (Some(toml::Value::Table(table)), toml::Value::Table(more)) => table.extend(more),
            (Some(toml::Value::Array(list)), toml::Value::Array(more)) => list.extend(more),
            (_, value) => {
                config.insert(key, value);
            }
        }
    }
}

impl Case {
    /// Returns the name of the kind of change.
    pub(crate) fn kind(&self) -> &str {
        self.name.split('_').next().unwrap_or_default()
    }

    /// Returns the name of its program, which is also that of its group in the combined document.
    pub(crate) fn program(&self) -> String {
        self.name.replace('-', "_")
    }
}

impl Side {
    /// Returns the version that the document is.
    pub(crate) fn version(&self, name: &str) -> Version {
        let document = self.document.to_string();
        let config = toml::to_string(&self.config).expect("configuration");
        let draft = draft(Input {
            name,
            document: document.as_bytes(),
            files: None,
            overlays: &[],
            config: &config,
            docs: &[],
        });
        match draft {
            Ok(draft) => Version::new(name, draft),
            Err(error) => panic!("{name}: {error}"),
        }
    }
}

/// Returns one document with those of all cases, each in a group of its own that is called like the case.
pub(crate) fn combined<'c>(sides: impl Iterator<Item = (&'c str, &'c Side)>) -> Side {
    let mut document = Document::parse("head", HEAD.as_bytes())
        .expect("head")
        .to_value();
    let mut config: toml::Table = CONFIG.parse().expect("configuration");
    config.remove("groups");
    for (name, side) in sides {
        let renamed = Names::of(name);
        let text = renamed.replaced(&side.document.to_string());
        let mut own: Value = serde_json::from_str(&text).expect("document");
        renamed.components(&mut own);
        for part in ["paths", "components"] {
            add(&mut document, part, own.get_mut(part).map(Value::take));
        }
        let text = renamed.replaced(&toml::to_string(&side.config).expect("configuration"));
        let own: toml::Table = text.parse().expect("configuration");
        merge(&mut config, own);
    }
    Side { document, config }
}

/// Adds the entries of an object, and of the objects in it.
fn add(document: &mut Value, part: &str, own: Option<Value>) {
    let Some(Value::Object(own)) = own else {
        return;
    };
    let root = document.as_object_mut().expect("document");
    let part = root
        .entry(part)
        .or_insert_with(|| Value::Object(Map::new()));
    let part = part.as_object_mut().expect("object");
    for (key, value) in own {
        match (part.get_mut(&key), value) {
            (Some(Value::Object(known)), Value::Object(more)) => known.extend(more),
            (_, value) => {
                part.insert(key, value);
            }
        }
    }
}

/// The names of a case in the combined document.
struct Names {
    snake: String,
    pascal: String,
}

impl Names {
    fn of(case: &str) -> Self {
        let words = case.split(['-', '_']);
        let pascal = words.map(|word| {
            let (first, rest) = word.split_at(1);
            first.to_ascii_uppercase() + rest
        });
        Self {
            snake: case.replace('-', "_"),
            pascal: pascal.collect(),
        }
    }

    /// Returns a text with the case's own group, tag, paths and operations.
    fn replaced(&self, text: &str) -> String {
        let (snake, pascal) = (&self.snake, &self.pascal);
        text.replace("Widget Sets", &format!("{pascal}Sets"))
            .replace("gadgets", &format!("{snake}_gadgets"))
            .replace("Gadgets", &format!("{pascal}Gadgets"))
            .replace("widgets", snake)
            .replace("Widgets", pascal)
    }

    /// Gives the components keys of their own; their types keep their names.
    fn components(&self, document: &mut Value) {
        if let Some(schemas) = document
            .pointer_mut("/components/schemas")
            .and_then(Value::as_object_mut)
        {
            let own = std::mem::take(schemas);
            for (key, mut schema) in own.into_iter().filter(|(key, _)| key != "error") {
                let name = if key == self.snake {
                    self.pascal.clone()
                } else {
                    pascal(&key)
                };
                if let Some(schema) = schema.as_object_mut() {
                    schema.entry("x-rust-name").or_insert(Value::String(name));
                    if let Some(branches) = schema.get("oneOf").and_then(branches) {
                        schema.insert("x-rust-branches".to_owned(), branches);
                    }
                }
                schemas.insert(format!("{}-{key}", self.snake), schema);
            }
        }
        self.references(document);
        if self.snake.starts_with("error_status") {
            add(
                document,
                "components",
                serde_json::from_str(
                    r#"{"schemas": {"error": {"type": "object", "properties": {"id": {"type": "string"}}}}}"#,
                )
                .ok(),
            );
        }
    }

    fn references(&self, value: &mut Value) {
        match value {
            Value::Object(members) => {
                for (key, member) in members {
                    match member {
                        Value::String(text)
                            if text.starts_with("#/components/schemas/")
                                && !text.ends_with("/error") =>
                        {
                            let name = text.rsplit('/').next().unwrap_or_default();
                            *text = format!("#/components/schemas/{}-{name}", self.snake);
                        }
                        _ if key == "mapping" || !member.is_string() => self.references(member),
                        _ => {}
                    }
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.references(item)),
            _ => {}
        }
    }
}

fn pascal(key: &str) -> String {
    let words = key.split('_');
    words
        .map(|word| word[..1].to_ascii_uppercase() + &word[1..])
        .collect()
}

/// The names of branches that are references: those of their own keys.
fn branches(branches: &Value) -> Option<Value> {
    let names = branches.as_array()?.iter().map(|branch| {
        let name = branch.get("$ref")?.as_str()?.rsplit('/').next()?;
        Some(Value::String(pascal(name)))
    });
    names.collect::<Option<Vec<_>>>().map(Value::Array)
}
