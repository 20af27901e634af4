//! Scales a node pool of a Kubernetes cluster, and waits until its nodes run.

use std::time::Duration;

use digitalocean::kubernetes::{NodePool, NodePoolUpdate};
use digitalocean::{Client, Result};

/// Returns the pool with its nodes.
pub(crate) async fn run(
    client: &Client,
    cluster: &str,
    pool: &str,
    count: i64,
) -> Result<NodePool> {
    let kubernetes = client.kubernetes();
    let old = kubernetes.get_node_pool(cluster, pool).await?;
    let new = NodePoolUpdate::from(&old).count(count);
    kubernetes.update_node_pool(cluster, pool, new).await?;
    let request = kubernetes.get_node_pool(cluster, pool);
    let wait = request.wait_until(move |pool| i64::try_from(pool.nodes.len()) == Ok(count));
    wait.timeout(Duration::from_mins(15)).await
}
