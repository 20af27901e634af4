use digitalocean::Client;

pub async fn program(client: &Client) {
    let _ = client.scopes_changed().check().await;
}
