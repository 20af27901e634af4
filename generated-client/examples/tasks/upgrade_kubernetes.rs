//! Upgrades a Kubernetes cluster to the newest version that it can be upgraded to.

use std::time::Duration;

use digitalocean::kubernetes::{Cluster, ClusterUpgrade};
use digitalocean::{Client, Result};

/// Returns the running cluster, `None` if there is nothing to upgrade to.
pub(crate) async fn run(client: &Client, cluster: &str) -> Result<Option<Cluster>> {
    let kubernetes = client.kubernetes();
    let versions = kubernetes.get_available_upgrades(cluster).await?;
    let slugs = versions.into_iter().map(|version| version.slug);
    let Some(newest) = slugs.max_by_key(|slug| numbers(slug)) else {
        return Ok(None);
    };
    let upgrade = ClusterUpgrade::new().version(newest);
    kubernetes.upgrade_cluster(cluster, upgrade).await?;
    let wait = kubernetes.wait_until_running(cluster);
    let wait = wait.on_progress(|state| println!("{}", state.unwrap_or("unknown")));
    wait.timeout(Duration::from_hours(1)).await.map(Some)
}

/// Returns the numbers of a version such as `1.33.1-do.0`, in the order of which versions are compared.
fn numbers(slug: &str) -> Vec<u32> {
    let parts = slug.split(|one: char| !one.is_ascii_digit());
    parts.filter_map(|part| part.parse().ok()).collect()
}
