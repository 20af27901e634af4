//! The configuration that `--init` writes: the defaults of all open decisions.

use generator::{Input, init};
use toml::{Table, Value};

use super::HEAD;

/// The configuration for a document.
fn configuration(document: &str) -> Table {
    let document = format!("{HEAD}{document}");
    let input = Input {
        name: "widgets.yaml",
        document: document.as_bytes(),
        files: None,
        overlays: &[],
        config: "",
        docs: &[],
    };
    let completed = init(input).expect("configuration");
    assert!(completed.errors.is_empty(), "{:?}", completed.errors);
    completed.config.parse().expect("TOML")
}

/// The texts of a list.
fn texts(value: Option<&Value>) -> Vec<&str> {
    let list = value.and_then(Value::as_array);
    list.into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect()
}

#[test]
fn members_with_the_words_of_secrets_are_redacted_unless_they_are_positions() {
    let members = "password: {type: string}, next_token: {type: string}, tokenCount: {type: integer}, apiKey: {type: \
                   string}, secretName: {type: string}, title: {type: string}";
    let config = configuration(&format!(
        "paths: {{/w: {{get: {{responses: {{'200': {{description: '', content: {{application/json: {{schema: {{$ref: \
         '#/components/schemas/w'}}}}}}}}}}}}}}}}\ncomponents: {{schemas: {{w: {{type: object, properties: \
         {{{members}}}}}}}}}\n"
    ));
    assert_eq!(texts(config.get("secrets")), ["w.apiKey", "w.password"]);
    assert_eq!(
        texts(config.get("not_secrets")),
        ["w.next_token", "w.secretName"]
    );
}

#[test]
fn operations_without_tags_are_one_group_and_have_methods_by_their_ids() {
    let none = "responses: {'204': {description: ''}}";
    let config = configuration(&format!(
        "paths:\n  /w: {{get: {{operationId: widgets/list-all, {none}}}, put: {{operationId: widgets.listAll, {none}}}, \
         post: {{{none}}}}}\n"
    ));
    let methods = &config["groups"]["api"]["methods"];
    let named = |id: &str| methods.get(id).and_then(Value::as_str);
    assert_eq!(named("widgets/list-all"), Some("widgets_list_all"));
    assert_eq!(named("widgets.listAll"), Some("widgets_list_all_2"));
    assert_eq!(named("post_w"), Some("post_w"));
}
