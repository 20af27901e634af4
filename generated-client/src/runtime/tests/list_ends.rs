//! Lists whose responses do not say where they end.

use serde_json::{Value, json};

use super::broken_lists::{Serve, by_page, outcome, setup, things};
use super::sample::ops;
use crate::Client;
use crate::drift::DriftKind;

/// Returns a page of a list of seven things, three on each page.
fn page(number: u64) -> Value {
    things(number * 3 - 2..=(number * 3).min(7))
}

#[tokio::test]
async fn a_list_without_its_total_continues_until_a_page_is_short() {
    let by_total = |client: &Client| client.things().call(ops::ByTotal);
    let by_limit = |client: &Client| client.things().call(ops::ByPageLimit);
    let by_total_pages = |client: &Client| client.things().call(ops::ByTotalPages);
    let cases: [Serve; 4] = [
        |number, _| json!({ "things": page(number) }),
        |number, _| json!({ "things": page(number), "total": null, "meta": {} }),
        |number, _| json!({ "things": page(number), "total": "many", "meta": { "total": -1 } }),
        |number, _| json!({ "things": page(number), "current_page": number }),
    ];
    for serve in cases {
        for found in [
            outcome(serve, by_total, true).await,
            outcome(serve, by_limit, true).await,
            outcome(serve, by_total_pages, true).await,
        ] {
            assert_eq!(found.ids, Ok((1..=7).collect()), "{found:?}");
            assert_eq!((found.requests, found.drift), (3, Vec::new()));
        }
    }
    // Billing names its total in its own way.
    let serve: Serve = |number, _| json!({ "things": page(number), "total_items": 7 });
    assert_eq!(outcome(serve, by_total_pages, true).await.requests, 3);
}

#[tokio::test]
async fn a_server_that_ignores_page_numbers_and_has_no_total_returns_one_page() {
    let by_total = |client: &Client| client.things().call(ops::ByTotal);
    let serve: Serve = |_, _| json!({ "things": page(1) });
    let found = outcome(serve, by_total, false).await;
    assert_eq!(found.ids, Ok(vec![1, 2, 3]));
    assert_eq!(found.drift, [DriftKind::RepeatedPage { page: 2 }]);
    assert!(outcome(serve, by_total, true).await.ids.is_err());
}

#[tokio::test]
async fn a_list_without_a_statement_of_its_end_is_read_to_a_short_page() {
    // The server has fewer items on a page than requested.
    fn capped(number: u64, cap: u64, count: u64) -> Value {
        things((number - 1) * cap + 1..=(number * cap).min(count))
    }
    let list = |client: &Client| client.things().list();
    let cases: [(Serve, usize, usize); 5] = [
        (|n, _| json!({ "things": capped(n, 50, 120) }), 120, 3),
        (
            |n, _| json!({ "things": capped(n, 50, 50), "links": null }),
            50,
            2,
        ),
        (
            |n, _| json!({ "things": capped(n, 200, 400), "meta": { "total": null } }),
            400,
            3,
        ),
        (
            |n, _| json!({ "things": capped(n, 1, 3), "meta": {} }),
            3,
            4,
        ),
        (|_, _| json!({ "things": [] }), 0, 1),
    ];
    for (serve, length, requests) in cases {
        let found = outcome(serve, list, true).await;
        assert_eq!(found.ids.as_ref().map(Vec::len), Ok(length), "{found:?}");
        assert_eq!((found.requests, found.drift), (requests, Vec::new()));
    }
    // The server ignores page numbers, so that nobody knows whether these are all.
    let repeated: [Serve; 3] = [
        |_, _| json!({ "things": things([1]) }),
        |_, _| json!({ "things": things(1..=199), "links": null }),
        |_, _| json!({ "things": things(1..=201) }),
    ];
    for serve in repeated {
        let found = outcome(serve, list, false).await;
        assert_eq!(found.drift, [DriftKind::RepeatedPage { page: 2 }]);
        assert!(found.ids.is_ok(), "{found:?}");
        assert!(outcome(serve, list, true).await.ids.is_err());
    }
    let error = outcome(|_, _| json!({ "things": things([1, 2]) }), by_page, false).await;
    let error = error.ids.unwrap_err();
    assert!(error.contains("page 2 has the same items"), "{error}");
    // These say it.
    let complete: [Serve; 4] = [
        |_, _| json!({ "things": things([1, 2]), "has_more": "false" }),
        |_, _| json!({ "things": things([1, 2]), "links": {} }),
        |_, _| json!({ "things": things([1, 2]), "meta": { "total": 2 } }),
        |_, _| json!({ "things": things([]) }),
    ];
    for serve in complete {
        let found = outcome(serve, by_page, true).await;
        assert!(found.ids.is_ok() && found.requests == 1, "{found:?}");
    }
}

#[tokio::test]
async fn a_list_that_cannot_be_read_on_is_not_known_to_be_complete() {
    let by_cursor = |client: &Client| client.things().call(ops::ByCursor);
    let by_token = |client: &Client| client.things().call(ops::ByToken);
    let by_links = |client: &Client| client.things().call(ops::ByLinks);
    let full: Serve = |_, _| json!({ "things": things(1..=200) });
    let some: Serve = |_, _| json!({ "things": things([1, 2]), "links": null });
    let none: Serve = |_, _| json!({ "things": [] });
    let unknown = |items| vec![DriftKind::UnknownEnd { items }];
    let error = "does not say that the list ends";
    for found in [
        (
            outcome(full, by_cursor, false).await,
            outcome(full, by_cursor, true).await,
        ),
        (
            outcome(full, by_token, false).await,
            outcome(full, by_token, true).await,
        ),
    ] {
        assert_eq!(
            (found.0.ids.unwrap().len(), found.0.drift),
            (200, unknown(200))
        );
        assert!(found.1.ids.unwrap_err().contains(error));
    }
    for found in [
        (
            outcome(some, by_cursor, false).await,
            outcome(some, by_cursor, true).await,
        ),
        (
            outcome(some, by_token, false).await,
            outcome(some, by_token, true).await,
        ),
        (
            outcome(some, by_links, false).await,
            outcome(some, by_links, true).await,
        ),
    ] {
        assert_eq!((found.0.ids, found.0.drift), (Ok(vec![1, 2]), Vec::new()));
        assert!(found.1.ids.unwrap_err().contains(error));
    }
    assert_eq!(outcome(none, by_cursor, true).await.ids, Ok(Vec::new()));
    assert_eq!(outcome(none, by_links, true).await.ids, Ok(Vec::new()));
    // A position to go on from is enough.
    let serve: Serve = |number, _| match number {
        1 | 2 => json!({ "things": things([number]), "last_id": number.to_string() }),
        _ => none_left(),
    };
    assert_eq!(outcome(serve, by_cursor, true).await.ids, Ok(vec![1, 2]));
}

fn none_left() -> Value {
    json!({ "things": [], "last_id": null })
}

#[tokio::test]
async fn links_must_not_skip_pages() {
    fn linked(step: u64, last: u64, number: u64) -> Value {
        let page = 1 + (number - 1) * step;
        let next = (page < last).then(|| format!("https://x/?page={}", page + step));
        json!({ "things": things([page]), "links": { "pages": { "next": next } } })
    }
    let skipped = |after, next| DriftKind::SkippedPages { after, next };
    let cases: [(Serve, Vec<DriftKind>); 3] = [
        (|n, _| linked(2, 5, n), vec![skipped(1, 3), skipped(3, 5)]),
        (|n, _| linked(10, 11, n), vec![skipped(1, 11)]),
        (|n, _| linked(1, 4, n), Vec::new()),
    ];
    for (serve, drift) in cases {
        let error = outcome(serve, by_page, true).await.ids;
        assert_eq!(error.is_ok(), drift.is_empty(), "{error:?}");
        let found = outcome(serve, by_page, false).await;
        assert!(found.ids.is_ok(), "{found:?}");
        assert_eq!(found.drift, drift);
    }
}

#[tokio::test]
async fn the_same_items_in_another_form_are_a_repeated_page() {
    fn again(number: u64, id: &str, next: bool) -> Value {
        let item = |value: u64| json!({ id: value, "name": number.to_string(), "status": "" });
        let next = next.then(|| format!("https://x/?page={}", number + 1));
        json!({ "things": [item(1), item(2)], "links": { "pages": { "next": next } }, "at": number })
    }
    let cases: [Serve; 3] = [
        |number, _| again(number, "id", true),
        |number, _| again(number, "uuid", true),
        |number, _| again(number, "urn", true),
    ];
    for serve in cases {
        let found = outcome(serve, by_page, false).await;
        let error = found.ids.unwrap_err();
        assert!(
            error.contains("page 2 has the same items as page 1"),
            "{error}"
        );
    }
}

#[tokio::test]
async fn the_number_of_pages_is_limited() {
    let serve: Serve = |number, _| {
        let next = format!("https://x/?page={}", number + 1);
        json!({ "things": things([number]), "links": { "pages": { "next": next } } })
    };
    for limit in [1, 2, 50] {
        let (fake, client, _) = setup(serve);
        let error = by_page(&client).items().prefetch(0).max_pages(limit);
        let error = error.collect_all().await.unwrap_err().to_string();
        assert!(
            error.contains(&format!("goes on after {limit} pages")),
            "{error}"
        );
        assert_eq!(fake.requests().len() as u64, limit);
        let (_, client, _) = setup(serve);
        let pages = by_page(&client).pages().max_pages(limit).items();
        assert!(pages.collect_all().await.is_err());
    }
    let (_, client, _) = setup(|number, _| json!({ "things": page(number) }));
    let list = client.things().call(ops::ByTotal).items().max_pages(3);
    assert_eq!(list.collect_all().await.unwrap().len(), 7);
}
