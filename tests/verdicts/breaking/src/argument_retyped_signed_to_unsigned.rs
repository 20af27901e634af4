use digitalocean::Client;

pub async fn program(client: &Client, size: i64) {
    let _ = client.argument_retyped_signed_to_unsigned().check(size).await;
}
