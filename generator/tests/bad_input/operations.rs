//! Operations and what belongs to them.

use crate::{CHECK, CONFIG, GROUP, document, operation, refusal};

#[test]
fn operations_that_cannot_be_distinguished() {
    assert_eq!(
        document(&format!(
            "paths: {{/v2/a: {{get: {CHECK}}}, /v2/b: {{get: {CHECK}}}}}\n"
        )),
        "#/paths/~1v2~1b/get: the `operationId` `widgets_check` is taken already by #/paths/~1v2~1a/get"
    );
    let other = CHECK.replace("widgets_check", "parts_check");
    let document = format!("paths: {{/v2/a: {{get: {CHECK}}}, /v2/b: {{get: {other}}}}}\n");
    let group = GROUP.replace("['widgets']", "['widgets', 'parts']");
    assert_eq!(
        refusal(&document, &[], &format!("{CONFIG}{group}")),
        "#/paths/~1v2~1a/get: the method `check` of the group `widgets` is taken already by #/paths/~1v2~1b/get; add \
         to [groups.widgets.methods] in spec/codegen.toml: widgets_check = \"…\""
    );
}

#[test]
fn parameters_that_cannot_be_sent() {
    let parameter = |text: &str| {
        operation(
            "/v2/widgets",
            &format!("parameters: [{text}], responses: {{'204': {{description: ''}}}}"),
        )
    };
    let at = "#/paths/~1v2~1widgets/get/parameters/0";
    assert_eq!(
        parameter("{in: path, name: a, required: true, style: label, schema: {type: string}}"),
        format!(
            "{at}/schema: path parameters other than `style: simple` are not supported; describe it otherwise in an \
             overlay"
        )
    );
    assert_eq!(
        parameter("{in: cookie, name: a, schema: {type: string}}"),
        format!(
            "{at}: cookie parameters are left out; callers set the header `cookie` by `Request::header`; correct it in \
             an overlay, or add to [accepted_reports] in spec/codegen.toml: \"{at}\" = \"reason\""
        )
    );
    assert!(
        parameter("{in: query, name: a, content: {text/plain: {schema: {type: string}}}}")
            .starts_with(&format!(
                "{at}: `text/plain` is not read: the value is written according to its schema"
            ))
    );
    assert_eq!(
        parameter("{in: query, name: a, content: {text/plain: {}, text/csv: {}}}"),
        format!(
            "{at}: the `content` of a parameter must be one media type; use `schema` in an overlay"
        )
    );
    assert_eq!(
        parameter("{in: query, name: a, style: made-up, schema: {type: string}}"),
        format!(
            "{at}: unknown variant `made-up`, expected one of `form`, `spaceDelimited`, `pipeDelimited`, `deepObject`"
        )
    );
}

#[test]
fn parameters_that_are_not_text() {
    let refused = |path: &str, parameter: &str| {
        let more = format!("parameters: [{parameter}], responses: {{'204': {{description: ''}}}}");
        operation(path, &more)
    };
    let object = "{type: object, properties: {b: {type: string}}}";
    let list = format!("{{type: array, items: {object}}}");
    for location in ["path", "header"] {
        assert_eq!(
            refused(
                "/v2/{a}",
                &format!("{{in: {location}, name: a, required: true, schema: {list}}}")
            ),
            "#/paths/~1v2~1{a}/get/parameters/0/schema: lists of anything but scalars are not supported in paths and \
             headers; describe it otherwise in an overlay"
        );
    }
    let message = refused(
        "/v2/widgets",
        &format!("{{in: query, name: a, schema: {list}}}"),
    );
    assert!(
        message.contains("the items are numbered in the query"),
        "{message}"
    );
}

#[test]
fn methods_that_no_client_calls() {
    assert_eq!(
        document(&format!("paths: {{/v2/a: {{trace: {CHECK}}}}}\n")),
        "#/paths/~1v2~1a/trace: operations of the method `trace` are not supported; remove it in an overlay"
    );
    assert_eq!(
        document("paths: {/v2/a: {$ref: '#/components/x'}}\n"),
        "#/paths/~1v2~1a: a path item must not be a reference; import first"
    );
}

#[test]
fn path_templates_and_their_parameters() {
    assert_eq!(
        operation(
            "/v2/widgets/{widget_id}",
            "responses: {'204': {description: ''}}"
        ),
        "#/paths/~1v2~1widgets~1{widget_id}/get: `{widget_id}` in the template `/v2/widgets/{widget_id}` has no path \
         parameter"
    );
    assert_eq!(
        operation(
            "/v2/widgets",
            "parameters: [{in: path, name: id, required: true, schema: {type: string}}], responses: {}"
        ),
        "#/paths/~1v2~1widgets/get: the path parameter `id` is not in the template `/v2/widgets`"
    );
}

#[test]
fn bodies_and_responses_of_unknown_media_types() {
    let message = operation("/v2/widgets", "requestBody: {content: {}}, responses: {}");
    assert!(
        message.contains(
            "#/paths/~1v2~1widgets/get/requestBody: the body has no media type and is left out"
        ),
        "{message}"
    );
    assert_eq!(
        operation(
            "/v2/widgets",
            "responses: {'200': {description: '', content: {png: {}}}}"
        ),
        "#/paths/~1v2~1widgets/get/responses/200/content/png: this is not a media type, so that the body is one of \
         bytes; correct it in an overlay, or add to [accepted_reports] in spec/codegen.toml: \
         \"#/paths/~1v2~1widgets/get/responses/200/content/png\" = \"reason\""
    );
    let at = "#/paths/~1v2~1widgets/get/responses/200/content/image~1png";
    assert_eq!(
        operation(
            "/v2/widgets",
            "responses: {'200': {description: '', content: {application/json: {schema: {type: object, \
             additionalProperties: false}}, image/png: {}}}}"
        ),
        format!(
            "{at}: of several bodies, `application/json` is the one that is used; an overlay that removes \
             `application/json` selects this one; correct it in an overlay, or add to [accepted_reports] in \
             spec/codegen.toml: \"{at}\" = \"reason\""
        )
    );
    let at = "#/paths/~1v2~1widgets/get/responses/4XX";
    assert_eq!(
        operation(
            "/v2/widgets",
            "responses: {2XX: {description: ''}, 4XX: {description: ''}}"
        ),
        format!(
            "{at}: the response is read by its status alone; correct it in an overlay, or add to [accepted_reports] in \
             spec/codegen.toml: \"{at}\" = \"reason\""
        )
    );
}

#[test]
fn unknown_servers() {
    assert_eq!(
        operation(
            "/v2/widgets",
            "servers: [{url: 'https://other.example.com'}], responses: {'204': {description: ''}}"
        ),
        "#/paths/~1v2~1widgets/get/servers/0: unknown server; add to [servers] in spec/codegen.toml: \
         \"https://other.example.com\" = \"api\""
    );
}

#[test]
fn error_bodies_that_are_not_json() {
    let message = operation(
        "/v2/widgets",
        "responses: {'204': {description: ''}, '410': {description: '', content: {application/xml: {schema: {type: \
         object}}}}}",
    );
    assert!(
        message.starts_with(
            "#/paths/~1v2~1widgets/get/responses/410/content/application~1xml/schema: a body of `application/xml` is \
             sent and returned unchanged, independent of its schema"
        ),
        "{message}"
    );
}

#[test]
fn all_errors_are_reported_in_one_run() {
    let text = "\
paths:
  /v2/a: {get: {operationId: widgets_a, tags: [Widgets], responses: {'200': {description: '', content: {a: {}}}}}}
  /v2/b: {get: {operationId: widgets_b, tags: [Widgets], responses: {'304': {description: ''}}}}
  /v2/c: {get: {operationId: widgets_c, tags: [Gadgets], responses: {}}}
";
    let places: Vec<_> = document(text)
        .lines()
        .filter_map(|line| line.split_once(": ").map(|(place, _)| place.to_owned()))
        .collect();
    let expected = [
        "tag `Gadgets`",
        "#/paths/~1v2~1a/get/responses/200/content/a",
        "#/paths/~1v2~1b/get",
        "#/paths/~1v2~1b/get/responses/304",
        "#/paths/~1v2~1c/get",
    ];
    assert_eq!(places, expected);
}

#[test]
fn bodies_that_are_not_read_by_their_schema() {
    let body = |content: &str| {
        operation(
            "/v2/widgets",
            &format!("requestBody: {content}, responses: {{}}"),
        )
    };
    let message = body(
        "{required: true, content: {application/xml: {schema: {type: object, properties: {a: {type: string}}}}}}",
    );
    assert!(
        message.contains("a body of `application/xml` is sent and returned unchanged"),
        "{message}"
    );
    let message = body("{required: false, content: {application/json: {schema: {}}}}");
    assert!(message.contains("the body is always sent"), "{message}");
    let message = body(
        "{required: true, content: {multipart/form-data: {schema: {type: object, properties: {a: {type: string}}, \
         additionalProperties: {type: string, format: binary}}}}}",
    );
    assert!(
        message.contains("/schema/additionalProperties: files here are sent as text fields"),
        "{message}"
    );
}
