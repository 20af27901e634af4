//! Changes one variable of an app. Everything else stays, also what this version of the crate does not know.

use digitalocean::apps::{App, AppUpdate, AppVariable};
use digitalocean::{Client, Result};

/// Returns the changed app.
pub(crate) async fn run(client: &Client, id: &str, key: &str, value: &str) -> Result<App> {
    let mut app = client.apps().get(id).await?;
    let variables = app.spec.envs.get_or_insert_default();
    variables.retain(|variable| variable.key != key);
    variables.push(AppVariable::new(key).value(value));
    client.apps().update(id, AppUpdate::from(&app)).await
}
