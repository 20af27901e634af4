use digitalocean::Client;

pub async fn program(client: &Client, size: i64) {
    let _ = client.option_retyped_signed_to_unsigned().check().size(size).await;
}
