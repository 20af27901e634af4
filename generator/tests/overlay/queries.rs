//! Targets: JSONPath of RFC 9535, and what each one matched.

use serde_json::json;

use crate::{applied, try_apply};

#[test]
fn quoted_names_hold_any_character() {
    let document = json!({"paths": {"/v2/droplets/{id}": {"get": {}}, "it's ~ \"x\"": {}}});
    let actions = r#"
- target: $.paths['/v2/droplets/{id}'].get
  update: {deprecated: true}
- target: $.paths["it's ~ \"x\""]
  update: {a: 1}
- target: $.paths['it\'s ~ "x"'].a
  remove: true
"#;
    let expected =
        json!({"paths": {"/v2/droplets/{id}": {"get": {"deprecated": true}}, "it's ~ \"x\"": {}}});
    assert_eq!(applied(document, actions), Ok(expected));
}

#[test]
fn wildcards_filters_and_descendants_match_many_values() {
    let document = json!({"paths": {
        "/a": {"get": {"parameters": [{"name": "page"}, {"name": "id"}]}},
        "/b": {"get": {"parameters": [{"name": "page"}]}},
    }});
    let result = applied(
        document,
        "- target: $.paths.*.get.parameters[?@.name == 'page']\n  update: {in: query}",
    );
    let expected = json!({"paths": {
        "/a": {"get": {"parameters": [{"name": "page", "in": "query"}, {"name": "id"}]}},
        "/b": {"get": {"parameters": [{"name": "page", "in": "query"}]}},
    }});
    assert_eq!(result, Ok(expected));
}

#[test]
fn functions_of_the_standard_work() {
    let document = json!({"list": ["droplet", "volume", "x"]});
    let actions = "\
- target: $.list[?length(@) == 1]
  remove: true
- target: $.list[?count($.list[*]) == 2 && @ == 'droplet']
  remove: true";
    assert_eq!(applied(document, actions), Ok(json!({"list": ["volume"]})));
}

#[test]
fn functions_with_regular_expressions_are_refused_by_name() {
    for function in ["match", "search"] {
        let actions = format!("- target: $.list[?{function}(@, 'd.*')]\n  remove: true");
        let error = applied(json!({"list": []}), &actions).expect_err(function);
        let expected = format!("function name '{function}' is not defined");
        assert!(error.contains(&expected), "{error}");
    }
}

#[test]
fn reports_what_each_action_matched() {
    let document = json!({"a": [{"x/y": {}}, {"x/y": {}}], "b": {}});
    let actions = "\
- target: $.a[*]['x/y']
  update: {n: 1}
- target: $.b
  remove: true";
    let applied = try_apply(document, actions).expect("applies");
    let matched: Vec<_> = applied
        .actions
        .iter()
        .map(|action| action.matched.clone())
        .collect();
    assert_eq!(
        matched,
        [
            vec!["/a/0/x~1y".to_owned(), "/a/1/x~1y".to_owned()],
            vec!["/b".to_owned()]
        ]
    );
    assert_eq!(applied.actions[1].target, "$.b");
    assert_eq!(
        (
            applied.actions[1].overlay.as_str(),
            applied.actions[1].action
        ),
        ("10-fixes.yaml", 1)
    );
}
