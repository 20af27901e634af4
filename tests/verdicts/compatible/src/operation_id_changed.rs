use digitalocean::Client;

pub async fn program(client: &Client) {
    let _ = client.operation_id_changed().check().await;
}
