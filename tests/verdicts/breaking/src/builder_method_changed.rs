use digitalocean::{Client, ClientBuilder};

pub fn program() -> ClientBuilder {
    Client::builder().builder_method_changed_key("secret")
}
