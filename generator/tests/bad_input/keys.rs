//! Unread keys: each is reported with its location, unless the configuration accepts it.

use generator::{Input, generate};

use crate::{CHECK, CONFIG, GROUP, HEAD, document, operation, refusal, returning};

/// The expected report about a key at `pointer`.
fn unread(pointer: &str, what: &str) -> String {
    format!(
        "{pointer}: {what} is not read; correct it in an overlay, or add to [accepted_reports] in spec/codegen.toml: \
         \"{pointer}\" = \"reason\""
    )
}

/// Checks that `error` reports the last key of `pointer`.
fn assert_unread(error: &str, pointer: &str) {
    let key = pointer.rsplit('/').next().unwrap_or_default();
    assert_eq!(error, unread(pointer, &format!("`{key}`")));
}

#[test]
fn keys_of_the_document_and_of_components() {
    let rooted = |more: &str| document(&format!("{more}\npaths: {{/v2/a: {{get: {CHECK}}}}}\n"));
    assert_unread(&rooted("webhooks: {made: {}}"), "#/webhooks");
    assert_unread(
        &rooted("components: {callbacks: {made: {}}}"),
        "#/components/callbacks",
    );
    assert_unread(
        &rooted("components: {securitySchemes: {a: {type: http, scheme: bearer, frobnicate: 1}}}"),
        "#/components/securitySchemes/a/frobnicate",
    );
    assert_unread(
        &rooted("tags: [{name: Widgets, frobnicate: 1}]"),
        "#/tags/0/frobnicate",
    );
    assert_unread(
        &document(&format!(
            "paths: {{/v2/a: {{frobnicate: {{}}, get: {CHECK}}}}}\n"
        )),
        "#/paths/~1v2~1a/frobnicate",
    );
    assert_eq!(
        document(&format!(
            "paths: {{v2/a: {{get: {CHECK}}}, /v2/b: {{get: {}}}}}\n",
            CHECK.replace("_check", "_touch")
        )),
        unread(
            "#/paths/v2~1a",
            "the path `v2/a` without a slash at its beginning"
        )
    );
}

#[test]
fn keys_of_operations_and_their_parts() {
    let at = "#/paths/~1v2~1widgets/get";
    let refused = |more: &str| operation("/v2/widgets", more);
    let empty = "responses: {'204': {description: ''}}";
    assert_unread(
        &refused(&format!("callbacks: {{made: {{}}}}, {empty}")),
        &format!("{at}/callbacks"),
    );
    for key in ["allowReserved", "allowEmptyValue"] {
        assert_unread(
            &refused(&format!(
                "parameters: [{{in: query, name: a, schema: {{type: string}}, {key}: true}}], {empty}"
            )),
            &format!("{at}/parameters/0/{key}"),
        );
    }
    assert_unread(
        &refused(&format!(
            "requestBody: {{content: {{application/json: {{schema: {{type: object}}, encoding: {{}}}}}}}}, {empty}"
        )),
        &format!("{at}/requestBody/content/application~1json/encoding"),
    );
    assert_unread(
        &refused(
            "responses: {'204': {description: '', links: {next: {operationId: widgets_check}}}}",
        ),
        &format!("{at}/responses/204/links"),
    );
    let header = format!("{at}/responses/204/headers/X-Made");
    assert_eq!(
        refused(
            "responses: {'204': {description: '', headers: {X-Made: {schema: {}}, Retry-After: {schema: {}}}}}"
        ),
        unread(&header, "the response header `X-Made`")
    );
}

#[test]
fn keys_of_schemas() {
    let at = "#/paths/~1v2~1widgets/get/responses/200/content/application~1json/schema";
    for keyword in [
        "const: 1",
        "patternProperties: {}",
        "minProperties: 1",
        "maxProperties: 1",
        "xml: {name: a}",
        "frobnicate: true",
    ] {
        let (key, _) = keyword.split_once(':').unwrap_or_default();
        let schema = format!(
            "{{type: object, properties: {{a: {{type: array, items: {{type: string}}}}, b: {{type: object, properties: \
             {{c: {{type: string}}}}, {keyword}}}}}}}"
        );
        assert_unread(
            &document(&returning(&schema)),
            &format!("{at}/properties/b/{key}"),
        );
    }
    assert_eq!(
        document(&format!(
            "{}components: {{schemas: {{part: {{type: object, properties: {{a: {{type: string}}}}}}}}}}\n",
            returning(
                "{type: object, required: [a], properties: {b: {type: string}, a: {$ref: '#/components/schemas/part', nullable: true}}}"
            )
        )),
        unread(
            &format!("{at}/properties/a/nullable"),
            "`nullable` next to `$ref`"
        )
    );
}

#[test]
fn names_values_and_extensions_are_not_keys() {
    let schema = "{type: object, x-made: {const: 1}, example: {const: 1}, properties: {const: {type: string}, xml: \
                  {type: object, properties: {frobnicate: {type: string}}, default: {const: 1}}, links: {type: \
                  string, enum: [const], x-const: 1}}}";
    let accepted = |document: &str, config: &str| {
        generate(Input {
            name: "widgets.yaml",
            document: format!("{HEAD}{document}").as_bytes(),
            files: None,
            overlays: &[],
            config,
            docs: &[],
        })
        .map(|generated| generated.api.reports.len())
        .map_err(|error| error.to_string())
    };
    let config = format!("{CONFIG}{GROUP}");
    assert_eq!(
        accepted(&format!("x-webhooks: {{}}\n{}", returning(schema)), &config),
        Ok(0)
    );
    let webhooks = format!("webhooks: {{}}\npaths: {{/v2/a: {{get: {CHECK}}}}}\n");
    let with_entry =
        format!("{CONFIG}{GROUP}[accepted_reports]\n'#/webhooks' = 'nobody listens'\n");
    assert_eq!(accepted(&webhooks, &with_entry), Ok(1));
    assert_eq!(
        refusal(&webhooks, &[], &config),
        unread("#/webhooks", "`webhooks`")
    );
}
