use digitalocean::{Client, Result};

pub async fn program(client: &Client) -> Result<()> {
    client.output_retyped_nothing_before().check().await
}
