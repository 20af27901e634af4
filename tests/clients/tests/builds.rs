//! A client of an API in the style of Google's: two flows of one token, methods behind a colon, 64-bit integers in strings.

use clients::Server;
use builds::projects::{BuildRequest, BuildStep, CancelBuildRequest};

fn client(url: &str) -> builds::Client {
    let builder = builds::Client::builder().token("t");
    builder.base_url(url).unwrap().build().unwrap()
}

#[tokio::test]
async fn flows_that_are_required_together_are_one_token() {
    let server = Server::start(
        200,
        "application/json",
        r#"{"builds": [{"id": "1", "size": "9007199254740993"}], "nextPageToken": "n"}"#,
    );
    let list = client(&server.url)
        .projects()
        .build_projects_builds_list("p")
        .page_size_param(5)
        .xgafv("1")
        .await
        .unwrap();
    assert_eq!(list.builds[0].id.as_deref(), Some("1"));
    let request = server.request();
    assert_eq!(request.header("authorization"), Some("Bearer t"));
    assert!(request.target().contains("pageSize=5"), "{}", request.target());
    assert!(request.target().contains("%24.xgafv=1"), "{}", request.target());
}

#[tokio::test]
async fn a_method_is_called_behind_a_colon() {
    let server = Server::start(200, "application/json", r#"{"status": "WORKING"}"#);
    client(&server.url)
        .projects()
        .build_projects_builds_cancel("p", "b/1", CancelBuildRequest::new().name("x"))
        .await
        .unwrap();
    let request = server.request();
    assert_eq!(
        request.target(),
        "POST /v1/projects/p/builds/b%2F1:cancel"
    );
    assert_eq!(request.body, r#"{"name":"x"}"#);
}

#[tokio::test]
async fn read_only_members_are_not_sent() {
    let server = Server::start(200, "application/json", r#"{"name": "o", "response": {"@type": "t"}}"#);
    let body = BuildRequest::new().steps([BuildStep::new().args(["a"])]).type_("t");
    let operation = client(&server.url)
        .projects()
        .build_projects_builds_create("p", body)
        .await
        .unwrap();
    assert_eq!(operation.response["@type"], "t");
    assert_eq!(
        server.request().body,
        r#"{"@type":"t","steps":[{"args":["a"]}]}"#
    );
}
