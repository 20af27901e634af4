//! Lists whose responses do not say where they end.

use serde_json::{Value, json};

use super::broken_lists::{Serve, by_page, outcome, things};
use super::sample::ops;
use crate::Client;
use crate::drift::DriftKind;

/// Returns a page of a list of seven things, three on each page.
fn page(number: u64) -> Value {
    things(number * 3 - 2..=(number * 3).min(7))
}

#[tokio::test]
async fn a_list_without_its_total_goes_on_until_a_page_is_short() {
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
async fn a_full_page_without_any_word_of_the_end_is_not_complete() {
    let silent: [Serve; 3] = [
        |_, _| json!({ "things": things([1, 2]) }),
        |_, _| json!({ "things": things([1, 2, 3]), "links": null }),
        |_, _| json!({ "things": things([1, 2]), "meta": { "total": null } }),
    ];
    for serve in silent {
        let error = outcome(serve, by_page, true).await.ids.unwrap_err();
        assert!(error.contains("does not say that the list ends"), "{error}");
        let found = outcome(serve, by_page, false).await;
        assert!(found.ids.is_ok() && found.drift.is_empty(), "{found:?}");
    }
    let complete: [Serve; 5] = [
        |_, _| json!({ "things": things([1, 2]), "has_more": "false" }),
        |_, _| json!({ "things": things([1]) }),
        |_, _| json!({ "things": things([1, 2]), "links": {} }),
        |_, _| json!({ "things": things([1, 2]), "meta": { "total": 2 } }),
        |_, _| json!({ "things": things([]) }),
    ];
    for serve in complete {
        let found = outcome(serve, by_page, true).await;
        assert!(found.ids.is_ok(), "{found:?}");
    }
}
