//! Page sizes that the API does not serve are refused, however they are set.

use serde_json::json;

use super::broken_lists::{Serve, setup};
use super::sample::ops;
use crate::generated::facts::FACTS;
use crate::runtime::operation::page_style::Style;

#[tokio::test]
async fn page_sizes_are_checked_before_anything_is_sent() {
    let serve: Serve = |_, _| json!({ "things": [] });
    let (fake, client, _) = setup(serve);
    for size in [201, 1000, 0, -1, i64::MAX] {
        let error = client.things().list().per_page(size).await.unwrap_err();
        let text = error.to_string();
        let expected = format!("`per_page` \"{size}\" is not in the range 1 to 200");
        assert!(error.is_build() && text.contains(&expected), "{text}");
        let items = client.things().list().per_page(size).items();
        assert!(items.collect_all().await.is_err());
    }
    assert!(
        client
            .things()
            .call(ops::ByCursor)
            .page_size(101)
            .await
            .is_err()
    );
    assert!(client.things().list().page(0).await.is_err());
    let cursor = "page=2&per_page=201".parse().unwrap();
    assert!(client.things().list().cursor(cursor).await.is_err());
    for size in ["300", "0", "-5", "", "many", "18446744073709551616"] {
        let list = || client.things().list().query("per_page", size);
        assert!(list().await.unwrap_err().is_build(), "{size}");
        assert!(list().items().next().await.unwrap().is_err(), "{size}");
        let error = list().await.unwrap_err().to_string();
        assert!(error.contains(&format!("{size:?}")), "{error}");
        let by_cursor = client.things().call(ops::ByCursor).query("limit", size);
        assert!(by_cursor.await.unwrap_err().is_build(), "{size}");
        let by_total = client.things().call(ops::ByTotal).query("per_page", size);
        let is_refused = by_total.await.is_err_and(|error| error.is_build());
        assert_eq!(is_refused, size != "300", "{size}");
    }
    assert_eq!(fake.requests().len(), 1);
    for size in [1, 200] {
        client.things().list().per_page(size).await.unwrap();
    }
    // Without a documented maximum any size is sent.
    client
        .things()
        .call(ops::ByTotal)
        .page_size(1000)
        .await
        .unwrap();
    assert_eq!(fake.requests().len(), 4);
}

/// Lists without a documented maximum have the page size that the facts of the API name for their style, if they do.
#[tokio::test]
async fn pages_have_the_size_of_the_facts() {
    let serve: Serve = |_, _| json!({ "things": [], "policies": {} });
    let (fake, client, _) = setup(serve);
    let things = client.things();
    things
        .call(ops::Policies)
        .items()
        .collect_all()
        .await
        .unwrap();
    things
        .call(ops::ByPageLimit)
        .items()
        .collect_all()
        .await
        .unwrap();
    let sent = fake.requests();
    let sizes = [
        FACTS.page_size(Style::Pages),
        FACTS.page_size(Style::PageLimit),
    ];
    assert_eq!(sizes, [Some(200), None]);
    let queries: Vec<_> = sent.iter().map(|request| request.url.query()).collect();
    assert_eq!(queries, [Some("per_page=200"), None]);
}
