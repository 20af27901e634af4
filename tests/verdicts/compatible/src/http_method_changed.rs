use digitalocean::Client;

pub async fn program(client: &Client) {
    let _ = client.http_method_changed().check().await;
}
