//! Parameters are written as their styles say.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use constructs::Client;
use constructs::clients::parameter_styles::parameter_styles_widgets::{
    DescribeComma, DescribeOneOrMore, DescribeRange, Filter, FilterSize, FindKey, State,
};

fn client() -> Client {
    // Another test may have been first.
    drop(rustls::crypto::ring::default_provider().install_default());
    Client::builder()
        .token("secret")
        .base_url("http://localhost:1")
        .unwrap()
        .build()
        .unwrap()
}

/// The URL with its query, percent-decoded, and the headers.
fn shown(curl: &str) -> String {
    percent_encoding::percent_decode_str(curl)
        .decode_utf8_lossy()
        .into_owned()
}

#[test]
fn lists_and_objects_in_queries_paths_and_headers() {
    let widgets = client().parameter_styles_widgets();
    let filter = Filter::new().name("a").size(FilterSize::new().from_(1));
    let request = widgets
        .find(
            [1, 2],
            [FindKey::from(7), FindKey::from("k")],
            ["x", "y"],
            [("color".to_owned(), "red".to_owned())],
            ["p", "q"],
        )
        .more([8])
        .states([State::New, State::Old])
        .comma(vec![3, 4])
        .space(vec!["s".to_owned(), "t".to_owned()])
        .filter(filter.clone())
        .spread(filter.clone())
        .where_(filter)
        .x_trace("trace");
    let curl = shown(&request.to_curl().to_string());
    for expected in [
        "/v2/widgets/1,2?",
        "keys=7&keys=k",
        "pipes=x|y",
        "labels[color]=red",
        "more=8",
        "states=new&states=old",
        "comma=3,4",
        "space=s t",
        "filter[name]=a&filter[size][from]=1",
        "&name=a&size[from]=1",
        r#"where={"name":"a","size":{"from":1}}"#,
        "x-kinds: p,q",
        "x-trace: trace",
    ] {
        assert!(curl.contains(expected), "no {expected} in {curl}");
    }
}

#[test]
fn values_without_a_form_of_their_own_in_queries() {
    let widgets = client().parameter_styles_widgets();
    let orders = vec![Filter::new().name("a"), Filter::new().name("b")];
    let request = widgets
        .describe([1])
        .one_or_more(DescribeOneOrMore::from(vec![
            "x".to_owned(),
            "y".to_owned(),
        ]))
        .comma(DescribeComma::from(vec!["x".to_owned(), "y".to_owned()]))
        .anything(serde_json::json!({"size": {"from": 1}}))
        .orders(orders)
        .range(DescribeRange::from(7));
    let curl = shown(&request.to_curl().to_string());
    for expected in [
        "OPTIONS",
        "one_or_more=x&one_or_more=y",
        "comma=x,y",
        "&size[from]=1",
        "orders[0][name]=a&orders[1][name]=b",
        "range=7",
    ] {
        assert!(curl.contains(expected), "no {expected} in {curl}");
    }
    let request = widgets
        .describe([1])
        .one_or_more(DescribeOneOrMore::from("x"));
    assert!(shown(&request.to_curl().to_string()).contains("one_or_more=x"));
}

#[test]
fn deletions_need_their_filters() {
    let widgets = client().parameter_styles_widgets();
    let request = widgets.delete([1], [State::New], [5, 6]);
    let curl = shown(&request.to_curl().to_string());
    assert!(curl.contains("states=new&sizes=5&sizes=6"), "{curl}");
}

#[test]
fn the_method_head() {
    let curl = client()
        .parameter_styles_widgets()
        .check([1])
        .to_curl()
        .to_string();
    assert!(
        curl.contains("--head") || curl.contains("HEAD") || curl.contains("-I"),
        "{curl}"
    );
}

#[test]
fn media_types_of_the_document() {
    use constructs::clients::media_types::media_types_widgets::{
        AskRequest, ChangeRequest, MakeRequest,
    };
    let widgets = client().media_types_widgets();
    let curl = shown(&widgets.show().to_curl().to_string());
    assert!(curl.contains("Accept: application/vnd.api+json"), "{curl}");
    let curl = shown(
        &widgets
            .make(MakeRequest::new().a("b"))
            .to_curl()
            .to_string(),
    );
    assert!(
        curl.contains("Content-Type: application/vnd.api+json; version=1'"),
        "{curl}"
    );
    let curl = shown(
        &widgets
            .change([ChangeRequest::new().op("add")])
            .to_curl()
            .to_string(),
    );
    assert!(
        curl.contains("Content-Type: application/json-patch+json"),
        "{curl}"
    );
    let curl = shown(&widgets.write("text").to_curl().to_string());
    assert!(curl.contains("content-type: text/plain"), "{curl}");
    // No body, no type.
    let curl = shown(&widgets.start().to_curl().to_string());
    assert!(!curl.to_lowercase().contains("content-type"), "{curl}");
    assert!(curl.contains("--request POST"), "{curl}");
    // Only a schema with the member chooses between events and a whole response.
    assert_eq!(
        widgets
            .ask(AskRequest::new().q("?"))
            .operation()
            .stream_member,
        None
    );
}

#[test]
fn paths_with_queries_and_fragments() {
    let widgets = client().media_types_widgets();
    let curl = widgets.search("a&b#c").q("d").to_curl().to_string();
    assert!(
        curl.contains("'http://localhost:1/search?type=a&x=a%26b%23c&q=d'"),
        "{curl}"
    );
    let curl = widgets.search("b").to_curl().to_string();
    assert!(
        curl.contains("'http://localhost:1/search?type=a&x=b'"),
        "{curl}"
    );
    let curl = widgets.start().q("d").to_curl().to_string();
    assert!(curl.contains("'http://localhost:1/search?q=d'"), "{curl}");
}

#[test]
fn headers_that_are_false() {
    let curl = client()
        .media_types_widgets()
        .delete(false)
        .to_curl()
        .to_string();
    assert!(curl.contains("x-force: false"), "{curl}");
}

#[test]
fn members_of_forms_in_their_styles() {
    use constructs::clients::form_styles::form_styles_widgets::{
        FillRequest, FillRequestMeta, FillRequestPair,
    };
    let list = |items: [&str; 2]| items.map(str::to_owned).to_vec();
    let body = FillRequest::new()
        .comma(list(["a,b", "c"]))
        .deep(list(["a", "b"]))
        .meta(FillRequestMeta::new().a(1))
        .more(list(["a", "b"]))
        .pairs([FillRequestPair::new().a(1)])
        .pipes(list(["a", "b"]))
        .text(list(["a", "b"]));
    let curl = client()
        .form_styles_widgets()
        .fill(body)
        .to_curl()
        .to_string();
    assert!(curl.contains("comma=a%2Cb,c&"), "{curl}");
    let curl = shown(&curl);
    for expected in [
        "deep[]=a&deep[]=b&",
        r#"meta={"a":1}&"#,
        "more=a&more=b&",
        "pairs[0][a]=1&",
        "pipes=a|b&",
        "text=a&text=b'",
    ] {
        assert!(curl.contains(expected), "no {expected} in {curl}");
    }
}

#[test]
fn media_types_of_parts() {
    let widgets = client().form_styles_widgets();
    let curl = widgets
        .send(
            "png",
            constructs::clients::form_styles::form_styles_widgets::SendRequest::new("a"),
        )
        .to_curl()
        .to_string();
    assert!(
        curl.contains("name=\"note\"\r\ncontent-type: application/json\r\n\r\n\"a\""),
        "{curl}"
    );
    assert!(
        curl.contains("content-type: image/png\r\n\r\npng"),
        "{curl}"
    );
}

#[test]
fn json_in_paths_and_headers() {
    use constructs::clients::form_styles::form_styles_widgets::Filter;
    let curl = client()
        .form_styles_widgets()
        .select(Filter::new().name("a/b"), Filter::new().name("größe"))
        .x_may(Filter::new().name("c"))
        .matrix([vec![1, 2], vec![3]].to_vec())
        .names(vec!["a,b".to_owned(), "c".to_owned()])
        .to_curl()
        .to_string();
    for expected in [
        "/json/%7B%22name%22%3A%22a%2Fb%22%7D?",
        "matrix%5B0%5D=1&matrix%5B0%5D=2&matrix%5B1%5D=3",
        "names=a%2Cb,c",
        r#"x-must: {"name":"gr\u00f6\u00dfe"}"#,
        r#"x-may: {"name":"c"}"#,
    ] {
        assert!(curl.contains(expected), "no {expected} in {curl}");
    }
}
