//! Pages, cursors and nullable fields, written by serde and read again.

use serde_json::{Value, json};

use super::sample::{Pair, Thing};
use crate::fake::{Fake, Reply};
use crate::pagination::Cursor;
use crate::{Nullable, Page};

/// Returns a page of a response.
async fn page(response: Value) -> Page<Thing> {
    let fake = Fake::new();
    let client = fake.client().unwrap();
    fake.enqueue(Reply::json(&response));
    client.things().list().await.unwrap()
}

#[tokio::test]
async fn a_page_is_written_and_read_again() {
    let next = "https://api.digitalocean.com/v2/things?page=2";
    let page = page(json!({
        "things": [{ "id": 1, "name": "a", "status": "active", "later": [1] }],
        "links": { "pages": { "next": next } },
        "meta": { "total": 3 },
    }))
    .await;
    let json = serde_json::to_value(&page).unwrap();
    assert_eq!(json["items"][0]["later"], json!([1]));
    assert_eq!(json["total"], 3);
    let again: Page<Thing> = serde_json::from_value(json.clone()).unwrap();
    assert_eq!(again, page);
    assert!(again.has_next() && again.total() == Some(3));

    // Formats without names write the fields as a sequence.
    let values = json.as_object().unwrap();
    let fields = [
        "items",
        "extra",
        "total",
        "next",
        "has_more",
        "last_id",
        "current_page",
        "total_pages",
    ];
    assert_eq!(values.len(), fields.len());
    let mut list: Vec<Value> = fields.iter().map(|name| values[*name].clone()).collect();
    let again: Page<Thing> = serde_json::from_value(list.clone().into()).unwrap();
    assert_eq!(again, page);
    list.truncate(4);
    let error = serde_json::from_value::<Page<Thing>>(list.into()).unwrap_err();
    assert!(error.to_string().contains("invalid length 4"), "{error}");
}

#[test]
fn a_page_keeps_its_other_fields() {
    let json = json!({ "items": ["a"], "extra": { "first": 1 }, "has_more": true, "added": 1 });
    let page: Page<String, Value> = serde_json::from_value(json).unwrap();
    assert_eq!(page.extra(), &json!({ "first": 1 }));
    assert!(page.has_next());
    assert_eq!(serde_json::to_value(&page).unwrap()["extra"]["first"], 1);
    for (json, missing) in [("{}", "items"), (r#"{"items":[]}"#, "extra")] {
        let error = serde_json::from_str::<Page<String, Value>>(json).unwrap_err();
        assert!(error.to_string().contains(missing), "{error}");
    }
}

#[test]
fn a_cursor_is_a_string() {
    for text in [
        "page=2&per_page=10",
        "page=2",
        "page_token=a%26b",
        "after=id",
    ] {
        let cursor: Cursor = serde_json::from_value(text.into()).unwrap();
        assert_eq!(cursor, text.parse().unwrap());
        assert_eq!(serde_json::to_value(&cursor).unwrap(), text);
    }
    let error = serde_json::from_value::<Cursor>(json!("page=0")).unwrap_err();
    assert!(error.to_string().contains("invalid cursor"), "{error}");
}

#[test]
fn nullable_fields_are_null_or_a_value() {
    for (value, json) in [
        (Nullable::Absent, json!(null)),
        (Nullable::Null, json!(null)),
        (Nullable::Value(vec![1]), json!([1])),
    ] {
        assert_eq!(serde_json::to_value(&value).unwrap(), json);
    }
    let read = |json| serde_json::from_value::<Nullable<Pair>>(json);
    assert!(read(json!(null)).unwrap().is_null());
    assert!(read(json!({})).unwrap().as_option().is_some());
    assert!(read(json!(1)).is_err());
}
