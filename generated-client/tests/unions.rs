//! Values of one of several shapes.

#![cfg(feature = "full")]

use digitalocean::serverless_inference::{EmbeddingsInput, SystemPrompt, TextBlockParam};
use digitalocean::{certificates, databases, domains, firewalls};
use serde_json::{json, to_value};

type TestResult = Result<(), serde_json::Error>;

#[test]
fn configuration_of_a_cluster_is_of_its_engine() -> TestResult {
    use databases::DatabaseEngineConfig as Config;

    let read = |text| serde_json::from_str::<Config>(text);
    assert!(matches!(read(r#"{"jit": true}"#)?, Config::Postgres(_)));
    assert!(matches!(read(r#"{"sql_mode": "ANSI"}"#)?, Config::Mysql(_)));
    assert!(matches!(read(r#"{"verbosity": 1}"#)?, Config::Mongo(_)));
    // Mysql and Postgres have these, so it is neither.
    assert!(matches!(read(r#"{"backup_hour": 3}"#)?, Config::Unknown(_)));
    // The value can be changed and sent.
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
    assert_eq!(record.type_, Some(domains::DomainRecordType::A));
}

#[test]
fn the_type_of_a_certificate_selects_its_kind() -> TestResult {
    use certificates::CertificateCreate as Create;

    let json = json!({ "type": "custom", "dns_names": [], "private_key": "k" });
    let body: Create = serde_json::from_value(json.clone())?;
    assert!(matches!(&body, Create::Custom(custom) if custom.private_key.is_some()));
    assert_eq!(to_value(&body)?, json);
    Ok(())
}
