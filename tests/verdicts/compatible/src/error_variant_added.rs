use digitalocean::{ApiError, Client, Error};

pub async fn program(client: &Client) -> bool {
    match client.error_variant_added().check().await {
        Err(Error::Api(ApiError::NotFound(_))) => false,
        Err(Error::Api(other)) => other.response().status() == 423,
        _ => true,
    }
}
