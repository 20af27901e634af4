//! A client of an API with API keys and nested filters.

use clients::Server;
use devices::devices::{Device, Filter, Kind};

#[tokio::test]
async fn devices_are_found_by_nested_filters_with_an_api_key() {
    let body = r#"[{"id": "1", "kind": "sensor", "unit": "µs"}, {"id": "2", "kind": "actuator", "state": "on"},
        {"id": "3", "kind": "robot"}]"#;
    let server = Server::start(200, "application/json", body);
    let client = devices::Client::builder()
        .token("k")
        .base_url(&server.url)
        .unwrap()
        .build()
        .unwrap();
    let found = client
        .devices()
        .search()
        .filter(Filter::new().online(true))
        .kinds([Kind::Sensor])
        .sort(vec!["id".to_owned(), "kind".to_owned()])
        .await
        .unwrap();
    assert!(
        matches!(
            found.as_slice(),
            [Device::Sensor(_), Device::Actuator(_), Device::Unknown(_)]
        ),
        "{found:?}"
    );
    let request = server.request();
    assert_eq!(
        request.target(),
        "GET /devices?filter%5Bonline%5D=true&kinds=sensor&sort=id,kind"
    );
    assert_eq!(request.header("x-api-key"), Some("k"));
}
