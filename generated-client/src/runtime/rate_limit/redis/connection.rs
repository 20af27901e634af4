use std::time::Duration;

use redis::Script;
use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use serde_json::Value;

use crate::runtime::platform::time::timeout;
use crate::runtime::rate_limit::redis::settings::Settings;

const SCRIPT: &str = concat!(include_str!("counts.lua"), include_str!("admission.lua"));

/// After so many exchanges without a response the connection itself may be dead.
const LOST: u32 = 3;

/// The connection of a process to the server.
pub(super) struct Connection {
    settings: Settings,
    script: Script,
    manager: Option<ConnectionManager>,
    lost: u32,
}

impl Connection {
    pub(super) fn new(settings: Settings) -> Self {
        Self {
            settings,
            script: Script::new(SCRIPT),
            manager: None,
            lost: 0,
        }
    }

    /// Sends a request, and returns the response or what went wrong.
    pub(super) async fn exchange(
        &mut self,
        pools: &[&str],
        request: &Value,
    ) -> Result<String, String> {
        let limit = self.settings.response_timeout;
        let result = match timeout(limit, self.invoke(pools, request, limit)).await {
            Ok(result) => result.map_err(|error| error.to_string()),
            Err(_) => Err(format!("no response after {limit:?}")),
        };
        self.lost = if result.is_ok() { 0 } else { self.lost + 1 };
        if self.lost >= LOST {
            self.manager = None;
            self.lost = 0;
        }
        result
    }

    async fn invoke(
        &mut self,
        pools: &[&str],
        request: &Value,
        limit: Duration,
    ) -> redis::RedisResult<String> {
        let manager = match &mut self.manager {
            Some(manager) => manager,
            empty => empty.insert(manager(&self.settings, limit)?),
        };
        let prefix = &self.settings.prefix;
        let mut invocation = self.script.prepare_invoke();
        invocation.key(format!("{prefix}:state"));
        invocation.key(format!("{prefix}:processes"));
        for pool in pools {
            for part in ["calls", "changes", "waiting"] {
                invocation.key(format!("{prefix}:{part}:{pool}"));
            }
        }
        invocation.arg(request.to_string());
        invocation.invoke_async(manager).await
    }
}

/// Returns a manager that connects when it is used, and again when the connection is lost.
fn manager(settings: &Settings, limit: Duration) -> redis::RedisResult<ConnectionManager> {
    let config = ConnectionManagerConfig::new()
        .set_connection_timeout(Some(limit))
        .set_response_timeout(Some(limit))
        .set_min_delay(Duration::from_millis(50))
        .set_max_delay(Duration::from_millis(200))
        .set_number_of_retries(1);
    ConnectionManager::new_lazy_with_config(settings.client.clone(), config)
}
