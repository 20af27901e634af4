use std::future::IntoFuture;

use crate::runtime::blocking::iterators::Blocking;
use crate::runtime::blocking::thread::wait;
use crate::runtime::error::Error;
use crate::runtime::events::EventStream;
use crate::runtime::operation::{Operation, Paginated, Streaming};
use crate::runtime::paging::{Items, Pages};
use crate::runtime::request::Request;
use crate::runtime::response::Response;
use crate::runtime::until::Until;
use crate::runtime::waiter::Waiter;

impl<O: Operation> Request<O> {
    /// Sends the request and returns the result, without async.
    ///
    /// Inside an async runtime it returns an error: it would block others.
    pub fn call(self) -> Result<O::Output, Error<O::Error>> {
        let client = self.client.clone();
        wait(&client, || self.into_future())?
    }

    /// Sends the request and returns the whole response, without async.
    pub fn call_response(self) -> Result<Response<O::Output>, Error<O::Error>> {
        let client = self.client.clone();
        wait(&client, || self.send())?
    }
}

impl<O: Streaming> Request<O> {
    /// Sends the request and returns the answer's events while they arrive, without async.
    pub fn call_stream(self) -> Result<Blocking<EventStream<O>>, Error<O::Error>> {
        let client = self.client.clone();
        let stream = wait(&client, || self.stream())??;
        Ok(Blocking::new(client, stream))
    }
}

impl<O: Operation, U: Until> Waiter<O, U> {
    /// Waits until the resource is ready or gone, without async.
    pub fn call(self) -> Result<U::Output<O::Output>, Error<O::Error>> {
        let client = self.client().clone();
        wait(&client, || self.into_future())?
    }
}

impl<O: Paginated> Items<O> {
    /// Returns the items as an iterator, without async.
    pub fn blocking(self) -> Blocking<Self> {
        Blocking::new(self.client().clone(), self)
    }
}

impl<O: Paginated> Pages<O> {
    /// Returns the pages as an iterator, without async.
    pub fn blocking(self) -> Blocking<Self> {
        Blocking::new(self.client().clone(), self)
    }
}
