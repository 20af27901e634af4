use digitalocean::Client;

pub async fn program(client: &Client) {
    let _ = client.error_status_removed().check().await;
}
