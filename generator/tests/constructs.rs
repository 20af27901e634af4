//! The generated code for each construct of a document: one small document, one snapshot.
//!
//! A fixture holds `paths` and `components`, then, behind a line of three dashes, what it needs of `codegen.toml`.

#![allow(clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use generator::tree::FileTree;
use generator::{Input, generate};

#[path = "constructs/compiled.rs"]
mod compiled;
#[path = "../../tests/src/files_below.rs"]
pub mod files_below;
#[path = "constructs/initial.rs"]
mod initial;
#[path = "constructs/mutated.rs"]
mod mutated;
#[path = "constructs/mutated_api.rs"]
mod mutated_api;
#[path = "constructs/scaling.rs"]
mod scaling;

/// The start of every fixture.
const HEAD: &str = "openapi: 3.0.3\ninfo: {title: Widgets, version: '1'}\n";

/// The configuration, unless the fixture has its own entry of the same key.
const CONFIG: &str = "\
reference = 'https://docs.example.com/{operation}'

[groups.widgets]
title = 'Widgets'
noun = 'widget'
tags = ['Widgets']
prefixes = ['widgets']
";

/// Files of the generated client.
const MODELS: &str = "widgets/models.rs";
const OPS: &str = "widgets/ops.rs";
const FACTS: &str = "facts.rs";
const SETTERS: &str = "client_builder.rs";
const METHODS: &str = "widgets/mod.rs";
const ERRORS: &str = "api_error.rs";
const SHARED: &str = "shared.rs";

macro_rules! constructs {
    ($($name:ident: $($file:expr),+;)+) => {
        $(
            #[test]
            fn $name() {
                snapshot(stringify!($name), &[$($file),+]);
            }
        )+
    };
}

constructs! {
    all_of_annotations: MODELS;
    all_of_narrowing: MODELS;
    all_of_objects: MODELS;
    all_of_siblings: METHODS, MODELS;
    api_section: OPS, FACTS;
    bare_discriminator: MODELS;
    bodies: METHODS, OPS;
    chosen_names: MODELS;
    content_parameters: METHODS, OPS, MODELS;
    conversions: MODELS;
    defaults: OPS, MODELS;
    discriminated_parent: MODELS;
    envelopes: OPS, MODELS;
    error_statuses: METHODS, OPS, ERRORS, MODELS;
    event_stream: METHODS, OPS, MODELS;
    extended_unions: MODELS;
    form_bodies: METHODS, OPS, MODELS;
    form_styles: OPS;
    formats: MODELS;
    free_form: MODELS;
    homes: MODELS, "gadgets/models.rs", SHARED;
    homes_of_models: "gadgets/models.rs", SHARED;
    inline_types: MODELS;
    integers: MODELS;
    media_types: METHODS, OPS;
    member_methods: OPS, MODELS;
    member_names: MODELS;
    narrowed_unions: MODELS;
    nullability: MODELS;
    nullable_bodies: METHODS, OPS, MODELS;
    numbered_pages: METHODS, OPS;
    open_servers: OPS, FACTS, SETTERS;
    operation_facts: METHODS, OPS;
    operation_names: METHODS;
    other_references: METHODS, OPS, MODELS;
    own_servers: OPS;
    page_styles: OPS, FACTS;
    pages: METHODS, OPS, MODELS;
    parameter_styles: METHODS, OPS;
    parameters: METHODS, OPS;
    present_members: MODELS;
    raw_bodies: METHODS, OPS;
    read_only: MODELS;
    recursion: MODELS;
    relative_servers: OPS, FACTS, SETTERS;
    responses: METHODS, OPS, MODELS;
    responses_of_several_kinds: METHODS, OPS, MODELS;
    roles: METHODS, MODELS;
    rust_words: METHODS, OPS, MODELS;
    secrets: MODELS, OPS;
    security: OPS, FACTS, SETTERS;
    servers: METHODS, OPS, FACTS, SETTERS;
    signs_in_names: OPS, MODELS;
    splits: METHODS, OPS;
    strange_names: MODELS;
    string_enums: MODELS;
    summaries: METHODS;
    type_names: MODELS;
    union_after_strings: MODELS;
    union_by_constants: MODELS;
    union_by_discriminator: MODELS;
    union_by_kind: MODELS;
    union_by_optional_discriminator: MODELS;
    union_of_anything: MODELS;
    union_of_disjoint_objects: MODELS;
    union_of_lookalikes: MODELS;
    union_of_maps: MODELS;
    union_of_objects: MODELS;
    union_of_required: MODELS;
    union_with_members: MODELS;
    union_with_null: MODELS;
    waiters: METHODS;
}

/// The importer refuses what is nested more deeply than the stack of a test bears in an unoptimised build.
#[test]
fn values_at_the_limit_of_nesting() {
    // The document, `components` and `schemas` come before.
    let schema = |depth: usize| {
        let open = "{type: array, items: ".repeat(depth);
        format!("{open}{{type: string}}{}", "}".repeat(depth))
    };
    let response = "{description: '', content: {application/json: {schema: {$ref: '#/components/schemas/deep'}}}}";
    let tree = client(&format!(
        "paths: {{/v2/widgets: {{get: {{operationId: widgets_get, tags: [Widgets], responses: {{'200': {response}}}}}}}}}\n\
         components: {{schemas: {{deep: {}}}}}",
        schema(44)
    ));
    assert!(tree.get("src/generated/widgets/ops.rs").is_some());
}

/// Compares the given files of the client of the fixture with the snapshot of the same name.
fn snapshot(name: &str, files: &[&str]) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/constructs/{name}.yaml"));
    let fixture = fs::read_to_string(path).expect("fixture");
    let tree = client(&fixture);
    let shown: Vec<_> = files.iter().map(|file| shown(&tree, file)).collect();
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("constructs/snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, shown.join("\n")));
}

/// Returns the names and texts of all fixtures, in order.
fn fixtures() -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/constructs");
    let entries = fs::read_dir(folder).expect("fixtures");
    let paths = entries.map(|entry| entry.expect("fixture").path());
    let fixtures = paths.filter(|path| path.extension().is_some_and(|kind| kind == "yaml"));
    let named = |path: PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        (
            name.into_owned(),
            fs::read_to_string(&path).expect("fixture"),
        )
    };
    fixtures.map(named).collect()
}

/// Generates the client of a fixture; every file must be Rust.
fn client(fixture: &str) -> FileTree {
    let (_, config) = fixture.split_once("\n---\n").unwrap_or((fixture, ""));
    client_with(fixture, &configuration(config))
}

/// Generates the client of a fixture with another configuration.
fn client_with(fixture: &str, config: &str) -> FileTree {
    let (document, _) = fixture.split_once("\n---\n").unwrap_or((fixture, ""));
    let generated = generate(Input {
        name: "widgets.yaml",
        document: format!("{HEAD}{document}\n").as_bytes(),
        files: None,
        overlays: &[],
        config,
        docs: &[],
    });
    let tree = match generated {
        Ok(generated) => generated.tree,
        Err(error) => panic!("{error}"),
    };
    for (path, text) in tree.iter() {
        if let Err(error) = syn::parse_file(text) {
            panic!("{path}: {error}\n{text}");
        }
    }
    tree
}

/// The usual configuration with the entries of `own` added or replaced.
fn configuration(own: &str) -> String {
    let mut config: toml::Table = CONFIG.parse().expect("configuration");
    config.extend(
        own.parse::<toml::Table>()
            .expect("configuration of the fixture"),
    );
    toml::to_string(&config).expect("configuration")
}

/// A file with its path, without the header of its kind.
fn shown(tree: &FileTree, file: &str) -> String {
    let text = tree
        .get(&format!("src/generated/{file}"))
        .unwrap_or_else(|| {
            let paths: Vec<_> = tree.iter().map(|(path, _)| path).collect();
            panic!("no {file} in {paths:?}")
        });
    let start = match file {
        METHODS => "\nimpl Widgets {",
        _ => "\nuse ",
    };
    let from = text.find(start).map_or(0, |at| at + 1);
    format!("// {file}\n\n{}", text.get(from..).unwrap_or(text))
}
