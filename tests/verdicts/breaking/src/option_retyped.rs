use digitalocean::Client;

pub async fn program(client: &Client) {
    let _ = client.option_retyped().check().size(1).await;
}
