use digitalocean::Client;

pub async fn program(client: &Client) {
    #[allow(deprecated)]
    let _ = client.method_no_longer_deprecated().check().await;
}
