use http::Method;
use serde_core::Serialize;

use crate::runtime::client::Client;
use crate::runtime::operation::body::payload::Payload;
use crate::runtime::operation::build_error::BuildError;
use crate::runtime::operation::custom::{Custom, FromResponse};
use crate::runtime::request::Request;

impl Client {
    /// Returns a request to a path of the API, for what no method covers.
    ///
    /// It is sent as any other request: to the same host, with the same credential, retries, rate
    /// governor, spans and errors. The response is read as `T`: a type of your own that serde reads,
    /// `serde_json::Value`, `()` if the body does not matter, or a [`File`](crate::File). A path
    /// to another host, or with segments such as `..`, is an error.
    ///
    /// ```
    /// use digitalocean::{File, http::Method};
    /// # use digitalocean::fake::{Fake, Reply};
    /// # use serde_json::json;
    ///
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> digitalocean::Result<()> {
    /// # let fake = Fake::new();
    /// # let client = fake.client()?;
    /// # let spec = json!({ "github": { "repo": "a/b" } });
    /// # fake.enqueue(Reply::json(&json!({ "components": [] })));
    /// let detect: serde_json::Value = client.request(Method::POST, "/v2/apps/detect").json(&spec).await?;
    ///
    /// # fake.enqueue(Reply::json(&json!({ "domains": [] })));
    /// let list = client.request::<serde_json::Value>(Method::GET, "/v2/domains").query("per_page", 200);
    /// println!("{}", list.to_curl());
    /// let domains = list.await?;
    ///
    /// # fake.enqueue(Reply::body("application/pdf", "%PDF-1.7"));
    /// let path = "/v2/customers/my/invoices/22737513/pdf";
    /// let invoice = client.request::<File>(Method::GET, path).download().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn request<T: FromResponse>(&self, method: Method, path: &str) -> Request<Custom<T>> {
        Request::new(self, Custom::new(method, path))
    }
}

impl<T> Request<Custom<T>> {
    /// Sets the body, as JSON.
    pub fn json<B: Serialize + ?Sized>(mut self, body: &B) -> Self {
        match serde_json::to_vec(body) {
            Ok(json) => self.options.body = Some(Payload::json(json.into())),
            Err(error) => self.options.blame(BuildError::from_encoding(error)),
        }
        self
    }

    /// Sets the body, sent as it is. Its media type is `application/octet-stream` unless
    /// [`header`](Self::header) sets another `content-type`.
    pub fn body(mut self, body: impl Into<Payload>) -> Self {
        self.options.body = Some(body.into());
        self
    }
}
