//! Requests and futures own what they need.

use std::future::IntoFuture as _;

use super::sample::{Thing, ops};
use crate::fake::Fake;
use crate::pagination::{Items, Pages};
use crate::wait::Waiting;
use crate::{Client, Error, Page, Request, Response, Waiter};

fn is_owned<T: Send + 'static>() {}
fn is_shared<T: Send + Sync + 'static>() {}

#[test]
fn everything_can_be_sent() {
    is_shared::<Client>();
    is_shared::<Request<ops::List>>();
    is_shared::<Request<crate::operation::IfPresent<ops::Remove>>>();
    is_owned::<crate::operation::Pending<crate::operation::IfPresent<ops::Remove>>>();
    is_shared::<Error>();
    is_shared::<Error>();
    is_shared::<Page<Thing>>();
    is_shared::<Response<Thing>>();
    is_owned::<crate::operation::Pending<ops::List>>();
    is_owned::<crate::operation::Sending<ops::List>>();
    is_owned::<crate::operation::Head<ops::List>>();
    is_owned::<Pages<ops::List>>();
    is_owned::<Items<ops::List>>();
    is_owned::<crate::stream::Opening<ops::Chat>>();
    is_owned::<crate::stream::EventStream<ops::Chat>>();
    is_owned::<Waiter<ops::Get>>();
    is_owned::<Waiting<ops::Get>>();
}

#[tokio::test]
async fn requests_outlive_the_client() {
    fn build() -> Request<ops::List> {
        let client = Fake::new().client().unwrap();
        client.things().list()
    }
    let page = tokio::spawn(build().into_future()).await.unwrap().unwrap();
    assert!(!page.is_empty());
    let items = tokio::spawn(build().items().collect_all()).await.unwrap();
    assert!(!items.unwrap().is_empty());
}
