use digitalocean::Client;

pub async fn program(client: &Client) {
    let _ = client.statuses_changed().check().await;
}
