//! The output of `to_curl`, run by a shell.

use std::process::Command;

use super::network::{Server, ok};
use super::sample::{Thing, ops};
use crate::Payload;

#[tokio::test(flavor = "multi_thread")]
async fn the_same_request_arrives() {
    if Command::new("curl").arg("--version").output().is_err() {
        println!("not run: curl is not installed");
        return;
    }
    let server = Server::start(|_| ok(r#"{"id": 1, "things": [], "thing": {"id": 1}}"#)).await;
    let builder = server.client();
    #[cfg(feature = "gzip")]
    let builder = builder.gzip(false);
    let client = builder.build().unwrap();
    let things = client.things();
    let thing = Thing::new(1, "it's \"ä\" $HOME `x` \\ \n\t!");
    let listing = things.list().tag_name("a'b $x/%").header("X-Own", "it's");
    let creating = things.create(thing);
    let (lines, sent) = (
        [listing.to_curl(), creating.to_curl()],
        [
            listing.await.map(drop).is_ok(),
            creating.await.map(drop).is_ok(),
        ],
    );
    assert_eq!(sent, [true, true]);
    for line in &lines {
        let mut shell = Command::new("sh");
        shell
            .args(["-c", line])
            .env("DIGITALOCEAN_TOKEN", "secret-token")
            .env("no_proxy", "*");
        let output = shell.output().unwrap();
        assert!(output.status.success(), "{line}\n{output:?}");
    }
    let seen: Vec<_> = server
        .seen()
        .iter()
        .map(|request| essence(request))
        .collect();
    assert_eq!(seen[0], seen[2]);
    assert_eq!(seen[1], seen[3]);
    assert!(
        seen[0].contains("authorization: Bearer secret-token"),
        "{}",
        seen[0]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_has_no_content_type() {
    let server = Server::start(|_| ok("")).await;
    let client = server.client().build().unwrap();
    let upload = ops::Upload {
        upload_url: format!("{}/key?signature=1", server.address),
        body: Payload::bytes("lines"),
    };
    let line = client.things().call(upload).to_curl();
    assert!(line.contains("--header 'Content-Type:'"), "{line}");
    assert!(!line.contains("Authorization"), "{line}");
}

/// The request without what every program says of itself.
fn essence(request: &str) -> String {
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    let own = ["user-agent", "host"];
    let mut lines = head.lines();
    let first = lines.next().unwrap();
    let mut headers: Vec<_> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_lowercase(), value))
        .filter(|(name, _)| !own.contains(&name.as_str()))
        .map(|(name, value)| format!("{name}: {value}"))
        .collect();
    headers.sort();
    format!("{first}\n{}\n{body}", headers.join("\n"))
}
