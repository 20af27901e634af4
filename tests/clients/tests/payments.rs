//! A client of an API with user name and password, and with bodies of several forms.

use clients::Server;
use payments::charges::{ChargeCreate, Source};

#[tokio::test]
async fn a_charge_is_created_with_user_name_and_password() {
    let body = r#"{"id": "ch_1", "amount": 5, "source": {"object": "card", "last4": "4242"}}"#;
    let server = Server::start(201, "application/json", body);
    let client = payments::Client::builder()
        .token("key:")
        .base_url(&server.url)
        .unwrap()
        .build()
        .unwrap();
    let create = ChargeCreate::new(5, "usd", "tok");
    let charge = client
        .charges()
        .post_charges(create)
        .idempotency_key("k1")
        .await
        .unwrap();
    assert_eq!(charge.amount, 5);
    assert!(matches!(charge.source, Source::Card(_)), "{charge:?}");
    let request = server.request();
    assert_eq!(request.target(), "POST /charges");
    assert_eq!(request.header("authorization"), Some("Basic a2V5Og=="));
    assert_eq!(request.header("idempotency-key"), Some("k1"));
}

#[tokio::test]
async fn charges_are_filtered_by_nested_members_and_joined_lists() {
    let server = Server::start(
        200,
        "application/json",
        r#"{"data": [], "has_more": false}"#,
    );
    let client = payments::Client::builder()
        .token("key:")
        .base_url(&server.url)
        .unwrap()
        .build()
        .unwrap();
    let created = payments::charges::ListChargesCreated::new().gt(5);
    client
        .charges()
        .list_charges()
        .created(created)
        .expand(vec!["a".to_owned(), "b".to_owned()])
        .await
        .unwrap();
    assert_eq!(
        server.request().target(),
        "GET /charges?created%5Bgt%5D=5&expand=a,b"
    );
}
