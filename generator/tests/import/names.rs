//! Names of components that share a file name.

use crate::{assert_fixture, bundled, files, imported, tree};

#[test]
fn files_of_one_name_get_stable_names() -> Result<(), Box<dyn std::error::Error>> {
    assert_fixture(
        "names/bundle.yaml",
        &bundled(&tree("names/tree")?)?.to_yaml(),
    );
    Ok(())
}

#[test]
fn names_do_not_depend_on_the_order_of_references() {
    let models = [
        ("a/models/x.yml", "type: string"),
        ("b/models/x.yml", "type: integer"),
    ];
    let schemas = |first: &str, second: &str| {
        imported(&files(
            &format!(
                "paths: {{}}\ncomponents: {{schemas: {{p: {{items: {{$ref: {first}}}}}, q: {{items: {{$ref: {second}}}}}}}}}"
            ),
            &models,
        ))
    };
    let (one, other) = (
        schemas("a/models/x.yml", "b/models/x.yml"),
        schemas("b/models/x.yml", "a/models/x.yml"),
    );
    for text in [one, other] {
        assert!(text.contains("    x:\n      type: string\n"), "{text}");
        assert!(text.contains("    b_x:\n      type: integer\n"), "{text}");
    }
}

#[test]
fn a_name_of_the_entry_file_takes_precedence_over_a_file_name() {
    let text = imported(&files(
        "paths: {}\ncomponents: {schemas: {x: {type: string}, y: {items: {$ref: models/x.yml}}}}",
        &[("models/x.yml", "type: integer")],
    ));
    assert!(text.contains("    x:\n      type: string\n"), "{text}");
    assert!(
        text.contains("    models_x:\n      type: integer\n"),
        "{text}"
    );
}

#[test]
fn equal_contents_share_a_name_and_different_ones_never_do() {
    let text = imported(&files(
        "paths: {}\ncomponents: {schemas: {y: {allOf: [{$ref: a/x.yml}, {$ref: b/x.yml}, {$ref: c/x.yml}]}}}",
        &[
            ("a/x.yml", "properties: {z: {$ref: z.yml}}"),
            ("b/x.yml", "properties: {z: {$ref: z.yml}}"),
            ("c/x.yml", "properties: {z: {$ref: ../a/z.yml}}"),
            ("a/z.yml", "type: string"),
            ("b/z.yml", "type: integer"),
        ],
    ));
    // The texts of a and b are equal, their meaning is not; c means the same as a.
    let branches = "\
        - \"$ref\": \"#/components/schemas/x\"
        - \"$ref\": \"#/components/schemas/b_x\"
        - \"$ref\": \"#/components/schemas/x\"
";
    assert!(text.contains(branches), "{text}");
}

#[test]
fn file_names_become_valid_names() {
    let text = imported(&files(
        "paths: {}\ncomponents: {schemas: {y: {items: {$ref: 'size copy (1).v2.yml'}}}}",
        &[("size copy (1).v2.yml", "type: string")],
    ));
    assert!(
        text.contains("#/components/schemas/size_copy__1_.v2"),
        "{text}"
    );
}
