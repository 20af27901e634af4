//! Schemas and references.

use crate::{answering, document, operation, other_names, refusal, schema};

#[test]
fn references_that_lead_nowhere() {
    assert_eq!(
        schema("{type: object, properties: {a: {$ref: '#/components/schemas/gone'}, b: {}}}"),
        "#/components/schemas/widget/properties/a: `$ref: #/components/schemas/gone` leads nowhere: there is no such \
         component"
    );
    assert_eq!(
        schema("{type: array, items: {$ref: 'other.yml#/widget'}}"),
        "#/components/schemas/widget/items: `$ref: other.yml#/widget` does not lead to a component schema; import \
         the document to bundle it"
    );
    assert_eq!(
        operation(
            "/v2/widgets",
            "responses: {'200': {$ref: '#/components/responses/gone'}}"
        ),
        "#/paths/~1v2~1widgets/get/responses/200: `$ref: #/components/responses/gone` leads to no response"
    );
    assert_eq!(
        operation(
            "/v2/widgets",
            "parameters: [{$ref: '#/components/parameters/gone'}], responses: {}"
        ),
        "#/paths/~1v2~1widgets/get/parameters/0: `$ref: #/components/parameters/gone` leads to no parameter"
    );
    assert_eq!(
        operation(
            "/v2/widgets",
            "requestBody: {$ref: '#/components/requestBodies/gone'}, responses: {}"
        ),
        "#/paths/~1v2~1widgets/get/requestBody: `$ref: #/components/requestBodies/gone` leads to no request body"
    );
}

#[test]
fn references_that_lead_only_to_themselves() {
    let itself = "references and compositions nest too deeply, or lead only to themselves";
    assert_eq!(
        schema("{$ref: '#/components/schemas/widget'}"),
        format!("#/components/schemas/widget: {itself}")
    );
    assert_eq!(
        schema("{allOf: [{$ref: '#/components/schemas/widget'}]}"),
        format!("#/components/schemas/widget: {itself}")
    );
    assert_eq!(
        schema("{oneOf: [{$ref: '#/components/schemas/widget'}]}"),
        "#/components/schemas/widget/oneOf/0: the schema `widget` leads only to itself"
    );
    assert_eq!(
        schema("{type: array, items: {$ref: '#/components/schemas/widget'}}"),
        "#/components/schemas/widget/items: the schema `widget` leads only to itself"
    );
}

#[test]
fn keywords_without_a_type() {
    assert_eq!(
        schema("{type: object, properties: {a: {not: {type: string}}, b: {}}}"),
        "#/components/schemas/widget/properties/a: `not` is not supported; describe what is allowed in an overlay"
    );
    assert_eq!(
        schema("{oneOf: [{type: string}], anyOf: [{type: integer}]}"),
        "#/components/schemas/widget: `oneOf` beside `anyOf` is not supported; remove one of them in an overlay"
    );
    assert_eq!(
        schema(
            "{allOf: [{oneOf: [{type: string}, {type: integer}]}, {anyOf: [{type: string}, {type: boolean}]}]}"
        ),
        "#/components/schemas/widget/allOf/1: two unions in one `allOf` are not supported; give one of them a name of \
         its own in an overlay"
    );
    assert_eq!(
        schema("{type: text}"),
        "#/components/schemas/widget: `type: text` is not a type of OpenAPI 3.0; correct it in an overlay"
    );
    assert_eq!(
        schema("{oneOf: [{}, {nullable: true}]}"),
        "#/components/schemas/widget: no branch of the union says what a value looks like"
    );
    assert_eq!(
        schema(
            "{type: object, properties: {a: {type: string}}, oneOf: [{type: string}, {type: object, properties: {b: {}}}]}"
        ),
        "#/components/schemas/widget: members beside a union of different shapes are not supported; move them into \
         the branches in an overlay"
    );
}

#[test]
fn reports_that_nobody_accepted() {
    let at = "#/components/schemas/widget/properties/a";
    assert_eq!(
        schema("{type: object, properties: {a: {type: array}, b: {}}}"),
        format!(
            "{at}: an array without `items` holds any JSON values; correct it in an overlay, or add to \
             [accepted_reports] in spec/codegen.toml: \"{at}\" = \"reason\""
        )
    );
    let at = "#/components/schemas/widget";
    assert_eq!(
        schema(
            "{oneOf: [{type: object, properties: {a: {type: string}}}, {type: object, properties: {a: {type: integer}}}]}"
        ),
        format!(
            "{at}: Values of object and object look alike: they are read as the first of them; correct it in an \
             overlay, or add to [accepted_reports] in spec/codegen.toml: \"{at}\" = \"reason\""
        )
    );
}

#[test]
fn schemas_that_are_too_deep() {
    let deep = |depth: usize| {
        let open = "{type: object, properties: {a: ".repeat(depth);
        schema(&format!("{open}{{type: string}}{}", "}}".repeat(depth)))
    };
    let message = deep(100);
    assert!(
        message.starts_with("widgets.yaml:4: #/components/schemas/widget/properties/a/"),
        "{message}"
    );
    assert!(
        message.ends_with("values are nested more than 48 deep; flatten the document"),
        "{message}"
    );

    // As deep by reference: each schema holds the next.
    let chain: String = (0..100)
        .map(|n| format!("s{n}: {{type: object, properties: {{next: {{$ref: '#/components/schemas/s{}'}}, x: {{}}}}}}, ", n + 1))
        .collect();
    let text = format!(
        "{}components: {{schemas: {{{chain}s100: {{type: string}}}}}}\n",
        answering("{$ref: '#/components/schemas/s0'}")
    );
    assert_eq!(
        document(&text),
        "#/components/schemas/s79/properties/next: schemas lead too deeply into each other here; flatten them in an \
         overlay"
    );
}

#[test]
fn names_that_cannot_be_made() {
    assert_eq!(
        schema("{type: object, properties: {'': {type: string}, b: {}}}"),
        "#/components/schemas/widget: the member \"\" has neither letters nor digits"
    );
    assert_eq!(
        operation(
            "/v2/widgets",
            "parameters: [{in: query, name: '', schema: {type: string}}], responses: {'204': {description: ''}}"
        ),
        "#/paths/~1v2~1widgets/get: a parameter's name has neither letters nor digits"
    );
}

#[test]
fn texts_that_are_no_document() {
    let message =
        document("paths:\n  /v2/widgets:\n    get: {operationId: widgets_check, tags: [Wid");
    assert!(message.starts_with("widgets.yaml:"), "{message}");
    assert!(message.ends_with("is the file complete?"), "{message}");

    let message = operation("/v2/widgets", "responses: 3");
    assert_eq!(
        message,
        "#/paths/~1v2~1widgets/get/responses: invalid type: integer `3`, expected struct Responses"
    );

    let message = refusal("paths: {}\n", &[], "reference = 3");
    assert!(message.starts_with("spec/codegen.toml: "), "{message}");
}

#[test]
fn names_that_are_not_free() {
    let components = "components: {schemas: {my_part: {type: object, properties: {a_b: {}, a-b: {}}}, my-part: {type: object, \
                      properties: {state: {type: string, enum: [on, ON]}, b: {}}}}}\n";
    let both = "{type: object, properties: {a: {$ref: '#/components/schemas/my_part'}, \
                b: {$ref: '#/components/schemas/my-part'}}}";
    assert_eq!(
        other_names(&format!("{}{components}", answering(both))),
        [
            "#/components/schemas/my-part: the type name `MyPart` is taken, so it is `WidgetsMyPart`",
            "#/components/schemas/my-part/properties/state: the variant of \"ON\" is `On2`, because its first choice \
             is taken",
            "#/components/schemas/my_part: the member \"a_b\" is `a_b_`, because `a_b` is taken",
        ]
    );
}

#[test]
fn chosen_names_without_effect() {
    let at = "#/components/schemas/widget";
    let refused = |more: &str| schema(&format!("{{type: object, properties: {{a: {more}}}}}"));
    assert_eq!(
        refused("{type: string, x-rust-name: Tag}"),
        format!(
            "{at}/properties/a/x-rust-name: nothing is called `Tag`; remove the name or correct its place"
        )
    );
    assert_eq!(
        refused("{type: string, enum: [b], x-rust-variants: {b: First, c: Second}}"),
        format!(
            "{at}/properties/a/x-rust-variants: nothing is called `Second`; remove the name or correct its place"
        )
    );
    assert_eq!(
        refused("{oneOf: [{type: string}, {type: string}], x-rust-branches: [Text]}"),
        format!(
            "{at}/properties/a/x-rust-branches: nothing is called `Text`; remove the name or correct its place"
        )
    );
    let unknown = "is no keyword that chooses a name or a shape here; remove it or correct it";
    for keyword in ["x-rust-nam: Tag", "x-rust-name: 1", "x-rust-shape: union"] {
        let (key, _) = keyword.split_once(':').unwrap_or_default();
        assert_eq!(
            refused(&format!("{{type: string, {keyword}}}")),
            format!("{at}/properties/a/{key}: {unknown}")
        );
    }
}
