use digitalocean::Client;

pub async fn program(client: &Client) {
    let _ = client.feature_widened().check().await;
}
