//! Lists that end before all items came that they announced.

use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use super::sample::{Thing, ops};
use super::tracing::Notes;
use crate::drift::DriftKind;
use crate::fake::{Fake, Reply};
use crate::pagination::Paginated;
use crate::{Client, Request};

/// The reports: the path of the list, the number of its items, its total.
type Reports = Arc<Mutex<Vec<(String, u64, u64)>>>;

/// Returns so many things and a total on each page.
fn setup(pages: &'static [(u64, u64)]) -> (Client, Reports) {
    let fake = Fake::new();
    fake.handle_all(move |request| {
        let page = request.parameter("page");
        let page: usize = page.map_or(1, |page| page.parse().unwrap());
        let (things, total) = pages[page - 1];
        let first = page as u64 * 1000;
        let things: Vec<Value> = (first..first + things)
            .map(|id| json!({ "id": id, "name": "", "status": "" }))
            .collect();
        let next = format!("https://x/?page={}", page + 1);
        let next = (page < pages.len()).then_some(next);
        Some(Reply::json(&json!({
            "things": things, "links": { "pages": { "next": next } }, "meta": { "total": total },
            "total": total,
        })))
    });
    let reported = Reports::default();
    let all = Arc::clone(&reported);
    let builder = fake.client_builder().on_drift(move |operation, drift| {
        assert_eq!(drift.owner, operation.id);
        if let DriftKind::ShortList { items, total } = drift.kind {
            let path = drift.path.clone();
            all.lock().unwrap().push((path, items, total));
        }
    });
    (builder.build().unwrap(), reported)
}

async fn reported<O: Paginated<Item = Thing>>(
    pages: &'static [(u64, u64)],
    list: impl Fn(&Client) -> Request<O>,
) -> Vec<(u64, u64)> {
    let (client, reported) = setup(pages);
    // It is reported each time.
    for prefetch in [0, 4] {
        let items = list(&client).items().prefetch(prefetch);
        items.collect_all().await.unwrap();
    }
    let reported = reported.lock().unwrap();
    let reported: Vec<_> = reported
        .iter()
        .map(|(path, items, total)| {
            assert_eq!(path, "things");
            (*items, *total)
        })
        .collect();
    assert_eq!(reported.len() % 2, 0);
    reported[..reported.len() / 2].to_vec()
}

#[tokio::test]
async fn an_incomplete_list_is_reported() {
    let all = |client: &Client| client.things().list();
    assert_eq!(reported(&[(20, 20)], all).await, []);
    assert_eq!(reported(&[(20, 21)], all).await, [(20, 21)]);
    assert_eq!(reported(&[(0, 1)], all).await, [(0, 1)]);
    assert_eq!(reported(&[(200, 400), (199, 400)], all).await, [(399, 400)]);
    assert_eq!(reported(&[(21, 20)], all).await, []);
    let by_total = |client: &Client| client.things().call(ops::ByTotal {});
    assert_eq!(reported(&[(20, 21), (0, 21)], by_total).await, [(20, 21)]);
}

#[tokio::test]
async fn lists_that_were_not_read_to_the_end_are_not_reported() {
    let (client, reported) = setup(&[(20, 30), (9, 30)]);
    client.things().list().await.unwrap();
    client
        .things()
        .list()
        .items()
        .next()
        .await
        .unwrap()
        .unwrap();
    let rest = client.things().list().page(2).items();
    assert_eq!(rest.collect_all().await.unwrap().len(), 9);
    let error = client.things().list().items().complete().collect_all();
    error.await.unwrap_err();
    assert_eq!(*reported.lock().unwrap(), []);
}

#[tokio::test]
async fn tracing_reports_incomplete_lists() {
    let notes = Notes::default();
    let guard = tracing::subscriber::set_default(notes.clone());
    let (client, _) = setup(&[(20, 21)]);
    client.things().list().items().collect_all().await.unwrap();
    let text = notes.text();
    assert!(text.contains("operation=\"things_list\""), "{text}");
    assert!(text.contains("items=20\ntotal=21"), "{text}");
    drop(guard);
}
