//! A credential belongs to a host.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::json;
use tokio::time::Instant;

use super::sample::ops;
use crate::fake::{Fake, Fault, Reply};
use crate::runtime::WaitSpec;
use crate::transport::{BoxFuture, Next, TransportError, TransportRequest, TransportResponse};
use crate::{
    Client, ClientBuilder, Error, Governor, Middleware, Payload, Secret, Transport, Waiter,
};

/// The fake as if it were far away, so that credentials and https are needed.
pub(super) struct Remote(pub(super) Fake);

impl Transport for Remote {
    fn send(
        &self,
        request: TransportRequest,
    ) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        self.0.send(request)
    }
}

fn setup(build: impl FnOnce(ClientBuilder) -> ClientBuilder) -> (Fake, Client) {
    let fake = Fake::new();
    let builder = build(Client::builder()).transport(Remote(fake.clone()));
    (fake, builder.build().unwrap())
}

fn remote() -> ClientBuilder {
    Client::builder().transport(Remote(Fake::new()))
}

pub(super) fn chat() -> ops::Chat {
    ops::Chat { body: json!({}) }
}

pub(super) fn ask() -> ops::AskAgent {
    ops::AskAgent {
        agent: true,
        body: json!({}),
    }
}

fn sent(fake: &Fake) -> Vec<String> {
    let describe = |request: &crate::fake::RecordedRequest| {
        let authorization = request.header("authorization").unwrap_or("none");
        format!("{authorization} to {}", request.url)
    };
    fake.requests().iter().map(describe).collect()
}

#[tokio::test]
async fn each_host_sees_its_own() {
    let (fake, client) = setup(|builder| {
        let builder = builder
            .token("token")
            .model_access_key("model")
            .agent_key("agent");
        builder.agent_endpoint("abc.agents.example").unwrap()
    });
    let things = client.things();
    things.list().await.unwrap();
    things.call(chat()).await.unwrap();
    things.call(ask()).await.unwrap();
    let upload = ops::Upload {
        upload_url: "https://spaces.example/k?sig=1".into(),
        body: Payload::from("x"),
    };
    things.call(upload).await.unwrap();
    assert_eq!(
        sent(&fake),
        [
            "Bearer token to https://api.digitalocean.com/v2/things",
            "Bearer model to https://inference.do-ai.run/v1/chat",
            "Bearer agent to https://abc.agents.example/api/v1/chat?agent=true",
            "none to https://spaces.example/k?sig=1",
        ]
    );
}

#[tokio::test]
async fn each_credential_may_be_provided_for_each_attempt() {
    let calls = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&calls);
    let (fake, client) = setup(move |builder| {
        let builder = builder.token("token").model_access_key_provider(move || {
            let call = counted.fetch_add(1, Ordering::Relaxed);
            async move { Ok(format!("model-{call}").into()) }
        });
        builder.agent_key_provider(|| async { Ok("agent".into()) })
    });
    client.things().call(chat()).await.unwrap();
    client.things().call(chat()).await.unwrap();
    assert_eq!(
        sent(&fake),
        [
            "Bearer model-0 to https://inference.do-ai.run/v1/chat",
            "Bearer model-1 to https://inference.do-ai.run/v1/chat",
        ]
    );
}

#[tokio::test]
async fn the_inference_host_takes_the_token_too() {
    let (fake, client) = setup(|builder| builder.token("token"));
    client.things().call(chat()).await.unwrap();
    assert_eq!(
        sent(&fake),
        ["Bearer token to https://inference.do-ai.run/v1/chat"]
    );
}

#[tokio::test]
async fn without_a_fitting_credential_nothing_is_sent() {
    let (fake, client) = setup(|builder| {
        let builder = builder.model_access_key("model");
        builder
            .agent_endpoint("https://abc.agents.example")
            .unwrap()
    });
    let error = client.things().list().await.unwrap_err();
    assert!(error.to_string().contains("DIGITALOCEAN_TOKEN"), "{error}");
    let error = client.things().call(ask()).await.unwrap_err();
    assert!(
        error.to_string().contains("GRADIENT_AGENT_ACCESS_KEY"),
        "{error}"
    );
    let (other, client) = setup(|builder| builder.agent_key("agent"));
    let error = client.things().call(ask()).await.unwrap_err();
    assert!(
        error.to_string().contains("GRADIENT_AGENT_ENDPOINT"),
        "{error}"
    );
    let error = client.things().call(chat()).await.unwrap_err();
    assert!(error.to_string().contains("MODEL_ACCESS_KEY"), "{error}");
    assert!(fake.requests().is_empty() && other.requests().is_empty());
}

#[tokio::test]
async fn redirects_stay_within_the_host_and_change_nothing() {
    let (fake, client) = setup(|builder| builder.token("token"));
    let to = |location: &str| Reply::status(307).header("location", location);
    fake.enqueue(to("/v2/elsewhere?x=1"));
    client.things().list().await.unwrap();
    let expected = [
        "Bearer token to https://api.digitalocean.com/v2/things",
        "Bearer token to https://api.digitalocean.com/v2/elsewhere?x=1",
    ];
    assert_eq!(sent(&fake), expected);
    for location in [
        "https://evil.example/v2/things",
        "http://api.digitalocean.com/v2/things",
        "https://api.digitalocean.com:444/v2/things",
        "//evil.example/v2/things",
    ] {
        fake.forget_requests();
        fake.enqueue(to(location));
        let error = client.things().list().await.unwrap_err();
        assert_eq!(error.status().unwrap(), 307);
        assert!(error.to_string().contains("not followed"), "{error}");
        assert_eq!(fake.requests().len(), 1);
    }
    fake.forget_requests();
    fake.enqueue(to("/v2/elsewhere"));
    assert_eq!(
        client
            .things()
            .destroy(1)
            .await
            .unwrap_err()
            .status()
            .unwrap(),
        307
    );
    assert_eq!(fake.requests().len(), 1);
}

#[tokio::test]
async fn plain_http_is_for_loopback() {
    for url in [
        "http://localhost:4010",
        "http://127.0.0.1:1/x/",
        "http://[::1]",
        "https://a.b",
    ] {
        let builder = remote().token("t").base_url(url).unwrap();
        builder.build().unwrap();
    }
    for url in [
        "http://example.com",
        "ftp://localhost",
        "http://127.0.0.1.example.com",
    ] {
        let builder = remote().token("t").base_url(url).unwrap();
        let error = builder.build().unwrap_err();
        assert!(
            error
                .to_string()
                .contains("must be https (or http on loopback)"),
            "{error}"
        );
    }
    let builder = remote().base_url("http://example.com").unwrap();
    builder.allow_plain_http().build().unwrap();
    for url in [
        "",
        "nonsense",
        "https://u:p@example.com",
        "https://example.com/?q",
    ] {
        assert!(Client::builder().base_url(url).is_err(), "{url}");
    }
    let (fake, client) = setup(|builder| builder.token("token"));
    let upload = ops::Upload {
        upload_url: "http://spaces.example/k".into(),
        body: Payload::from("x"),
    };
    assert!(client.things().call(upload).await.unwrap_err().is_build());
    assert!(fake.requests().is_empty());
}

#[tokio::test]
async fn a_base_url_may_have_a_path_and_takes_inference_along() {
    let (fake, client) = setup(|builder| {
        builder
            .token("t")
            .base_url("https://gateway.example/do/")
            .unwrap()
    });
    client.things().list().await.unwrap();
    client.things().call(chat()).await.unwrap();
    assert_eq!(
        sent(&fake),
        [
            "Bearer t to https://gateway.example/do/v2/things",
            "Bearer t to https://gateway.example/do/v1/chat"
        ]
    );
}

#[tokio::test]
async fn a_provider_is_called_for_each_attempt() {
    let count = AtomicU32::new(0);
    let (fake, client) = setup(|builder| {
        builder.token_provider(move || {
            let number = count.fetch_add(1, Ordering::Relaxed);
            async move {
                match number {
                    2 => Err("vault is closed".into()),
                    _ => Ok(Secret::from(format!("t{number}"))),
                }
            }
        })
    });
    client.things().list().await.unwrap();
    client.things().list().await.unwrap();
    let error = client.things().list().await.unwrap_err();
    assert!(
        format!("{error:?}").ends_with(": vault is closed"),
        "{error:?}"
    );
    assert!(error.is_build());
    assert!(sent(&fake)[1].starts_with("Bearer t1 "));
}

#[tokio::test(start_paused = true)]
async fn a_provider_has_as_long_as_the_call() {
    let limit = Duration::from_secs(10);
    let (fake, client) = setup(|builder| {
        let builder = builder.token_provider(|| async { std::future::pending().await });
        builder.timeout(limit)
    });
    let start = Instant::now();
    let error = client.things().destroy(1).await.unwrap_err();
    assert!(error.is_timeout() && error.attempts() == 0, "{error}");
    assert!(error.to_string().contains("token provider"), "{error}");
    assert!(!error.may_have_been_applied());
    assert_eq!(start.elapsed(), limit);
    assert!(fake.requests().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_provider_that_fails_later_does_not_hide_what_was_sent() {
    let count = AtomicU32::new(0);
    let (fake, client) = setup(|builder| {
        builder.token_provider(move || {
            let is_first = count.fetch_add(1, Ordering::Relaxed) == 0;
            async move {
                match is_first {
                    true => Ok(Secret::from("t")),
                    false => Err("vault is closed".into()),
                }
            }
        })
    });
    fake.enqueue(Reply::fault(Fault::ResetAfterRead));
    let error = client.things().destroy(1).await.unwrap_err();
    assert!(!error.is_build() && error.attempts() == 1, "{error}");
    assert!(error.may_have_been_applied(), "{error}");
    assert!(
        format!("{error:?}").ends_with(": vault is closed"),
        "{error:?}"
    );
}

/// Sends everything elsewhere.
struct RedirectToAnotherHost;

impl Middleware for RedirectToAnotherHost {
    fn handle<'a>(
        &'a self,
        mut request: TransportRequest,
        next: Next<'a>,
    ) -> BoxFuture<'a, Result<TransportResponse, TransportError>> {
        request.url = "https://evil.example/".parse().unwrap();
        next.run(request)
    }
}

#[tokio::test]
async fn middleware_cannot_carry_the_credential_elsewhere() {
    let (fake, client) = setup(|builder| builder.token("token").middleware(RedirectToAnotherHost));
    client.things().list().await.unwrap();
    assert_eq!(sent(&fake), ["none to https://evil.example/"]);
}

/// Records every attempt and its response.
struct Notes(Arc<Mutex<Vec<String>>>);

impl Middleware for Notes {
    fn handle<'a>(
        &'a self,
        request: TransportRequest,
        next: Next<'a>,
    ) -> BoxFuture<'a, Result<TransportResponse, TransportError>> {
        self.0.lock().unwrap().push(format!("{request:?}"));
        Box::pin(async move {
            let result = next.run(request).await;
            self.0.lock().unwrap().push(format!("{result:?}"));
            result
        })
    }
}

#[tokio::test]
async fn nothing_shows_the_token() {
    const TOKEN: &str = "dop_v1_0123456789";
    let fake = Fake::new();
    let builder = Client::builder()
        .token(TOKEN)
        .model_access_key(TOKEN)
        .agent_key(TOKEN);
    let mut shown = vec![format!("{builder:?}")];
    let notes = Arc::default();
    let builder = builder
        .middleware(Notes(Arc::clone(&notes)))
        .governor(Governor::default());
    let client = builder.transport(Remote(fake.clone())).build().unwrap();
    let request = client.things().list();
    let waiter: Waiter<ops::Get> = Waiter::new(client.things().get(1), &NEVER);
    shown.push(format!("{client:?} {request:?} {waiter:?}"));
    shown.push(format!("{:?} {}", client.governor(), request.to_curl()));
    fake.enqueue(Reply::status(401));
    let error = request.await.unwrap_err();
    shown.push(format!("{error:?} {error}"));
    let response = client.things().list().send().await.unwrap();
    shown.push(format!("{response:?}"));
    shown.push(format!("{:?}", fake.requests()));
    fake.enqueue(Reply::json(&json!({ "thing": { "name": TOKEN, "id": 1 } })));
    let response = client.things().get(1).send().await.unwrap();
    assert!(!format!("{:?}", response.headers()).contains(TOKEN));
    shown.extend(notes.lock().unwrap().drain(..4));
    let bad = Client::builder()
        .token(format!("{TOKEN}\nx"))
        .build()
        .unwrap_err();
    shown.push(format!("{bad:?} {bad}"));
    assert!(!shown.iter().any(|text| text.contains(TOKEN)), "{shown:#?}");
}

const NEVER: WaitSpec = WaitSpec {
    status: "/thing/status",
    ready: &[],
    failed: &[],
};

#[test]
fn tokens_that_cannot_be_sent_are_refused() {
    for token in ["", " ", "''", "a\nb"] {
        assert!(Client::builder().token(token).build().is_err(), "{token:?}");
    }
    let _: fn(crate::error::BuildError) -> Error = Error::from;
}
