use crate::shared::{Droplet, NetworkV4Type};

impl Droplet {
    /// Returns the public IPv4 address, `None` until the Droplet has one.
    ///
    /// ```
    /// # use digitalocean::droplets::Droplet;
    /// let droplet: Droplet = serde_json::from_str(
    ///     r#"{ "networks": { "v4": [
    ///         { "ip_address": "10.0.0.2", "type": "private" },
    ///         { "ip_address": "203.0.113.7", "type": "public" }
    ///     ] } }"#,
    /// )?;
    /// assert_eq!(droplet.public_ipv4(), Some("203.0.113.7"));
    /// assert_eq!(droplet.private_ipv4(), Some("10.0.0.2"));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[inline]
    pub fn public_ipv4(&self) -> Option<&str> {
        self.ipv4(&NetworkV4Type::Public)
    }

    /// Returns the IPv4 address in the VPC.
    #[inline]
    pub fn private_ipv4(&self) -> Option<&str> {
        self.ipv4(&NetworkV4Type::Private)
    }

    /// Returns the public IPv6 address, `None` unless IPv6 is enabled.
    #[inline]
    pub fn public_ipv6(&self) -> Option<&str> {
        self.ipv6("public")
    }

    /// Returns the IPv6 address in the VPC, `None` where VPCs have none.
    #[inline]
    pub fn private_ipv6(&self) -> Option<&str> {
        self.ipv6("private")
    }

    fn ipv4(&self, kind: &NetworkV4Type) -> Option<&str> {
        let mut networks = self.networks.v4.iter();
        let network = networks.find(|network| network.type_.as_ref() == Some(kind));
        network?.ip_address.as_deref()
    }

    fn ipv6(&self, kind: &str) -> Option<&str> {
        let mut networks = self.networks.v6.iter();
        let network = networks.find(|network| {
            let found = network.type_.as_ref();
            found.is_some_and(|found| found.as_str() == kind)
        });
        network?.ip_address.as_deref()
    }
}
