//! Configuration and overlays that do not fit the document.

use generator::{Input, generate};

use crate::{CHECK, CONFIG, GROUP, HEAD, configuration, document, refusal, returning};

#[test]
fn groups_that_do_not_fit_the_document() {
    let orphan = CHECK.replace("[Widgets]", "[Gadgets & Co]");
    assert_eq!(
        document(
            &format!("paths: {{/v2/a: {{get: {orphan}}}, /v2/b: {{get: {CHECK}}}}}\n").replacen(
                "widgets_check",
                "gadgets_check",
                1
            )
        ),
        "tag `Gadgets & Co`: belongs to no group; add to spec/codegen.toml:\n\n\
         [groups.gadgets_co]\ntitle = \"Gadgets & Co\"\nnoun = \"…\"\ntags = [\"Gadgets & Co\"]\nprefixes = [\"gadgets\"]\n"
    );
    let other = CHECK.replace("widgets_check", "gadgets_check");
    assert_eq!(
        document(&format!(
            "paths: {{/v2/a: {{get: {other}}}, /v2/b: {{get: {CHECK}}}}}\n"
        )),
        "spec/codegen.toml [groups] operation `gadgets_check`: no prefix of the group fits; add to its `methods`: \
         gadgets_check = \"…\""
    );
}

/// Calls of other hosts are not counted.
#[test]
fn a_special_limit_of_another_host_is_never_kept() {
    let other = CHECK.replacen(
        '{',
        "{servers: [{url: 'https://inference.example.com'}], ",
        1,
    );
    let error = refusal(
        &format!("paths: {{/v2/widgets: {{get: {other}}}}}\n"),
        &[],
        &format!(
            "{CONFIG}[servers]\n'https://inference.example.com' = 'inference'\n\
             [buckets.checks]\nlimit = 5\nseconds = 60\noperations = ['widgets_check']\n{GROUP}"
        ),
    );
    assert_eq!(
        error,
        "spec/codegen.toml [buckets.checks] \"widgets_check\": matches nothing in the document; remove the entry or \
         correct its key"
    );
}

#[test]
fn a_page_size_of_no_list() {
    let with = |size: u32| {
        let sizes = format!("api = {{page_sizes = {{tokens = {size}}}, ");
        let config = CONFIG.replacen("api = {", &sizes, 1);
        let document = format!("paths: {{/v2/widgets: {{get: {CHECK}}}}}\n");
        refusal(&document, &[], &format!("{config}{GROUP}"))
    };
    assert_eq!(
        with(100),
        "spec/codegen.toml [api.page_sizes] \"tokens\": matches nothing in the document; remove the entry or correct \
         its key"
    );
    let message = with(0);
    assert!(message.contains("nonzero"), "{message}");
}

#[test]
fn configuration_that_matches_nothing() {
    let stale = |place: &str| {
        format!(
            "spec/codegen.toml {place}: matches nothing in the document; remove the entry or correct its key"
        )
    };
    for table in ["not_pages", "no_waiter", "accepted_reports"] {
        let text = format!("[{table}]\ngone = 'reason'");
        assert_eq!(
            configuration("", &text),
            stale(&format!("[{table}] \"gone\""))
        );
    }
    for (table, entry) in [
        ("pages", "gone = {items = 'a', style = 'total'}"),
        ("also_at", "gone = ['']"),
        ("resources", "gone = 'a'"),
        ("empty_resources", "gone = 'nothing is set'"),
        ("splits", "gone = []"),
        ("idempotent", "gone = true"),
        ("stream_ends", "gone = [\"end\"]"),
        ("servers", "gone = 'api'"),
        ("spellings", "gone = 'Gone'"),
        ("creations", "gone = { preposition = 'of' }"),
        ("nouns", "gone = 'widget'"),
        ("bodies", "gone = 'Widget'"),
    ] {
        let text = format!("[{table}]\n{entry}");
        assert_eq!(
            configuration("", &text),
            stale(&format!("[{table}] \"gone\""))
        );
    }
    for list in ["secrets", "not_secrets", "may_be_empty", "optional_bodies"] {
        let text = format!("{list} = ['gone']");
        assert_eq!(
            configuration(&text, ""),
            stale(&format!("[{list}] \"gone\""))
        );
    }
    assert_eq!(
        configuration(
            "",
            "[buckets.touches]\nlimit = 5\nseconds = 60\noperations = ['gone']"
        ),
        stale("[buckets.touches] \"gone\"")
    );
    assert_eq!(
        configuration("strip_type_prefixes = ['gone']", ""),
        stale("[strip_type_prefixes] \"gone\"")
    );
    let waiter = "[[waiters]]\noperation = 'gone'\nmethod = 'wait_until_gone'\nstatus = ''\ngone_is_ready = true";
    assert_eq!(
        configuration("", waiter),
        "spec/codegen.toml [[waiters]] method `wait_until_gone`: there is no operation `gone`"
    );
    let message = configuration("", "[unknown]");
    assert!(message.contains("unknown field `unknown`"), "{message}");
}

#[test]
fn groups_that_match_nothing() {
    let group = |more: &str| {
        let document = format!("paths: {{/v2/widgets: {{get: {CHECK}}}}}\n");
        refusal(&document, &[], &format!("{CONFIG}{GROUP}{more}"))
    };
    assert_eq!(
        group("[groups.gadgets]\ntitle = 'G'\nnoun = 'g'\ntags = []\nprefixes = []\n"),
        "spec/codegen.toml [groups.gadgets]: no operation has one of its tags; remove the group or correct its tags"
    );
    assert_eq!(
        group("methods = {gone = 'x'}\n"),
        "spec/codegen.toml [groups.widgets]: the method of `gone` matches nothing; remove it"
    );
    let document = format!("paths: {{/v2/widgets: {{get: {CHECK}}}}}\n");
    let stale = GROUP
        .replace("['Widgets']", "['Widgets', 'Gone']")
        .replace("['widgets']", "['widgets', 'gone']");
    assert_eq!(
        refusal(&document, &[], &format!("{CONFIG}{stale}")),
        "spec/codegen.toml [groups.widgets]: the tag `Gone` matches nothing; remove it\n\
         spec/codegen.toml [groups.widgets]: the prefix `gone` matches nothing; remove it"
    );
}

#[test]
fn overlays_that_no_longer_apply() {
    let document = format!("paths: {{/v2/widgets: {{get: {CHECK}}}}}\n");
    let overlay = "\
overlay: 1.0.0
info: {title: Fixes, version: '1'}
actions:
  - {target: $.components.schemas.gone, remove: true}
  - {target: '$.info', update: {title: Widgets}}
";
    let config = format!("{CONFIG}{GROUP}");
    assert_eq!(
        refusal(&document, &[("fixes.yaml", overlay)], &config),
        "fixes.yaml:4: #/actions/0 ($.components.schemas.gone): stale: the target matches nothing; upstream changed \
         the place, so correct or remove the action\n\
         fixes.yaml:5: #/actions/1 ($.info): stale: the action changes nothing; upstream has taken it over, so remove it"
    );
}

#[test]
fn responses_of_several_members() {
    let schema = "{type: object, properties: {left: {type: array, items: {$ref: '#/components/schemas/widget'}}, \
                  right: {$ref: '#/components/schemas/widget'}, note: {type: string}}}";
    let operation = format!(
        "{{operationId: widgets_create, tags: [Widgets], responses: {{'200': \
         {{description: '', content: {{application/json: {{schema: {schema}}}}}}}}}}}"
    );
    let components =
        "components: {schemas: {widget: {type: object, properties: {name: {type: string}}}}}";
    let paths = format!("paths: {{/v2/widgets: {{post: {operation}}}}}\n{components}\n");
    assert_eq!(
        document(&paths),
        "#/paths/~1v2~1widgets/post: the response is an object of several members; add to [resources] in \
         spec/codegen.toml: widgets_create = one of \"left\", \"right\", or \"\" if the object itself is the resource"
    );
    let refused = |entry: &str| {
        let config = format!("{CONFIG}[resources]\nwidgets_create = '{entry}'\n{GROUP}");
        refusal(&paths, &[], &config)
    };
    assert_eq!(
        refused("gone"),
        "#/paths/~1v2~1widgets/post: [resources] in spec/codegen.toml: the response has no member `gone`"
    );
}

#[test]
fn lists_that_are_not_regular() {
    let parameters = "parameters: [{in: query, name: page, schema: {type: integer}}, \
                      {in: query, name: per_page, schema: {type: integer}}]";
    let response = "{type: object, properties: {widgets: {type: array, items: {type: string}}}}";
    let list = format!(
        "{{operationId: widgets_list, tags: [Widgets], {parameters}, responses: {{'200': \
         {{description: '', content: {{application/json: {{schema: {response}}}}}}}}}}}"
    );
    let paths = format!("paths: {{/v2/widgets: {{get: {list}}}}}\n");
    let refused = document(&paths);
    let (before, rest) = refused.split_once(" (styles: ").expect("styles");
    let (styles, after) = rest.split_once(')').expect("the end of the styles");
    assert_eq!(
        before,
        "#/paths/~1v2~1widgets/get: this looks like a list, but not like a regular one; add to spec/codegen.toml \
         either under [pages]: widgets_list = { items = \"widgets\", style = \"…\" }"
    );
    assert_eq!(after, " or under [not_pages]: widgets_list = \"reason\"");
    for style in styles.split(", ") {
        let entry = format!("[pages]\nwidgets_list = {{ items = 'widgets', style = '{style}' }}\n");
        let config = format!("{CONFIG}{entry}{GROUP}");
        let generated = generate(Input {
            name: "widgets.yaml",
            document: format!("{HEAD}{paths}").as_bytes(),
            files: None,
            overlays: &[],
            config: &config,
            docs: &[],
        });
        assert!(generated.is_ok(), "{style}: {:?}", generated.err());
    }
    let entry = "[pages]\nwidgets_list = { items = 'widgets', style = 'pages', map = true }\n";
    assert_eq!(
        refusal(&paths, &[], &format!("{CONFIG}{entry}{GROUP}")),
        "#/paths/~1v2~1widgets/get: [pages] in spec/codegen.toml: `widgets` must be a map; its type is `list`"
    );
}

#[test]
fn a_member_may_hold_a_secret_if_one_of_its_words_says_so() {
    let operation = returning("{$ref: '#/components/schemas/widget'}");
    let members = "{accessURL: {type: string}, curls: {type: string}}";
    let widget = format!("{{type: object, properties: {members}}}");
    assert_eq!(
        refusal(
            &format!("{operation}components: {{schemas: {{widget: {widget}}}}}\n"),
            &[],
            &format!("secret_words = ['url']\n{CONFIG}{GROUP}"),
        ),
        "#/components/schemas/widget/properties/accessURL: may hold a secret: list \"widget.accessURL\" under \
         `secrets` or `not_secrets` in spec/codegen.toml"
    );
}
