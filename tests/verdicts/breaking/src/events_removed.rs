use digitalocean::Client;
use digitalocean::events_removed::{Watch};

pub async fn program(client: &Client, watch: Watch) {
    let events = client.events_removed().watch(watch).stream().await;
    let _ = events;
}
