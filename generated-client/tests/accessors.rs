//! Values that programs need of a resource, found by a method.

use digitalocean::databases::DatabaseCluster;
use digitalocean::droplets::Droplet;
use digitalocean::fake::{Fake, Reply};
use digitalocean::{Result, Secret};
use serde_json::json;

#[test]
fn a_droplet_has_addresses_of_both_versions_and_networks() -> serde_json::Result<()> {
    let droplet: Droplet = serde_json::from_value(json!({
        "networks": {
            "v4": [
                { "ip_address": "10.0.0.2", "type": "private" },
                { "ip_address": "203.0.113.7", "type": "public" },
            ],
            "v6": [
                { "ip_address": "fd00::2", "type": "private" },
                { "ip_address": "2001:db8::7", "type": "public" },
            ],
        },
    }))?;
    assert_eq!(droplet.public_ipv4(), Some("203.0.113.7"));
    assert_eq!(droplet.private_ipv4(), Some("10.0.0.2"));
    assert_eq!(droplet.public_ipv6(), Some("2001:db8::7"));
    assert_eq!(droplet.private_ipv6(), Some("fd00::2"));
    let new = Droplet::default();
    let addresses = [
        new.public_ipv4(),
        new.private_ipv4(),
        new.public_ipv6(),
        new.private_ipv6(),
    ];
    assert_eq!(addresses, [None; 4]);
    Ok(())
}

#[test]
fn a_database_has_connection_strings() -> serde_json::Result<()> {
    let cluster: DatabaseCluster = serde_json::from_value(json!({
        "connection": { "uri": "postgresql://u:p@public:25060/db" },
        "private_connection": { "uri": "postgresql://u:p@private:25060/db" },
    }))?;
    let shown = |uri: Option<&Secret>| uri.map(|uri| uri.expose().to_owned());
    let public = shown(cluster.connection_string());
    assert_eq!(public.as_deref(), Some("postgresql://u:p@public:25060/db"));
    let private = shown(cluster.private_connection_string());
    assert_eq!(
        private.as_deref(),
        Some("postgresql://u:p@private:25060/db")
    );
    assert_eq!(shown(DatabaseCluster::default().connection_string()), None);
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn a_kubeconfig_is_a_secret() -> Result<()> {
    let fake = Fake::new();
    let client = fake.client()?;
    fake.enqueue(Reply::body("application/yaml", "apiVersion: v1"));
    let config: Secret = client.kubernetes().get_kubeconfig("c").await?;
    assert_eq!(config.expose(), "apiVersion: v1");
    assert_eq!(format!("{config:?}"), "Secret(..)");
    Ok(())
}
