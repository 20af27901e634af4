use digitalocean::{Client, Result};

pub async fn program(client: &Client) -> Result<Vec<String>> {
    client.output_retyped_list_to_page().check().await
}
