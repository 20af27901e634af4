//! Faults of real connections: how often a request is sent again, and what becomes of it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use h2::Reason;
use tokio::io::AsyncReadExt as _;
use tokio::net::{TcpListener, TcpSocket, TcpStream};

use super::network::Server;
use super::retries::call;
use crate::runtime::transport::reqwest::{Network, NetworkOptions};
use crate::{Client, ClientBuilder, Error, RetryPolicy, TransportErrorKind};

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

/// What all the calls can read.
const THING: &str = r#"{"thing": {}, "outer": {"thing": {}}}"#;

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

/// A port whose queue of connections is full: nobody answers.
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
    let mut piece = [0; 4096];
    assert!(stream.read(&mut piece).await.unwrap() > 0);
    call.abort();
    // The client hangs up, rather than waiting for an answer nobody reads.
    let rest = tokio::time::timeout(Duration::from_secs(10), stream.read(&mut piece)).await;
    assert!(matches!(rest, Ok(Ok(0) | Err(_))), "{rest:?}");
}

/// What a server of HTTP/2 does with a stream.
#[derive(Clone, Copy, Debug)]
enum Fate {
    Reset(Reason),
    ResetInBody(Reason),
}

/// Starts a server whose first stream fails and that answers the others.
async fn http2(fate: Fate) -> (u16, Arc<AtomicUsize>) {
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
                    let is_first = counter.fetch_add(1, Ordering::Relaxed) == 0;
                    let answer = http::Response::new(());
                    match fate {
                        Fate::Reset(reason) if is_first => respond.send_reset(reason),
                        Fate::ResetInBody(reason) if is_first => {
                            let mut body = respond.send_response(answer, false).unwrap();
                            body.send_data("{".into(), false).unwrap();
                            body.send_reset(reason);
                        }
                        _ => {
                            let mut body = respond.send_response(answer, false).unwrap();
                            body.send_data(THING.into(), true).unwrap();
                        }
                    }
                }
            });
        }
    });
    (port, seen)
}

#[tokio::test]
async fn streams_of_http2_that_are_reset_are_tried_again_where_that_does_no_harm() {
    let fates = [
        (Fate::Reset(Reason::REFUSED_STREAM), true),
        (Fate::Reset(Reason::INTERNAL_ERROR), false),
        (Fate::ResetInBody(Reason::INTERNAL_ERROR), false),
    ];
    for (fate, is_harmless) in fates {
        for method in METHODS {
            let (port, seen) = http2(fate).await;
            let builder = NetworkOptions::default().builder().unwrap();
            let client = builder.no_proxy().http2_prior_knowledge().build().unwrap();
            let client = at_once(local(port).transport(Network::over(client)), 3);
            let result = call(&client, method).await;
            let what = format!("{method}, {fate:?}: {result:?}");
            let is_repeated = is_harmless || method != "POST";
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
                true => super::network::answer(THING),
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
