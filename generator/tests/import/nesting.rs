//! Deep nesting: refused with a place, never a crash.

use generator::import::Document;

use crate::{files, imported};

fn message(text: &str) -> String {
    match Document::parse("a.yaml", text.as_bytes()) {
        Ok(document) => document.to_yaml(),
        Err(error) => error.to_string(),
    }
}

#[test]
fn deep_values_are_refused_in_every_style() {
    for depth in [100, 10_000, 100_000] {
        for (open, close) in [("[", "]"), ("{a: ", "}"), ("- ", "")] {
            let text = format!("{}x{}", open.repeat(depth), close.repeat(depth));
            let message = message(&text);
            assert!(
                message.starts_with("a.yaml:1: #"),
                "{}",
                &message[..80.min(message.len())]
            );
            assert!(
                message.ends_with("values are nested more than 48 deep; flatten the document"),
                "{message}"
            );
        }
    }
    let block: String = (0..1_000)
        .map(|depth| format!("{}a:\n", " ".repeat(depth)))
        .collect();
    let message = message(&block);
    assert!(message.starts_with("a.yaml:49: #/a/a/a/"), "{message}");
}

#[test]
fn values_at_the_limit_pass_every_stage() {
    // Paths, path item, operation, responses, response, content, media type and schema come before.
    let schema = format!(
        "{}{{type: string}}{}",
        "{items: ".repeat(39),
        "}".repeat(39)
    );
    let text = imported(&files(
        &format!(
            "paths: {{/a: {{get: {{responses: {{'200': {{content: {{a/b: {{schema: {schema}}}}}}}}}}}}}}}"
        ),
        &[],
    ));
    assert!(text.contains("type: string"), "{text}");
    let document = Document::parse("a.yaml", text.as_bytes()).expect("readable");
    let parsed = serde_json::from_value::<openapiv3::OpenAPI>(document.to_value());
    assert!(parsed.is_ok(), "{parsed:?}");
}

#[test]
fn files_that_are_deep_only_together_are_refused() {
    let deep = |inner: &str| format!("{}{inner}{}", "{not: ".repeat(30), "}".repeat(30));
    // An unknown member is put in place, and so are the files it refers to.
    let text = imported(&files(
        "paths: {}\ncomponents: {schemas: {a: {unknown: {$ref: b.yml}}}}",
        &[("b.yml", &deep("{$ref: c.yml}")), ("c.yml", &deep("1"))],
    ));
    assert!(text.starts_with("c.yml:1: #/not/"), "{text}");
    assert!(text.contains("nested more than 48 deep"), "{text}");
}
