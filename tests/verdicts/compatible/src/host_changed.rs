use digitalocean::Client;

pub async fn program(client: &Client) {
    let _ = client.host_changed().check().await;
}
