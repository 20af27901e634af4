//! A client of an API with two keys that are sent together, filters with brackets, a server of one operation, typed maps
//! next to members, and an empty object as the response.

use clients::Server;
use metrics::logs::{HttpLogItem, LogsSort, SubmitLogContentEncoding};

fn client(url: &str) -> metrics::Client {
    metrics::Client::builder()
        .api_key_auth("a")
        .app_key_auth("b")
        .base_url(url)
        .unwrap()
        .build()
        .unwrap()
}

#[tokio::test]
async fn keys_are_sent_together_and_filters_have_brackets() {
    let body = r#"{"data": [{"id": "l", "attributes": {"attributes": {"a": [1]}}}], "meta": {"page": {"after": "c"}}}"#;
    let server = Server::start(200, "application/json", body);
    let list = client(&server.url)
        .logs()
        .list_logs_get()
        .filter_query("service:web AND x")
        .page_limit(7)
        .sort(LogsSort::MinusTimestamp)
        .await
        .unwrap();
    let after = list.meta.unwrap().page.unwrap().after;
    assert_eq!(after.as_deref(), Some("c"));
    let request = server.request();
    let target = request.target();
    for pair in [
        "filter%5Bquery%5D=service%3Aweb",
        "page%5Blimit%5D=7",
        "sort=-timestamp",
    ] {
        assert!(target.contains(pair), "{target}");
    }
    assert_eq!(request.header("dd-api-key"), Some("a"));
    assert_eq!(request.header("dd-application-key"), Some("b"));
    assert_eq!(request.header("authorization"), None);
}

#[tokio::test]
async fn logs_are_sent_with_members_of_their_own() {
    let server = Server::start(202, "application/json", r#"{"accepted": 1}"#);
    let item = HttpLogItem::new("m").hostname("h").additional([("env", "x")]);
    let logs = metrics::Client::builder()
        .api_key_auth("a")
        .server("https://http-intake.logs.dogs.example", &server.url)
        .unwrap()
        .build()
        .unwrap()
        .logs();
    let response = logs
        .submit_log([item])
        .content_encoding(SubmitLogContentEncoding::Identity)
        .await
        .unwrap();
    assert_eq!(response["accepted"], 1);
    let request = server.request();
    assert_eq!(request.target(), "POST /api/v2/logs");
    assert_eq!(request.header("content-encoding"), Some("identity"));
    assert_eq!(request.header("dd-application-key"), None);
    assert_eq!(request.body, r#"[{"message":"m","hostname":"h","env":"x"}]"#);
}
