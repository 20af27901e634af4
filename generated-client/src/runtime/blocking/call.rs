use std::future::IntoFuture;

use crate::runtime::blocking::iterators::Blocking;
use crate::runtime::blocking::thread::wait;
use crate::runtime::download::{Download, Downloadable};
use crate::runtime::error::Result;
use crate::runtime::operation::Operation;
use crate::runtime::operation::streaming::Streaming;
use crate::runtime::request::Request;
use crate::runtime::request::response::Response;
use crate::runtime::stream::EventStream;
use crate::runtime::wait::goal::Until;
use crate::runtime::wait::waiter::Waiter;

impl<O: Operation> Request<O> {
    /// Sends the request and returns the result, without async.
    ///
    /// Inside an async runtime it returns an error: it would block other tasks. Where blocking is
    /// allowed, inside `spawn_blocking`, tokio itself waits for the request:
    ///
    /// ```
    /// use std::future::IntoFuture;
    /// use tokio::runtime::Handle;
    ///
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let client = digitalocean::fake::Fake::new().client()?;
    /// let request = client.account().get();
    /// let wait = || Handle::current().block_on(request.into_future());
    /// let account = tokio::task::spawn_blocking(wait).await??;
    /// # Ok(())
    /// # }
    /// ```
    pub fn call(self) -> Result<O::Output> {
        let client = self.client.clone();
        wait(&client, || self.into_future())?
    }

    /// Sends the request and returns the whole response, without async.
    pub fn call_response(self) -> Result<Response<O::Output>> {
        let client = self.client.clone();
        wait(&client, || self.send())?
    }

    /// Requests only the headers, by the method HEAD, without async.
    pub fn call_head(self) -> Result<Response<()>> {
        let client = self.client.clone();
        wait(&client, || self.head())?
    }
}

impl<O: Operation> Request<O>
where
    O::Output: Downloadable,
{
    /// Sends the request and returns the file while it arrives, without async: as a reader, and as an
    /// iterator of its chunks.
    ///
    /// ```
    /// # use digitalocean::fake::{Fake, Reply};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let fake = Fake::new();
    /// # fake.enqueue(Reply::body("application/pdf", "%PDF-1.7"));
    /// # let client = fake.client()?;
    /// # let mut file = Vec::new();
    /// let mut invoice = client.billing().get_invoice_pdf("22737513").call_download()?;
    /// println!("{:?}, {:?} bytes", invoice.get_ref().name(), invoice.get_ref().length());
    /// std::io::copy(&mut invoice, &mut file)?;
    /// # assert_eq!(file, b"%PDF-1.7");
    /// # Ok(())
    /// # }
    /// ```
    pub fn call_download(self) -> Result<Blocking<Download<O>>> {
        let client = self.client.clone();
        let download = wait(&client, || self.download())??;
        Ok(Blocking::new(client, download))
    }
}

impl<O: Streaming> Request<O> {
    /// Sends the request and returns the events of the response while they arrive, without async.
    pub fn call_stream(self) -> Result<Blocking<EventStream<O>>> {
        let client = self.client.clone();
        let stream = wait(&client, || self.stream())??;
        Ok(Blocking::new(client, stream))
    }
}

impl<O: Operation, U: Until> Waiter<O, U> {
    /// Waits until the resource is ready or gone, without async.
    pub fn call(self) -> Result<U::Output<O::Output>> {
        let client = self.client().clone();
        wait(&client, || self.into_future())?
    }
}
