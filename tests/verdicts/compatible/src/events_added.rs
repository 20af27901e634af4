use digitalocean::Client;
use digitalocean::events_added::Watch;

pub async fn program(client: &Client, watch: Watch) {
    let _ = client.events_added().watch(watch).await;
}
