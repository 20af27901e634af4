//! Compressed responses: complete ones, broken ones, and those that become very large.

use std::io::{Read as _, Write as _};
use std::time::Duration;

use flate2::Compression;
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;

use super::network::Server;
use super::sample::ops;
use super::turns::{cpu_time, longest_turn};
use crate::Error;
use crate::transport::TransportErrorKind;

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

fn gunzip(body: &[u8]) -> Vec<u8> {
    let mut text = Vec::new();
    MultiGzDecoder::new(body).read_to_end(&mut text).unwrap();
    text
}

fn response(encoding: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let mut reply = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-encoding: {encoding}\r\n\
         content-length: {length}\r\n\r\n"
    )
    .into_bytes();
    reply.extend_from_slice(body);
    reply
}

const BODY: &[u8] = br#"{"thing":{"id":6,"name":"n","status":"new"}}"#;

#[tokio::test]
async fn compressed_responses_are_read() {
    let two_members = [gzip(&BODY[..10]), gzip(&BODY[10..])].concat();
    let cases = [
        ("gzip", gzip(BODY)),
        ("x-gzip", gzip(BODY)),
        ("GZIP", gzip(BODY)),
        ("identity, gzip", gzip(BODY)),
        ("gzip", two_members),
        ("gzip", [&*gzip(BODY), &[0]].concat()),
        ("gzip", [&*gzip(BODY), &[0; 5000]].concat()),
        (
            "gzip",
            [&*gzip(&BODY[..10]), &[0; 512], &gzip(&BODY[10..]), &[0; 7]].concat(),
        ),
        ("gzip", [gzip(BODY), gzip(b"")].concat()),
        ("identity", BODY.to_vec()),
        ("", BODY.to_vec()),
    ];
    for (encoding, body) in cases {
        let reply = response(encoding, &body);
        let server = Server::start(move |_| reply.clone()).await;
        let client = server.client().build().unwrap();
        let response = client.things().get(1).send().await.unwrap();
        assert_eq!(response.value().id, 6, "{encoding}");
        assert_eq!(response.body(), BODY, "{encoding}");
        let has_gzip = encoding.to_lowercase().contains("gzip");
        let length = response.headers().get("content-length");
        assert_eq!(length.is_none(), has_gzip, "{encoding}");
        assert!(server.seen()[0].contains("accept-encoding: gzip\r\n"));
    }
}

#[tokio::test]
async fn broken_compression_is_an_error() {
    let whole = gzip(BODY);
    let mut wrong_sum = whole.clone();
    let sum = wrong_sum.len() - 5;
    wrong_sum[sum] ^= 1;
    let cases = [
        (
            "gzip",
            whole[..whole.len() - 1].to_vec(),
            TransportErrorKind::Body,
        ),
        ("gzip", whole[..20].to_vec(), TransportErrorKind::Body),
        ("gzip", whole[..5].to_vec(), TransportErrorKind::Body),
        ("gzip", wrong_sum, TransportErrorKind::Body),
        ("gzip", BODY.to_vec(), TransportErrorKind::Body),
        (
            "gzip",
            [&*whole, b"trailing"].concat(),
            TransportErrorKind::Body,
        ),
        (
            "gzip",
            [&*whole, &[0; 600], b"trailing"].concat(),
            TransportErrorKind::Body,
        ),
        (
            "gzip",
            [&*whole, &whole[..7]].concat(),
            TransportErrorKind::Body,
        ),
        ("gzip", vec![0; 100], TransportErrorKind::Body),
        ("br", BODY.to_vec(), TransportErrorKind::Other),
        ("gzip, gzip", gzip(&whole), TransportErrorKind::Other),
        ("deflate", BODY.to_vec(), TransportErrorKind::Other),
    ];
    for (encoding, body, kind) in cases {
        let reply = response(encoding, &body);
        let server = Server::start(move |_| reply.clone()).await;
        let client = server.client().build().unwrap();
        let Err(Error::Transport(error)) = client.things().get(1).await else {
            panic!("{encoding}: {body:?} was read")
        };
        assert_eq!(error.kind(), Some(kind), "{encoding}: {error}");
    }
}

#[tokio::test]
async fn an_error_whose_message_cannot_be_read_is_still_that_error() {
    for (encoding, status) in [("br", 404), ("zstd", 404), ("gzip, br", 503), ("gzip", 503)] {
        let reply = format!(
            "HTTP/1.1 {status} X\r\ncontent-encoding: {encoding}\r\ncontent-length: 5\r\n\r\n\u{1}\u{2}{{}}x"
        );
        let server = Server::start(move |_| reply.clone().into_bytes()).await;
        let policy = crate::RetryPolicy::new().attempts(2);
        let policy = policy.backoff(Duration::ZERO, Duration::ZERO);
        let client = server.client().retry(policy).build().unwrap();
        let error = client.things().get(1).await.unwrap_err();
        assert_eq!(
            error.status().unwrap().as_u16(),
            status,
            "{encoding}: {error}"
        );
        assert_eq!(error.message(), Some(""), "{encoding}");
        let attempts = if status == 503 { 2 } else { 1 };
        assert_eq!(server.seen().len(), attempts, "{encoding}");
    }
}

#[tokio::test]
async fn a_small_body_that_becomes_large_is_refused_in_small_steps() {
    // 8 to 64 KiB, which become 8 to 64 MiB.
    for mebibytes in [8, 32, 64] {
        let body = gzip(&vec![b' '; mebibytes << 20]);
        assert!(body.len() < 1200 * mebibytes, "{}", body.len());
        let reply = response("gzip", &body);
        let server = Server::start(move |_| reply.clone()).await;
        let client = server.client().max_response_bytes(4 << 20).build().unwrap();
        let whole = cpu_time(|| gunzip(&body));
        let (result, pause) = longest_turn(async { client.things().list().await }).await;
        let Err(Error::Transport(error)) = result else {
            panic!("{mebibytes} MiB were read")
        };
        assert_eq!(error.kind(), Some(TransportErrorKind::TooLarge), "{error}");
        assert!(pause < whole / 2, "{pause:?} of {whole:?}");
    }
}

#[tokio::test]
async fn many_members_of_a_few_bytes_give_other_tasks_a_turn() {
    for parts in [&[""][..], &[" "], &["", " "]] {
        let members: Vec<u8> = parts
            .iter()
            .flat_map(|part| gzip(part.as_bytes()))
            .collect();
        let mut body = members.repeat(20_000 / parts.len());
        body.extend(gzip(BODY));
        let reply = response("gzip", &body);
        let server = Server::start(move |_| reply.clone()).await;
        let client = server.client().build().unwrap();
        let whole = cpu_time(|| gunzip(&body));
        let (result, pause) = longest_turn(async { client.things().get(1).await }).await;
        assert_eq!(result.unwrap().id, 6);
        assert!(pause < whole / 2, "{pause:?} of {whole:?}");
    }
}

#[tokio::test]
async fn a_download_that_becomes_large_arrives_in_small_chunks() {
    let body = gzip(&vec![b'x'; 16 << 20]);
    let reply = response("gzip", &body);
    let server = Server::start(move |_| reply.clone()).await;
    let client = server.client().build().unwrap();
    let (two, three) = ("x".to_owned(), "y".to_owned());
    let file = client.things().call(ops::Deeper { one: 1, two, three });
    let mut download = file.download().await.unwrap();
    let mut length = 0;
    while let Some(chunk) = download.next().await {
        let chunk = chunk.unwrap();
        assert!(chunk.len() <= 2 << 20, "{}", chunk.len());
        length += chunk.len();
    }
    assert_eq!(length, 16 << 20);
}
