//! Every value that a client with credentials returns, created by real calls.

use std::future::{Future, IntoFuture as _};
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt as _;
use serde_json::{Value, json};

use super::shown::Notes;
use super::{AGENT_KEY, MODEL_KEY, SIGNATURE, TOKEN, Witness};
use crate::drift::DriftKind;
use crate::error::BuildError;
use crate::fake::{Fake, Fault, Reply};
use crate::operation::{Operation, Pending};
use crate::pagination::{Cursor, Paginated as _};
use crate::rate_limit::Limits;
use crate::runtime::WaitSpec;
use crate::runtime::operation::arguments::Arguments;
use crate::runtime::operation::raw_response::RawResponse;
use crate::runtime::tests::credentials::{Remote, ask, chat};
use crate::runtime::tests::sample::{State, Thing, ops};
use crate::wait::Step;
use crate::{
    Client, ClientBuilder, Error, Governor, IntegerString, Nullable, Payload, Request, RetryPolicy,
    Secret, Timestamp, Waiter,
};

const ACTIVE: WaitSpec = WaitSpec {
    status: "/thing/status",
    ready: &["active"],
    failed: &["archive"],
};

/// A client with credentials, the fake behind it, and what both have shown.
struct Scene<'a> {
    client: Client,
    fake: Fake,
    notes: &'a Arc<Notes>,
}

/// Shows what there is.
pub(super) async fn show_all(builder: ClientBuilder, notes: &Arc<Notes>) {
    show_settings(notes);
    let fake = Fake::new();
    let drifts = Arc::clone(notes);
    let builder = builder
        .agent_endpoint("leaks.agents.do-ai.run")
        .unwrap()
        .governor(Governor::default())
        .on_drift(move |meta, drift| {
            drifts.display(meta);
            drifts.debug(drift);
        })
        .middleware(Witness(Arc::clone(notes)))
        .transport(Remote(fake.clone()));
    notes.debug(&builder);
    let client = builder.build().unwrap();
    notes.debug(&client);
    let governor = client.governor().unwrap();
    notes.debug(governor);
    let scene = Scene {
        client,
        fake,
        notes,
    };
    scene.requests().await;
    scene.responses().await;
    scene.lists().await;
    scene.failures().await;
    scene.waits().await;
    scene.streams().await;
    scene.downloads().await;
    notes.debug(&scene.fake);
    scene
        .fake
        .requests()
        .iter()
        .for_each(|request| notes.debug(request));
}

/// Values that need no call.
fn show_settings(notes: &Notes) {
    notes.debug(&Limits::default());
    notes.debug(&RetryPolicy::default());
    notes.debug(&ACTIVE);
    notes.debug(&Fault::ResetAfterRead);
    notes.debug(&DriftKind::MissingMember);
    notes.debug(&ops::List::STYLE);
    notes.debug(&Secret::from(TOKEN));
    notes.debug(&Nullable::Value(Secret::from(TOKEN)));
    let thing = Thing::new(1, "a").set_unknown_field("token", TOKEN);
    notes.debug(&thing);
    notes.debug(thing.unknown_fields());
    notes.debug(&thing.unknown_fields().iter());
    if let State::Unknown(value) = State::from("resting") {
        notes.display(&value);
    }
    notes.display(&IntegerString::from(1_u64));
    notes.display(&"2026-01-02T03:04:05Z".parse::<Timestamp>().unwrap());
    notes.display(&"page=2".parse::<Cursor>().unwrap());
    let meta = ops::Create::META;
    notes.display(meta);
    notes.debug(&meta.server);
    notes.debug(&meta.content);
    let with_line_break = |secret: &str| format!("{secret}\n");
    for builder in [
        Client::builder().token(with_line_break(&format!("{TOKEN}\nx"))),
        Client::builder().model_access_key(format!("{MODEL_KEY}\nx")),
        Client::builder().agent_key(format!("{AGENT_KEY}\nx")),
    ] {
        notes.error(&builder.build().unwrap_err());
    }
    for url in [
        format!("https://user:{TOKEN}@a.b"),
        format!("https://:{TOKEN}@a.b"),
        format!("https://user:{TOKEN}@a b"),
        format!("user:{TOKEN}@"),
    ] {
        notes.error(&Client::builder().base_url(&url).unwrap_err());
    }
    let proxy = format!("http://user:{TOKEN}@a b");
    notes.error(&Client::builder().proxy(&proxy).unwrap_err());
    let proxy = format!("http://user:{TOKEN}@127.0.0.1:1");
    notes.debug(&Client::builder().proxy(&proxy).unwrap());
}

fn upload() -> ops::Upload {
    ops::Upload {
        upload_url: format!("https://bucket.example/key?signature={SIGNATURE}"),
        body: Payload::from(TOKEN),
    }
}

/// A response that repeats the token in an undeclared field.
fn echo(mut body: Value) -> Reply {
    body["token"] = json!(TOKEN);
    Reply::json(&body)
}

fn thing(status: &str) -> Reply {
    echo(json!({ "thing": Thing::new(1, "x").status(status) }))
}

impl Scene<'_> {
    /// Awaits what is to fail, and shows how.
    async fn fail<T>(&self, call: impl Future<Output = Result<T, Error>>) -> Error {
        let Err(error) = call.await else {
            panic!("the call is to fail")
        };
        self.notes.error(&error);
        error
    }

    fn show<O: Operation>(&self, operation: O) -> Request<O> {
        let mut parts = Arguments::new(O::META);
        operation.write(&mut parts);
        self.notes.debug(&parts);
        let request = self.client.things().call(operation);
        self.notes.debug(&request);
        request
    }

    async fn requests(&self) {
        let list = self.show(ops::List).header("x-own", "1");
        self.notes.text("to_curl", &list.to_curl());
        let thing = Thing::new(1, "x");
        let create = self.show(ops::Create { body: thing });
        self.notes.text("to_curl", &create.to_curl());
        self.notes.text("to_curl", &self.show(chat()).to_curl());
        self.notes.text("to_curl", &self.show(ask()).to_curl());
        for reply in [json!({}), json!({})] {
            self.fake.enqueue(echo(reply));
        }
        self.show(chat()).await.unwrap();
        self.show(ask()).await.unwrap();
        self.fake.enqueue(Reply::status(200));
        self.show(upload()).await.unwrap();
        self.notes.debug(&upload().body);
        let pending: Pending<_> = list.clone().into_future();
        self.notes.debug(&pending);
        pending.await.unwrap();
        let head = list.clone().head();
        self.notes.debug(&head);
        self.notes.debug(&head.await.unwrap());
        let own = list.header("authorization", &format!("Bearer {TOKEN}"));
        self.notes.text("to_curl", &own.to_curl());
        self.fail(own.into_future()).await;
    }

    async fn responses(&self) {
        let reply = thing("new").header("ratelimit-remaining", "1");
        self.notes.debug(&reply.clone().header("x", "y"));
        self.fake.enqueue(reply);
        let sending = self.client.things().get(1).send();
        self.notes.debug(&sending);
        let response = sending.await.unwrap();
        self.notes.debug(&response);
        self.notes.debug(&response.rate_limit().unwrap());
        self.notes.debug(&RawResponse {
            meta: response.operation(),
            path: None,
            status: response.status(),
            headers: response.headers().clone(),
            body: response.body().clone(),
            attempts: response.attempts(),
            deadline: tokio::time::Instant::now(),
            limits: crate::runtime::codec::DecodeLimits::default(),
            page: None,
            drift: Arc::default(),
            span: tracing::Span::none(),
        });
        let removal = self.client.things().remove(1).ignore_not_found();
        self.notes.debug(&*removal.operation);
        self.notes.debug(&removal);
        removal.await.unwrap();
        // Missing fields are reported.
        self.fake.enqueue(echo(json!({ "thing": { "id": 1 } })));
        self.client.things().get(1).await.unwrap();
    }

    async fn lists(&self) {
        let list = || self.client.things().list();
        self.notes.debug(&list().pages());
        self.notes.debug(&list().items().blocking());
        let mut items = list().items();
        self.notes.debug(&items);
        items.next().await.unwrap().unwrap();
        self.notes.debug(&items);
        let page = list().pages().next().await.unwrap().unwrap();
        self.notes.debug(&page);
        let link = json!({ "pages": { "next": "https://a.b/?page=1" } });
        self.fake
            .handle("things_list", move |_| {
                Some(echo(
                    json!({ "things": [Thing::new(1, "x")], "links": link }),
                ))
            })
            .unwrap();
        self.fail(list().items().collect_all()).await;
        self.fake.handle("things_list", |_| None).unwrap();
    }

    async fn failures(&self) {
        let get = || self.client.things().get(1);
        let body = json!({ "message": "no", "token": TOKEN, "echo": TOKEN });
        for status in [401, 403, 404, 409] {
            let reply = Reply::json(&body).with_status(status.try_into().unwrap());
            self.fake.enqueue(reply);
            let error = self.fail(get().into_future()).await;
            let Error::Api(error) = error else {
                panic!("{error}")
            };
            self.notes.error(&error);
            self.notes.error(error.response());
        }
        for fault in [
            Fault::ConnectionRefused,
            Fault::ResetAfterRead,
            Fault::TruncatedBody,
        ] {
            self.fake.enqueue(thing("new").with_fault(fault));
            let failing = get().retry(RetryPolicy::never()).into_future();
            if let Error::Transport(failure) = self.fail(failing).await {
                self.notes.error(&failure);
            }
        }
        self.fake
            .enqueue(echo(json!({ "thing": [], "token": TOKEN })));
        let Error::Decode(failure) = self.fail(get().into_future()).await else {
            panic!("an array has no leaves")
        };
        self.notes.error(&failure);
        self.notes.error(failure.cause());
        let notes = Arc::clone(self.notes);
        self.fake.enqueue(Reply::status(503));
        let repeated = get().retry_if(move |attempted| {
            notes.debug(attempted);
            true
        });
        repeated.await.unwrap();
        let error = self.fail(get().query("x", "y").header("a b", TOKEN).into_future());
        let Error::Build(error) = error.await else {
            panic!("the header has no name")
        };
        self.notes.error::<BuildError>(&error);
    }

    async fn waits(&self) {
        let wait = || -> Waiter<ops::Get> { Waiter::new(self.client.things().get(1), &ACTIVE) };
        self.notes.debug(&wait());
        self.fake.enqueue(thing("active"));
        let waiting = wait().into_future();
        self.notes.debug(&waiting);
        waiting.await.unwrap();
        self.fake.enqueue(thing("active"));
        let mut steps = wait().steps();
        self.notes.debug(&steps);
        while let Some(step) = steps.next().await {
            let step: Step<Thing> = step.unwrap();
            self.notes.debug(&step);
        }
        self.fake.enqueue(thing("archive"));
        let Error::Wait(failure) = self.fail(wait().into_future()).await else {
            panic!("an archived thing never becomes active")
        };
        self.notes.error(&failure);
    }

    async fn streams(&self) {
        let events =
            "data: {\"id\":1}\n\nevent: new\ndata: 1\n\ndata: {\"error\":{\"message\":\"no\"}}\n\n";
        self.fake.enqueue(Reply::body("text/event-stream", events));
        let opening = self.show(chat()).stream();
        self.notes.debug(&opening);
        let mut events = opening.await.unwrap();
        self.notes.debug(&events);
        while let Some(event) = events.next().await {
            match event {
                Ok(event) => {
                    self.notes.debug(&event);
                    if let crate::stream::Event::Unknown(event) = &event {
                        self.notes.debug(event);
                    }
                }
                Err(error) => self.notes.error(&error),
            }
        }
        self.fake.enqueue(echo(json!({})));
        self.fail(self.show(chat()).stream()).await;
    }

    async fn downloads(&self) {
        let request = || {
            let (two, three) = ("a".to_owned(), "b".to_owned());
            self.show(ops::Deeper { one: 1, two, three })
        };
        let reply = || Reply::body("application/pdf", TOKEN);
        self.fake.enqueue(reply());
        self.notes.debug(&request().await.unwrap());
        self.fake
            .enqueue(reply().with_fault(Fault::SlowBody(Duration::from_secs(1000))));
        let opening = request().download();
        self.notes.debug(&opening);
        let mut download = opening.await.unwrap();
        self.notes.debug(&download);
        while let Some(chunk) = download.next().await {
            if let Err(error) = chunk {
                self.notes.error(&error);
            }
        }
    }
}
