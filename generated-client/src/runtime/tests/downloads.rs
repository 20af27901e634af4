//! Files in chunks.

use std::time::Duration;

use futures_util::TryStreamExt as _;

use super::sample::ops;
use crate::fake::{Fake, Fault, Reply};
use crate::stream::Download;
use crate::{Error, Request};

fn request(fake: &Fake) -> Request<ops::Deeper> {
    let client = fake.client_builder().max_response_bytes(1000).build();
    let operation = ops::Deeper {
        one: 1,
        two: "a".to_owned(),
        three: "b".to_owned(),
    };
    client.unwrap().things().call(operation)
}

async fn open(reply: Reply) -> Result<Download<ops::Deeper>, Error> {
    let fake = Fake::new();
    fake.enqueue(reply);
    request(&fake).download().await
}

fn file(size: usize) -> Reply {
    let reply = Reply::body("application/pdf", vec![b'x'; size]);
    let reply = reply.header("content-length", &size.to_string());
    reply.header("content-disposition", "attachment; filename=\"../a.pdf\"")
}

#[tokio::test]
async fn a_file_may_exceed_the_response_limit_and_has_a_name() {
    let download = open(file(100_000)).await.unwrap();
    assert_eq!(download.name(), Some("a.pdf"));
    assert_eq!(download.content_type(), Some("application/pdf"));
    assert_eq!(download.length(), Some(100_000));
    let chunks: Vec<_> = download.try_collect().await.unwrap();
    assert_eq!(chunks.iter().map(bytes::Bytes::len).sum::<usize>(), 100_000);
}

#[tokio::test]
async fn one_that_breaks_off_is_an_error_and_ends() {
    let reply = file(100).header("x-request-id", "7");
    let mut download = open(reply.with_fault(Fault::TruncatedBody)).await.unwrap();
    assert_eq!(download.next().await.unwrap().unwrap().len(), 50);
    let error = download.next().await.unwrap().unwrap_err();
    assert!(matches!(error, Error::Transport(_)), "{error}");
    assert_eq!(error.request_id(), Some("7"));
    assert!(error.to_string().contains("[request 7, "), "{error}");
    assert!(download.next().await.is_none());
}

#[tokio::test(start_paused = true)]
async fn it_may_take_long_but_not_be_silent_for_long() {
    let slow = |seconds| Fault::SlowBody(Duration::from_secs(seconds));
    let download = open(file(100).with_fault(slow(100))).await.unwrap();
    let chunks: Vec<_> = download.try_collect().await.unwrap();
    assert_eq!(chunks.len(), 100);
    let mut download = open(file(100).with_fault(slow(121))).await.unwrap();
    assert!(download.next().await.unwrap().unwrap_err().is_timeout());
}

#[tokio::test(start_paused = true)]
async fn its_start_is_tried_again_and_refusals_are_errors() {
    let fake = Fake::new();
    fake.enqueue(Reply::status(429));
    fake.enqueue(file(1));
    fake.enqueue(Reply::status(404));
    let mut download = request(&fake).download().await.unwrap();
    assert_eq!(download.next().await.unwrap().unwrap(), "x");
    assert!(download.next().await.is_none());
    let refused = request(&fake).download().await.map(drop);
    assert!(refused.unwrap_err().is_not_found());
}

#[tokio::test]
async fn a_name_never_leaves_its_folder() {
    for (header, name) in [
        ("attachment; filename=\"a b.pdf\"", Some("a b.pdf")),
        ("attachment; filename=../../a.pdf", Some("a.pdf")),
        ("attachment; filename=\"..\"", None),
        ("attachment; filename=C:a.pdf", Some("a.pdf")),
        (
            "attachment; filename=\"a.txt:hidden.pdf\"",
            Some("hidden.pdf"),
        ),
        ("attachment; filename=\"..:\"", None),
        (
            "attachment; filename*=UTF-8''%E2%80%AEa%E2%80%8B%EF%BB%BF.pdf",
            Some("a.pdf"),
        ),
        ("attachment; filename=\"\"", None),
        ("attachment", None),
        (
            "attachment; filename=a.pdf; filename*=UTF-8''%E2%82%AC.pdf",
            Some("€.pdf"),
        ),
        (
            "attachment; filename*=UTF-8''..%2F..%5Ca%00%0A.pdf",
            Some("a.pdf"),
        ),
    ] {
        let reply = Reply::body("application/pdf", "").header("content-disposition", header);
        let download = open(reply).await.unwrap();
        assert_eq!(download.name(), name, "{header}");
    }
}
