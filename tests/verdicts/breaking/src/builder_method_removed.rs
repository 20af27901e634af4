use digitalocean::{Client, ClientBuilder};

pub fn program() -> ClientBuilder {
    Client::builder().builder_method_removed_key("secret")
}
