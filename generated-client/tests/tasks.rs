//! The programs of `examples/tasks`, on the fake.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

#[path = "../examples/tasks/app_variable.rs"]
mod app_variable;
#[path = "../examples/tasks/costs.rs"]
mod costs;
#[path = "../examples/tasks/database.rs"]
mod database;
#[path = "../examples/tasks/deploy_app.rs"]
mod deploy_app;
#[path = "../examples/tasks/droplet.rs"]
mod droplet;
#[path = "../examples/tasks/dynamic_dns.rs"]
mod dynamic_dns;
#[path = "../examples/tasks/move_records.rs"]
mod move_records;
#[path = "../examples/tasks/rotate_credentials.rs"]
mod rotate_credentials;
#[path = "../examples/tasks/scale_node_pool.rs"]
mod scale_node_pool;
#[path = "../examples/tasks/tool_chat.rs"]
mod tool_chat;
#[path = "../examples/tasks/upgrade_kubernetes.rs"]
mod upgrade_kubernetes;

use std::cell::RefCell;

use digitalocean::apps::{AppCreate, AppSpec};
use digitalocean::databases::DatabaseClusterCreate;
use digitalocean::domains::{DomainCreate, DomainRecordCreate};
use digitalocean::fake::{Fake, Reply};
use digitalocean::http::Method;
use digitalocean::kubernetes::{ClusterCreate, NodePoolCreate};
use digitalocean::{Client, Result};
use serde_json::{from_value, json};

/// Returns an account with a domain.
async fn with_domain(records: &[DomainRecordCreate]) -> Result<Client> {
    let client = Fake::new().client()?;
    let domains = client.domains();
    domains.create(DomainCreate::new("example.com")).await?;
    for record in records {
        domains.create_record("example.com", record.clone()).await?;
    }
    Ok(client)
}

#[tokio::test]
async fn dynamic_dns_changes_nothing_the_second_and_third_time() -> Result<()> {
    let other = DomainRecordCreate::new("A").name("other").data("192.0.2.9");
    let client = with_domain(&[other]).await?;
    let run = |address: &'static str| {
        dynamic_dns::run(&client, "example.com", "home", address.parse().unwrap())
    };
    assert!(run("192.0.2.7").await?);
    assert!(!run("192.0.2.7").await?);
    assert!(!run("192.0.2.7").await?);
    assert!(run("192.0.2.8").await?, "another address");
    assert!(run("2001:db8::1").await?, "another family");
    let records = client.domains().list_records("example.com").await?;
    let data: Vec<_> = records
        .iter()
        .filter_map(|record| record.data.as_deref())
        .collect();
    assert_eq!(data, ["192.0.2.9", "192.0.2.8", "2001:db8::1"]);
    Ok(())
}

#[tokio::test]
async fn records_are_moved() -> Result<()> {
    let record = |kind: &str, name: &str, data: &str| {
        DomainRecordCreate::new(kind).name(name).data(data).ttl(300)
    };
    let from = with_domain(&[
        record("SOA", "@", "1800"),
        record("NS", "@", "ns1.digitalocean.com"),
        record("A", "@", "192.0.2.1"),
        record("CNAME", "www", "example.com"),
        record("MX", "@", "mail.example.com.").priority(10),
    ])
    .await?;
    let to = Fake::new().client()?;
    assert_eq!(move_records::run(&from, &to, "example.com").await?, 3);
    let copies = to.domains().list_records("example.com").await?;
    assert!(copies.iter().all(|record| record.ttl == Some(300)));
    assert_eq!(copies[1].data.as_deref(), Some("example.com."));
    assert_eq!(copies[2].data.as_deref(), Some("mail.example.com."));
    assert_eq!(copies[2].priority, Some(10));
    Ok(())
}

async fn with_cluster(client: &Client) -> Result<(String, String)> {
    let pools = [NodePoolCreate::new("web", "s-2vcpu-4gb", 2)];
    let body = ClusterCreate::new("k", "nyc3", "1.32.5-do.0", pools);
    let cluster = client.kubernetes().create_cluster(body).await?;
    let pool = cluster.node_pools[0].id.clone().unwrap_or_default();
    Ok((cluster.id, pool))
}

#[tokio::test(start_paused = true)]
async fn node_pools_are_scaled() -> Result<()> {
    let client = Fake::new().client()?;
    let (cluster, pool) = with_cluster(&client).await?;
    let scaled = scale_node_pool::run(&client, &cluster, &pool, 4).await?;
    assert_eq!((scaled.name.as_str(), scaled.nodes.len()), ("web", 4));
    assert_eq!(
        scale_node_pool::run(&client, &cluster, &pool, 1)
            .await?
            .count,
        1
    );
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn kubernetes_is_upgraded_to_the_newest_version() -> Result<()> {
    let fake = Fake::new();
    let client = fake.client()?;
    let (cluster, _) = with_cluster(&client).await?;
    let versions = |slugs: &[&str]| {
        let versions: Vec<_> = slugs.iter().map(|slug| json!({ "slug": slug })).collect();
        Reply::json(&json!({ "available_upgrade_versions": versions }))
    };
    let id = "kubernetes_get_availableUpgrades";
    fake.enqueue_for(
        id,
        versions(&["1.32.9-do.0", "1.32.10-do.1", "1.32.10-do.0"]),
    )?;
    let upgraded = upgrade_kubernetes::run(&client, &cluster).await?;
    assert_eq!(upgraded.unwrap().version, "1.32.10-do.1");
    fake.enqueue_for(id, versions(&[]))?;
    assert!(upgrade_kubernetes::run(&client, &cluster).await?.is_none());
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn a_database_has_a_user_and_a_firewall() -> Result<()> {
    let client = Fake::new().client()?;
    let (cluster, user) = database::run(&client, "db", "web").await?;
    assert_eq!((cluster.name.as_str(), user.name.as_str()), ("db", "app"));
    let databases = client.databases();
    let users = databases.list_users(&cluster.id).await?;
    assert_eq!(users[0].password, user.password);
    let rules = databases.list_firewall_rules(&cluster.id).await?;
    let [rule] = rules.as_slice() else {
        panic!("{rules:?}");
    };
    assert_eq!((rule.type_.as_str(), rule.value.as_str()), ("tag", "web"));
    Ok(())
}

#[tokio::test]
async fn credentials_are_rotated() -> Result<()> {
    let client = Fake::new().client()?;
    let databases = client.databases();
    let body = DatabaseClusterCreate::new()
        .name("db")
        .engine("pg")
        .num_nodes(1);
    let body = body.size("db-s-1vcpu-1gb").region("nyc3");
    let cluster = databases.create_cluster(body).await?.id;
    let published = RefCell::new(Vec::new());
    for expected in ["app-1", "app-2", "app-1"] {
        let user = rotate_credentials::run(&client, &cluster, "app", async |user| {
            // Nothing is deleted before the new user is known.
            let users = databases.list_users(&cluster).await?.len();
            published.borrow_mut().push((user.name.clone(), users));
            Ok(())
        });
        assert_eq!(user.await?.name, expected);
        assert_eq!(databases.list_users(&cluster).await?.len(), 1);
    }
    let names: Vec<_> = published.take();
    let names: Vec<_> = names
        .iter()
        .map(|(name, users)| (name.as_str(), *users))
        .collect();
    assert_eq!(names, [("app-1", 1), ("app-2", 2), ("app-1", 2)]);
    Ok(())
}

#[tokio::test]
async fn a_chat_calls_a_tool() -> Result<()> {
    let fake = Fake::new();
    let reply = |message| {
        Reply::json(&json!({
            "id": "1", "created": 1, "model": "m", "object": "chat.completion",
            "choices": [{ "index": 0, "finish_reason": "stop", "message": message }],
        }))
    };
    let call = json!({
        "id": "call-1", "type": "function",
        "function": { "name": "temperature", "arguments": "{\"city\":\"Reykjavik\"}" },
    });
    let id = "inference_create_chat_completion";
    fake.enqueue_for(
        id,
        reply(json!({ "role": "assistant", "content": null, "tool_calls": [call] })),
    )?;
    fake.enqueue_for(
        id,
        reply(json!({ "role": "assistant", "content": "It is 4 °C." })),
    )?;
    let text = tool_chat::run(&fake.client()?, "m", "How warm is it in Reykjavik?").await?;
    assert_eq!(text, "It is 4 °C.");
    assert!(fake.unused_replies().is_empty());
    let sent = fake.requests()[1].json()["messages"].clone();
    assert_eq!(sent[1]["role"], "assistant");
    assert_eq!(sent[1]["tool_calls"], json!([call]));
    let result = json!({ "role": "tool", "tool_call_id": "call-1", "content": "{\"celsius\":4}" });
    assert_eq!(sent[2], result);
    Ok(())
}

#[tokio::test]
async fn one_variable_changes_and_the_rest_of_the_app_stays() -> Result<()> {
    let fake = Fake::new();
    let client = fake.client()?;
    let spec = json!({
        "name": "shop", "region": "nyc",
        "envs": [{ "key": "LEVEL", "value": "info", "scope": "RUN_TIME" }, { "key": "PORT", "value": "80" }],
        // A field that this version of the client may not know.
        "jobs": [{ "name": "report", "kind": "SCHEDULED", "schedule": { "cron": "0 3 * * *" }, "not_known_yet": [1] }],
    });
    let typed: AppSpec = from_value(spec.clone()).unwrap();
    let id = client.apps().create(AppCreate::new(typed)).await?.id;
    let app = json!({ "app": { "id": id, "spec": spec } });
    fake.handle("apps_get", move |_| Some(Reply::json(&app)))?;
    app_variable::run(&client, &id, "LEVEL", "debug").await?;

    let requests = fake.requests();
    let sent = requests
        .iter()
        .find(|request| request.method() == Method::PUT);
    let sent = sent.unwrap().json()["spec"].clone();
    assert_eq!(sent["jobs"], spec["jobs"]);
    assert_eq!(
        (&sent["name"], &sent["region"]),
        (&spec["name"], &spec["region"])
    );
    let level = json!({ "key": "LEVEL", "value": "debug" });
    assert_eq!(sent["envs"], json!([spec["envs"][1], level]));
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn a_droplet_has_a_key_a_volume_and_a_firewall() -> Result<()> {
    let fake = Fake::new();
    let client = fake.client()?;
    let droplet = droplet::run(&client, "web-1", "fra1", "ssh-ed25519 AAAA").await?;
    assert_eq!(droplet.status.as_str(), "active");
    let volumes = client.volumes().list().await?;
    assert_eq!(volumes[0].droplet_ids, [droplet.id]);
    assert_eq!(droplet.volume_ids, [volumes[0].id.clone()]);
    let key = client.ssh_keys().list().await?[0].id;
    let requests = fake.requests();
    let mut requests = requests.iter();
    let created = requests.find(|request| request.path() == "/v2/droplets");
    assert_eq!(created.unwrap().json()["ssh_keys"], json!([key]));
    let firewalls = client.firewalls().list().await?;
    assert_eq!(
        (firewalls.len(), firewalls[0].tags.as_slice()),
        (1, &["web-1".to_owned()][..])
    );
    assert_eq!(firewalls[0].inbound_rules[1].ports.as_deref(), Some("443"));
    Ok(())
}

#[tokio::test]
async fn costs_are_summed_and_sorted() -> Result<()> {
    let fake = Fake::new();
    let item = |description, amount| json!({ "description": description, "amount": amount });
    fake.enqueue_for(
        "invoices_get_byUUID",
        Reply::json(&json!({
            "invoice_items": [item("web", "5.50"), item("db", "15.00"), item("web", "12.00")],
            "meta": { "total": 3 },
        })),
    )?;
    let costs = costs::run(&fake.client()?).await?;
    assert_eq!(costs, [("web".to_owned(), 17.5), ("db".to_owned(), 15.0)]);
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn an_app_is_deployed_and_its_log_followed() -> Result<()> {
    let fake = Fake::new();
    let logs = json!({ "live_url": "https://logs.example.com/1?token=a" });
    fake.enqueue_for("apps_get_logs", Reply::json(&logs))?;
    let mut followed = None;
    let follow = |url: &str| followed = Some(url.to_owned());
    deploy_app::run(&fake.client()?, "app-1", "web", follow).await?;
    assert_eq!(
        followed.as_deref(),
        Some("https://logs.example.com/1?token=a")
    );
    let log = fake.requests().pop().unwrap();
    assert_eq!(log.parameter("follow").as_deref(), Some("true"));
    Ok(())
}
