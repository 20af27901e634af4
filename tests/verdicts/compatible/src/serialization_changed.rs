use digitalocean::Client;

pub async fn program(client: &Client) {
    let _ = client.serialization_changed().check().ids([1, 2]).await;
}
