use digitalocean::Client;

pub async fn program(client: &Client) {
    let _ = client.path_changed().check().await;
}
