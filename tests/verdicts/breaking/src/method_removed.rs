use digitalocean::Client;

pub async fn program(client: &Client) {
    let _ = client.method_removed().more().await;
}
