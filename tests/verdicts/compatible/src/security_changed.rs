use digitalocean::Client;

pub async fn program(client: &Client) {
    let _ = client.security_changed().check().await;
}
