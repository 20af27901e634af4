use digitalocean::Client;

pub async fn program(client: &Client) {
    let _ = client.media_types_changed().check().await;
}
