//! Lists of every style and length.

use futures_util::{StreamExt, TryStreamExt};
use serde_json::{Value, json};

use super::sample::{Thing, ops};
use crate::fake::{Fake, RecordedRequest, Reply};
use crate::pagination::Paginated;
use crate::{Client, Error, Request, RetryPolicy};

/// Serves a list of `total` things, in pages of the style.
pub(super) fn serve(request: &RecordedRequest, total: u64) -> Reply {
    let number = |name: &str, default: u64| {
        request
            .parameter(name)
            .map_or(default, |text| text.parse().unwrap())
    };
    let style = request.operation.id;
    let size = match style {
        "things_by_cursor" | "things_by_page_limit" => number("limit", 20),
        _ => number("per_page", 20),
    };
    let start = match style {
        "things_by_cursor" => request
            .parameter("after")
            .map_or(0, |id| id.parse().unwrap()),
        "things_by_token" => number("page_token", 0),
        _ => (number("page", 1) - 1) * size,
    };
    let end = (start + size).min(total);
    let things: Vec<Value> = (start + 1..=end)
        .map(|id| json!({ "id": id, "name": "", "status": "" }))
        .collect();
    let page = start / size + 1;
    let next = |name: &str, value: u64| match end < total {
        true => {
            json!({ "pages": { "next": format!("https://x/?{name}={value}&per_page={size}") } })
        }
        false => json!({}),
    };
    Reply::json(&match style {
        "things_list" | "things_by_links" => {
            json!({ "things": things, "links": next("page", page + 1), "meta": { "total": total } })
        }
        "things_by_token" => json!({ "things": things, "links": next("page_token", end) }),
        "things_history" => json!({ "scan": { "findings": things } }),
        "things_by_cursor" => json!({
            "things": things, "has_more": end < total,
            "last_id": things.last().map(|thing| thing["id"].to_string()),
        }),
        "things_by_page_limit" => json!({ "things": things, "meta": { "total": total } }),
        "things_by_total_pages" => json!({
            "things": things, "current_page": page, "total_pages": total.div_ceil(size),
        }),
        "things_by_total" => json!({ "things": things, "total": total }),
        other => panic!("{other}"),
    })
}

pub(super) fn setup(total: u64) -> (Fake, Client) {
    let fake = Fake::new();
    fake.handle_all(move |request| Some(serve(request, total)));
    let client = fake.client_builder().retry(RetryPolicy::never());
    (fake, client.build().unwrap())
}

async fn check<O: Paginated<Item = Thing>>(operation: fn() -> O) {
    for total in [0, 1, 19, 20, 21, 199, 200, 201, 1000] {
        for ahead in [0, 1, 4] {
            let (fake, client) = setup(total);
            let request = client.things().call(operation());
            let items = request
                .items()
                .prefetch(ahead)
                .complete()
                .collect_all()
                .await
                .unwrap();
            let ids: Vec<_> = items.iter().map(|thing| thing.id as u64).collect();
            let id = O::META.id;
            assert_eq!(ids, (1..=total).collect::<Vec<_>>(), "{id}, {total} items");
            let sent = fake.requests();
            let size = u64::from(match id {
                "things_by_cursor" => 100,
                "things_list" | "things_history" | "things_by_token" => 200u8,
                _ => 20,
            });
            // Without a total, only an empty page or one shorter than the first is the last.
            let is_unsure = total > 0 && (total <= size || total % size == 0);
            let one_more = u64::from(id == "things_history" && is_unsure);
            let pages = total.div_ceil(size).max(1) + one_more;
            assert_eq!(sent.len() as u64, pages, "{id}, {total} items");
        }
    }
}

#[tokio::test]
async fn every_style_and_length() {
    check(|| ops::List).await;
    check(|| ops::History { key: 1 }).await;
    check(|| ops::ByToken).await;
    check(|| ops::ByCursor).await;
    check(|| ops::ByPageLimit).await;
    check(|| ops::ByTotalPages).await;
    check(|| ops::ByTotal).await;
    check(|| ops::ByLinks).await;
}

#[tokio::test]
async fn filters_stay_and_pages_are_as_requested() {
    let (fake, client) = setup(45);
    let request = client.things().list().tag_name("web").per_page(10).page(3);
    let pages: Vec<_> = request.pages().try_collect().await.unwrap();
    assert_eq!(pages.len(), 3);
    assert_eq!(pages[0].items()[0].id, 21);
    let queries: Vec<_> = fake
        .requests()
        .iter()
        .map(|sent| sent.url.query().unwrap().to_owned())
        .collect();
    assert_eq!(queries[1], "tag_name=web&per_page=10&page=4");
}

#[tokio::test]
async fn a_page_that_fails_is_named() {
    let (fake, client) = setup(1000);
    fake.handle("things_list", |request| {
        let fails = request.parameter("page").as_deref() == Some("3");
        Some(if fails {
            Reply::status(500)
        } else {
            serve(request, 1000)
        })
    })
    .unwrap();
    for ahead in [0, 4] {
        let mut pages = client.things().list().pages().prefetch(ahead);
        assert_eq!(pages.next().await.unwrap().unwrap()[0].id, 1);
        assert_eq!(pages.next().await.unwrap().unwrap()[0].id, 201);
        let place = pages.cursor();
        let error = pages.next().await.unwrap().unwrap_err();
        assert!(error.to_string().contains("page 3: 500"), "{error}");
        assert!(pages.next().await.is_none());
        assert_eq!(place.unwrap().to_string(), "page=3&per_page=200");
        assert_eq!(pages.cursor().unwrap().to_string(), "page=3&per_page=200");
    }
}

#[tokio::test]
async fn a_next_that_does_not_advance_ends_the_list_with_an_error() {
    for next in [
        "https://x/?page=1",
        "https://x/?page=0",
        "https://x/?page=-1",
        "https://x/?page=two",
        "https://x/?page=99999999999999999999",
        "https://x/?nothing=1",
    ] {
        let (fake, client) = setup(0);
        fake.handle("things_list", move |_| {
            let links = json!({ "pages": { "next": next } });
            Some(Reply::json(
                &json!({ "things": [{ "id": 1 }], "links": links }),
            ))
        })
        .unwrap();
        let error = client
            .things()
            .list()
            .items()
            .collect_all()
            .await
            .unwrap_err();
        assert!(matches!(error, Error::Paging(_)), "{error}");
        assert_eq!(fake.requests().len(), 1);
    }
    let (fake, client) = setup(0);
    fake.handle("things_by_token", |_| {
        let links = json!({ "pages": { "next": "?page_token=same" } });
        Some(Reply::json(&json!({ "things": [], "links": links })))
    })
    .unwrap();
    let request = client.things().call(ops::ByToken);
    assert!(request.items().collect_all().await.is_err());
    assert_eq!(fake.requests().len(), 2);
}

#[tokio::test]
async fn a_next_link_to_another_host_is_sent_to_the_own_host() {
    let (fake, client) = setup(0);
    fake.handle("things_list", |request| {
        let is_first = request.parameter("page").is_none();
        let next = json!({ "pages": { "next": "http://evil.example/steal?page=2&tag_name=x" } });
        let links = if is_first { next } else { json!({}) };
        Some(Reply::json(
            &json!({ "things": [{ "id": i64::from(is_first) }], "links": links }),
        ))
    })
    .unwrap();
    let things = client.things().list().items().collect_all().await.unwrap();
    assert_eq!(things.len(), 2);
    let sent = fake.requests();
    assert_eq!(
        sent[1].url.as_str(),
        "https://api.digitalocean.com/v2/things?per_page=200&page=2"
    );
}

#[tokio::test]
async fn lists_that_change_meanwhile() {
    let (fake, client) = setup(0);
    fake.handle("things_list", |request| {
        let total = if request.parameter("page").is_none() {
            401
        } else {
            300
        };
        Some(serve(request, total))
    })
    .unwrap();
    let things = client
        .things()
        .list()
        .items()
        .prefetch(4)
        .collect_all()
        .await
        .unwrap();
    assert_eq!(things.len(), 300);
    fake.handle("things_list", |request| {
        let (_, links) = (request, json!({}));
        Some(Reply::json(
            &json!({ "things": [{ "id": 1 }], "links": links, "meta": { "total": 2 } }),
        ))
    })
    .unwrap();
    let items = client.things().list().items();
    assert_eq!(items.collect_all().await.unwrap().len(), 1);
    let error = client
        .things()
        .list()
        .items()
        .complete()
        .collect_all()
        .await
        .unwrap_err();
    assert!(error.to_string().contains("1 of 2 items"), "{error}");
}

#[tokio::test]
async fn a_total_may_be_written_in_any_form() {
    for total in [json!(3), json!(3.0), json!("3"), json!(30e-1)] {
        let (fake, client) = setup(0);
        fake.handle("things_list", move |_| {
            let meta = json!({ "total": total });
            Some(Reply::json(
                &json!({ "things": [{ "id": 1 }], "links": {}, "meta": meta }),
            ))
        })
        .unwrap();
        let items = client.things().list().items().complete();
        let error = items.collect_all().await.unwrap_err();
        assert!(matches!(error, Error::Paging(_)), "{error}");
    }
}

#[tokio::test]
async fn an_item_that_was_skipped_makes_a_list_incomplete() {
    let (fake, client) = setup(0);
    // An item of the first page is deleted meanwhile, so one of the second moves to the first.
    fake.handle("things_list", |request| {
        let is_first = request.parameter("page").is_none();
        let (ids, total) = if is_first {
            (1..=200, 400)
        } else {
            (202..=400, 399)
        };
        let things: Vec<_> = ids
            .map(|id| json!({ "id": id, "name": "", "status": "" }))
            .collect();
        let next = is_first.then_some("https://x/?page=2");
        Some(Reply::json(&json!({
            "things": things, "links": { "pages": { "next": next } }, "meta": { "total": total },
        })))
    })
    .unwrap();
    let list = client.things().list().items().complete();
    let error = list.collect_all().await.unwrap_err();
    let text = "its total changed from 400 to 399 between two pages";
    assert!(error.to_string().contains(text), "{error}");
}

/// Returns at most 100 findings of 250, whatever the page size.
fn serve_at_most_100(request: &RecordedRequest) -> Vec<Value> {
    let page: u64 = request
        .parameter("page")
        .map_or(1, |page| page.parse().unwrap());
    let ids = (page - 1) * 100 + 1..=(page * 100).min(250);
    ids.map(|id| json!({ "id": id, "name": "", "status": "" }))
        .collect()
}

#[tokio::test]
async fn pages_that_are_smaller_than_asked_for_do_not_end_a_list_that_says_so() {
    let responders: [fn(&RecordedRequest) -> Value; 2] = [
        |request| {
            let findings = serve_at_most_100(request);
            json!({ "scan": { "findings": findings }, "meta": { "total": 250 } })
        },
        |request| {
            let findings = serve_at_most_100(request);
            let next = (findings.len() == 100).then_some("https://x/?page=9");
            json!({ "scan": { "findings": findings }, "links": { "pages": { "next": next } } })
        },
    ];
    for respond in responders {
        let (fake, client) = setup(0);
        fake.handle("things_history", move |request| {
            Some(Reply::json(&respond(request)))
        })
        .unwrap();
        let request = client.things().call(ops::History { key: 1 });
        let items = request.items().collect_all().await.unwrap();
        assert_eq!((items.len(), fake.requests().len()), (250, 3));
    }
}

#[test]
fn styles_know_their_page_size() {
    let client = Fake::new().client().unwrap();
    let size = |request: Request<ops::ByCursor>| request.page_size(5).to_curl();
    assert!(size(client.things().call(ops::ByCursor)).contains("limit=5"));
}
