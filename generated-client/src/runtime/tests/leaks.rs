//! No public type shows a credential, and no other host sees one.
//!
//! Each way to give a credential to a client is tried. Values are reached as users reach them: what
//! a middleware, a callback, a stream or a failed call hands out. What must be shown is read out of
//! the sources, so that a type that is exported tomorrow fails here until it is shown, too.

mod exports;
mod shown;
mod values;

use std::env::VarError;
use std::sync::Arc;

use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderValue};

use self::shown::{Notebook, Notes};
use super::network::{Server, ok};
use super::sample::ops;
use super::tracing::Notes as Trace;
use crate::runtime::client::from_env;
use crate::transport::{BoxFuture, Next, TransportError, TransportRequest, TransportResponse};
use crate::{Client, ClientBuilder, Middleware, Payload, RetryPolicy, Secret};

const TOKEN: &str = "dop_v1_leaked";
const MODEL_KEY: &str = "leaked-model-key";
const AGENT_KEY: &str = "leaked-agent-key";
/// The secret part of a presigned URL.
const SIGNATURE: &str = "leaked-signature";
const SECRETS: [&str; 4] = [TOKEN, MODEL_KEY, AGENT_KEY, SIGNATURE];

/// Replaces the credential by one that is not marked as sensitive.
struct Replace;

impl Middleware for Replace {
    fn handle<'a>(
        &'a self,
        mut request: TransportRequest,
        next: Next<'a>,
    ) -> BoxFuture<'a, Result<TransportResponse, TransportError>> {
        let credential = HeaderValue::from_str(&format!("Bearer {TOKEN}"));
        request.headers.insert(AUTHORIZATION, credential.unwrap());
        next.run(request)
    }
}

/// Returns a builder for each way to give it credentials.
fn ways() -> [ClientBuilder; 4] {
    let keys = || {
        let builder = Client::builder().model_access_key(MODEL_KEY);
        builder.agent_key(AGENT_KEY)
    };
    let variables = |name: &str| match name {
        "DIGITALOCEAN_TOKEN" => Ok(TOKEN.to_owned()),
        "MODEL_ACCESS_KEY" => Ok(MODEL_KEY.to_owned()),
        "GRADIENT_AGENT_ACCESS_KEY" => Ok(AGENT_KEY.to_owned()),
        _ => Err(VarError::NotPresent),
    };
    [
        keys().token(TOKEN),
        keys().token_provider(|| async { Ok(Secret::from(TOKEN)) }),
        keys().token("another").middleware(Replace),
        from_env::read(variables).unwrap(),
    ]
}

#[tokio::test(start_paused = true)]
async fn no_public_type_shows_a_credential() {
    let exported = exports::read();
    for builder in ways() {
        let trace = Trace::default();
        let guard = tracing::subscriber::set_default(trace.clone());
        let notes = Arc::new(Notes::default());
        values::show_all(builder, &notes).await;
        drop(guard);
        notes.text("tracing", &trace.text());
        let Notebook {
            texts,
            debugged,
            displayed,
        } = notes.take();
        for (what, text) in &texts {
            for secret in SECRETS {
                assert!(!text.contains(secret), "{what} shows {secret}: {text}");
            }
        }
        let missing: Vec<_> = exported.types.difference(&debugged).collect();
        assert!(missing.is_empty(), "not shown by `Debug`: {missing:?}");
        let missing: Vec<_> = exported.texts.difference(&displayed).collect();
        assert!(missing.is_empty(), "not shown by `Display`: {missing:?}");
    }
}

#[tokio::test]
async fn no_other_host_sees_a_credential() {
    for builder in ways() {
        let trace = Trace::default();
        let guard = tracing::subscriber::set_default(trace.clone());
        let thief = Server::start(|_| ok(r#"{"things": []}"#)).await;
        let address = thief.address.clone();
        let server = Server::start(move |request| tempt(request, &address)).await;
        let builder = builder.no_proxy().retry(RetryPolicy::never());
        let client = builder.base_url(&server.address).unwrap().build().unwrap();
        let things = client.things();
        let redirected = things.get("redirect").await.unwrap_err();
        assert_eq!(redirected.status().unwrap(), 302);
        let listed = things.list().items().collect_all().await.unwrap();
        assert_eq!(listed.len(), 2);
        let upload = ops::Upload {
            upload_url: format!("{}/bucket?signature={SIGNATURE}", thief.address),
            body: Payload::from("data"),
        };
        things.call(upload).await.unwrap();
        drop(guard);

        let seen = server.seen();
        assert_eq!(seen.len(), 3, "{seen:?}");
        assert!(seen.iter().all(|request| request.contains(TOKEN)));
        let stolen = thief.seen();
        assert_eq!(stolen.len(), 1, "{stolen:?}");
        assert!(stolen[0].starts_with("PUT /bucket"), "{stolen:?}");
        let stolen = stolen[0].to_lowercase();
        assert!(!stolen.contains("authorization"), "{stolen}");
        for secret in [TOKEN, MODEL_KEY, AGENT_KEY] {
            assert!(!stolen.contains(secret), "{stolen}");
        }
        let traced = trace.text();
        for secret in SECRETS {
            assert!(!traced.contains(secret), "{traced}");
        }
    }
}

/// Points to another host: by a redirect, and by a `next` link.
fn tempt(request: &str, address: &str) -> Vec<u8> {
    let (path, _) = request.split_once(" HTTP").unwrap();
    if path.ends_with("/redirect") {
        let head = "HTTP/1.1 302 Found\r\ncontent-length: 0\r\nlocation: ";
        return format!("{head}{address}/v2/things\r\n\r\n").into_bytes();
    }
    let item = r#"{"id":1,"name":"x","status":"new"}"#;
    if path.contains("&page=2") {
        return ok(r#"{"things":[{"id":2,"name":"x","status":"new"}]}"#);
    }
    let next = format!(r#"{{"pages":{{"next":"{address}/v2/things?page=2"}}}}"#);
    ok(&format!(r#"{{"things":[{item}],"links":{next}}}"#))
}

/// The arguments of a middleware are recorded there.
struct Witness(Arc<Notes>);

impl Middleware for Witness {
    fn handle<'a>(
        &'a self,
        request: TransportRequest,
        next: Next<'a>,
    ) -> BoxFuture<'a, Result<TransportResponse, TransportError>> {
        self.0.debug(&request);
        self.0.debug(&next);
        Box::pin(async move {
            let result = next.run(request).await;
            match &result {
                Ok(response) => {
                    self.0.debug(response);
                    self.0.debug(&response.body);
                    assert_eq!(HeaderMap::get(&response.headers, AUTHORIZATION), None);
                }
                Err(error) => {
                    self.0.error(error);
                    self.0.debug(&error.kind());
                }
            }
            result
        })
    }
}
