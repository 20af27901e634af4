//! Calls without async.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::TcpListener;
use std::thread;
use std::time::Duration;

use serde_json::json;

use super::sample::{Thing, ops};
use crate::blocking::Blocking;
use crate::fake::{Fake, Fault, Reply};
use crate::runtime::WaitSpec;
use crate::stream::Download;
use crate::wait::Step;
use crate::{Client, Error, Request, Waiter};

const ACTIVE: WaitSpec = WaitSpec {
    status: "/thing/status",
    ready: &["active"],
    failed: &["archive"],
};

fn setup() -> (Fake, Client) {
    let fake = Fake::new();
    let client = fake.client().unwrap();
    (fake, client)
}

fn thing(status: &str) -> Reply {
    Reply::json(&json!({ "thing": Thing::new(1, "x").status(status) }))
}

fn file(text: &str) -> Reply {
    let reply = Reply::body("text/csv", text.to_owned());
    let reply = reply.header("content-length", &text.len().to_string());
    reply.header("content-disposition", "attachment; filename=a.csv")
}

fn export(client: &Client) -> Request<ops::Deeper> {
    let (two, three) = ("a".to_owned(), "b".to_owned());
    client.things().call(ops::Deeper { one: 1, two, three })
}

#[test]
fn requests_waits_lists_and_streams() {
    let (fake, client) = setup();
    let things = client.things();
    fake.enqueue(thing("new"));
    assert_eq!(things.get(1).call().unwrap().id, 1);
    fake.enqueue(thing("new"));
    assert_eq!(things.get(1).call_response().unwrap().attempts(), 1);
    fake.enqueue(thing("new"));
    fake.enqueue(thing("active"));
    let waiter: Waiter<ops::Get> = Waiter::new(things.get(1), &ACTIVE);
    let waiter = waiter.interval(Duration::from_millis(1));
    assert_eq!(waiter.call().unwrap().id, 1);
    let ids: Vec<_> = things
        .list()
        .items()
        .blocking()
        .map(|thing| thing.unwrap().id)
        .collect();
    assert_eq!(ids.len(), 1);
    assert_eq!(things.list().pages().blocking().count(), 1);
    fake.enqueue(Reply::body(
        "text/event-stream",
        "data: {\"id\":1}\n\ndata: {\"id\":2}\n\n",
    ));
    let chat = things.call(ops::Chat { body: json!({}) });
    assert_eq!(
        chat.call_stream().unwrap().filter_map(Result::ok).count(),
        2
    );
    fake.enqueue(Reply::status(404));
    assert!(things.get(1).call().unwrap_err().is_not_found());
}

#[tokio::test]
async fn inside_a_runtime_it_is_an_error() {
    let (fake, client) = setup();
    let error = client.things().list().call().unwrap_err();
    assert!(
        error.is_build() && error.to_string().contains("await"),
        "{error}"
    );
    let mut items = client.things().list().items().blocking();
    assert!(items.next().unwrap().unwrap_err().is_build());
    assert!(items.next().is_none());
    assert!(fake.requests().is_empty());
}

#[test]
fn many_threads_share_a_client_and_its_thread_ends_with_it() {
    let (fake, client) = setup();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            let client = client.clone();
            scope.spawn(move || (0..50).for_each(|_| drop(client.things().list().call().unwrap())));
        }
    });
    assert_eq!(fake.requests().len(), 400);
}

#[test]
fn a_file_is_read_whole_or_in_chunks() {
    let (fake, client) = setup();
    fake.enqueue(file("0123456789"));
    let mut download = export(&client).call_download().unwrap();
    assert_eq!(download.get_ref().name(), Some("a.csv"));
    assert_eq!(download.get_ref().length(), Some(10));
    let mut start = [0; 4];
    download.read_exact(&mut start).unwrap();
    assert_eq!(&start, b"0123");
    assert_eq!(download.next().unwrap().unwrap(), "456789");
    assert!(download.next().is_none());
    assert_eq!(download.read(&mut start).unwrap(), 0);

    let slow = Fault::SlowBody(Duration::from_millis(10));
    fake.enqueue(file("0123456789").with_fault(slow));
    let mut text = String::new();
    let mut download = export(&client).call_download().unwrap();
    assert_eq!(download.read_to_string(&mut text).unwrap(), 10);
    assert_eq!(text, "0123456789");

    fake.enqueue(Reply::status(404));
    assert!(export(&client).call_download().unwrap_err().is_not_found());
}

#[test]
fn a_file_that_breaks_off_or_stalls_is_an_error() {
    let fake = Fake::new();
    let builder = fake.client_builder();
    let client = builder.stream_idle_timeout(Duration::from_millis(50));
    let client = client.build().unwrap();
    fake.enqueue(file("0123456789").with_fault(Fault::TruncatedBody));
    let mut download = export(&client).call_download().unwrap();
    let mut bytes = Vec::new();
    let error = download.read_to_end(&mut bytes).unwrap_err();
    assert_eq!((bytes.len(), error.kind()), (5, ErrorKind::Other));
    let cause = error.get_ref().unwrap();
    assert!(cause.is::<Error>(), "{cause}");
    let stall = Fault::SlowBody(Duration::from_secs(100));
    fake.enqueue(file("0123456789").with_fault(stall));
    let mut download = export(&client).call_download().unwrap();
    let error = download.read_to_end(&mut bytes).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TimedOut);
}

#[test]
fn a_file_comes_over_the_network() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let server = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut request = Vec::new();
        while !request.ends_with(b"\r\n\r\n{}") {
            let mut byte = [0];
            stream.read_exact(&mut byte).unwrap();
            request.push(byte[0]);
        }
        let head = b"HTTP/1.1 200 OK\r\ncontent-type: text/csv\r\ncontent-length: 200000\r\n\r\n";
        stream.write_all(head).unwrap();
        for _ in 0..20 {
            stream.write_all(&[b'x'; 10_000]).unwrap();
            thread::sleep(Duration::from_millis(1));
        }
    });
    let builder = Client::builder().token("t").no_proxy();
    let client = builder.base_url(&address).unwrap().build().unwrap();
    let request = export(&client).with_json(&json!({}));
    let mut download = request.call_download().unwrap();
    let length = std::io::copy(&mut download, &mut std::io::sink()).unwrap();
    assert_eq!(length, 200_000);
    server.join().unwrap();
}

#[test]
fn a_wait_proceeds_step_by_step() {
    let (fake, client) = setup();
    let wait = || -> Waiter<ops::Get> {
        let waiter = Waiter::new(client.things().get(1), &ACTIVE);
        waiter.interval(Duration::from_millis(1))
    };
    for status in ["new", "new", "active"] {
        fake.enqueue(thing(status));
    }
    let mut states = Vec::new();
    let mut done = Vec::new();
    for step in wait().steps().blocking() {
        match step.unwrap() {
            Step::State(state) => states.push(state.unwrap()),
            Step::Done(thing) => done.push(thing.id),
        }
    }
    assert_eq!(
        (states, done),
        (
            ["new", "new", "active"].map(str::to_owned).to_vec(),
            vec![1]
        )
    );
    fake.enqueue(thing("archive"));
    let last = wait().steps().blocking().last().unwrap();
    assert!(matches!(last, Err(Error::Wait(_))));
}

#[test]
fn the_headers_alone() {
    let (fake, client) = setup();
    let response = client.things().list().call_head().unwrap();
    assert!(response.rate_limit().is_some());
    assert_eq!(fake.requests()[0].method, http::Method::HEAD);
    let refused = client.things().destroy(1).call_head();
    assert!(refused.unwrap_err().is_build());
}

#[test]
fn inside_a_runtime_nothing_blocks_and_nothing_panics() {
    let (fake, client) = setup();
    fake.enqueue(file("0123456789"));
    let mut download: Blocking<Download<_>> = export(&client).call_download().unwrap();
    let chat = || client.things().call(ops::Chat { body: json!({}) });
    fake.enqueue(Reply::body("text/event-stream", "data: {\"id\":1}\n\n"));
    let mut events = chat().call_stream().unwrap();
    let asked = fake.requests().len();
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    runtime.unwrap().block_on(async {
        let error = download.read(&mut [0]).unwrap_err();
        assert!(error.to_string().contains("await"), "{error}");
        assert!(events.next().unwrap().unwrap_err().is_build());
        assert!(export(&client).call_download().unwrap_err().is_build());
        assert!(chat().call_stream().unwrap_err().is_build());
        assert!(client.things().list().call_head().unwrap_err().is_build());
        let waiter: Waiter<ops::Get> = Waiter::new(client.things().get(1), &ACTIVE);
        let mut steps = waiter.steps().blocking();
        assert!(steps.next().unwrap().unwrap_err().is_build());
        assert!(steps.next().is_none());
    });
    assert_eq!(fake.requests().len(), asked);
}
