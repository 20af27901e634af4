//! Creates a database with a user, which only Droplets with a tag can reach.

use std::time::Duration;

use digitalocean::databases::{
    DatabaseCluster, DatabaseClusterCreate, DatabaseFirewallRuleInput, DatabaseFirewallRulesUpdate,
    DatabaseUser, DatabaseUserCreate,
};
use digitalocean::{Client, Result};

/// Returns the cluster and the user.
pub(crate) async fn run(
    client: &Client,
    name: &str,
    tag: &str,
) -> Result<(DatabaseCluster, DatabaseUser)> {
    let databases = client.databases();
    let body = DatabaseClusterCreate::new()
        .name(name)
        .engine("pg")
        .size("db-s-1vcpu-1gb")
        .region("nyc3")
        .num_nodes(1);
    let id = databases.create_cluster(body).await?.id;
    let wait = databases.wait_until_online(&id);
    let cluster = wait.timeout(Duration::from_mins(20)).await?;
    let user = databases
        .add_user(&id, DatabaseUserCreate::new("app"))
        .await?;
    let rules = [DatabaseFirewallRuleInput::new("tag", tag)];
    let rules = DatabaseFirewallRulesUpdate::new().rules(rules);
    databases.update_firewall_rules(id, rules).await?;
    Ok((cluster, user))
}
