use digitalocean::Client;

pub async fn program(client: &Client) {
    let _ = client.deletion_removed().check().ignore_not_found().await;
}
