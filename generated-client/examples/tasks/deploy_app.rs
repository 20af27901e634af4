//! Deploys an app, and follows the log of one of its components.

use std::time::Duration;

use digitalocean::apps::{DeploymentCreate, LogType};
use digitalocean::{Client, Result};

/// Deploys the app, and calls `follow` with the URL of the component's log once the deployment is active. Any HTTP client
/// reads the log; the URL contains the credential.
pub(crate) async fn run(
    client: &Client,
    app: &str,
    component: &str,
    follow: impl FnOnce(&str),
) -> Result<()> {
    let apps = client.apps();
    let deployment = apps.create_deployment(app, DeploymentCreate::new()).await?;
    let wait = apps.wait_until_deployment_active(app, &deployment.id);
    let wait = wait.on_progress(|phase| println!("{}", phase.unwrap_or("unknown")));
    wait.timeout(Duration::from_mins(30)).await?;
    let logs = apps
        .get_logs(app, deployment.id, component, LogType::Run)
        .follow(true)
        .await?;
    if let Some(url) = logs.live_url {
        follow(url.expose());
    }
    Ok(())
}
