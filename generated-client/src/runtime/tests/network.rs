//! The default transport against servers on loopback.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::sample::ops;
use crate::transport::TransportErrorKind;
use crate::{Client, ClientBuilder, Payload, RetryPolicy};

/// A server that responds by a function and records the requests.
pub(super) struct Server {
    pub(super) address: String,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Server {
    pub(super) async fn start(respond: impl Fn(&str) -> Vec<u8> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::new(Mutex::new(Vec::new()));
        let sink = Arc::clone(&seen);
        let respond = Arc::new(respond);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&sink), Arc::clone(&respond)));
            }
        });
        Self { address, seen }
    }

    pub(super) fn client(&self) -> ClientBuilder {
        let builder = Client::builder().token("secret-token").no_proxy();
        builder
            .retry(RetryPolicy::never())
            .base_url(&self.address)
            .unwrap()
    }

    pub(super) fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap().clone()
    }
}

async fn serve(
    mut stream: TcpStream,
    sink: Arc<Mutex<Vec<String>>>,
    respond: Arc<impl Fn(&str) -> Vec<u8>>,
) {
    loop {
        let Some(request) = read_request(&mut stream).await else {
            return;
        };
        let reply = respond(&request);
        sink.lock().unwrap().push(request);
        if reply.is_empty() || stream.write_all(&reply).await.is_err() {
            return;
        }
    }
}

pub(super) async fn read_request(stream: &mut (impl AsyncRead + Unpin)) -> Option<String> {
    let mut request = Vec::new();
    let mut chunk = [0; 4096];
    loop {
        if let Some(end) = request.windows(4).position(|four| four == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&request[..end]).to_lowercase();
            let length = head.split("content-length: ").nth(1);
            let length = length.map_or(0, |rest| rest.lines().next().unwrap().parse().unwrap());
            if request.len() >= end + 4 + length {
                return Some(String::from_utf8_lossy(&request).into_owned());
            }
        }
        match stream.read(&mut chunk).await {
            Ok(count) if count > 0 => request.extend_from_slice(&chunk[..count]),
            _ => return None,
        }
    }
}

pub(super) fn ok(body: &str) -> Vec<u8> {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ";
    format!("{head}{}\r\n\r\n{body}", body.len()).into_bytes()
}

#[tokio::test]
async fn a_request_and_its_response_are_transferred() {
    let server = Server::start(|_| ok(r#"{"thing":{"id":5,"name":"n","status":"new"}}"#)).await;
    let client = server.client().user_agent("test/1").build().unwrap();
    for _ in 0..2 {
        assert_eq!(client.things().get("a b").await.unwrap().id, 5);
    }
    let text = server.seen()[0].to_lowercase();
    assert!(
        text.starts_with("get /v2/things/a%20b http/1.1\r\n"),
        "{text}"
    );
    for header in [
        "authorization: bearer secret-token\r\n",
        "accept: application/json\r\n",
        "accept-encoding: gzip\r\n",
        "user-agent: test/1 digitalocean-rs/",
    ] {
        assert!(text.contains(header), "{header} in {text}");
    }
}

#[tokio::test]
async fn a_redirect_to_another_port_shows_it_nothing() {
    let thief = Server::start(|_| ok("{}")).await;
    let location = thief.address.clone();
    let server = Server::start(move |_| {
        let head = "HTTP/1.1 302 Found\r\ncontent-length: 0\r\nlocation: ";
        format!("{head}{location}/v2/things\r\n\r\n").into_bytes()
    })
    .await;
    let client = server.client().build().unwrap();
    assert_eq!(
        client.things().list().await.unwrap_err().status().unwrap(),
        302
    );
    assert!(thief.seen().is_empty());

    // A presigned URL on another port sees the data and no credential.
    let upload = ops::Upload {
        upload_url: format!("{}/bucket/key?signature=1", thief.address),
        body: Payload::from("data"),
    };
    client.things().call(upload).await.unwrap();
    let seen = thief.seen().remove(0).to_lowercase();
    assert!(seen.starts_with("put /bucket/key?signature=1 "), "{seen}");
    assert!(
        !seen.contains("authorization") && !seen.contains("secret-token"),
        "{seen}"
    );
    assert!(!seen.contains("content-type"), "{seen}");
    assert!(
        seen.contains("content-length: 4") && seen.ends_with("data"),
        "{seen}"
    );
}

#[tokio::test]
async fn a_refused_connection_is_one() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let client = Client::builder()
        .token("t")
        .no_proxy()
        .base_url(&address)
        .unwrap();
    let client = client.retry(RetryPolicy::never()).build().unwrap();
    let error = client
        .things()
        .create(super::sample::Thing::new(1, "x"))
        .await
        .unwrap_err();
    assert!(error.is_connect(), "{error}");
    assert!(!error.may_have_been_applied());
    assert!(!error.to_string().contains("127.0.0.1:1/"), "{error}");
}

#[tokio::test]
async fn a_connection_that_breaks_is_ambiguous() {
    let server = Server::start(|_| Vec::new()).await;
    let client = server.client().build().unwrap();
    let error = client
        .things()
        .create(super::sample::Thing::new(1, "x"))
        .await
        .unwrap_err();
    let crate::Error::Transport(failure) = &error else {
        panic!("{error}")
    };
    assert_eq!(
        failure.kind(),
        Some(TransportErrorKind::Interrupted),
        "{error}"
    );
    assert!(error.may_have_been_applied());
    assert_eq!(server.seen().len(), 1, "a POST is sent once");
}

#[tokio::test]
async fn half_a_body_and_none_in_time() {
    let half = b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{".to_vec();
    let closing = Server::start(move |_| {
        let mut reply = half.clone();
        reply.extend_from_slice(b"");
        reply
    })
    .await;
    let client = closing
        .client()
        .attempt_timeout(Duration::from_millis(200))
        .build()
        .unwrap();
    let error = client.things().list().await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
}

#[tokio::test]
async fn settings_that_cannot_be_used_are_named() {
    let local = || {
        Client::builder()
            .token("t")
            .base_url("http://localhost")
            .unwrap()
    };
    let error = local().root_certificates("none").build().unwrap_err();
    assert!(error.to_string().contains("root certificate"), "{error}");
    assert!(local().proxy("::").is_err());
    let error = local().user_agent("a\nb").build().unwrap_err();
    assert!(error.to_string().contains("user agent"), "{error}");
}

#[tokio::test]
async fn a_proxy_is_used() {
    let proxy = Server::start(|_| ok(r#"{"thing": {"id": 1}}"#)).await;
    let builder = Client::builder()
        .token("t")
        .base_url("http://example.invalid")
        .unwrap();
    let builder = builder.allow_plain_http().proxy(&proxy.address).unwrap();
    let client = builder.retry(RetryPolicy::never()).build().unwrap();
    client.things().get(1).await.unwrap();
    let seen = proxy.seen().remove(0);
    assert!(
        seen.starts_with("GET http://example.invalid/v2/things/1 "),
        "{seen}"
    );
}

#[cfg(not(any(
    feature = "rustls-ring",
    feature = "rustls-aws-lc",
    feature = "native-tls"
)))]
#[tokio::test]
async fn without_tls_https_names_the_features() {
    let error = Client::builder().token("t").build().unwrap_err();
    assert!(error.to_string().contains("`rustls-ring`"), "{error}");
    let server = Server::start(|_| ok("{}")).await;
    let upload = ops::Upload {
        upload_url: "https://bucket.example/key".to_owned(),
        body: Payload::from("data"),
    };
    let client = server.client().build().unwrap();
    let error = client.things().call(upload).await.unwrap_err();
    assert!(error.to_string().contains("`rustls-ring`"), "{error}");
}

#[tokio::test]
async fn the_length_of_the_content_is_reported_where_it_is_needed() {
    let server = Server::start(|_| ok("")).await;
    let client = server.client().build().unwrap();
    let things = client.things();
    let head = things.list().head().await.unwrap();
    assert_eq!(head.headers()["content-length"], "0");
    let file = ops::Deeper {
        one: 1,
        two: "x".to_owned(),
        three: "y".to_owned(),
    };
    let _ = things.call(file).download().await.unwrap();
    let request = things.list().header("accept-encoding", "br");
    request.head().await.unwrap();
    let wanted = ["identity", "identity", "br"];
    for (seen, encoding) in server.seen().iter().zip(wanted) {
        let line = format!("accept-encoding: {encoding}\r\n");
        assert!(seen.to_lowercase().contains(&line), "{seen}");
    }
}

#[tokio::test]
async fn an_empty_body_has_a_length_where_the_method_defines_one() {
    let server = Server::start(|_| ok(r#"{"thing": {}}"#)).await;
    let client = server.client().build().unwrap();
    let things = client.things();
    let (two, three) = ("x".to_owned(), "y".to_owned());
    let upload = |body| ops::Upload {
        upload_url: format!("{}/key", server.address),
        body,
    };
    let empty_file = std::env::temp_dir().join(format!("empty-{}", std::process::id()));
    std::fs::write(&empty_file, "").unwrap();
    let _ = things.act(1).await;
    let _ = things
        .call(ops::Deep {
            one: 1,
            two: two.clone(),
        })
        .await;
    let _ = things.call(ops::Deeper { one: 1, two, three }).await;
    let _ = things.call(upload(Payload::from(""))).await;
    let _ = things
        .call(upload(Payload::file(&empty_file).unwrap()))
        .await;
    std::fs::remove_file(empty_file).unwrap();
    let _ = things.get(1).await;
    let _ = things.destroy(1).await;
    let seen = server.seen();
    assert_eq!(seen.len(), 7);
    for request in seen {
        let has_length = request.to_lowercase().contains("content-length: 0\r\n");
        let is_defined = ["POST ", "PUT ", "PATCH "]
            .iter()
            .any(|method| request.starts_with(method));
        assert_eq!(has_length, is_defined, "{request}");
    }
}
