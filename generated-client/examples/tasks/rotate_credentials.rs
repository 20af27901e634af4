//! Replaces the user of a database by a new one, without a moment in which neither works: `app-1` by `app-2` and back.

use digitalocean::databases::{DatabaseUser, DatabaseUserCreate};
use digitalocean::{Client, Result};

/// Creates the next user, has it published, and deletes the others of the same name.
pub(crate) async fn run(
    client: &Client,
    cluster: &str,
    name: &str,
    publish: impl AsyncFnOnce(&DatabaseUser) -> Result<()>,
) -> Result<DatabaseUser> {
    let databases = client.databases();
    let old = databases.list_users(cluster).per_page(200).await?;
    let names = [format!("{name}-1"), format!("{name}-2")];
    let is_used = |name: &&String| old.iter().any(|user| user.name == **name);
    let next = names
        .iter()
        .find(|name| !is_used(name))
        .unwrap_or(&names[0]);
    if is_used(&next) {
        // An earlier run ended too early: both exist, and the first was not published yet.
        databases
            .delete_user(cluster, next)
            .ignore_not_found()
            .await?;
    }
    let new = databases
        .add_user(cluster, DatabaseUserCreate::new(next))
        .await?;
    publish(&new).await?;
    for name in names.iter().filter(|name| *name != next) {
        databases
            .delete_user(cluster, name)
            .ignore_not_found()
            .await?;
    }
    Ok(new)
}
