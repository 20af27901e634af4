//! Broken documents and configurations: each error says where it is and what to do.

#![allow(clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

mod configuration;
mod conversions;
mod hosts;
mod keys;
mod operations;
mod schemas;

use generator::{Input, generate};

const HEAD: &str = "openapi: 3.0.3\ninfo: {title: Widgets, version: '1'}\n";

const CONFIG: &str = "\
reference = ''
api = {base_url = 'https://api.digitalocean.com', scheme = 'bearer_auth', hosts = {inference = {url = \
'https://inference.example.com', setter = 'inference_url', scheme = 'inference_bearer_auth', credential = \
'model_access_key'}, agent = {setter = 'agent_endpoint', scheme = 'inference_bearer_auth', credential = \
'agent_key'}}}
";

const GROUP: &str = "\
[groups.widgets]
title = 'Widgets'
noun = 'widget'
tags = ['Widgets']
prefixes = ['widgets']
";

/// An operation that nothing is wrong with.
const CHECK: &str =
    "{operationId: widgets_check, tags: [Widgets], responses: {'204': {description: ''}}}";

/// The error for a document without its head.
fn refusal(document: &str, overlays: &[(&str, &str)], config: &str) -> String {
    let generated = generate(Input {
        name: "widgets.yaml",
        document: format!("{HEAD}{document}").as_bytes(),
        files: None,
        overlays,
        config,
        docs: &[],
    });
    match generated {
        Ok(_) => panic!("nothing was refused"),
        Err(error) => error.to_string(),
    }
}

/// The error for a document that the usual configuration fits.
fn document(text: &str) -> String {
    refusal(text, &[], &format!("{CONFIG}{GROUP}"))
}

/// The error for one operation with more said about it.
fn operation(path: &str, more: &str) -> String {
    document(&format!(
        "paths: {{'{path}': {{get: {{operationId: widgets_check, tags: [Widgets], {more}}}}}}}\n"
    ))
}

/// The error for the component `widget`, which is the response of an operation.
fn schema(text: &str) -> String {
    document(&format!(
        "{}components: {{schemas: {{widget: {text}}}}}\n",
        returning("{$ref: '#/components/schemas/widget'}")
    ))
}

/// An operation with the response `schema`.
fn returning(schema: &str) -> String {
    format!(
        "paths: {{/v2/widgets: {{get: {{operationId: widgets_check, tags: [Widgets], responses: \
         {{'200': {{description: '', content: {{application/json: {{schema: {schema}}}}}}}}}}}}}}}\n"
    )
}

/// The error for the operation without fault and more configuration before or between the tables.
fn configuration(keys: &str, tables: &str) -> String {
    let document = format!("paths: {{/v2/widgets: {{get: {CHECK}}}}}\n");
    refusal(
        &document,
        &[],
        &format!("{CONFIG}{keys}\n{tables}\n{GROUP}"),
    )
}

/// The names that a document could not have as it wants them.
fn other_names(document: &str) -> Vec<String> {
    let generated = generate(Input {
        name: "widgets.yaml",
        document: format!("{HEAD}{document}").as_bytes(),
        files: None,
        overlays: &[],
        config: &format!("{CONFIG}{GROUP}"),
        docs: &[],
    });
    match generated {
        Ok(generated) => {
            let reports = generated.names.reports.iter();
            reports
                .map(|report| format!("{}: {}", report.pointer, report.message))
                .collect()
        }
        Err(error) => panic!("{error}"),
    }
}
