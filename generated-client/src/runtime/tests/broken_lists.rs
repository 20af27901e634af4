//! Lists whose pages do not fit together.

use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use super::sample::{Thing, ops};
use crate::drift::DriftKind;
use crate::fake::{Fake, RecordedRequest, Reply};
use crate::pagination::Paginated;
use crate::{Client, Request, RetryPolicy};

pub(super) type Serve = fn(u64, &RecordedRequest) -> Value;

/// The result of a list: the IDs of its items or an error, its drift, the number of requests.
#[derive(Debug, PartialEq)]
pub(super) struct Outcome {
    pub(super) ids: Result<Vec<i64>, String>,
    pub(super) drift: Vec<DriftKind>,
    pub(super) requests: usize,
}

pub(super) fn things(ids: impl IntoIterator<Item = u64>) -> Value {
    let things = ids.into_iter();
    things
        .map(|id| json!({ "id": id, "name": "", "status": "" }))
        .collect()
}

/// Returns a client of a server that responds to the n-th request with what `serve` returns.
pub(super) fn setup(serve: Serve) -> (Fake, Client, Arc<Mutex<Vec<DriftKind>>>) {
    let fake = Fake::new();
    let count = Mutex::new(0);
    fake.handle_all(move |request| {
        let mut count = count.lock().unwrap();
        *count += 1;
        assert!(*count < 100, "the list never ends");
        Some(Reply::json(&serve(*count, request)))
    });
    let drifts = Arc::new(Mutex::new(Vec::new()));
    let sink = Arc::clone(&drifts);
    let builder = fake.client_builder().retry(RetryPolicy::never());
    let builder = builder.on_drift(move |_, drift| sink.lock().unwrap().push(drift.kind));
    let client = builder.build().unwrap();
    (fake, client, drifts)
}

pub(super) async fn outcome<O: Paginated<Item = Thing>>(
    serve: Serve,
    list: impl FnOnce(&Client) -> Request<O>,
    complete: bool,
) -> Outcome {
    let (fake, client, drifts) = setup(serve);
    let items = list(&client).items().prefetch(0);
    let items = if complete { items.complete() } else { items };
    let ids = match items.collect_all().await {
        Ok(things) => Ok(things.iter().map(|thing| thing.id).collect()),
        Err(error) => Err(error.to_string()),
    };
    let drift = drifts.lock().unwrap().clone();
    let requests = fake.requests().len();
    Outcome {
        ids,
        drift,
        requests,
    }
}

pub(super) fn by_page(client: &Client) -> Request<ops::List> {
    client.things().list().per_page(2)
}

fn short(client: &Client) -> Request<ops::History> {
    client.things().call(ops::History { key: 1 })
}

/// Pages of two items with a total each.
fn with_total(page: u64, total: u64, pages: u64, ids: [u64; 2]) -> Value {
    let next = (page < pages).then(|| format!("https://x/?page={}", page + 1));
    json!({ "things": things(ids), "links": { "pages": { "next": next } }, "meta": { "total": total } })
}

#[tokio::test]
async fn any_change_of_the_total_is_reported() {
    let changed = |before, now| DriftKind::TotalChanged { before, now };
    let cases: [(Serve, Vec<DriftKind>, &str); 4] = [
        // Deletions before the second page and as many creations before the third.
        (
            |page, _| {
                with_total(
                    page,
                    [6, 5, 6][page as usize - 1],
                    3,
                    [page * 10, page * 10 + 1],
                )
            },
            vec![changed(6, 5), changed(5, 6)],
            "from 6 to 5",
        ),
        (
            |page, _| {
                with_total(
                    page,
                    [6, 6, 7][page as usize - 1],
                    3,
                    [page * 10, page * 10 + 1],
                )
            },
            vec![changed(6, 7), DriftKind::ShortList { items: 6, total: 7 }],
            "from 6 to 7",
        ),
        (
            |page, _| {
                with_total(
                    page,
                    [6, 7, 6][page as usize - 1],
                    3,
                    [page * 10, page * 10 + 1],
                )
            },
            vec![changed(6, 7), changed(7, 6)],
            "from 6 to 7",
        ),
        (
            |page, _| {
                with_total(
                    page,
                    [5, 4, 4][page as usize - 1],
                    2,
                    [page * 10, page * 10 + 1],
                )
            },
            vec![changed(5, 4)],
            "from 5 to 4",
        ),
    ];
    for (serve, drift, text) in cases {
        let found = outcome(serve, by_page, false).await;
        assert!(found.ids.is_ok(), "{found:?}");
        assert_eq!(found.drift, drift);
        let error = outcome(serve, by_page, true).await.ids.unwrap_err();
        assert!(error.contains(text), "{error}");
    }
}

#[tokio::test]
async fn duplicates_are_removed_on_request() {
    let cases: [(Serve, &[i64], bool); 3] = [
        (
            |page, _| with_total(page, 4, 2, [page * 10, page * 10 + 1]),
            &[10, 11, 20, 21],
            true,
        ),
        // An item was created: the last of the first page is the first of the second.
        (
            |page, _| with_total(page, 4, 2, [page, page + 1]),
            &[1, 2, 3],
            false,
        ),
        (
            |page, _| with_total(page, 3, 2, [page, page + 1]),
            &[1, 2, 3],
            true,
        ),
    ];
    for (serve, ids, is_complete) in cases {
        let (_, client, drift) = setup(serve);
        let items = by_page(&client).items().distinct_by(|thing| thing.id);
        let found = items.collect_all().await.unwrap();
        assert_eq!(found.iter().map(|thing| thing.id).collect::<Vec<_>>(), ids);
        assert_eq!(drift.lock().unwrap().is_empty(), is_complete);
        let (_, client, _) = setup(serve);
        let pages = by_page(&client)
            .pages()
            .distinct_by(|thing| thing.id)
            .complete();
        assert_eq!(pages.items().collect_all().await.is_ok(), is_complete);
    }
}

#[tokio::test]
async fn a_server_may_cap_the_page_size() {
    fn capped(page: u64, cap: u64, total: u64) -> Value {
        let ids = (page - 1) * cap + 1..=(page * cap).min(total);
        json!({ "scan": { "findings": things(ids) } })
    }
    let cases: [(Serve, usize, usize); 5] = [
        (|page, _| capped(page, 50, 120), 120, 3),
        (|page, _| capped(page, 50, 100), 100, 3),
        (|page, _| capped(page, 1, 3), 3, 4),
        (|page, _| capped(page, 200, 7), 7, 2),
        (|page, _| capped(page, 50, 0), 0, 1),
    ];
    for (serve, length, requests) in cases {
        let found = outcome(serve, short, true).await;
        assert_eq!(found.ids.as_ref().map(Vec::len), Ok(length), "{found:?}");
        assert_eq!((found.requests, found.drift), (requests, Vec::new()));
    }
}

#[tokio::test]
async fn lists_that_would_never_end_are_errors() {
    fn token(token: &str, ids: &Value) -> Value {
        json!({ "things": ids, "links": { "pages": { "next": format!("?page_token={token}") } } })
    }
    let tokens: [(Serve, &str, usize); 4] = [
        (
            |page, _| token(["a", "b"][page as usize % 2], &things([page])),
            "page 3 is followed by `page_token=b`, which was read before",
            3,
        ),
        (
            |page, _| token(["a", "b", "c"][page as usize % 3], &things([page])),
            "page 4 is followed by `page_token=b`, which was read before",
            4,
        ),
        (
            |page, _| token(&page.to_string(), &json!([])),
            "11 empty pages in a row",
            11,
        ),
        (
            |page, _| {
                token(
                    &page.to_string(),
                    &if page == 3 { things([1]) } else { json!([]) },
                )
            },
            "11 empty pages in a row",
            14,
        ),
    ];
    for (serve, text, requests) in tokens {
        let list = |client: &Client| client.things().call(ops::ByToken);
        let found = outcome(serve, list, false).await;
        assert!(found.ids.as_ref().unwrap_err().contains(text), "{found:?}");
        assert_eq!(found.requests, requests);
    }
    let numbered: Serve = |page, _| {
        let next = format!("https://x/?page={}", page + 1);
        json!({ "things": [], "links": { "pages": { "next": next } } })
    };
    let error = outcome(numbered, by_page, false).await.ids.unwrap_err();
    assert!(error.contains("11 empty pages in a row"), "{error}");
    let cursors: Serve = |page, _| {
        let id = ["a", "b"][page as usize % 2];
        json!({ "things": things([page]), "has_more": true, "last_id": id })
    };
    let list = |client: &Client| client.things().call(ops::ByCursor);
    let error = outcome(cursors, list, false).await.ids.unwrap_err();
    assert!(error.contains("page 3 is followed by `after=b`"), "{error}");
}

#[tokio::test]
async fn a_few_empty_pages_do_not_end_a_list() {
    let serve: Serve = |page, _| {
        let ids = if page % 10 == 0 {
            things([page])
        } else {
            json!([])
        };
        let next = (page < 30).then(|| format!("?page_token={page}"));
        json!({ "things": ids, "links": { "pages": { "next": next } } })
    };
    let list = |client: &Client| client.things().call(ops::ByToken);
    assert_eq!(outcome(serve, list, true).await.ids, Ok(vec![10, 20, 30]));
}

#[tokio::test]
async fn a_page_must_be_the_one_that_was_requested() {
    let by_total = |client: &Client| client.things().call(ops::ByTotal);
    let by_total_pages = |client: &Client| client.things().call(ops::ByTotalPages);
    let wrong = "requested page 1, but the response is page 123";
    let serve: Serve = |_, _| json!({ "things": things([1]), "total": 9, "meta": { "page": 123 } });
    let error = outcome(serve, by_total, false).await.ids.unwrap_err();
    assert!(error.contains(wrong), "{error}");
    let serve: Serve =
        |_, _| json!({ "things": things([1]), "current_page": 123, "total_pages": 9 });
    let error = outcome(serve, by_total_pages, false).await.ids.unwrap_err();
    assert!(error.contains(wrong), "{error}");
    let serve: Serve = |page, _| {
        let findings = things([page, page + 10]);
        json!({ "scan": { "findings": findings }, "meta": { "page": 1 } })
    };
    let error = outcome(serve, short, false).await.ids.unwrap_err();
    assert!(
        error.contains("requested page 2, but the response is page 1"),
        "{error}"
    );
    let serve: Serve = |page, _| json!({ "things": things([page]), "total": 3, "meta": { "page": page.to_string() } });
    assert_eq!(outcome(serve, by_total, true).await.ids, Ok(vec![1, 2, 3]));
}

#[tokio::test]
async fn a_page_must_not_repeat_an_earlier_one() {
    let by_total = |client: &Client| client.things().call(ops::ByTotal);
    let by_limit = |client: &Client| client.things().call(ops::ByPageLimit);
    let serve: Serve = |page, _| json!({ "things": things([1, 2]), "total": 9, "x": page });
    let error = outcome(serve, by_total, false).await.ids.unwrap_err();
    assert!(
        error.contains("page 2 has the same items as page 1"),
        "{error}"
    );
    let serve: Serve = |page, _| json!({ "meta": { "total": 9 }, "things": things([[1, 2, 3], [4, 5, 6]][page as usize % 2]) });
    let error = outcome(serve, by_limit, false).await.ids.unwrap_err();
    assert!(
        error.contains("page 3 has the same items as page 1"),
        "{error}"
    );
    let serve: Serve = |page, _| with_total(page, 9, 9, [1, 2]);
    let error = outcome(serve, by_page, false).await.ids.unwrap_err();
    assert!(
        error.contains("page 2 has the same items as page 1"),
        "{error}"
    );
    // As long as requested, so that it is not everything.
    let serve: Serve = |_, _| json!({ "scan": { "findings": things(1..=200) } });
    let error = outcome(serve, short, false).await.ids.unwrap_err();
    assert!(
        error.contains("page 2 has the same items as page 1"),
        "{error}"
    );
}

#[tokio::test]
async fn a_server_may_ignore_page_numbers() {
    let repeated = vec![DriftKind::RepeatedPage { page: 2 }];
    let cases: [(Serve, u64); 3] = [
        (|_, _| json!({ "scan": { "findings": things(1..=3) } }), 3),
        (
            |_, _| json!({ "scan": { "findings": things(1..=199) }, "note": "a" }),
            199,
        ),
        (
            |page, _| json!({ "note": page.to_string(), "scan": { "findings": things([1]) } }),
            1,
        ),
    ];
    for (serve, length) in cases {
        let found = outcome(serve, short, false).await;
        let ids = found.ids.unwrap();
        assert_eq!((ids.len() as u64, found.requests), (length, 2));
        assert_eq!(found.drift, repeated);
        let error = outcome(serve, short, true).await.ids.unwrap_err();
        assert!(
            error.contains("page 2 repeats the one before it"),
            "{error}"
        );
    }
}
