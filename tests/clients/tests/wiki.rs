//! A client of an API with servers of paths and operations, HTML, redirects and public operations.

use clients::Server;

#[tokio::test]
async fn html_is_text() {
    let server = Server::start(200, "text/html", "<p>A</p>");
    let client = wiki::Client::builder()
        .token("me:secret")
        .base_url(&server.url)
        .unwrap()
        .build()
        .unwrap();
    let html = client.page_content().get_html("A/B", 7).await.unwrap();
    assert_eq!(html, "<p>A</p>");
    let request = server.request();
    assert_eq!(request.target(), "GET /page/html/A%2FB/7");
    assert_eq!(request.header("authorization"), Some("Basic bWU6c2VjcmV0"));
}

#[tokio::test]
async fn an_operation_without_security_needs_no_credential() {
    let server = Server::start(200, "application/json", r#"{"news": [{"story": "S"}]}"#);
    let client = wiki::Client::builder()
        .base_url(&server.url)
        .unwrap()
        .build()
        .unwrap();
    let feed = client
        .feeds()
        .aggregated_feed("2024", "02", "29")
        .await
        .unwrap();
    assert_eq!(feed.news[0].story.as_deref(), Some("S"));
    assert_eq!(server.request().header("authorization"), None);
    let error = client.page_content().get_html("A", 1).await.unwrap_err();
    assert!(error.to_string().contains("no token; set WIKI_TOKEN"), "{error}");
}

#[test]
fn operations_are_sent_to_their_own_servers() {
    let client = wiki::Client::builder().token("me:secret").build().unwrap();
    let upload = client.media().upload_media("PNG").to_curl();
    assert!(
        upload.contains("'https://upload.wiki.example/v2/media/upload'"),
        "{upload}"
    );
    assert_eq!(
        upload
            .to_lowercase()
            .matches("content-type: image/png")
            .count(),
        1,
        "{upload}"
    );
    assert!(
        !upload.contains("Content-Type: application/json"),
        "{upload}"
    );
    let list = client.media().list_media("A").to_curl();
    assert!(
        list.contains("'https://m1.media.wiki.example/media/list/A'"),
        "{list}"
    );
    let summary = client.page_content().get_summary_of_page("A").to_curl();
    assert!(
        summary.contains("'https://en.wiki.example/api/rest_v1/page/summary/A'"),
        "{summary}"
    );
}
