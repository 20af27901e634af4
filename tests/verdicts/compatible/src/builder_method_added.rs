use digitalocean::Client;

pub async fn program(client: &Client) {
    let _ = client.builder_method_added().check().await;
}
