//! Pages that are requested ahead, and lists that are resumed at a cursor.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use futures_util::StreamExt;

use super::pages::{serve, setup};
use crate::fake::Fault;
use crate::pagination::Cursor;
use crate::{Client, Secret};

#[tokio::test]
async fn a_cursor_is_stored_and_resumed() {
    let (_, client) = setup(1000);
    let mut items = client.things().list().items();
    for _ in 0..450 {
        items.next().await.unwrap().unwrap();
    }
    let stored = items.cursor().unwrap().to_string();
    assert_eq!(stored, "page=3&per_page=200");
    drop(items);
    let cursor: Cursor = stored.parse().unwrap();
    let rest = client
        .things()
        .list()
        .cursor(cursor)
        .items()
        .collect_all()
        .await
        .unwrap();
    assert_eq!((rest[0].id, rest.len()), (401, 600));
    // Pages are of the size they had, whatever would be usual.
    let mut items = client.things().list().page_size(10).items();
    for _ in 0..12 {
        items.next().await.unwrap().unwrap();
    }
    let stored = items.cursor().unwrap().to_string();
    assert_eq!(stored, "page=2&per_page=10");
    let list = client.things().list().cursor(stored.parse().unwrap());
    let rest = list.items().collect_all().await.unwrap();
    assert_eq!((rest[0].id, rest.len()), (11, 990));
    for text in [
        "",
        "page",
        "page=",
        "page=x",
        "page=0",
        "page=2&per_page=0",
        "tag_name=1",
    ] {
        assert!(text.parse::<Cursor>().is_err(), "{text}");
    }
}

#[tokio::test]
async fn no_more_pages_are_requested_than_needed() {
    let (fake, client) = setup(10_000);
    let mut pages = client.things().list().pages();
    pages.next().await.unwrap().unwrap();
    assert_eq!(fake.requests().len(), 1);
    let mut pages = client.things().list().pages().prefetch(4);
    fake.forget_requests();
    pages.next().await.unwrap().unwrap();
    assert_eq!(fake.requests().len(), 5);
}

#[tokio::test]
async fn a_task_that_panics_is_an_error() {
    let (fake, _) = setup(1000);
    let asked = Arc::new(AtomicU32::new(0));
    let builder = Client::builder().transport(fake).token_provider(move || {
        let is_first = asked.fetch_add(1, Ordering::Relaxed) == 0;
        async move {
            tokio::task::yield_now().await;
            assert!(is_first, "for this test");
            Ok(Secret::from("token"))
        }
    });
    let client = builder.build().unwrap();
    let mut pages = client.things().list().pages().prefetch(1);
    pages.next().await.unwrap().unwrap();
    let error = pages.next().await.unwrap().unwrap_err();
    let text = "page 2: transport error: the task that reads the page panicked";
    assert!(error.to_string().contains(text), "{error}");
    assert_eq!(pages.cursor().unwrap().to_string(), "page=2&per_page=200");
}

#[tokio::test(start_paused = true)]
async fn pages_are_requested_concurrently() {
    let (fake, client) = setup(10_000);
    fake.handle("things_list", |request| {
        let delay = std::time::Duration::from_millis(20);
        Some(serve(request, 10_000).with_fault(Fault::SlowHeaders(delay)))
    })
    .unwrap();
    let mut times = Vec::new();
    for ahead in [0, 4] {
        let start = tokio::time::Instant::now();
        let items = client.things().list().items().prefetch(ahead);
        assert_eq!(items.count().await, 10_000);
        times.push(start.elapsed().as_millis());
    }
    assert!(times[0] >= 1000 && times[1] * 3 < times[0], "{times:?}");
}
