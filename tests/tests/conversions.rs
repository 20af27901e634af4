//! The model of a GET becomes the body of an update, and nothing is lost.

use digitalocean::Client;
use digitalocean::databases::{ConnectionPool, ConnectionPoolUpdate, DatabaseClusterResize};
use digitalocean::domains::DomainRecordUpdate;
use digitalocean::fake::Fake;
use digitalocean::firewalls::{
    Firewall, FirewallInboundRule, FirewallRuleTarget, FirewallRules, FirewallUpdate,
};
use digitalocean::kubernetes::{ClusterUpdate, NodePoolUpdate};
use digitalocean::load_balancers::{LoadBalancer, LoadBalancerUpdate};
use digitalocean::serverless_inference::{ChatCompletionMessage, ChatMessage};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tests::calls::ENTRIES;
use tests::conversions;

#[test]
fn every_update_is_made_from_what_the_get_of_its_path_returns() -> anyhow::Result<()> {
    let findings = conversions::run()?;
    assert_eq!(findings.without, findings.decided);
    if let Some(from_payloads) = findings.from_payloads {
        // Of operations that are new, others have no payloads yet; their samples are converted.
        let converted = findings.converted.len();
        let sampled: Vec<_> = findings.converted.difference(&from_payloads).collect();
        assert!(
            sampled.len() * 10 < converted,
            "of {converted} conversions, others have no payloads for {sampled:?}"
        );
    }
    let problems = findings.problems;
    let problems: Vec<_> = problems
        .iter()
        .map(|problem| format!("{}: {}", problem.operation, problem.message))
        .collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    Ok(())
}

fn read<T: DeserializeOwned>(value: Value) -> anyhow::Result<T> {
    Ok(serde_json::from_value(value)?)
}

#[test]
fn the_message_of_the_assistant_becomes_a_message_of_the_next_request() -> anyhow::Result<()> {
    let call = json!({
        "id": "call_1",
        "type": "function",
        "function": { "name": "list_droplets", "arguments": "{}", "strict": true },
        "index": 0,
    });
    let completion = json!({
        "role": "assistant",
        "content": null,
        "reasoning_content": "It asks for Droplets.",
        "tool_calls": [call],
        "audio": { "id": "audio_1" },
    });
    let message: ChatCompletionMessage = read(completion)?;
    let sent = ChatMessage::from(&message);
    let expected = json!({
        "role": "assistant",
        "reasoning_content": "It asks for Droplets.",
        "tool_calls": [call],
        "audio": { "id": "audio_1" },
    });
    assert_eq!(serde_json::to_value(&sent)?, expected);
    assert_eq!(sent, ChatMessage::from(message));
    Ok(())
}

#[test]
fn setters_override_converted_fields() -> anyhow::Result<()> {
    let balancer: LoadBalancer = read(json!({
        "id": "4de7ac8b",
        "name": "web",
        "ip": "104.131.186.241",
        "region": { "slug": "nyc3", "name": "New York 3" },
        "size": "lb-small",
        "size_unit": 1,
        "tag": "",
        "droplet_ids": [1, 2],
        "forwarding_rules": [{ "entry_port": 80, "tls_passthrough": false, "x_weight": 3 }],
        "x_tier": "gold",
    }))?;
    let update = LoadBalancerUpdate::from(&balancer).size_unit(3);
    let expected = json!({
        "name": "web",
        "region": "nyc3",
        "size_unit": 3,
        "droplet_ids": [1, 2],
        "forwarding_rules": [{ "entry_port": 80, "tls_passthrough": false, "x_weight": 3 }],
        "x_tier": "gold",
    });
    assert_eq!(serde_json::to_value(&update)?, expected);
    Ok(())
}

#[test]
fn nothing_is_made_from_fields_that_a_model_lacks() {
    let conversions = ENTRIES.iter().flat_map(|entry| entry.conversions);
    let mut count = 0;
    for (model, convert) in conversions {
        // Others are lists.
        if let Ok(body) = convert(&json!({})) {
            let mut values = vec![&body];
            while let Some(value) = values.pop() {
                match value {
                    Value::Object(members) => values.extend(members.values()),
                    value => panic!("{model}: {value} in {body}"),
                }
            }
            count += 1;
        }
    }
    assert!(count > 30, "only {count} conversions");
}

#[test]
fn a_body_without_a_required_field_of_the_model_is_not_sent() -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()?;
    let fake = Fake::new();
    let client = fake.client()?;
    let text = |error: Option<digitalocean::Error>| error.map(|error| error.to_string());
    let check = |found: Option<String>, field: &str| {
        let field = format!("missing required field `{field}`");
        assert!(
            found.as_ref().is_some_and(|text| text.contains(&field)),
            "{found:?}"
        );
    };

    let firewall: Firewall = read(json!({ "id": "f" }))?;
    let update = client
        .firewalls()
        .update("f", FirewallUpdate::from(&firewall));
    check(text(runtime.block_on(update.into_future()).err()), "name");

    let pool: ConnectionPool = read(json!({ "name": "p", "mode": "transaction", "db": "d" }))?;
    let body = ConnectionPoolUpdate::from(&pool);
    let update = client.databases().update_connection_pool("d", "p", body);
    check(text(runtime.block_on(update.into_future()).err()), "size");

    let rule = json!({ "entry_protocol": "http", "entry_port": 80, "target_protocol": "http" });
    let balancer: LoadBalancer = read(json!({ "id": "b", "forwarding_rules": [rule] }))?;
    let body = LoadBalancerUpdate::from(&balancer);
    assert_eq!(body.name, None);
    let update = client.load_balancers().update("b", body);
    let found = text(runtime.block_on(update.into_future()).err());
    check(found, "forwarding_rules[0].target_port");

    assert!(fake.requests().is_empty(), "a request was sent");
    Ok(())
}

#[test]
fn updates_send_single_fields() -> anyhow::Result<()> {
    let client = Client::builder()
        .token("token")
        .base_url("http://localhost:4010")?
        .build()?;
    let pool = |body| {
        client
            .kubernetes()
            .update_node_pool("c", "p", body)
            .to_curl()
    };
    let scaled = NodePoolUpdate::new()
        .auto_scale(true)
        .min_nodes(0)
        .max_nodes(10);
    let anywhere = FirewallRuleTarget::new().addresses(["0.0.0.0/0"]);
    let ping = FirewallRules::new().inbound_rules([FirewallInboundRule::new("icmp", anywhere)]);
    let cluster = ClusterUpdate::new().auto_upgrade(false);
    let storage = DatabaseClusterResize::new().storage_size_mib(102_400);
    let record = DomainRecordUpdate::new().data("192.0.2.2");
    let rule = json!({ "protocol": "icmp", "sources": { "addresses": ["0.0.0.0/0"] } });
    let commands = [
        (
            pool(scaled),
            json!({ "auto_scale": true, "max_nodes": 10, "min_nodes": 0 }),
        ),
        (pool(NodePoolUpdate::new().count(0)), json!({ "count": 0 })),
        (
            client.kubernetes().update_cluster("c", cluster).to_curl(),
            json!({ "auto_upgrade": false }),
        ),
        (
            client
                .databases()
                .update_cluster_size("d", storage)
                .to_curl(),
            json!({ "storage_size_mib": 102_400 }),
        ),
        (
            client
                .domains()
                .update_record("example.com", 1, record)
                .to_curl(),
            json!({ "data": "192.0.2.2" }),
        ),
        (
            client.firewalls().add_rules("f", ping).to_curl(),
            json!({ "inbound_rules": [rule] }),
        ),
    ];
    for (command, body) in commands {
        let command = command.to_string();
        assert!(
            command.contains(&body.to_string()),
            "{command} sends {body}"
        );
    }
    Ok(())
}
