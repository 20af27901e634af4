//! Broken input: each error names file, line and pointer and says what to do.

use generator::import::{Document, bundle};

use crate::{Files, HEAD, files, imported};

/// Imports a document whose schema `a` is given.
fn schema(text: &str, other_files: &[(&str, &str)]) -> String {
    imported(&files(
        &format!("paths: {{}}\ncomponents:\n  schemas:\n    a: {text}\n"),
        other_files,
    ))
}

#[test]
fn a_file_that_does_not_exist() {
    assert_eq!(
        schema("{items: {$ref: models/b.yml#/c}}", &[]),
        "spec.yaml:6: #/components/schemas/a/items/$ref: `$ref: models/b.yml#/c` cannot be resolved: there is no file \
         models/b.yml; correct the path or add the file"
    );
}

#[test]
fn a_pointer_that_does_not_exist() {
    assert_eq!(
        schema("{$ref: 'b.yml#/c/d/e'}", &[("b.yml", "c: {x: 1}")]),
        "spec.yaml:6: #/components/schemas/a/$ref: `$ref: b.yml#/c/d/e` cannot be resolved: b.yml has no `/c/d`; \
         correct the pointer"
    );
    let message = schema("{items: {$ref: '#/components/schemas/b'}}", &[]);
    assert!(
        message.contains("spec.yaml has no `/components/schemas/b`"),
        "{message}"
    );
    let message = schema(
        "{allOf: [{$ref: 'b.yml#/list/1'}]}",
        &[("b.yml", "list: [{}]")],
    );
    assert!(message.contains("b.yml has no `/list/1`"), "{message}");
}

#[test]
fn a_broken_reference_names_its_file() {
    let message = schema(
        "{$ref: m/b.yml}",
        &[(
            "m/b.yml",
            "type: object\nproperties:\n  c:\n    $ref: d.yml\n",
        )],
    );
    assert!(
        message.starts_with(
            "m/b.yml:4: #/properties/c/$ref: `$ref: d.yml` cannot be resolved: there is no file m/d.yml"
        ),
        "{message}"
    );
}

#[test]
fn all_broken_references_are_reported_at_once() {
    let entry = "\
paths:
  /b:
    get: {$ref: gone.yml}
    post: {parameters: [{$ref: b.yml}], responses: {'200': {$ref: gone.yml}}}
tags: [{name: a, description: {$ref: gone.yml}}]
";
    let text = imported(&files(entry, &[("b.yml", "schema: {$ref: gone.yml}")]));
    let places: Vec<_> = text
        .lines()
        .filter_map(|line| line.split(": `").next())
        .collect();
    let expected = [
        "b.yml:1: #/schema/$ref",
        "spec.yaml:5: #/paths/~1b/get/$ref",
        "spec.yaml:6: #/paths/~1b/post/responses/200/$ref",
        "spec.yaml:7: #/tags/0/description/$ref",
    ];
    assert_eq!(places, expected);
}

#[test]
fn a_mapping_of_a_discriminator_has_a_target() {
    let message = schema(
        "{discriminator: {propertyName: t, mapping: {b: b.yml}}}",
        &[],
    );
    assert!(
        message.starts_with(
            "spec.yaml:6: #/components/schemas/a/discriminator/mapping/b: `$ref: b.yml`"
        ),
        "{message}"
    );
}

#[test]
fn a_reference_that_refers_only_to_itself() {
    let itself = "refers only to itself; write the value at one of the locations";
    let cases = [
        schema("{$ref: '#/components/schemas/a'}", &[]),
        schema(
            "{items: {$ref: b.yml}}",
            &[("b.yml", "$ref: c.yml"), ("c.yml", "$ref: './b.yml'")],
        ),
        schema(
            "{items: {$ref: 'b.yml#/c/d'}}",
            &[("b.yml", "c: {$ref: '#/c/d'}")],
        ),
        schema("{not: {$ref: '#/components/schemas/a/not'}}", &[]),
    ];
    for message in cases {
        assert!(
            message.starts_with("spec.yaml:6: #/components/schemas/a") && message.ends_with(itself),
            "{message}"
        );
    }
}

#[test]
fn a_file_that_would_be_put_into_itself() {
    let text = imported(&files(
        "paths: {/a: {$ref: a.yml}}",
        &[("a.yml", "x-a: 1\nunknown: {$ref: a.yml}")],
    ));
    assert_eq!(
        text,
        "a.yml:2: #/unknown/$ref: `$ref: a.yml` includes itself; only schemas, parameters, responses and headers may \
         be recursive"
    );
}

#[test]
fn references_out_of_the_tree() {
    let message = schema("{$ref: 'https://example.com/a.yml'}", &[]);
    assert!(
        message.contains("points outside the tree; only files of the tree are read"),
        "{message}"
    );
    for reference in ["../a.yml", "b.yml#c", "''", "'#%zz'", "'#/%+1'", "'#/%ff'"] {
        let message = schema(&format!("{{$ref: {reference}}}"), &[("b.yml", "c: 1")]);
        assert!(
            message.starts_with("spec.yaml:6: #/components/schemas/a/$ref: `$ref: "),
            "{message}"
        );
        assert!(
            message.contains("is not a relative path with a JSON pointer"),
            "{message}"
        );
    }
}

#[test]
fn a_duplicate_key() {
    let message = schema(
        "{$ref: b.yml}",
        &[("b.yml", "a:\n  - b: 1\n  - c: 1\n    'c': 2\n")],
    );
    assert_eq!(
        message,
        "b.yml:4: #/a/1: the key `c` is defined twice; remove one of them"
    );
}

#[test]
fn yaml_that_ends_too_early_or_is_none() {
    let cases = [
        ("a: {b: [1, 2\n", "b.yml:2: #/a/b/2"),
        ("a: 1\nb: 'text", "b.yml:2: #"),
        ("a:\n  b: 1\n c: 2\n", "b.yml:3: #"),
        ("a: 1\nb: \"\\q\"\n", "b.yml:2: #/b"),
        ("a: b: c", "b.yml:1: #"),
        ("a: %", "b.yml:1: #/a"),
    ];
    for (text, place) in cases {
        let message = schema("{$ref: b.yml}", &[("b.yml", text)]);
        assert!(
            message.starts_with(place) && message.contains("is not valid YAML"),
            "{text:?}: {message}"
        );
    }
}

#[test]
fn a_document_that_ends_too_early_but_is_yaml() {
    let cases = [
        (
            "paths:\n  /a:\n    get",
            "spec.yaml:5: #/paths/~1a: expected a mapping, found a string",
        ),
        (
            "paths:\n  /a:\n    get:\n",
            "spec.yaml:5: #/paths/~1a/get: expected a mapping, found nothing",
        ),
        (
            "paths:",
            "spec.yaml:3: #/paths: expected a mapping, found nothing",
        ),
        (
            "paths: {}\ncomponents: {schemas: []}",
            "spec.yaml:4: #/components/schemas: expected a mapping, found a list",
        ),
        (
            "paths: {}\nservers: {}",
            "spec.yaml:4: #/servers: expected a list, found a mapping",
        ),
        (
            "paths: {}\ncomponents: {schemas: {a: {additionalProperties: 1}}}",
            "spec.yaml:4: #/components/schemas/a/additionalProperties: expected a schema or a boolean, found a number",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(
            imported(&files(text, &[])),
            format!("{expected}; is the file complete?")
        );
    }
}

#[test]
fn parts_of_yaml_that_json_does_not_have() {
    let cases = [
        (
            "a: &b {c: *b}",
            "b.yml:1: #/a/c: an alias refers to a value that contains it; write the value out",
        ),
        ("a: *b", "b.yml:1: #/a: "),
        (
            "a: !!str 1",
            "b.yml:1: #/a: a tag cannot be read here; write the value out",
        ),
        (
            "a: {<<: 1}",
            "b.yml:1: #/a: a merge key without mappings cannot be read here; write the value out",
        ),
        (
            "a: {[b]: 1}",
            "b.yml:1: #/a: a mapping key must be a string",
        ),
        (
            "a: 1\n---\nb: 1\n",
            "b.yml:2: #: the file holds several YAML documents; keep one",
        ),
        (
            "# nothing\n",
            "b.yml: #: the file is empty; it needs one YAML document",
        ),
    ];
    for (text, expected) in cases {
        let message = schema("{$ref: b.yml}", &[("b.yml", text)]);
        assert!(message.starts_with(expected), "{message}");
    }
}

#[test]
fn a_file_that_is_not_utf_8() {
    let mut files = files("paths: {/a: {$ref: b.yml}}", &[]);
    files.insert("b.yml".to_owned(), b"get: \xff".to_vec());
    assert_eq!(
        imported(&files),
        "b.yml: #: the file is not UTF-8; save it as UTF-8"
    );
}

#[test]
fn an_unknown_entry_file() {
    let message = bundle(&Files::new(), "spec.yaml").map_err(|error| error.to_string());
    assert_eq!(
        message,
        Err(
            "spec.yaml: #: no such file; name the entry file of the tree or a bundled document"
                .to_owned()
        )
    );
}

#[test]
fn an_entry_file_that_is_not_an_openapi_3_0_document() {
    let cases = [
        (
            "a: 1",
            "#: the required member `openapi` is missing; is this an OpenAPI document?",
        ),
        (
            "openapi: 3.0.3\ninfo: {}",
            "#: the required member `paths` is missing; is this an OpenAPI document?",
        ),
        (
            "openapi: 3.1.0\ninfo: {}\npaths: {}",
            "#: `3.1.0` is not OpenAPI 3.0; this importer reads 3.0 documents",
        ),
        (
            "- a",
            "#: expected an OpenAPI document, found a list; is the file complete?",
        ),
    ];
    for (text, expected) in cases {
        let files = [("spec.yaml".to_owned(), text.as_bytes().to_vec())].into();
        assert_eq!(imported(&files), format!("spec.yaml:1: {expected}"));
    }
}

#[test]
fn a_name_that_no_reference_could_write() {
    let message = imported(&files(
        "paths: {}\ncomponents: {schemas: {a b: {type: string}}}",
        &[],
    ));
    assert_eq!(
        message,
        "spec.yaml:4: #/components/schemas/a b: `a b` cannot be the name of a component; use letters, digits, \
         `.`, `-` and `_`"
    );
}

#[test]
fn an_error_of_a_single_document_has_its_pointer_as_data() {
    let error = Document::parse("a.yaml", b"a:\n  b: 1\n  b: 2\n").expect_err("a duplicate key");
    let [problem] = error.problems() else {
        unreachable!("{error}")
    };
    assert_eq!(
        (
            problem.file.as_str(),
            problem.line,
            problem.pointer.as_str()
        ),
        ("a.yaml", Some(3), "/a")
    );
    assert!(HEAD.starts_with("openapi"));
}
