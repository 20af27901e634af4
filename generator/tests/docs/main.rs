//! Texts of `spec/docs` on a small document: where they go, what is refused, what is counted.

#![allow(clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

use generator::docs::{Documentation, ItemKind, TextStatus, skeleton};
use generator::{GenerateError, Generated, Input, generate};

const DOCUMENT: &str = include_str!("document.yaml");
const CONFIG: &str = include_str!("codegen.toml");

fn with(files: &[(&str, &str)]) -> Result<Generated, GenerateError> {
    generate(Input {
        name: "document.yaml",
        document: DOCUMENT.as_bytes(),
        files: None,
        overlays: &[],
        config: CONFIG,
        docs: files,
    })
}

fn generated(files: &[(&str, &str)]) -> Generated {
    with(files).unwrap_or_else(|error| panic!("{error}"))
}

/// Returns the errors of one file, one per line.
fn refused(path: &str, text: &str) -> String {
    match with(&[(path, text)]) {
        Ok(_) => panic!("accepted: {text}"),
        Err(error) => error.to_string(),
    }
}

fn file(generated: &Generated, path: &str) -> String {
    let content = generated.tree.get(&format!("src/generated/{path}"));
    String::from_utf8_lossy(content.expect(path).as_ref()).into_owned()
}

#[test]
fn every_kind_of_item_takes_its_text() {
    let generated = generated(&[
        ("_defaults.yaml", include_str!("_defaults.yaml")),
        ("gadgets.yaml", include_str!("gadgets.yaml")),
        ("widgets.yaml", include_str!("widgets.yaml")),
    ]);
    let missing: Vec<_> = generated
        .coverage
        .items
        .iter()
        .filter(|item| !item.is_documented())
        .collect();
    assert!(missing.is_empty(), "{missing:#?}");
    insta::assert_snapshot!(file(&generated, "widgets/mod.rs"));
    insta::assert_snapshot!(file(&generated, "widgets/models.rs"));
    insta::assert_snapshot!(file(&generated, "widgets/ops.rs"));
}

#[test]
fn undocumented_items_are_counted_once_by_group() {
    let generated = generated(&[]);
    let counts = generated.coverage.undocumented();
    insta::assert_debug_snapshot!(counts);
    assert_eq!(generated.coverage.totals()[&ItemKind::Operation], 2);
}

#[test]
fn the_skeleton_lists_keys_and_facts() {
    let generated = generated(&[]);
    insta::assert_snapshot!(skeleton(&generated.api, &generated.coverage, "widgets"));
}

#[test]
fn entries_without_an_item_are_refused() {
    for entry in [
        "operations: {widgets_lost: {docs: Moves a crate to another shelf.}}",
        "operations: {widgets_list: {parameters: {lost: Moves a crate to another shelf.}}}",
        "types: {lost: {docs: Moves a crate to another shelf.}}",
        "types: {widget: {fields: {lost: Moves a crate to another shelf.}}}",
        "types: {widget.state: {values: {lost: Moves a crate to another shelf.}}}",
        "defaults: {lost: Moves a crate to another shelf.}",
        "parameters: {lost: Moves a crate to another shelf.}",
        "samples: {lost: crate}",
        "operations: {widgets_lost: {example: client.widgets();}}",
        "values: {lost: Moves a crate to another shelf.}",
    ] {
        let error = refused("spec/docs/widgets.yaml", entry);
        assert!(error.contains("matches nothing"), "{entry}: {error}");
        assert!(error.starts_with("spec/docs/widgets.yaml: "), "{error}");
    }
}

#[test]
fn unknown_sections_and_empty_texts_are_refused() {
    let error = refused("widgets.yaml", "operation: {}");
    assert!(error.contains("unknown field `operation`"), "{error}");
    let error = refused("widgets.yaml", "types: {widget: {fields: {weight: }}}");
    assert!(
        error.contains("types.widget.fields.weight: empty"),
        "{error}"
    );
}

#[test]
fn a_second_entry_for_an_item_is_refused() {
    let one = "types: {widget: {fields: {weight: 'Grams, packaging included.'}}}";
    let Err(error) = with(&[("widgets.yaml", one), ("_defaults.yaml", one)]) else {
        panic!("accepted");
    };
    let error = error.to_string();
    assert!(error.contains("keep one entry"), "{error}");
    let error = refused("widgets.yaml", "group: a\ngroup: b\n");
    assert!(error.contains("group"), "{error}");
}

#[test]
fn texts_of_bad_form_are_refused() {
    for (entry, reason) in [
        ("types: {widget: {fields: {weight: Weight.}}}", "by itself"),
        (
            "operations: {widgets_list: {docs: Lists widgets.}}",
            "by itself",
        ),
        (
            "types: {widget: {fields: {weight: grams of steel.}}}",
            "capital",
        ),
        (
            "types: {widget: {fields: {weight: What it weighs in grams.}}}",
            "What",
        ),
    ] {
        let error = refused("widgets.yaml", entry);
        assert!(error.contains(reason), "{entry}: {error}");
    }
}

#[test]
fn texts_without_meaning_count_as_missing() {
    for (entry, key, name) in [
        (
            "types: {widget: {fields: {weight: The weight of the widget.}}}",
            "widget",
            "weight",
        ),
        ("types: {widget: {docs: A widget object.}}", "widget", ""),
        (
            "types: {widget.state: {values: {ready: The widget is ready.}}}",
            "widget.state",
            "ready",
        ),
        (
            "operations: {widgets_list: {docs: Returns all the widgets.}}",
            "widgets_list",
            "",
        ),
        ("defaults: {weight: The weight.}", "widget", "weight"),
    ] {
        let generated = generated(&[("widgets.yaml", entry)]);
        let mut items = generated.coverage.items.iter();
        let item = items.find(|item| item.key == key && item.name == name);
        assert_eq!(
            item.map(|item| item.text),
            Some(TextStatus::SaysNothing),
            "{entry}"
        );
    }
}

#[test]
fn common_defaults_may_repeat_names() {
    let generated = generated(&[("_defaults.yaml", "defaults: {weight: The weight.}")]);
    let mut items = generated.coverage.items.iter();
    assert!(items.any(|item| item.name == "weight" && item.is_documented()));
}

#[test]
fn texts_that_items_share_are_listed() {
    let text =
        "types: {a: {docs: Steel.}, b: {docs: Steel., fields: {c: Wood.}}}\ndefaults: {d: Wood.}";
    let source = Documentation::parse(&[("a.yaml", text)]).expect("source");
    assert_eq!(source.repeated(), [(2, "Steel.")]);
}

#[test]
fn a_type_is_documented_by_a_group_that_uses_it() {
    let error = refused(
        "gadgets.yaml",
        "types: {widget: {docs: Anything made of steel.}}",
    );
    assert!(
        error.contains("move the entry to one of widgets"),
        "{error}"
    );
}

#[test]
fn shared_sentences_name_the_type_and_depend_on_its_role() {
    let shared = "defaults: {label: {request: 'Label to print on the {noun}.', response: 'Label on the {noun}.'}}\n";
    let nouns = "nouns: {widget: small widget, gadgets_create.request: new gadget}";
    let generated = generated(&[("_defaults.yaml", shared), ("_nouns.yaml", nouns)]);
    let received = file(&generated, "widgets/models.rs");
    assert!(
        received.contains("/// Label on the small widget."),
        "{received}"
    );
    let sent = file(&generated, "gadgets/models.rs");
    assert!(
        sent.contains("/// Label to print on the new gadget."),
        "{sent}"
    );
}

#[test]
fn a_noun_that_is_missing_or_unused_is_an_error() {
    let text = "defaults: {label: 'Label on the {noun}.'}";
    let error = refused("_defaults.yaml", text);
    assert!(
        error.contains("`{noun}` has no meaning for `widget`; add it to `nouns`"),
        "{error}"
    );
    let error = refused("_nouns.yaml", "nouns: {widget: widget}");
    assert!(error.contains("nouns.widget: matches nothing"), "{error}");
}

#[test]
fn the_word_alone_does_not_make_a_field_required() {
    let text =
        "types: {gadgets_create.request: {fields: {power: 'Watts required under full load.'}}}";
    let generated = generated(&[("gadgets.yaml", text)]);
    let models = file(&generated, "gadgets/models.rs");
    assert!(
        models.contains("Watts required under full load. Required."),
        "{models}"
    );
}
