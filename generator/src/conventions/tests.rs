use crate::questions::{self, Question};
use crate::{Draft, Input, draft};

const DOCUMENT: &str = include_str!("tests/document.yaml");

const CONFIG: &str = include_str!("tests/codegen.toml");

fn input(config: &str) -> Input<'_> {
    Input {
        name: "document",
        document: DOCUMENT.as_bytes(),
        files: None,
        overlays: &[],
        config,
        docs: &[],
    }
}

fn read(config: &str) -> Draft {
    draft(input(config)).expect("a draft")
}

fn locations(config: &str) -> Vec<String> {
    let errors = read(config).errors;
    errors.into_iter().map(|error| error.location).collect()
}

#[test]
fn a_convention_applies_where_its_table_is() {
    assert_eq!(locations(CONFIG), [""; 0]);
    let names = format!("{CONFIG}[update_names]\n");
    assert_eq!(locations(&names), ["#/paths/~1v2~1widgets~1{id}/put"]);
    let types = format!("{CONFIG}[several_types]\n");
    assert_eq!(locations(&types), ["`size`"]);
}

#[test]
fn a_reason_that_nothing_needs_is_an_error() {
    let names = "[update_names]\nwidgets_renew = 'it starts something'\nwidgets_get = 'none'\n";
    let types =
        "[several_types.size]\ni64 = 'in MiB'\nbool = 'none'\n[several_types.a]\ni64 = 'none'\n";
    let config = format!("{CONFIG}{names}{types}");
    let expected = [
        "spec/codegen.toml [update_names] \"widgets_get\"",
        "spec/codegen.toml [several_types] \"a\"",
        "spec/codegen.toml [several_types.size] \"bool\"",
    ];
    assert_eq!(locations(&config), expected);
}

/// Takes the first choice of each question.
fn resolved(config: &str, questions: &[Question]) -> String {
    let choices = questions
        .iter()
        .filter_map(|question| question.choices.first());
    let edits = choices.flat_map(|choice| &choice.edits);
    edits.fold(config.to_owned(), |text, edit| {
        assert_eq!(edit.file, "spec/codegen.toml");
        edit.apply(&text).expect("lines to paste")
    })
}

#[test]
fn the_offered_lines_resolve_the_questions() {
    let stale = "[several_types.a]\ni64 = 'none'\n[several_types.size]\nbool = 'none'\n";
    let config = format!("{CONFIG}[update_names]\nwidgets_get = 'none'\n{stale}");
    let old = read(CONFIG);
    let questions =
        |config: &str| questions::questions(&old, &read(config), input(config)).expect("questions");
    let asked = questions(&config);
    assert_eq!(asked.len(), 5, "{asked:#?}");
    let config = resolved(&config, &asked);
    let again = questions(&config);
    assert_eq!(again, [], "{config}");
    assert!(config.contains("[several_types.size]\ni64 = \"…\"\n"));
    assert!(!config.contains("none"));
}
