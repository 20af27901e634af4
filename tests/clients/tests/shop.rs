//! A client of an API without operation IDs, with a cookie as the credential and bodies that are forms.

use clients::Server;
use shop::customers::PostCustomersLoginRequest;

#[tokio::test]
async fn a_login_sends_a_form_and_no_cookie() {
    let server = Server::start(200, "text/plain", "session-1");
    let client = shop::Client::builder()
        .base_url(&server.url)
        .unwrap()
        .build()
        .unwrap();
    let session = client
        .customers()
        .post_customers_login(PostCustomersLoginRequest::new("me", "p&w d").keep(true))
        .await
        .unwrap();
    assert_eq!(session, "session-1");
    let request = server.request();
    assert_eq!(
        request.header("content-type"),
        Some("application/x-www-form-urlencoded")
    );
    assert_eq!(request.body, "keep=true&name=me&password=p%26w%20d");
    assert_eq!(request.header("cookie"), None);
}

#[tokio::test]
async fn a_product_is_read_with_a_cookie() {
    let body = r#"{"name": "Rake", "photoUrls": [], "kind": "Tool", "power (W)": 0}"#;
    let server = Server::start(200, "application/json", body);
    let client = shop::Client::builder()
        .token("session-1")
        .base_url(&server.url)
        .unwrap()
        .build()
        .unwrap();
    let product = client.products().get_products_product_id(5).await.unwrap();
    assert!(
        matches!(product, shop::products::Product::Tool(_)),
        "{product:?}"
    );
    let request = server.request();
    assert_eq!(request.target(), "GET /products/5");
    assert_eq!(request.header("cookie"), Some("SESSIONID=session-1"));
}
