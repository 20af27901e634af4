//! Faults of real connections: how often a request is sent, and its result.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use h2::Reason;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::time::sleep;

use super::network::Server;
use super::retries::call;
use crate::runtime::transport::reqwest::{Network, NetworkOptions};
use crate::transport::TransportErrorKind;
use crate::{Client, ClientBuilder, Error, RetryPolicy};

/// Repeats without a pause: these tests go by a real clock.
fn at_once(builder: ClientBuilder, attempts: u32) -> Client {
    let policy = RetryPolicy::new().backoff(Duration::ZERO, Duration::ZERO);
    builder.retry(policy.attempts(attempts)).build().unwrap()
}

fn local(port: u16) -> ClientBuilder {
    let builder = Client::builder().token("t").no_proxy();
    builder
        .base_url(&format!("http://127.0.0.1:{port}"))
        .unwrap()
}

/// A body that all calls can read.
const THING: &str = r#"{"id": 1, "things": [], "thing": {"id": 1}, "outer": {"thing": {"id": 1}}}"#;

const METHODS: [&str; 4] = ["GET", "PUT", "DELETE", "POST"];

#[tokio::test]
async fn a_refused_connection_is_tried_again_whatever_the_method() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    for method in METHODS {
        let error = call(&at_once(local(port), 3), method).await.unwrap_err();
        assert!(error.is_connect(), "{method}: {error}");
        assert_eq!(error.attempts(), 3, "{method}");
        assert!(!error.may_have_been_applied(), "{method}: {error}");
    }
}

/// A port whose queue of connections is full.
async fn full() -> (u16, TcpListener, Vec<TcpStream>) {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    let mut waiting = Vec::new();
    let limit = Duration::from_millis(200);
    while let Ok(Ok(stream)) = tokio::time::timeout(limit, TcpStream::connect(address)).await {
        waiting.push(stream);
        assert!(waiting.len() < 100, "the queue takes everything");
    }
    (address.port(), listener, waiting)
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_connection_that_takes_too_long_is_tried_again_whatever_the_method() {
    let (port, _listener, _waiting) = full().await;
    let limit = Duration::from_millis(100);
    for method in METHODS {
        let start = Instant::now();
        let client = at_once(local(port).connect_timeout(limit), 2);
        let error = call(&client, method).await.unwrap_err();
        let Error::Transport(failure) = &error else {
            panic!("{method}: {error}")
        };
        assert_eq!(failure.kind(), Some(TransportErrorKind::Connect), "{error}");
        assert_eq!(error.attempts(), 2, "{method}");
        assert!(!error.may_have_been_applied(), "{method}: {error}");
        assert!(start.elapsed() >= 2 * limit, "{method}");
    }
}

#[tokio::test]
async fn a_call_that_is_dropped_leaves_no_connection_busy() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let client = at_once(local(listener.local_addr().unwrap().port()), 1);
    let call = tokio::spawn(client.things().list().send());
    let (mut stream, _) = listener.accept().await.unwrap();
    let mut chunk = [0; 4096];
    assert!(stream.read(&mut chunk).await.unwrap() > 0);
    call.abort();
    // The client closes the connection.
    let rest = tokio::time::timeout(Duration::from_secs(10), stream.read(&mut chunk)).await;
    assert!(matches!(rest, Ok(Ok(0) | Err(_))), "{rest:?}");
}

/// How an HTTP/2 server handles a stream.
#[derive(Clone, Copy, Debug)]
enum StreamReset {
    Reset(Reason),
    ResetInBody(Reason),
    /// Sends the length of the body before.
    ResetInBodyOfLength(Reason),
}

/// Starts a server that fails in the stream of an index, counted from 0.
async fn http2(reset: StreamReset, failing: usize) -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let seen = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&seen);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let mut connection = h2::server::handshake(stream).await.unwrap();
            let counter = Arc::clone(&counter);
            tokio::spawn(async move {
                while let Some(Ok((_, mut respond))) = connection.accept().await {
                    let fails = counter.fetch_add(1, Ordering::Relaxed) == failing;
                    let mut response = http::Response::new(());
                    let reason = match reset {
                        StreamReset::Reset(reason) if fails => {
                            respond.send_reset(reason);
                            continue;
                        }
                        StreamReset::ResetInBody(reason) => reason,
                        StreamReset::Reset(reason) | StreamReset::ResetInBodyOfLength(reason) => {
                            let length = THING.len().into();
                            response.headers_mut().insert("content-length", length);
                            reason
                        }
                    };
                    let mut body = respond.send_response(response, false).unwrap();
                    if fails {
                        // Complete JSON, but not all of it.
                        let start = THING[..13].to_owned().into();
                        body.send_data(start, false).unwrap();
                        // The connection has to be polled to send it.
                        tokio::spawn(async move {
                            sleep(Duration::from_millis(50)).await;
                            body.send_reset(reason);
                        });
                    } else {
                        body.send_data(THING.into(), true).unwrap();
                    }
                }
            });
        }
    });
    (port, seen)
}

/// A client that uses HTTP/2 without TLS.
fn http2_client(port: u16) -> Client {
    let builder = NetworkOptions::default().builder().unwrap();
    let client = builder.no_proxy().http2_prior_knowledge().build().unwrap();
    at_once(local(port).transport(Network::over(client)), 3)
}

#[tokio::test]
async fn streams_of_http2_that_are_reset_are_repeated_where_that_is_safe() {
    let resets = [
        (StreamReset::Reset(Reason::REFUSED_STREAM), true),
        (StreamReset::Reset(Reason::INTERNAL_ERROR), false),
        (StreamReset::Reset(Reason::NO_ERROR), false),
        (StreamReset::ResetInBody(Reason::INTERNAL_ERROR), false),
        (StreamReset::ResetInBodyOfLength(Reason::NO_ERROR), false),
        (StreamReset::ResetInBodyOfLength(Reason::CANCEL), false),
    ];
    for (reset, is_unprocessed) in resets {
        for method in METHODS {
            let (port, seen) = http2(reset, 0).await;
            let result = call(&http2_client(port), method).await;
            let what = format!("{method}, {reset:?}: {result:?}");
            let is_repeated = is_unprocessed || method != "POST";
            assert_eq!(result.is_ok(), is_repeated, "{what}");
            let count = seen.load(Ordering::Relaxed);
            assert_eq!(count, if is_repeated { 2 } else { 1 }, "{what}");
            if let Err(error) = result {
                assert!(error.may_have_been_applied(), "{what}");
            }
        }
    }
}

#[tokio::test]
async fn a_stream_that_is_reset_without_an_error_is_not_complete() {
    let reasons = [Reason::NO_ERROR, Reason::CANCEL, Reason::INTERNAL_ERROR];
    for (reason, failing) in reasons
        .into_iter()
        .flat_map(|reason| [(reason, 0), (reason, 1)])
    {
        let (port, seen) = http2(StreamReset::ResetInBody(reason), failing).await;
        let client = http2_client(port);
        let things = client.things();
        for _ in 0..failing {
            things.get(1).await.unwrap();
        }
        let file = || super::sample::ops::Deeper {
            one: 1,
            two: "x".to_owned(),
            three: "y".to_owned(),
        };
        let error = things.call(file()).await.unwrap_err();
        let text = error.to_string();
        assert!(text.contains("broken response body"), "{reason:?}: {text}");
        assert!(error.may_have_been_applied(), "{text}");
        assert_eq!(seen.load(Ordering::Relaxed), failing + 1, "{reason:?}");
        assert_eq!(things.call(file()).await.unwrap().text(), THING);
    }
}

/// Starts a server of HTTP/2 whose first connection ends by a GOAWAY frame, which declares the
/// streams after `last_stream` unprocessed. The client's first stream has the ID 1.
async fn going_away(reason: Reason, last_stream: u32) -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let seen = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&seen);
    tokio::spawn(async move {
        let (mut first, _) = listener.accept().await.unwrap();
        // An empty SETTINGS frame.
        first.write_all(&[0, 0, 0, 4, 0, 0, 0, 0, 0]).await.unwrap();
        sleep(Duration::from_millis(100)).await;
        let mut received = [0; 4096];
        assert!(first.read(&mut received).await.unwrap() > 0);
        counter.fetch_add(1, Ordering::Relaxed);
        let mut frame = vec![0, 0, 8, 7, 0, 0, 0, 0, 0];
        frame.extend(last_stream.to_be_bytes());
        frame.extend(u32::from(reason).to_be_bytes());
        first.write_all(&frame).await.unwrap();
        drop(first);
        while let Ok((stream, _)) = listener.accept().await {
            let mut connection = h2::server::handshake(stream).await.unwrap();
            let counter = Arc::clone(&counter);
            tokio::spawn(async move {
                while let Some(Ok((_, mut respond))) = connection.accept().await {
                    counter.fetch_add(1, Ordering::Relaxed);
                    let response = http::Response::new(());
                    let mut body = respond.send_response(response, false).unwrap();
                    body.send_data(THING.into(), true).unwrap();
                }
            });
        }
    });
    (port, seen)
}

#[tokio::test]
async fn a_request_that_goaway_declares_unprocessed_is_repeated_whatever_the_method() {
    let cases = [
        (Reason::NO_ERROR, 0, true),
        (Reason::ENHANCE_YOUR_CALM, 0, true),
        (Reason::INTERNAL_ERROR, 0, true),
        (Reason::NO_ERROR, 1, false),
        (Reason::INTERNAL_ERROR, 1, false),
    ];
    for (reason, last_stream, is_unprocessed) in cases {
        for method in ["GET", "DELETE", "POST"] {
            let (port, seen) = going_away(reason, last_stream).await;
            let result = call(&http2_client(port), method).await;
            let what = format!("{method}, {reason:?} after {last_stream}: {result:?}");
            let is_repeated = is_unprocessed || method != "POST";
            assert_eq!(result.is_ok(), is_repeated, "{what}");
            let count = seen.load(Ordering::Relaxed);
            assert_eq!(count, if is_repeated { 2 } else { 1 }, "{what}");
            if let Err(error) = result {
                assert!(error.may_have_been_applied(), "{what}");
            }
        }
    }
}

#[tokio::test]
async fn redirects_are_followed_by_reading_requests_and_never_tried_again() {
    for method in METHODS {
        let server = Server::start(|request| {
            let head = "HTTP/1.1 307 Temporary Redirect\r\ncontent-length: 0\r\nlocation: /elsewhere\r\n\r\n";
            match request.contains(" /elsewhere ") {
                true => super::network::ok(THING),
                false => head.into(),
            }
        })
        .await;
        let result = call(&at_once(server.client(), 3), method).await;
        let seen = server.seen().len();
        match method {
            "GET" => assert!(result.is_ok() && seen == 2, "{result:?}"),
            _ => {
                let error = result.unwrap_err();
                assert_eq!(
                    (error.status().unwrap().as_u16(), seen),
                    (307, 1),
                    "{method}"
                );
            }
        }
    }
}
