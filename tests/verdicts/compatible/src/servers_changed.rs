use digitalocean::Client;

pub async fn program(client: &Client) {
    let _ = client.servers_changed().check().await;
}
