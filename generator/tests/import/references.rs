//! References between files: every form, every position.

use crate::{assert_fixture, bundled, files, imported, tree};

#[test]
fn every_form_and_position_of_a_reference_is_resolved() -> Result<(), Box<dyn std::error::Error>> {
    let document = bundled(&tree("references/tree")?)?;
    assert_fixture("references/bundle.yaml", &document.to_yaml());
    assert!(!document.refers_to_files());
    Ok(())
}

#[test]
fn the_facts_of_tree_and_bundle_are_the_same_bytes() -> Result<(), Box<dyn std::error::Error>> {
    for name in ["references/tree", "names/tree", "facts"] {
        let files = tree(name)?;
        let facts = imported(&files);
        let text = bundled(&files)?.to_yaml();
        let bundle = [("spec.yaml".to_owned(), text.into_bytes())].into();
        assert_eq!(imported(&bundle), facts, "{name}: bundle and tree differ");
        let again = [("spec.yaml".to_owned(), facts.clone().into_bytes())].into();
        assert_eq!(
            imported(&again),
            facts,
            "{name}: the second import changes something"
        );
    }
    Ok(())
}

#[test]
fn an_entry_file_inside_a_folder_refers_upwards() {
    let head = crate::HEAD;
    let entry = format!("{head}paths: {{/a: {{get: {{$ref: ../ops/get.yml}}}}}}\n");
    let files = [
        ("api/spec.yaml".to_owned(), entry.into_bytes()),
        ("ops/get.yml".to_owned(), b"operationId: a\n".to_vec()),
    ];
    let document = generator::import::bundle(&files.into(), "api/spec.yaml");
    let value = document.map(|document| document.to_value());
    let operation = value
        .as_ref()
        .map(|value| &value["paths"]["/a"]["get"]["operationId"]);
    assert_eq!(operation, Ok(&"a".into()));
}

#[test]
fn a_json_file_is_read_like_yaml() {
    let text = imported(&files(
        "paths: {}\ncomponents: {schemas: {a: {$ref: a.json}}}",
        &[(
            "a.json",
            "{\"type\": \"string\",\n\t\"enum\": [\"\\u00e9\", \"\\/\", \"a\\tb\"]}",
        )],
    ));
    assert!(
        text.contains("enum:\n        - \"é\"\n        - /\n        - \"a\\tb\"\n"),
        "{text}"
    );
}

#[test]
fn names_of_the_entry_file_stay_and_further_names_become_references() {
    let text = imported(&files(
        "paths: {}\ncomponents:\n  schemas:\n    a: {$ref: '#/components/schemas/b'}\n    b: {type: string}\n    \
         c: {$ref: c.yml}\n    d: {$ref: c.yml}\n",
        &[("c.yml", "type: integer\n")],
    ));
    let schemas = "\
components:
  schemas:
    a:
      \"$ref\": \"#/components/schemas/b\"
    b:
      type: string
    c:
      type: integer
    d:
      \"$ref\": \"#/components/schemas/c\"
";
    assert!(text.starts_with(schemas), "{text}");
}

#[test]
fn a_pointer_into_a_component_becomes_a_component() {
    let text = imported(&files(
        "paths: {}\ncomponents:\n  schemas:\n    a: {properties: {size: {type: integer}}}\n    \
         b: {items: {$ref: '#/components/schemas/a/properties/size'}}\n",
        &[],
    ));
    assert!(
        text.contains("items:\n        \"$ref\": \"#/components/schemas/size\"\n"),
        "{text}"
    );
    assert!(text.contains("    size:\n      type: integer\n"), "{text}");
}
