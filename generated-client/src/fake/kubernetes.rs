//! Kubernetes clusters: upgrades, and the nodes of their pools.

use serde_json::{Value, json};

use crate::fake::collection::{find, uuid};
use crate::fake::recorded::RecordedRequest;
use crate::fake::reply::Reply;
use crate::fake::state::State;

const CLUSTERS: &str = "/v2/kubernetes/clusters";

impl State {
    /// Carries out an upgrade.
    pub(super) fn kubernetes(&mut self, request: &RecordedRequest) -> Option<Reply> {
        let known = request.known;
        if (known.method, known.path) != ("POST", "/v2/kubernetes/clusters/{cluster_id}/upgrade") {
            return None;
        }
        let version = request.json()["version"].clone();
        let (path, _) = request.path().rsplit_once('/')?;
        let (list, key) = path.rsplit_once('/')?;
        let clusters = self.items(list)?;
        match find(clusters, key) {
            Some(index) => {
                clusters[index]["version"] = version;
                Some(Reply::status(202))
            }
            None => Some(Reply::status(404)),
        }
    }
}

/// Gives the pools of a cluster, or a pool, as many nodes as they count.
pub(super) fn set_nodes(request: &RecordedRequest, item: &mut Value) {
    if !request.known.path.starts_with(CLUSTERS) {
        return;
    }
    let is_pool = item["count"].is_u64();
    let pools = match is_pool {
        true => std::slice::from_mut(item),
        false => match item["node_pools"].as_array_mut() {
            Some(pools) => pools.as_mut_slice(),
            None => return,
        },
    };
    for pool in pools {
        let count = pool["count"].as_u64().unwrap_or_default();
        let name = pool["name"].as_str().unwrap_or_default().to_owned();
        let node = |number| {
            json!({
                "id": uuid(number), "name": format!("{name}-{number}"), "droplet_id": number.to_string(),
                "status": { "state": "running" },
                "created_at": "2026-01-01T00:00:00Z", "updated_at": "2026-01-01T00:00:00Z",
            })
        };
        pool["nodes"] = (1..=count).map(node).collect();
    }
}
