//! Answers that come in one of several shapes: what was asked for is found in each.

#![cfg(feature = "full")]

use digitalocean::serverless_inference::{EmbeddingsInput, SystemPrompt, TextBlockParam};
use digitalocean::{
    apps, byoip_prefixes, databases, domains, firewalls, security, spaces_keys, vpcs,
};
use serde_json::{from_value, json, to_value};

type TestResult = Result<(), serde_json::Error>;

#[test]
fn health_with_and_without_wrapper() -> TestResult {
    let components = json!({ "components": [{ "name": "web" }] });
    let bare: apps::AppHealthResponse = from_value(components.clone())?;
    let wrapped: apps::AppHealthResponse = from_value(json!({ "app_health": components }))?;
    assert_eq!(bare.into_health(), wrapped.into_health());
    Ok(())
}

#[test]
fn prefix_with_and_without_wrapper() -> TestResult {
    let prefix = json!({ "uuid": "1", "region": "nyc3", "status": "active" });
    let bare: byoip_prefixes::ByoipPrefixCreated = from_value(prefix.clone())?;
    let wrapped: byoip_prefixes::ByoipPrefixCreated =
        from_value(json!({ "byoip_prefix": prefix }))?;
    assert_eq!(bare.into_prefix(), wrapped.into_prefix());
    Ok(())
}

#[test]
fn scan_with_and_without_wrapper() -> TestResult {
    let scan = json!({ "id": "1", "status": "IN_PROGRESS", "findings": [] });
    let bare: security::ScanCreated = from_value(scan.clone())?;
    let wrapped: security::ScanCreated = from_value(json!({ "scan": scan }))?;
    assert_eq!(bare.into_scan(), wrapped.into_scan());
    Ok(())
}

#[test]
fn key_alone_and_in_a_list() -> TestResult {
    let key = json!({ "name": "a", "access_key": "b" });
    for answer in [json!({ "key": key }), json!({ "keys": [key] })] {
        let answer: spaces_keys::SpacesKeyResponse = from_value(answer)?;
        let key = answer.into_key().unwrap_or_default();
        assert_eq!(key.name.as_deref(), Some("a"));
    }
    Ok(())
}

#[test]
fn peering_under_both_names() -> TestResult {
    for name in ["peering", "vpc_peering"] {
        let answer: vpcs::PeeringResponse = from_value(json!({ name: { "id": "a" } }))?;
        let peering = answer.into_peering().unwrap_or_default();
        assert_eq!(peering.id, "a");
    }
    Ok(())
}

#[test]
fn configuration_of_a_cluster_is_of_its_engine() -> TestResult {
    use databases::DatabaseEngineConfig as Config;

    let read = |text| serde_json::from_str::<Config>(text);
    assert!(matches!(read(r#"{"jit": true}"#)?, Config::Postgres(_)));
    assert!(matches!(read(r#"{"sql_mode": "ANSI"}"#)?, Config::Mysql(_)));
    assert!(matches!(read(r#"{"verbosity": 1}"#)?, Config::Mongo(_)));
    // Mysql and Postgres have these, so it is neither.
    assert!(matches!(read(r#"{"backup_hour": 3}"#)?, Config::Unknown(_)));
    // What was read can be changed and sent.
    let config = Config::from(databases::PostgresAdvancedConfig::new().jit(false));
    let body = databases::DatabaseConfigUpdate::new().config(config);
    assert_eq!(to_value(&body)?, json!({ "config": { "jit": false } }));
    Ok(())
}

#[test]
fn lists_in_unions_are_made_of_arrays() -> TestResult {
    assert_eq!(
        to_value(EmbeddingsInput::from(["a", "b"]))?,
        json!(["a", "b"])
    );
    let prompt = SystemPrompt::from([TextBlockParam::new("a")]);
    assert_eq!(to_value(prompt)?, json!([{ "type": "text", "text": "a" }]));
    Ok(())
}

#[test]
fn lists_of_numbers_take_numbers_of_any_size() -> TestResult {
    let droplets = firewalls::FirewallDroplets::new([3_164_444_494, 1]);
    let sent = to_value(&droplets)?;
    assert_eq!(sent, json!({ "droplet_ids": [3_164_444_494_i64, 1] }));
    let ids = droplets.droplet_ids.clone().unwrap_or_default();
    assert_eq!(firewalls::FirewallDroplets::new(ids), droplets);
    Ok(())
}

#[test]
fn listed_values_are_names_of_records_too() {
    let record = domains::DomainRecordCreate::new(domains::DomainRecordType::A);
    assert_eq!(record.type_.as_deref(), Some("A"));
}
