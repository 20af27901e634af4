use digitalocean::{ApiError, Client, Error};

pub async fn program(client: &Client) -> bool {
    let result = client.error_variant_removed().check().await;
    matches!(result, Err(Error::Api(ApiError::Gone(_))))
}
