//! A client of an API whose operations require different credentials, several of them together, or none.

use clients::{Received, Server};
use parcels::transport::{
    BoxFuture, Next, TransportError, TransportRequest, TransportResponse,
};
use parcels::{Client, ClientBuilder, Middleware};

const PARCEL: &str = r#"{"code": "P1"}"#;

/// The values of all credentials, none of which any message shows.
const SECRETS: [&str; 7] = [
    "key-1",
    "shh-2",
    "hint-3",
    "pass-4",
    "session-5",
    "visit-6",
    "device-7",
];

fn with_all(builder: ClientBuilder) -> ClientBuilder {
    builder
        .partner_key("key-1")
        .partner_secret("shh-2")
        .partner_hint("hint-3")
        .login("ada", "pass-4")
        .session("session-5")
        .visit("visit-6")
        .device("device-7")
}

fn client(url: &str, build: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Client {
    let builder = build(Client::builder()).base_url(url).unwrap();
    let shown = format!("{builder:?}");
    let client = builder.build().unwrap();
    let shown = format!("{shown} {client:?}");
    assert!(
        SECRETS.iter().all(|secret| !shown.contains(secret)),
        "{shown}"
    );
    client
}

/// The credentials of a request: key, secret, `Authorization`, cookies.
fn credentials(request: &Received) -> [Option<&str>; 4] {
    [
        "x-partner-key",
        "x-partner-secret",
        "authorization",
        "cookie",
    ]
    .map(|name| request.header(name))
}

#[tokio::test]
async fn an_operation_sends_the_key_of_the_document() {
    let server = Server::start(200, "application/json", "[]");
    let client = client(&server.url, with_all);
    client.parcels().list_parcels().await.unwrap();
    let request = server.request();
    assert_eq!(credentials(&request), [Some("key-1"), None, None, None]);
}

#[tokio::test]
async fn the_token_is_the_key_of_the_document() {
    let server = Server::start(200, "application/json", "[]");
    let client = client(&server.url, |builder| builder.token("key-1"));
    client.parcels().list_late_parcels().days(3).await.unwrap();
    let request = server.request();
    assert_eq!(request.target(), "GET /parcels?view=late&days=3");
    assert_eq!(credentials(&request), [Some("key-1"), None, None, None]);
}

#[tokio::test]
async fn keys_that_belong_together_are_sent_together() {
    let server = Server::start(201, "application/json", PARCEL);
    let client = client(&server.url, with_all);
    client
        .parcels()
        .send_parcel(parcels::parcels::ParcelRequest::new("P1"))
        .await
        .unwrap();
    let request = server.request();
    assert_eq!(
        credentials(&request),
        [Some("key-1"), Some("shh-2"), None, None]
    );
}

#[tokio::test]
async fn a_public_operation_sends_nothing() {
    let server = Server::start(200, "application/json", PARCEL);
    let client = client(&server.url, with_all);
    client.parcels().track_parcel("P1").await.unwrap();
    let request = server.request();
    assert_eq!(request.target(), "GET /tracking/P1");
    assert_eq!(credentials(&request), [None; 4]);
}

#[tokio::test]
async fn an_optional_credential_is_sent_if_it_is_set() {
    for (is_set, expected) in [(true, Some("Bearer session-5")), (false, None)] {
        let server = Server::start(204, "application/json", "");
        let client = client(&server.url, |builder| {
            if is_set { with_all(builder) } else { builder }
        });
        client.parcels().watch_parcel("P1").await.unwrap();
        assert_eq!(credentials(&server.request()), [None, None, expected, None]);
    }
}

#[tokio::test]
async fn user_name_and_password_are_sent_where_they_are_required() {
    let server = Server::start(200, "application/json", PARCEL);
    let client = client(&server.url, with_all);
    client.accounts().read_account().await.unwrap();
    let request = server.request();
    assert_eq!(
        credentials(&request),
        [None, None, Some("Basic YWRhOnBhc3MtNA=="), None]
    );
}

#[tokio::test]
async fn the_first_complete_alternative_is_sent() {
    let server = Server::start(204, "application/json", "");
    let all = client(&server.url, with_all);
    all.accounts().close_account().await.unwrap();
    let request = server.request();
    let cookies = Some("device=device-7; visit=visit-6");
    let sorted = request.header("cookie").map(|cookies| {
        let mut cookies: Vec<_> = cookies.split("; ").collect();
        cookies.sort_unstable();
        cookies.join("; ")
    });
    assert_eq!(sorted.as_deref(), cookies);
    assert_eq!(request.header("authorization"), Some("Bearer session-5"));
    assert_eq!(request.target(), "DELETE /account");

    let server = Server::start(204, "application/json", "");
    let some = client(&server.url, |builder| {
        builder
            .visit("visit-6")
            .login("ada", "pass-4")
            .partner_hint("hint-3")
    });
    some.accounts().close_account().await.unwrap();
    let request = server.request();
    assert_eq!(request.target(), "DELETE /account?hint=hint-3");
    assert_eq!(
        credentials(&request),
        [None, None, Some("Basic YWRhOnBhc3MtNA=="), None]
    );
}

#[tokio::test]
async fn a_missing_credential_is_an_error_before_anything_is_sent() {
    // Nobody listens there: a request would be another error.
    let client = client("http://127.0.0.1:9", |builder| {
        builder.partner_key("key-1").visit("visit-6")
    });
    let sent = client
        .parcels()
        .send_parcel(parcels::parcels::ParcelRequest::new("P1"))
        .await;
    let error = sent.unwrap_err();
    assert!(error.is_build(), "{error}");
    assert!(
        error.to_string().contains(
            "no partner secret; set PARCELS_PARTNER_SECRET or call `ClientBuilder::partner_secret`"
        ),
        "{error}"
    );
    let error = client.accounts().read_account().await.unwrap_err();
    assert!(
        error.is_build() && error.to_string().contains("PARCELS_LOGIN"),
        "{error}"
    );
    let error = client.accounts().close_account().await.unwrap_err();
    let text = format!("{error} {error:?}");
    for word in ["no device", "no session", "no login", "no partner hint"] {
        assert!(text.contains(word), "{word}: {text}");
    }
    assert!(
        SECRETS.iter().all(|secret| !text.contains(secret)),
        "{text}"
    );
}

#[test]
fn a_command_shows_variables_instead_of_credentials() {
    let client = client("http://127.0.0.1:9", with_all);
    let parcel = parcels::parcels::ParcelRequest::new("P1");
    let command = client.parcels().send_parcel(parcel).to_curl();
    for word in [
        "X-Partner-Key: $PARCELS_TOKEN",
        "X-Partner-Secret: $PARCELS_PARTNER_SECRET",
    ] {
        assert!(command.contains(word), "{command}");
    }
    assert!(
        SECRETS.iter().all(|secret| !command.contains(secret)),
        "{command}"
    );
    let command = client.parcels().track_parcel("P1").to_curl();
    assert!(!command.contains('$'), "{command}");
}

/// Sends requests to another host.
struct Elsewhere(String);

impl Middleware for Elsewhere {
    fn handle<'a>(
        &'a self,
        mut request: TransportRequest,
        next: Next<'a>,
    ) -> BoxFuture<'a, Result<TransportResponse, TransportError>> {
        let port = self.0.rsplit(':').next().and_then(|port| port.parse().ok());
        request.url.set_port(port).unwrap();
        next.run(request)
    }
}

#[tokio::test]
async fn no_credential_is_sent_to_the_host_that_a_middleware_chooses() {
    let other = Server::start(204, "application/json", "");
    let elsewhere = Elsewhere(other.url.clone());
    // Nobody listens there.
    let client = client("http://127.0.0.1:9", |builder| {
        builder
            .visit("visit-6")
            .login("ada", "pass-4")
            .partner_hint("hint-3")
            .middleware(elsewhere)
    });
    client.accounts().close_account().await.unwrap();
    let request = other.request();
    assert_eq!(request.target(), "DELETE /account");
    assert_eq!(credentials(&request), [None; 4]);
}
