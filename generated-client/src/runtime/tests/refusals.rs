//! Settings and requests that are refused before anything is sent.

use std::future::IntoFuture as _;

use http::{HeaderName, HeaderValue};

use super::sample::ops;
use crate::fake::Fake;
use crate::transport::{
    BoxFuture, Next, TransportError, TransportErrorKind, TransportRequest, TransportResponse,
};
use crate::{Client, Error, Middleware, Payload};

#[test]
fn a_token_consists_of_visible_ascii_characters() {
    let refused = [
        ("Bearer dop_v1_x", "`Bearer`"),
        ("bearer\tdop_v1_x", "`Bearer`"),
        ("BEARER  dop_v1_x", "`Bearer`"),
        ("dop v1", "blank"),
        ("Basic dXNlcg==", "blank"),
        ("dop\u{a0}v1", "blank"),
        ("dop_v1_\u{e4}", "ASCII"),
        ("\u{feff}dop_v1_x", "ASCII"),
        ("dop\u{7f}v1", "character"),
        ("dop\r\nv1", "character"),
        ("  ", "empty"),
        ("\"\"", "empty"),
    ];
    for (token, word) in refused {
        let builder = || Fake::new().client_builder();
        for build in [
            builder().token(token),
            builder().model_access_key(token),
            builder().agent_key(token),
        ] {
            let error = build.build().unwrap_err();
            let text = format!("{error} {error:?}");
            assert!(text.contains(word), "{token:?}: {text}");
            assert!(!text.contains("v1") && !text.contains("dXN"), "{text}");
        }
    }
    for token in ["dop_v1_0a", " 'x'\n", "a.b-c_d~e+f/g=", "Bearer"] {
        let builder = Fake::new().client_builder();
        builder.token(token).build().unwrap();
    }
}

#[tokio::test]
async fn a_provided_token_is_checked_too() {
    for token in ["Bearer x", "a b", "\u{e4}", ""] {
        let fake = Fake::new();
        let builder = fake.client_builder();
        let builder = builder.token_provider(move || async move { Ok(token.into()) });
        let error = builder.build().unwrap().things().list().await.unwrap_err();
        assert!(error.is_build(), "{token:?}: {error}");
        assert!(fake.requests().is_empty());
    }
}

#[test]
fn a_base_url_has_no_version() {
    for url in [
        "https://api.digitalocean.com/v2",
        "https://api.digitalocean.com/v2/",
        "http://localhost:4010/V2//",
        "https://gateway.example/do/v1",
        "https://agent.example/api/v1",
    ] {
        for error in [
            Client::builder().base_url(url).unwrap_err(),
            Client::builder().inference_url(url).unwrap_err(),
            Client::builder().agent_endpoint(url).unwrap_err(),
        ] {
            let text = error.to_string();
            assert!(text.contains("leave it out"), "{url}: {text}");
        }
    }
    for url in [
        "https://api.digitalocean.com",
        "https://gateway.example/v2/mirror",
        "https://gateway.example/v2x",
        "https://gateway.example/v",
        "https://v2",
    ] {
        Client::builder().base_url(url).unwrap();
    }
}

const RESERVED: [&str; 9] = [
    "Content-Length",
    "transfer-encoding",
    "Connection",
    "host",
    "TE",
    "upgrade",
    "trailer",
    "proxy-authorization",
    "expect",
];

/// Sets a header of every request.
struct Set(&'static str);

impl Middleware for Set {
    fn handle<'a>(
        &'a self,
        mut request: TransportRequest,
        next: Next<'a>,
    ) -> BoxFuture<'a, Result<TransportResponse, TransportError>> {
        let name: HeaderName = self.0.parse().unwrap();
        request.headers.insert(name, HeaderValue::from_static("1"));
        next.run(request)
    }
}

#[tokio::test]
async fn framing_headers_cannot_be_set() {
    for name in RESERVED.into_iter().chain(["Authorization"]) {
        let fake = Fake::new();
        let client = fake.client().unwrap();
        let error = client.things().list().header(name, "1").await.unwrap_err();
        assert!(error.is_build() && error.attempts() == 0, "{name}: {error}");
        let text = error.to_string();
        assert!(text.contains(&name.to_lowercase()), "{name}: {text}");
        assert!(fake.requests().is_empty(), "{name}");
    }
    for name in RESERVED {
        let fake = Fake::new();
        let client = fake.client_builder().middleware(Set(name)).build().unwrap();
        let error = client.things().destroy(1).await.unwrap_err();
        let Error::Transport(failure) = &error else {
            panic!("{name}: {error}")
        };
        assert_eq!(failure.kind(), Some(TransportErrorKind::InvalidRequest));
        assert_eq!(error.attempts(), 1, "{name}");
        assert!(!error.may_have_been_applied(), "{name}: {error}");
        assert!(fake.requests().is_empty(), "{name}");
    }
    let fake = Fake::new();
    let builder = fake.client_builder().middleware(Set("x-own"));
    let client = builder.build().unwrap();
    client.things().list().header("X-Own", "2").await.unwrap();
}

#[tokio::test]
async fn a_url_that_is_too_long_is_never_sent() {
    let fake = Fake::new();
    let client = fake.client().unwrap();
    let things = client.things();
    let long = "x".repeat(65_600);
    let upload = ops::Upload {
        upload_url: format!("https://bucket.example/{long}"),
        body: Payload::from("data"),
    };
    // Three bytes for each character.
    let encoded = "\u{e4}".repeat(11_000);
    let errors = [
        things.get(&*long).await.unwrap_err(),
        things.list().tag_name(&*long).await.unwrap_err(),
        things.list().query("x", &*encoded).await.unwrap_err(),
        things.call(upload).await.unwrap_err(),
    ];
    for error in errors {
        assert!(error.is_build(), "{error}");
        assert_eq!(error.attempts(), 0);
        assert!(error.to_string().contains("at most 65534"), "{error}");
    }
    assert!(fake.requests().is_empty());
    let prefix = "https://api.digitalocean.com/v2/things/".len();
    let longest = "x".repeat(65_534 - prefix);
    let _ = things.get(&*longest).into_future().await;
    assert_eq!(fake.requests().len(), 1);
    let server = super::network::Server::start(|_| super::network::ok("{}")).await;
    let prefix = format!("{}/v2/things/", server.address).len();
    let longest = "x".repeat(65_534 - prefix);
    let client = server.client().build().unwrap();
    let _ = client.things().get(&*longest).await;
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn a_path_argument_below_its_minimum_is_refused() {
    let fake = Fake::new();
    let client = fake.client().unwrap();
    for key in [0, -1, i64::MIN] {
        let error = client.things().remove(key).await.unwrap_err();
        let expected = format!("path argument `key` is {key}, but must be at least 1");
        assert!(error.is_build(), "{error}");
        assert!(error.to_string().contains(&expected), "{error}");
        let forgiving = client.things().remove(key).ignore_not_found();
        assert!(forgiving.await.unwrap_err().is_build());
        // Others have no minimum.
        assert!(!client.things().destroy(key).to_curl().contains("not sent"));
    }
    assert!(fake.requests().is_empty());
    assert!(!client.things().remove(1).to_curl().contains("not sent"));
}
