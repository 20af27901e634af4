//! A client of an API with OAuth 2 and parameters of all styles.

use clients::Server;
use iot::things::{ThingFilter, ThingFilterLocation, ThingRequest, V2ListOptions};

fn client(url: &str) -> iot::Client {
    iot::Client::builder()
        .token("t")
        .base_url(url)
        .unwrap()
        .build()
        .unwrap()
}

#[tokio::test]
async fn parameters_are_written_in_their_styles() {
    let server = Server::start(
        200,
        "application/json",
        r#"[{"name": "lamp", "labels": {"floor": 2}}]"#,
    );
    let filter = ThingFilter::new()
        .tags(["a"])
        .location(ThingFilterLocation::new().lat(1.5));
    let things = client(&server.url)
        .things()
        .v2_list()
        .ids(vec!["1".to_owned(), "2".to_owned()])
        .where_(filter)
        .options(V2ListOptions::new().depth(2))
        .x_organization("o")
        .await
        .unwrap();
    assert_eq!(things[0].name, "lamp");
    let request = server.request();
    assert_eq!(
        request.target(),
        "GET /things?ids=1%7C2&where%5Blocation%5D%5Blat%5D=1.5&where%5Btags%5D=a&options=%7B%22depth%22%3A2%7D"
    );
    assert_eq!(request.header("x-organization"), Some("o"));
    assert_eq!(request.header("authorization"), Some("Bearer t"));
}

#[tokio::test]
async fn a_thing_is_created_without_its_read_only_fields() {
    let server = Server::start(201, "application/json", r#"{"id": "1", "name": "lamp"}"#);
    let thing = client(&server.url)
        .things()
        .v2_create(ThingRequest::new("lamp"))
        .await
        .unwrap();
    assert_eq!(thing.id.as_deref(), Some("1"));
    let request = server.request();
    assert_eq!(
        (request.target(), request.body.as_str()),
        ("PUT /things", r#"{"name":"lamp"}"#)
    );
}

#[tokio::test]
async fn errors_of_a_range_of_statuses_have_their_status() {
    let server = Server::start(422, "application/vnd.iot.error+json", r#"{"detail": "no"}"#);
    let error = client(&server.url).things().v2_list().await.unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(422));
}
