//! A client of an API with envelopes that operations narrow, records of several kinds, and keys in pairs.

use clients::Server;
use edge::dns_records_for_a_zone::DnsRecordResponse;
use edge::http::Method;
use edge::{Client, ClientBuilder};

fn client(url: &str, build: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Client {
    build(Client::builder()).base_url(url).unwrap().build().unwrap()
}

#[tokio::test]
async fn the_operation_decides_the_result_of_an_envelope() {
    let response = r#"{"success": true, "errors": [], "messages": [], "result": {"id": "r", "type": "MX", "priority": 10,
                     "name": "a.example", "created_on": "2026-01-01T00:00:00Z", "meta": {}}}"#;
    let server = Server::start(200, "application/json", response);
    let client = client(&server.url, |builder| builder.api_token("t"));
    let record = edge::dns_records_for_a_zone::DnsRecordMxRecord::new("a.example", 10.0);
    let zone = client.dns_records_for_a_zone();
    let created = zone.create_dns_record("z", record).await.unwrap();
    let Some(DnsRecordResponse::MxRecord(record)) = created.result else {
        panic!("{:?}", created.result);
    };
    assert_eq!((record.id.as_str(), record.priority), ("r", 10.0));
    let request = server.request();
    assert_eq!(request.target(), "POST /zones/z/dns_records");
    assert_eq!(request.header("authorization"), Some("Bearer t"));
}

#[tokio::test]
async fn a_request_that_no_operation_describes_has_the_usual_credentials() {
    let server = Server::start(200, "application/json", "{}");
    let keys = |builder: ClientBuilder| {
        let builder = builder.api_email("ada@example.com");
        builder.api_key_provider(|| async { Ok("k-1".into()) })
    };
    let client = client(&server.url, keys);
    let request = client.request::<edge::serde_json::Value>(Method::GET, "/user");
    request.await.unwrap();
    let request = server.request();
    assert_eq!(request.header("x-auth-email"), Some("ada@example.com"));
    assert_eq!(request.header("x-auth-key"), Some("k-1"));
    assert_eq!(request.header("authorization"), None);
}

#[tokio::test]
async fn a_body_without_a_media_type_is_bytes() {
    let server = Server::start(200, "application/javascript", "export default {}");
    let client = client(&server.url, |builder| builder.api_token("t"));
    let script = client.worker_script().download_worker("a", "s");
    assert_eq!(&script.await.unwrap().bytes()[..], b"export default {}");
    assert_eq!(server.request().target(), "GET /accounts/a/workers/scripts/s");
}
