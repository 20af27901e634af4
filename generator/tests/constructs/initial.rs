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

/// A list and its parameters, members next to the items, and what the configuration says: the style of its pages, or the
/// parameter by which callers select one.
const LISTS: [(&str, &str, Result<&str, &str>); 13] = [
    ("page per_page", "total: {type: integer}", Ok("total")),
    (
        "page per_page",
        "current_page: {type: integer}, total_pages: {type: integer}",
        Ok("total_pages"),
    ),
    ("page per_page", "", Ok("short_pages")),
    (
        "starting_after limit",
        "has_more: {type: boolean}",
        Err("starting_after"),
    ),
    ("cursor", "next_cursor: {type: string}", Err("cursor")),
    (
        "pageToken pageSize",
        "nextPageToken: {type: string}",
        Err("pageToken"),
    ),
    (
        "page_token page_size",
        "next_page_token: {type: string}",
        Err("page_token"),
    ),
    ("offset limit", "more: {type: boolean}", Err("offset")),
    ("$skiptoken", "nextLink: {type: string}", Err("$skiptoken")),
    (
        "page[number] page[size]",
        "links: {type: object}",
        Err("page[number]"),
    ),
    ("page size", "totalElements: {type: integer}", Err("page")),
    ("marker", "", Err("marker")),
    ("limit after", "paging: {type: object}", Err("after")),
];

#[test]
fn pages_of_lists_are_followed_or_documented_as_single_pages() {
    for (parameters, members, expected) in LISTS {
        let query = parameters.split(' ');
        let query =
            query.map(|name| format!("{{in: query, name: '{name}', schema: {{type: integer}}}}"));
        let query = query.collect::<Vec<_>>().join(", ");
        let config = configuration(&format!(
            "paths: {{/w: {{get: {{operationId: list, parameters: [{query}], responses: {{'200': {{description: '', \
             content: {{application/json: {{schema: {{type: object, properties: {{data: {{type: array, items: {{type: \
             string}}}}, {members}}}}}}}}}}}}}}}}}}}\n"
        ));
        let entry = |table: &str| config.get(table).and_then(|table| table.get("list"));
        let style = entry("pages").and_then(|page| page.get("style")?.as_str());
        let single = entry("single_pages").and_then(Value::as_str);
        assert_eq!(entry("not_pages"), None, "{parameters}: {members}");
        match expected {
            Ok(expected) => assert_eq!((style, single), (Some(expected), None), "{parameters}"),
            Err(parameter) => {
                let reason = format!("`{parameter}` selects a page");
                assert_eq!(
                    (style, single),
                    (None, Some(reason.as_str())),
                    "{parameters}"
                );
            }
        }
    }
}
