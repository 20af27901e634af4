//! The fake as users have it: through the generated calls.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use digitalocean::domains::{DomainCreate, DomainRecordCreate, DomainRecordUpdate};
use digitalocean::droplets::{DropletCreate, DropletCreateMany};
use digitalocean::fake::{Fake, Fault, Reply};
use digitalocean::rate_limit::Limits;
use digitalocean::serverless_inference::{ChatCompletionRequest, ChatMessage};
use digitalocean::ssh_keys::SshKeyCreate;
use digitalocean::stream::Event;
use digitalocean::tags::TagCreate;
use digitalocean::transport::{
    BoxFuture, Next, TransportError, TransportRequest, TransportResponse,
};
use digitalocean::volumes::VolumeCreate;
use digitalocean::{Client, Error, Governor, Middleware, RetryPolicy};
use http::HeaderValue;
use serde_json::{from_value, json};

fn setup() -> (Fake, Client) {
    let fake = Fake::new();
    let client = fake.client().unwrap();
    (fake, client)
}

fn body(name: &str) -> DropletCreate {
    DropletCreate::new(name, "s-1vcpu-1gb", "ubuntu-24-04-x64").tags(["web"])
}

#[tokio::test(start_paused = true)]
async fn a_droplet_is_created_and_deleted() {
    let (_, client) = setup();
    let droplets = client.droplets();
    let created = droplets.create(body("web-1")).await.unwrap();
    assert_eq!(created.droplet.status.as_str(), "new");
    let id = created.droplet.id;
    let start = tokio::time::Instant::now();
    let droplet = droplets.wait_until_active(id).await.unwrap();
    assert_eq!(droplet.name, "web-1");
    assert!(
        start.elapsed() >= Duration::from_secs(4),
        "virtual time passes"
    );
    droplets.create(body("web-2")).await.unwrap();
    let names: Vec<_> = droplets
        .list()
        .tag_name("web")
        .items()
        .collect_all()
        .await
        .unwrap();
    assert_eq!(names.len(), 2);
    assert!(droplets.list().tag_name("db").await.unwrap().is_empty());
    droplets.destroy(id).await.unwrap();
    assert!(droplets.destroy(id).await.unwrap_err().is_not_found());
    droplets.destroy(id).ignore_not_found().await.unwrap();
    assert!(matches!(droplets.get(id).await, Err(Error::Api(_))));
}

#[tokio::test(start_paused = true)]
async fn links_of_creations_lead_to_their_waits() {
    let (_, client) = setup();
    let created = client.droplets().create(body("web-1")).await.unwrap();
    let [wait] = created.links.waits(&client).try_into().unwrap();
    assert_eq!(wait.await.unwrap().status.as_str(), "completed");
    let two = DropletCreateMany::new(["a", "b"], "s-1vcpu-1gb", "ubuntu-24-04-x64");
    let created = client.droplets().create_many(two).await.unwrap();
    assert_eq!(created.links.waits(&client).len(), 2);
}

#[tokio::test]
async fn pages_are_as_those_of_the_api() {
    let (fake, client) = setup();
    for number in 0..201 {
        client
            .droplets()
            .create(body(&format!("web-{number}")))
            .await
            .unwrap();
    }
    fake.forget_requests();
    let page = client.droplets().list().await.unwrap();
    assert_eq!((page.len(), page.total()), (20, Some(201)));
    let all = client
        .droplets()
        .list()
        .items()
        .prefetch(4)
        .complete()
        .collect_all()
        .await
        .unwrap();
    assert_eq!(all.len(), 201);
    assert_eq!(fake.requests().len(), 3);
    let list = || client.droplets().list();
    for request in [list().query("per_page", 500_i64), list().per_page(500)] {
        let error = request.await.unwrap_err();
        assert!(matches!(error, Error::Build(_)), "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn domains() {
    let (_, client) = setup();
    let domains = client.domains();
    domains
        .create(DomainCreate::new("a.example"))
        .await
        .unwrap();
    assert_eq!(domains.list().await.unwrap().len(), 1);
    let domain = domains.get("a.example").await.unwrap();
    assert_eq!(domain.name, "a.example");
    assert!(domains.list_records("a.example").await.unwrap().is_empty());
    domains.delete("a.example").await.unwrap();
    assert!(domains.get("a.example").await.unwrap_err().is_not_found());
}

#[tokio::test]
async fn a_created_resource_is_listed_changed_and_deleted() {
    let (_, client) = setup();
    let volumes = client.volumes();
    let body: VolumeCreate =
        from_value(json!({ "name": "data", "size_gigabytes": 10, "region": "nyc3" })).unwrap();
    let volume = volumes.create(body).await.unwrap();
    let id = volume.id;
    assert_eq!(volumes.get(&id).await.unwrap().name, "data");
    assert_eq!(volumes.list().await.unwrap().total(), Some(1));
    assert!(volumes.list().name("other").await.unwrap().is_empty());
    let near = volumes.list().name("data").region("nyc3").await.unwrap();
    assert_eq!(near.len(), 1);
    volumes.delete(&id).await.unwrap();
    assert!(volumes.get(&id).await.unwrap_err().is_not_found());

    let domains = client.domains();
    let record = json!({ "type": "A", "name": "www", "data": "192.0.2.1" });
    let record: DomainRecordCreate = from_value(record).unwrap();
    let early = domains.create_record("a.example", record.clone()).await;
    assert!(early.unwrap_err().is_not_found());
    let domain = DomainCreate::new("a.example");
    domains.create(domain).await.unwrap();
    let record = domains.create_record("a.example", record).await.unwrap();
    let id = record.id;
    let change = DomainRecordUpdate::new().data("192.0.2.2");
    domains
        .update_record("a.example", id, change)
        .await
        .unwrap();
    let record = domains.get_record("a.example", id).await.unwrap();
    assert_eq!(
        (record.name.as_str(), record.data.as_deref()),
        ("www", Some("192.0.2.2"))
    );
    domains.delete_record("a.example", id).await.unwrap();
    assert!(domains.list_records("a.example").await.unwrap().is_empty());

    let tags = client.tags();
    tags.create(TagCreate::new("web")).await.unwrap();
    let error = tags.create(TagCreate::new("web")).await.unwrap_err();
    assert!(error.is_invalid(), "{error}");
    assert_eq!(tags.list().await.unwrap().len(), 1);
    tags.delete("web").await.unwrap();
    assert!(tags.get("web").await.unwrap_err().is_not_found());

    let keys = client.ssh_keys();
    let key: SshKeyCreate =
        from_value(json!({ "name": "me", "public_key": "ssh-ed25519 AAAA" })).unwrap();
    let key = keys.create(key).await.unwrap();
    assert_eq!(keys.list().await.unwrap()[0].name, key.name);
    let fingerprint = key.fingerprint.clone().unwrap();
    assert_eq!(keys.get(fingerprint).await.unwrap().id, key.id);
    keys.delete(key.id).await.unwrap();
    assert!(keys.list().await.unwrap().is_empty());
}

#[tokio::test(start_paused = true)]
async fn faults_are_scripted_and_requests_recorded() {
    let (fake, client) = setup();
    fake.enqueue_for(
        "droplets_list",
        Reply::status(429).header("retry-after", "2"),
    )
    .unwrap();
    fake.enqueue_for("droplets_list", Reply::fault(Fault::ConnectionRefused))
        .unwrap();
    let response = client.droplets().list().send().await.unwrap();
    assert_eq!(response.attempts(), 3);
    assert_eq!(fake.requests().len(), 2, "nobody saw the refused one");
    fake.handle("account_get", |_| {
        Some(Reply::json(&json!({ "account": { "droplet_limit": 7 } })))
    })
    .unwrap();
    assert_eq!(client.account().get().await.unwrap().droplet_limit, 7);
}

#[tokio::test(start_paused = true)]
async fn limits_are_enforced() {
    let fake = Fake::new();
    fake.enforce_limits(3, 5);
    let never = RetryPolicy::never();
    let client = fake.client_builder().retry(never).build().unwrap();
    for left in [2, 1, 0] {
        let response = client.droplets().list().send().await.unwrap();
        assert_eq!(response.rate_limit().unwrap().remaining, Some(left));
    }
    let error = client.droplets().list().await.unwrap_err();
    assert!(error.is_rate_limited());
    assert_eq!(error.retry_after(), Some(Duration::from_secs(60)));
    // With the default policy the client waits for the reset, with a governor it asks no sooner.
    let start = tokio::time::Instant::now();
    let waiting = fake.client().unwrap();
    assert_eq!(
        waiting.droplets().list().send().await.unwrap().attempts(),
        2
    );
    assert!((60..62).contains(&start.elapsed().as_secs()));
    let governor = Governor::new(&Limits::default().per_minute(3).per_hour(5).reserve(0));
    fake.enforce_limits(3, 5);
    let governed = fake.client_builder().governor(governor).build().unwrap();
    let day = Duration::from_secs(86_400);
    for _ in 0..12 {
        let response = governed
            .droplets()
            .list()
            .timeout(day)
            .send()
            .await
            .unwrap();
        assert_eq!(response.attempts(), 1);
    }
}

/// Counts, and says who is asking.
struct Signature(Arc<AtomicU32>);

impl Middleware for Signature {
    fn handle<'a>(
        &'a self,
        mut request: TransportRequest,
        next: Next<'a>,
    ) -> BoxFuture<'a, Result<TransportResponse, TransportError>> {
        self.0.fetch_add(1, Ordering::Relaxed);
        request
            .headers
            .insert("x-signed-by", HeaderValue::from_static("me"));
        Box::pin(async move {
            let mut response = next.run(request).await?;
            response
                .headers
                .insert("x-request-id", HeaderValue::from_static("mine"));
            Ok(response)
        })
    }
}

#[tokio::test(start_paused = true)]
async fn middleware_sees_and_changes_each_attempt() {
    let fake = Fake::new();
    fake.enqueue(Reply::status(503));
    let count = Arc::new(AtomicU32::new(0));
    let builder = fake
        .client_builder()
        .middleware(Signature(Arc::clone(&count)));
    let response = builder
        .build()
        .unwrap()
        .droplets()
        .list()
        .send()
        .await
        .unwrap();
    assert_eq!(response.request_id(), Some("mine"));
    assert_eq!((count.load(Ordering::Relaxed), response.attempts()), (2, 2));
    assert!(
        fake.requests()
            .iter()
            .all(|sent| sent.header("x-signed-by") == Some("me"))
    );
}

#[tokio::test]
async fn chats_stream_samples() {
    let (_, client) = setup();
    let body = ChatCompletionRequest::new("m", [ChatMessage::new("user").content("Hello")]);
    let mut events = client
        .serverless_inference()
        .create_chat_completion(body)
        .stream()
        .await
        .unwrap();
    assert!(matches!(events.next().await, Some(Ok(Event::Known(_)))));
    assert!(events.next().await.is_none());
}

#[tokio::test]
async fn every_other_operation_returns_a_sample() {
    let (_, client) = setup();
    assert!(!client.regions().list().await.unwrap().is_empty());
    client.kubernetes().list_clusters().await.unwrap();
    client.databases().list_clusters().await.unwrap();
    client.billing().get_balance().await.unwrap();
}

#[tokio::test]
async fn docker_credentials_name_any_host() {
    let (fake, client) = setup();
    fake.enqueue(Reply::json(
        &json!({ "auths": { "registry.example.com": { "auth": "b2s=" } } }),
    ));
    let registries = client.registries();
    let auths = registries.get_docker_credentials("web").await.unwrap();
    let auth = auths["registry.example.com"].auth.as_ref().unwrap();
    assert_eq!(auth.expose(), "b2s=");
}

#[tokio::test]
async fn the_id_of_nothing_is_refused_before_anything_is_sent() {
    let fake = Fake::new();
    let client = fake.client().unwrap();
    let droplets = client.droplets();
    for error in [
        droplets.get(0).await.unwrap_err(),
        droplets.destroy(0).await.unwrap_err(),
        droplets.wait_until_active(-1).await.unwrap_err(),
        droplets.wait_until_deleted(0).await.unwrap_err(),
        client.actions().get(0).await.unwrap_err(),
    ] {
        assert!(error.is_build(), "{error}");
        assert!(error.to_string().contains("must be at least 1"), "{error}");
    }
    assert!(fake.requests().is_empty());
}
