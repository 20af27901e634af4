//! Bodies from disk.

use std::io::Write;

use super::network::{Server, ok};
use super::sample::ops;
use crate::fake::{Fake, Fault, Reply};
use crate::transport::TransportErrorKind;
use crate::{Client, Error, Payload, RetryPolicy};

async fn refuse(client: &Client, upload: ops::Upload) {
    let error = client.things().call(upload).await.unwrap_err();
    assert!(!error.is_connect() && error.attempts() == 1, "{error}");
    assert!(!error.may_have_been_applied(), "{error}");
    let Error::Transport(failure) = error else {
        panic!("{error}")
    };
    assert_eq!(failure.kind(), Some(TransportErrorKind::Payload));
}

#[tokio::test]
async fn a_file_is_sent_in_chunks_with_its_length() {
    let path = std::env::temp_dir().join(format!("upload-{}", std::process::id()));
    let content: Vec<u8> = (0..200_000u32)
        .map(|index| b'a' + (index % 26) as u8)
        .collect();
    std::fs::File::create(&path)
        .unwrap()
        .write_all(&content)
        .unwrap();
    let payload = Payload::file(&path).unwrap();
    assert_eq!(payload.length(), 200_000);
    let server = Server::start(|_| ok("")).await;
    let upload = || ops::Upload {
        upload_url: format!("{}/key?signature=1", server.address),
        body: payload.clone(),
    };
    let client = server.client().build().unwrap();
    client.things().call(upload()).await.unwrap();
    let seen = server.seen().remove(0);
    let (head, body) = seen.split_once("\r\n\r\n").unwrap();
    assert!(
        head.to_lowercase().contains("content-length: 200000"),
        "{head}"
    );
    assert!(body.as_bytes() == content);

    let fake = Fake::new();
    fake.client()
        .unwrap()
        .things()
        .call(upload())
        .await
        .unwrap();
    assert!(fake.requests()[0].body == content);

    // A file that became shorter or was deleted is an error, and not a reason to
    // try again.
    std::fs::write(&path, "short").unwrap();
    let client = server.client().retry(RetryPolicy::new()).build().unwrap();
    refuse(&client, upload()).await;
    std::fs::remove_file(&path).unwrap();
    refuse(&client, upload()).await;
    refuse(&fake.client().unwrap(), upload()).await;
    assert!(Payload::file(&path).is_err());
    assert!(Payload::file(std::env::temp_dir()).is_err());
    assert_eq!(format!("{payload:?}"), "Payload(200000 bytes)");
}

#[tokio::test(start_paused = true)]
async fn uploads_may_take_as_long_as_the_call() {
    let minutes = |minutes: u64| std::time::Duration::from_secs(60 * minutes);
    let fake = Fake::new();
    let client = fake.client().unwrap();
    let upload = || ops::Upload {
        upload_url: "https://bucket.example/key".to_owned(),
        body: Payload::from("data"),
    };
    fake.enqueue(Reply::fault(Fault::SlowHeaders(minutes(4))));
    client.things().call(upload()).await.unwrap();
    assert_eq!(fake.requests().len(), 1);
    // The API host is given up on earlier, so that another attempt has time.
    fake.enqueue(Reply::fault(Fault::SlowHeaders(minutes(4))));
    client.things().list().await.unwrap();
    assert_eq!(fake.requests().len(), 3);
    fake.enqueue(Reply::fault(Fault::SlowHeaders(minutes(10))));
    let error = client.things().call(upload()).await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
    let text = error.to_string();
    assert!(
        text.contains("`Request::timeout` gives more time"),
        "{text}"
    );
}
