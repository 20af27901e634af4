use digitalocean::Client;

pub async fn program(client: &Client) {
    let _ = client.headers_changed().check().await;
}
