//! A client of an API as springdoc describes it: links, pages by index, media types that may be any, files of a form.

use clients::Server;
use orders::order_search_controller::{
    Money, OrderEntityRequestBody, Pageable, UploadRequest,
};
use orders::transport::Part;

fn client(url: &str) -> orders::Client {
    orders::Client::builder()
        .base_url(url)
        .unwrap()
        .build()
        .unwrap()
}

#[tokio::test]
async fn objects_are_spread_in_the_query() {
    let body = r#"{"content": [{"id": 1, "total": {"amount": 1.5}, "status": ""}], "totalElements": 1, "last": true}"#;
    let server = Server::start(200, "application/json", body);
    let page = client(&server.url)
        .order_search_controller()
        .execute_search_orderentity_get(
            Pageable::new().page(0).sort(["id,desc"]),
            [("a".to_owned(), "b".to_owned())],
        )
        .from("2024-01-01")
        .await
        .unwrap();
    assert_eq!(page.content[0].total.amount, 1.5);
    let request = server.request();
    assert_eq!(
        request.target(),
        "GET /orders/search/findBy?page=0&sort=id%2Cdesc&a=b&from=2024-01-01"
    );
}

#[tokio::test]
async fn files_and_an_object_are_parts() {
    let server = Server::start(200, "application/json", r#"["u"]"#);
    let meta = OrderEntityRequestBody::new(Money::new(2.5)).id(3);
    let ids = client(&server.url)
        .order_search_controller()
        .upload(7, [Part::new("A"), Part::new("B")], UploadRequest::new(meta))
        .await
        .unwrap();
    assert_eq!(ids, ["u"]);
    let request = server.request();
    assert_eq!(request.target(), "POST /orders/7/attachments");
    assert_eq!(request.body.matches("; name=\"files\"").count(), 2);
    assert!(request.body.contains(r#"{"id":3,"total":{"amount":2.5}}"#), "{}", request.body);
}
