//! Schemas and references.

use crate::{document, operation, other_names, refusal, returning, schema};

#[test]
fn references_that_lead_nowhere() {
    assert_eq!(
        schema("{type: object, properties: {a: {$ref: '#/components/schemas/gone'}, b: {}}}"),
        "#/components/schemas/widget/properties/a: `$ref: #/components/schemas/gone` refers to a \
         component that does not exist"
    );
    assert_eq!(
        schema("{type: array, items: {$ref: 'other.yml#/widget'}}"),
        "#/components/schemas/widget/items: `$ref: other.yml#/widget` does not refer to a component schema; import \
         the document to bundle it"
    );
    assert_eq!(
        operation(
            "/v2/widgets",
            "responses: {'200': {$ref: '#/components/responses/gone'}}"
        ),
        "#/paths/~1v2~1widgets/get/responses/200: `$ref: #/components/responses/gone` points to no response"
    );
    assert_eq!(
        operation(
            "/v2/widgets",
            "parameters: [{$ref: '#/components/parameters/gone'}], responses: {}"
        ),
        "#/paths/~1v2~1widgets/get/parameters/0: `$ref: #/components/parameters/gone` does not refer to a parameter"
    );
    assert_eq!(
        operation(
            "/v2/widgets",
            "requestBody: {$ref: '#/components/requestBodies/gone'}, responses: {}"
        ),
        "#/paths/~1v2~1widgets/get/requestBody: `$ref: #/components/requestBodies/gone` does not refer to a request body"
    );
}

#[test]
fn references_that_lead_only_to_themselves() {
    let itself = "references and compositions nest too deeply, or refer only to themselves";
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
        "#/components/schemas/widget/oneOf/0: the union refers only to itself; correct it in an overlay"
    );
    assert_eq!(
        schema("{type: array, items: {$ref: '#/components/schemas/widget'}}"),
        "#/components/schemas/widget/items: the list `widget` holds only lists of itself: no value could be in it; \
         describe its items in an overlay"
    );
}

#[test]
fn keywords_without_a_type() {
    let message = schema("{type: object, properties: {a: {not: {type: string}}, b: {}}}");
    assert!(
        message.contains("#/components/schemas/widget/properties/a: `not` is not checked"),
        "{message}"
    );
    assert_eq!(
        schema("{oneOf: [{type: string}], anyOf: [{type: integer}]}"),
        "#/components/schemas/widget: `oneOf` next to `anyOf` is not supported; remove one of them in an overlay"
    );
    // No value is in both unions.
    assert_eq!(
        schema("{allOf: [{oneOf: [{type: string}]}, {anyOf: [{type: integer}, {type: boolean}]}]}"),
        "#/components/schemas/widget/allOf/1: no branch of the union describes the form of a value"
    );
    assert_eq!(
        schema("{type: text}"),
        "#/components/schemas/widget: `type: text` is not a type of OpenAPI 3.0; correct it in an overlay"
    );
    assert_eq!(
        schema("{oneOf: [{nullable: true}, {type: 'null'}]}"),
        "#/components/schemas/widget: no branch of the union describes the form of a value"
    );
}

#[test]
fn schemas_that_contradict_each_other() {
    let contradicts = |what: &str| {
        format!(
            "#/components/schemas/widget/allOf/1: contradicts other statements about the value: {what} cannot both \
             hold; correct it in an overlay"
        )
    };
    let both = |one: &str, two: &str| schema(&format!("{{allOf: [{one}, {two}]}}"));
    assert_eq!(
        both("{type: string}", "{type: integer}"),
        contradicts("`type: string` and `type: integer`")
    );
    assert_eq!(
        both("{type: string, enum: [a, b]}", "{type: string, enum: [c]}"),
        contradicts("`enum: [\"a\",\"b\"]` and `enum: [\"c\"]`")
    );
    assert_eq!(
        both("{type: integer, minimum: 5}", "{type: integer, maximum: 4}"),
        contradicts("`minimum: 5` and `maximum: 4`")
    );
    assert_eq!(
        both(
            "{type: string, format: date-time}",
            "{type: string, format: uuid}"
        ),
        contradicts("`format: date-time` and `format: uuid`")
    );
    // Members of both are described by both.
    assert_eq!(
        both(
            "{type: object, properties: {a: {type: string}, b: {}}}",
            "{type: object, properties: {a: {type: integer}}}"
        ),
        "#/components/schemas/widget/allOf/1/properties/a: contradicts other statements about the value: `type: \
         string` and `type: integer` cannot both hold; correct it in an overlay"
    );
    assert_eq!(
        schema(
            "{type: object, required: [a], properties: {a: {type: string}}, oneOf: [{type: string}, {type: integer}]}"
        ),
        "#/components/schemas/widget/oneOf/0: contradicts other statements about the value: `type: object` and `type: \
         string` cannot both hold; correct it in an overlay"
    );
}

#[test]
fn integers_that_no_type_holds() {
    assert_eq!(
        schema(
            "{type: object, properties: {a: {type: integer, maximum: 18446744073709551615}, b: {}}}"
        ),
        "#/components/schemas/widget/properties/a: integers from … to 18446744073709551616 do not fit into 64 bits; \
         correct the limits in an overlay, or set `format: uint64` or `type: string`"
    );
    assert_eq!(
        schema("{type: object, properties: {a: {type: integer, format: int128}, b: {}}}"),
        "#/components/schemas/widget/properties/a: integers of more than 64 bits are not supported; use `type: string` in an \
         overlay, or a `format` of 64 bits where that is enough"
    );
}

#[test]
fn integers_of_no_type() {
    let beyond = [
        "format: int64, maximum: 170141183460469231731687303715884105727",
        "format: int32, minimum: -170141183460469231731687303715884105728",
        "format: uint64, maximum: 340282366920938463463374607431768211455",
        "minimum: -9300000000000000000",
        "minimum: -1, maximum: 9300000000000000000",
        "minimum: -1.7e+38, maximum: 1.7e+38",
        "format: int256",
        "format: UInt128",
        "format: bigint",
    ];
    for keywords in beyond {
        for kind in ["integer", "number"] {
            // A `number` without a format of integers is a floating-point number, which has all of these values.
            if kind == "number" && !keywords.contains("int") {
                continue;
            }
            let message = schema(&format!(
                "{{type: object, properties: {{a: {{type: {kind}, {keywords}}}, b: {{}}}}}}"
            ));
            let start = "#/components/schemas/widget/properties/a: integers ";
            assert!(message.starts_with(start), "{kind}, {keywords}: {message}");
        }
    }
    let message = schema(
        "{type: object, properties: {a: {type: integer, format: uint64, minimum: -1}, b: {}}}",
    );
    let start = "#/components/schemas/widget/properties/a: `format: uint64` has no negative values";
    assert!(message.starts_with(start), "{message}");
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
            "{oneOf: [{$ref: '#/components/schemas/a'}, {type: string}], discriminator: {propertyName: t, mapping: {x: a, y: b}}}, \
             a: {type: object, properties: {t: {type: string}}}"
        ),
        format!(
            "{at}: the discriminator maps `y` to `b`, which is not a branch: such values are read as unknown; correct \
             it in an overlay, or add to [accepted_reports] in spec/codegen.toml: \"{at}\" = \"reason\""
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

    // Lists of lists by reference: each schema is a list of the next.
    let chain: String = (0..100)
        .map(|n| {
            let next = n + 1;
            format!("s{n}: {{type: array, items: {{$ref: '#/components/schemas/s{next}'}}}}, ")
        })
        .collect();
    let text = format!(
        "{}components: {{schemas: {{{chain}s100: {{type: string}}}}}}\n",
        returning("{$ref: '#/components/schemas/s0'}")
    );
    assert_eq!(
        document(&text),
        "#/components/schemas/s79/items: schemas nest too deeply, or refer only to themselves; flatten them in an overlay"
    );
}

#[test]
fn names_that_cannot_be_made() {
    assert_eq!(
        operation(
            "/v2/widgets",
            "parameters: [{in: query, name: '', schema: {type: string}}], responses: {'204': {description: ''}}"
        ),
        "#/paths/~1v2~1widgets/get/parameters/0: the parameter \"\" has neither letters nor digits in its name; rename or \
         remove it in an overlay"
    );
}

#[test]
fn texts_that_are_not_documents() {
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
    let both = "{type: object, required: [a], properties: {a: {$ref: '#/components/schemas/my_part'}, \
                b: {$ref: '#/components/schemas/my-part'}}}";
    assert_eq!(
        other_names(&format!("{}{components}", returning(both))),
        [
            "#/components/schemas/my-part: the type name `MyPart` is taken, so it is `WidgetsMyPart`",
            "#/components/schemas/my-part/properties/state: the variant of \"ON\" is `On2`, because its first choice \
             is taken",
            "#/components/schemas/my_part: the member \"a-b\" is `a_b_`, because `a_b` is taken",
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
    let unknown = "is not a keyword that chooses a name or a shape here; remove it or correct it";
    for keyword in ["x-rust-nam: Tag", "x-rust-name: 1", "x-rust-shape: union"] {
        let (key, _) = keyword.split_once(':').unwrap_or_default();
        assert_eq!(
            refused(&format!("{{type: string, {keyword}}}")),
            format!("{at}/properties/a/{key}: {unknown}")
        );
    }
}

#[test]
fn present_members_without_effect() {
    let at = "#/components/schemas/widget/properties/a/x-rust-present";
    let refused = |more: &str| schema(&format!("{{type: object, properties: {{a: {more}}}}}"));
    let idle = "is required already, has a plain type anyway, or is in no type that only responses contain; remove it";
    let object = "type: object, properties: {b: {type: string}}";
    assert_eq!(
        refused(&format!("{{{object}, x-rust-present: [c]}}")),
        format!("{at}: `\"c\"` {idle}")
    );
    assert_eq!(
        refused(&format!("{{{object}, required: [b], x-rust-present: [b]}}")),
        format!("{at}: `\"b\"` {idle}")
    );
    assert_eq!(
        refused(&format!("{{{object}, x-rust-present: b}}")),
        format!("{at}: is not a list of members; remove it or correct it")
    );
}

#[test]
fn limits_that_no_value_meets() {
    let both = |one: &str, two: &str| {
        schema(&format!(
            "{{type: object, properties: {{a: {{allOf: [{{type: number, {one}}}, {{type: number, {two}}}]}}, b: {{}}}}}}"
        ))
    };
    let message = both("maximum: 9", "minimum: 9, exclusiveMinimum: true");
    assert!(
        message.contains("`minimum: 9` (exclusive) and `maximum: 9` cannot both hold"),
        "{message}"
    );
}

#[test]
fn numbers_that_floating_point_numbers_cannot_hold() {
    let message = schema("{type: object, properties: {a: {type: number, format: decimal}, b: {}}}");
    assert!(
        message.contains(
            "properties/a: a number of `format: decimal` is read as a 64-bit floating-point number"
        ),
        "{message}"
    );
}

#[test]
fn keywords_of_another_kind_are_all_named() {
    let message = schema(
        "{type: object, properties: {a: {type: string, required: true}, b: {type: [string, 'null']}, c: {enum: x}}}",
    );
    for expected in [
        "#/components/schemas/widget/properties/a/required: must list the required properties of an object",
        "#/components/schemas/widget/properties/b/type: must be one type",
        "#/components/schemas/widget/properties/c/enum: must be a list of values",
    ] {
        assert!(message.contains(expected), "{message}");
    }
}
