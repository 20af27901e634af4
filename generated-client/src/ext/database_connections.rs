use crate::Secret;
use crate::databases::DatabaseCluster;

impl DatabaseCluster {
    /// Returns the connection string for the public network: a URI with user and password, `None` until the cluster is online
    /// or where the token may not read passwords.
    ///
    /// ```
    /// # use digitalocean::databases::DatabaseCluster;
    /// let json = r#"{ "connection": { "uri": "postgresql://u:p@db.example.com:25060/db" } }"#;
    /// let cluster: DatabaseCluster = serde_json::from_str(json)?;
    /// let uri = cluster.connection_string().map(|uri| uri.expose());
    /// assert_eq!(uri, Some("postgresql://u:p@db.example.com:25060/db"));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[inline]
    pub fn connection_string(&self) -> Option<&Secret> {
        self.connection.as_ref()?.uri.as_ref()
    }

    /// Returns the connection string for the VPC.
    #[inline]
    pub fn private_connection_string(&self) -> Option<&Secret> {
        self.private_connection.as_ref()?.uri.as_ref()
    }
}
