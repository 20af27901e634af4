//! Documents that are almost those of the fixtures: whatever is wrong with them, there is a client or an error.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use fastrand::Rng;
use serde_json::{Map, Value, json};

use super::{HEAD, configuration, fixtures};
use generator::import::Document;
use generator::{Input, generate, init, json_pointer};

/// How many documents are made of each fixture.
const RUNS: usize = 30;

/// How many changes a document gets at most.
const MOST_CHANGES: usize = 3;

#[test]
fn whatever_the_document_there_is_a_client_or_an_error() {
    let mut random = Rng::with_seed(13);
    for (name, fixture) in fixtures() {
        let (document, config) = fixture.split_once("\n---\n").unwrap_or((&fixture, ""));
        let text = format!("{HEAD}{document}\n");
        let document = Document::parse(&name, text.as_bytes()).expect("document");
        let document = document.to_value();
        let config = configuration(config);
        for _ in 0..RUNS {
            let mut document = document.clone();
            for _ in 0..random.usize(1..=MOST_CHANGES) {
                change(&mut document, &mut random);
            }
            end(&name, &document, &config);
        }
    }
}

#[test]
fn whatever_the_texts_there_is_a_client_or_an_error() {
    let mut random = Rng::with_seed(445);
    for (name, fixture) in fixtures() {
        let (document, config) = fixture.split_once("\n---\n").unwrap_or((&fixture, ""));
        let document = format!("{HEAD}{document}\n");
        let config = configuration(config);
        for _ in 0..RUNS {
            let damaged = damage(&document, &mut random);
            generates(&name, &damaged, &config);
            let damaged = damage(&config, &mut random);
            let damaged = String::from_utf8_lossy(&damaged);
            generates(&name, document.as_bytes(), &damaged);
        }
    }
}

/// Documents of other APIs, whose configurations are all defaults.
#[test]
fn whatever_a_foreign_document_there_is_a_client_or_an_error() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/clients/documents");
    let paths = fs::read_dir(folder).expect("documents");
    let mut paths: Vec<_> = paths.map(|entry| entry.expect("document").path()).collect();
    paths.sort();
    let mut random = Rng::with_seed(318);
    for path in paths {
        let name = path.display().to_string();
        let text = fs::read(&path).expect("document");
        let document = Document::parse(&name, &text).expect("document").to_value();
        for _ in 0..RUNS {
            let mut document = document.clone();
            for _ in 0..random.usize(1..=MOST_CHANGES) {
                change(&mut document, &mut random);
            }
            let text = document.to_string();
            let input = Input {
                name: &name,
                document: text.as_bytes(),
                files: None,
                overlays: &[],
                config: "",
                docs: &[],
            };
            let completed = catch_unwind(AssertUnwindSafe(|| init(input)));
            match completed.unwrap_or_else(|_| panic!("{name}: the generator panics: {text}")) {
                Ok(completed) => generates(&name, text.as_bytes(), &completed.config),
                Err(error) => assert!(!error.to_string().is_empty(), "{name}: {text}"),
            }
        }
    }
}

/// Changes some bytes of a text: a part is left out, repeated, or replaced by characters with a meaning.
fn damage(text: &str, random: &mut Rng) -> Vec<u8> {
    let signs = [
        "&a ",
        "*a",
        "!!int ",
        "<<: ",
        "\t",
        "{",
        "[",
        "]",
        "|\n",
        "---\n",
        "...\n",
        "%TAG",
        "'",
        "\"",
        ": ",
        "- ",
        "#",
        "\u{0}",
        "\u{feff}",
        "\r",
        "99999999999999999999",
        ".inf",
        "~",
        "? ",
        "=",
    ];
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..random.usize(1..=MOST_CHANGES) {
        let start = random.usize(..bytes.len().max(1)).min(bytes.len());
        let end = (start + random.usize(..40)).min(bytes.len());
        let piece = match random.u8(..4) {
            0 => Vec::new(),
            1 => bytes[start..end].repeat(2),
            2 => vec![random.u8(..)],
            _ => signs[random.usize(..signs.len())].into(),
        };
        bytes.splice(start..end, piece);
    }
    bytes
}

/// A list that returns a schema.
fn returning(schema: &Value, components: &Value) -> Value {
    let content = json!({ "application/json": { "schema": schema } });
    let parameter = |name| json!({ "in": "query", "name": name, "schema": { "type": "integer" } });
    let operation = json!({
        "operationId": "widgets_list",
        "tags": ["Widgets"],
        "parameters": [parameter("page"), parameter("per_page")],
        "responses": { "200": { "description": "", "content": content } },
    });
    json!({
        "openapi": "3.0.3",
        "info": { "title": "Widgets", "version": "1" },
        "paths": { "/v2/widgets": { "get": operation } },
        "components": { "schemas": components },
    })
}

#[test]
fn a_member_may_be_narrowed_to_what_holds_it() {
    let whole = json!({ "$ref": "#/components/schemas/whole" });
    let part = json!({ "type": "object", "properties": { "part": { "type": "integer" } } });
    let narrowed = json!({ "type": "object", "properties": { "part": whole } });
    let components = json!({ "whole": { "allOf": [part, narrowed] } });
    end(
        "narrowed",
        &returning(&whole, &components),
        &configuration(""),
    );
}

#[test]
fn links_may_contain_their_own_response() {
    let response = json!({ "$ref": "#/components/schemas/response" });
    let pages = json!({ "type": "object", "properties": { "next": { "type": "string" } } });
    let components = json!({ "response": { "type": "object", "properties": {
        "widgets": { "type": "array", "items": { "type": "string" } },
        "links": { "type": "object", "properties": { "pages": pages, "back": response } },
        "meta": { "type": "object", "properties": { "total": { "type": "integer" } } },
    } } });
    end(
        "links",
        &returning(&response, &components),
        &configuration(""),
    );
}

fn end(name: &str, document: &Value, config: &str) {
    generates(name, document.to_string().as_bytes(), config);
}

/// Generates a client, whose files must be Rust, or fails with a message.
fn generates(name: &str, document: &[u8], config: &str) {
    let input = Input {
        name,
        document,
        files: None,
        overlays: &[],
        config,
        docs: &[],
    };
    let text = || String::from_utf8_lossy(document);
    match catch_unwind(AssertUnwindSafe(|| generate(input))) {
        Ok(Ok(generated)) => {
            for (path, file) in generated.tree.iter() {
                let is_rust = syn::parse_file(file).is_ok();
                assert!(is_rust, "{name}: {path}: {} {config}", text());
            }
        }
        Ok(Err(error)) => assert!(!error.to_string().is_empty(), "{name}: {}", text()),
        Err(_) => panic!("{name}: the generator panics: {} {config}", text()),
    }
}

/// Changes one place of a document.
pub(super) fn change(document: &mut Value, random: &mut Rng) {
    let pointers = pointers(document);
    let mut pick = || pointers[random.usize(..pointers.len())].clone();
    let (pointer, other) = (pick(), pick());
    let copy = document.pointer(&other).cloned().unwrap_or_default();
    let Some(node) = document.pointer_mut(&pointer) else {
        return;
    };
    match random.u8(..8) {
        0 => *node = scalar(random),
        1 => *node = copy,
        2 => *node = json!({ "$ref": format!("#{other}") }),
        3 => *node = json!({ ["allOf", "oneOf", "anyOf"][random.usize(..3)]: [node.take(), copy] }),
        4 => *node = json!({ "type": "array", "items": node.take() }),
        5 => remove(node, random),
        6 => rename(node, random),
        _ => add(node, copy, random),
    }
}

fn remove(node: &mut Value, random: &mut Rng) {
    match node {
        Value::Object(members) if !members.is_empty() => {
            let index = random.usize(..members.len());
            let name = members.keys().nth(index).cloned().unwrap_or_default();
            members.remove(&name);
        }
        Value::Array(items) if !items.is_empty() => {
            items.remove(random.usize(..items.len()));
        }
        scalar => *scalar = Value::Null,
    }
}

/// Gives a member another name, or a text another wording.
fn rename(node: &mut Value, random: &mut Rng) {
    let awkward = [
        "", " ", "\t", "\u{a0}", "self", "Self", "1", "a-b", "A_B", "é", "µs", "naïve", "名前",
        "🦀", "\u{202E}", "$ref", "type", "{x}", "/", "~1", "x-y", "?", "#",
    ];
    let name = awkward[random.usize(..awkward.len())];
    match node {
        Value::Object(members) if !members.is_empty() => {
            let index = random.usize(..members.len());
            let named = |(at, (old, value)): (usize, (String, Value))| match at == index {
                true => (name.to_owned(), value),
                false => (old, value),
            };
            let renamed = std::mem::take(members).into_iter().enumerate().map(named);
            *members = renamed.collect::<Map<_, _>>();
        }
        other => *other = name.into(),
    }
}

/// Adds a keyword, or an item.
fn add(node: &mut Value, copy: Value, random: &mut Rng) {
    let keywords = [
        ("type", json!("string")),
        ("nullable", json!(true)),
        ("enum", json!(["a", "A", 1, null])),
        ("required", json!(["a", "a"])),
        ("minimum", json!(-1.5)),
        ("maximum", json!(18_446_744_073_709_551_615_u64)),
        ("default", copy.clone()),
        ("items", copy.clone()),
        ("additionalProperties", copy.clone()),
        (
            "discriminator",
            json!({ "propertyName": "kind", "mapping": { "a": "#/nowhere" } }),
        ),
        ("x-rust-name", json!("fn")),
        ("x-rust-branches", json!(["A", "A"])),
        ("deprecated", copy.clone()),
        (
            "description",
            json!("a\u{0} ]( `b``` \r\n   # c *** <d>\t\\ \u{202E}"),
        ),
    ];
    match node {
        Value::Object(members) => {
            let (name, value) = keywords[random.usize(..keywords.len())].clone();
            members.insert(name.to_owned(), value);
        }
        Value::Array(items) => items.push(copy),
        scalar => *scalar = json!([scalar.take()]),
    }
}

fn scalar(random: &mut Rng) -> Value {
    let scalars = [
        json!(null),
        json!(true),
        json!(0),
        json!(-1.5),
        json!(""),
        json!("a b"),
        json!([]),
        json!({}),
    ];
    scalars[random.usize(..scalars.len())].clone()
}

/// Returns the JSON pointers of all nodes but the document.
fn pointers(document: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![(String::new(), document)];
    while let Some((pointer, node)) = open.pop() {
        let members = node.as_object().into_iter().flatten();
        let members = members.map(|(name, value)| (json_pointer::escape(name).into_owned(), value));
        let items = node.as_array().into_iter().flatten().enumerate();
        let items = items.map(|(index, value)| (index.to_string(), value));
        open.extend(
            members
                .chain(items)
                .map(|(name, value)| (format!("{pointer}/{name}"), value)),
        );
        if !pointer.is_empty() {
            found.push(pointer);
        }
    }
    found
}
