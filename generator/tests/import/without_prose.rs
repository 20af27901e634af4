//! The parts of a document that the importer keeps or drops.

use crate::{assert_fixture, files, imported, tree};

#[test]
fn facts_stay_and_prose_is_removed() -> Result<(), Box<dyn std::error::Error>> {
    assert_fixture(
        "facts/facts.yaml",
        &imported(
            &tree("facts")?
                .into_iter()
                .filter(|(name, _)| name == "spec.yaml")
                .collect(),
        ),
    );
    Ok(())
}

#[test]
fn members_that_openapi_does_not_know_are_kept() {
    let text = imported(&files(
        "paths: {}\ncomponents: {schemas: {a: {nulable: true, $comment: b}}}",
        &[],
    ));
    assert!(
        text.contains("    a:\n      \"$comment\": b\n      nulable: true\n"),
        "{text}"
    );
}

#[test]
fn siblings_of_a_reference_are_kept() {
    let text = imported(&files(
        "paths: {}\ncomponents: {schemas: {a: {properties: {b: {$ref: b.yml, nullable: true, description: Prose.}}}}}",
        &[("b.yml", "type: string")],
    ));
    assert!(
        text.contains("          \"$ref\": \"#/components/schemas/b\"\n          nullable: true\n"),
        "{text}"
    );
    assert!(!text.contains("Prose"), "{text}");
}
