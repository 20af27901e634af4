//! Large and hostile documents: they are generated, or rejected with a clear error, in a time that is linear in their size.

use std::fmt::Write as _;

use generator::format::MAX_LINES;
use generator::{Input, generate, init};

use super::HEAD;

/// One operation that returns the schema.
fn returning(schema: &str) -> String {
    format!(
        "{HEAD}paths: {{/v2/widgets: {{get: {{operationId: widgets_get, tags: [Widgets], responses: {{'200': \
         {{description: '', content: {{application/json: {{schema: {schema}}}}}}}}}}}}}}}\n"
    )
}

/// The files of the client with their texts, or the error.
fn generated(document: &str) -> Result<Vec<(String, String)>, String> {
    let input = Input {
        name: "widgets.yaml",
        document: document.as_bytes(),
        files: None,
        overlays: &[],
        config: "",
        docs: &[],
    };
    let config = init(input).map_err(|error| error.to_string())?.config;
    let config = config.as_str();
    let generated = generate(Input { config, ..input }).map_err(|error| error.to_string())?;
    let files = generated.tree.iter();
    Ok(files
        .map(|(path, text)| (path.to_owned(), text.to_owned()))
        .collect())
}

fn text(files: &[(String, String)]) -> String {
    files.iter().map(|(_, text)| text.as_str()).collect()
}

#[test]
fn an_enum_of_very_many_values_is_a_string() {
    let values: Vec<_> = (0..100_000).map(|value| format!("value_{value}")).collect();
    let schema =
        "{type: object, properties: {kind: {type: string, enum: [VALUES]}, size: {type: integer}}}";
    let document = returning(&schema.replace("VALUES", &values.join(", ")));
    let files = generated(&document).expect("client");
    let text = text(&files);
    assert!(text.contains("pub kind: Option<String>"));
    assert!(text.contains("and 99900 other values."));
    assert!(text.lines().count() < 1_000, "{}", text.lines().count());
}

#[test]
fn types_that_no_file_could_hold_are_errors() {
    let mut members = String::new();
    let mut branches = String::new();
    for number in 0..3_000 {
        let _ = write!(members, "m{number}: {{type: string}}, ");
        let _ = write!(
            branches,
            "{{type: object, required: [k{number}], properties: {{k{number}: {{type: string}}}}}}, "
        );
    }
    let wide = generated(&returning(&format!(
        "{{type: object, properties: {{{members}}}}}"
    )));
    let message = wide.expect_err("too wide");
    assert!(
        message.contains("/schema: a type of 3000 members"),
        "{message}"
    );
    let union = generated(&returning(&format!("{{oneOf: [{branches}]}}")));
    let message = union.expect_err("too many branches");
    assert!(message.contains("3000 branches would not fit"), "{message}");
}

#[test]
fn long_chains_of_references_are_errors_and_short_ones_are_followed() {
    let chain = |length: usize| {
        let mut document = returning("{$ref: '#/components/schemas/c0'}");
        document.push_str("components:\n  schemas:\n");
        for number in 0..length {
            let next = number + 1;
            let _ = writeln!(
                document,
                "    c{number}: {{$ref: '#/components/schemas/c{next}'}}"
            );
        }
        let _ = writeln!(
            document,
            "    c{length}: {{type: object, properties: {{a: {{type: string}}, b: {{type: string}}}}}}"
        );
        generated(&document)
    };
    assert!(text(&chain(20).expect("client")).contains("pub a: Option<String>"));
    let message = chain(1_000).expect_err("too long");
    assert!(message.contains("nest too deeply"), "{message}");
}

#[test]
fn schemas_that_compose_each_other_twice_per_level() {
    let doubled = |levels: usize| {
        let mut document = returning("{$ref: '#/components/schemas/c0'}");
        document.push_str("components:\n  schemas:\n");
        for level in 0..levels {
            let next = format!("{{$ref: '#/components/schemas/c{}'}}", level + 1);
            let _ = writeln!(
                document,
                "    c{level}: {{allOf: [{next}, {next}, {{properties: {{p{level}: {next}}}}}]}}"
            );
        }
        let _ = writeln!(
            document,
            "    c{levels}: {{type: object, properties: {{a: {{type: string}}}}}}"
        );
        generated(&document)
    };
    let files = doubled(16).expect("client");
    assert!(text(&files).contains("pub p15: "));
    let message = doubled(200).expect_err("too deep");
    assert!(message.contains("nest too deeply"), "{message}");
}

#[test]
fn unions_whose_branches_are_the_next_union_twice() {
    let mut document = returning("{$ref: '#/components/schemas/c0'}");
    document.push_str("components:\n  schemas:\n");
    for level in 0..40 {
        let next = format!("$ref: '#/components/schemas/c{}'", level + 1);
        let _ = writeln!(
            document,
            "    c{level}: {{oneOf: [{{allOf: [{{{next}}}, {{description: a}}]}}, {{allOf: [{{{next}}}, {{description: \
             b}}]}}]}}"
        );
    }
    document
        .push_str("    c40: {type: object, properties: {a: {type: string}, b: {type: string}}}\n");
    let files = generated(&document).expect("client");
    assert!(text(&files).contains("pub a: Option<String>"));
}

#[test]
fn objects_that_the_compiler_could_not_follow_are_errors() {
    let nested = |length: usize| {
        let mut document = returning("{$ref: '#/components/schemas/c0'}");
        document.push_str("components:\n  schemas:\n");
        for number in 0..length {
            let next = number + 1;
            let _ = writeln!(
                document,
                "    c{number}: {{type: object, properties: {{a: {{$ref: '#/components/schemas/c{next}'}}, b: {{type: \
                 string}}}}}}"
            );
        }
        let _ = writeln!(
            document,
            "    c{length}: {{type: object, properties: {{last: {{type: string}}}}}}"
        );
        generated(&document)
    };
    assert!(text(&nested(50).expect("client")).contains("pub last: Option<String>"));
    for length in [64, 1_000] {
        let message = nested(length).expect_err("too deep");
        assert!(
            message.contains("nest too deeply for the compiler"),
            "{message}"
        );
    }
}

#[test]
fn groups_whose_operations_share_no_path_segment_are_divided() {
    let mut document = format!("{HEAD}paths:\n");
    for number in 0..700 {
        let _ = writeln!(
            document,
            "  /p{number}: {{get: {{operationId: get_p{number}, parameters: [{{in: query, name: a, schema: {{type: \
             string}}}}], responses: {{'200': {{description: '', content: {{application/json: {{schema: {{type: object, \
             properties: {{a: {{type: string}}, b: {{type: string}}}}}}}}}}}}}}}}}}"
        );
    }
    let files = generated(&document).expect("client");
    for (path, text) in &files {
        let lines = text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"));
        assert!(lines.count() <= MAX_LINES, "{path}");
    }
    // Neighbours share files: there are not hundreds of them.
    assert!((8..80).contains(&files.len()), "{}", files.len());
}

#[test]
fn operations_that_no_word_distinguishes_are_divided_by_their_order() {
    let mut document = format!("{HEAD}paths:\n");
    for number in 0..300 {
        let _ = writeln!(
            document,
            "  /{{p{number}}}: {{get: {{operationId: get_p{number}, parameters: [{{in: path, name: p{number}, required: \
             true, schema: {{type: string}}}}], responses: {{'204': {{description: ''}}}}}}}}"
        );
    }
    let files = generated(&document).expect("client");
    for (path, text) in &files {
        let lines = text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"));
        assert!(lines.count() <= MAX_LINES, "{path}");
    }
}
