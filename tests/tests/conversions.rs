//! What was read from the API becomes the body of an update, and nothing is lost.

use std::collections::BTreeSet;

use digitalocean::load_balancers::{LoadBalancer, LoadBalancerUpdate};
use digitalocean::serverless_inference::{ChatCompletionMessage, ChatMessage};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tests::conversions;
use tests::exceptions::{NOT_CONVERTED, UNLIKE};

#[test]
fn every_update_is_made_from_what_the_get_of_its_path_returns() -> anyhow::Result<()> {
    let findings = conversions::run()?;
    let expected: BTreeSet<String> = NOT_CONVERTED
        .iter()
        .map(|(id, _)| (*id).to_owned())
        .collect();
    assert_eq!(findings.without, expected);
    if let Some(from_others) = findings.from_others {
        assert_eq!(findings.converted, from_others);
    }
    let mut problems = findings.problems;
    for (operation, part, reason) in UNLIKE {
        let count = problems.len();
        problems
            .retain(|problem| problem.operation != operation || !problem.message.contains(part));
        assert!(
            problems.len() < count,
            "{operation}: {part} no longer happens: {reason}"
        );
    }
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
    let answered = json!({
        "role": "assistant",
        "content": null,
        "reasoning_content": "It asks for Droplets.",
        "tool_calls": [call],
        "audio": { "id": "audio_1" },
    });
    let message: ChatCompletionMessage = read(answered)?;
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
fn setters_replace_what_a_conversion_took_over() -> anyhow::Result<()> {
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
    let mut found = serde_json::to_value(&update)?;
    // What the model's own type filled in.
    let rule = found.pointer_mut("/forwarding_rules/0");
    if let Some(Value::Object(rule)) = rule {
        rule.retain(|_, value| value != "" && value != 0);
    }
    assert_eq!(found, expected);
    Ok(())
}
