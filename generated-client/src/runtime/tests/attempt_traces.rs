//! The spans of attempts, and the log of repeated ones.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use serde_json::json;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::fake::{Fake, Fault, Reply};

type Fields = BTreeMap<String, String>;

struct Visited<'a>(&'a mut Fields);

impl Visit for Visited<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}"));
    }
}

#[derive(Clone, Debug)]
struct Traced {
    name: &'static str,
    parent: Option<u64>,
    fields: Fields,
}

#[derive(Default)]
struct Tree {
    spans: Vec<Traced>,
    events: Vec<Traced>,
    entered: Vec<u64>,
}

/// Records spans with their parents, and events with their spans.
#[derive(Clone, Default)]
struct Traces(Arc<Mutex<Tree>>);

impl Subscriber for Traces {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut fields = Fields::new();
        span.record(&mut Visited(&mut fields));
        let mut tree = self.0.lock().unwrap();
        let current = tree.entered.last().copied();
        let explicit = span.parent().map(Id::into_u64);
        let parent = if span.is_contextual() {
            current
        } else {
            explicit
        };
        let name = span.metadata().name();
        tree.spans.push(Traced {
            name,
            parent,
            fields,
        });
        Id::from_u64(tree.spans.len() as u64)
    }

    fn record(&self, id: &Id, values: &Record<'_>) {
        let mut tree = self.0.lock().unwrap();
        let span = &mut tree.spans[id.into_u64() as usize - 1];
        values.record(&mut Visited(&mut span.fields));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields::new();
        event.record(&mut Visited(&mut fields));
        let mut tree = self.0.lock().unwrap();
        let parent = tree.entered.last().copied();
        let name = event.metadata().name();
        tree.events.push(Traced {
            name,
            parent,
            fields,
        });
    }

    fn enter(&self, id: &Id) {
        self.0.lock().unwrap().entered.push(id.into_u64());
    }

    fn exit(&self, _: &Id) {
        self.0.lock().unwrap().entered.pop();
    }
}

/// Makes a call that gets some replies first, and returns its spans and events.
async fn trace(replies: Vec<Reply>) -> (Vec<Traced>, Vec<Traced>) {
    let traces = Traces::default();
    let guard = tracing::subscriber::set_default(traces.clone());
    let fake = Fake::new();
    replies.into_iter().for_each(|reply| fake.enqueue(reply));
    let _ = fake.client().unwrap().things().get("secret-key").await;
    drop(guard);
    let tree = traces.0.lock().unwrap();
    (tree.spans.clone(), tree.events.clone())
}

fn message(status: u16, message: &str) -> Reply {
    let status = http::StatusCode::from_u16(status).unwrap();
    Reply::json(&json!({ "id": "x", "message": message })).with_status(status)
}

#[tokio::test(start_paused = true)]
async fn each_attempt_has_a_span_inside_that_of_the_call() {
    let cases = [
        (vec![], vec![("200", "")]),
        (vec![Reply::status(503)], vec![("503", "503"), ("200", "")]),
        (
            vec![Reply::fault(Fault::ConnectionRefused), Reply::status(524)],
            vec![("", "connect"), ("524", "524"), ("200", "")],
        ),
        (vec![Reply::status(404)], vec![("404", "404")]),
        (
            vec![Reply::fault(Fault::ResetAfterRead); 5],
            vec![("", "interrupted"); 5],
        ),
    ];
    for (replies, attempts) in cases {
        let (spans, _) = trace(replies).await;
        let what = format!("{spans:#?}");
        assert_eq!(spans[0].name, "digitalocean", "{what}");
        assert_eq!(spans[0].fields["otel.kind"], "\"internal\"");
        assert_eq!(spans.len(), attempts.len() + 1, "{what}");
        assert!(!what.contains("secret-key"), "{what}");
        for (index, (span, (status, error))) in spans[1..].iter().zip(attempts).enumerate() {
            assert_eq!((span.name, span.parent), ("digitalocean.attempt", Some(1)));
            let field = |name: &str| {
                let value = span.fields.get(name).map(String::as_str);
                value.unwrap_or_default().trim_matches('"').to_owned()
            };
            assert_eq!(field("otel.kind"), "client");
            assert_eq!(field("url.template"), "/v2/things/{key}");
            assert_eq!(field("http.response.status_code"), status, "{what}");
            assert_eq!(field("error.type"), error, "{what}");
            let resent = if index == 0 {
                String::new()
            } else {
                index.to_string()
            };
            assert_eq!(field("http.request.resend_count"), resent, "{what}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn the_log_of_a_repeated_attempt_has_status_and_reason() {
    let cases = [
        (message(503, "be right back"), "503", "be right back"),
        (Reply::status(429), "429", "Too Many Requests"),
        (message(500, "a\u{1b}[31m\nb"), "500", "a\\u{1b}[31m\\nb"),
        (message(502, &"x".repeat(1000)), "502", &"x".repeat(200)),
        (
            Reply::fault(Fault::ConnectionRefused),
            "",
            "could not connect: connection refused",
        ),
        (
            Reply::fault(Fault::ResetAfterRead),
            "",
            "connection interrupted",
        ),
    ];
    for (reply, status, reason) in cases {
        let (_, events) = trace(vec![reply.clone()]).await;
        let repeated = |event: &&Traced| event.fields["message"].contains("repeated");
        let logs: Vec<_> = events.iter().filter(repeated).collect();
        let [log] = logs[..] else {
            panic!("{reply:?}: {events:#?}")
        };
        assert_eq!(log.parent, Some(1), "{reply:?}: in the span of the call");
        let logged = log.fields.get("status").map(String::as_str);
        assert_eq!(logged.unwrap_or_default(), status, "{log:?}");
        assert!(log.fields["reason"].starts_with(reason), "{log:?}");
        assert!(log.fields["reason"].chars().count() < 260, "{log:?}");
        assert_eq!(log.fields["attempt"], "1");
        assert!(log.fields.contains_key("wait"), "{log:?}");
    }
}
