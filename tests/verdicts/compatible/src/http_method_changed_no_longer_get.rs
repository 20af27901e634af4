use digitalocean::Client;

pub async fn program(client: &Client) {
    let _ = client.http_method_changed_no_longer_get().check().head().await;
    let _ = client.http_method_changed_no_longer_get().check().await;
}
