use digitalocean::Client;

pub async fn program(client: &Client) {
    let _ = client.idempotency_changed().check().await;
}
