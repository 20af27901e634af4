//! Parameters are written as their styles say.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use constructs::Client;
use constructs::clients::parameter_styles::parameter_styles_widgets::{
    Filter, FilterSize, FindKey, State,
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
    let filter = Filter::new().name("a").size(FilterSize::new().from(1));
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
