//! A list in documented pages.

use anyhow::{Context as _, ensure};
use digitalocean::fake::{RecordedRequest, Reply};
use serde_json::{Value, json};
use tests::second_reader::Listing;

/// Members that describe the next page. Without one, only a page that is not full is known to be the last.
const TELLING: [&str; 6] = [
    "/links/pages",
    "/meta/total",
    "/total",
    "/total_items",
    "/has_more",
    "/total_pages",
];

/// The server of one list. It accepts nothing that the document does not declare.
pub(crate) struct ListServer {
    pub(crate) listing: Listing,
    /// The JSON path of the items.
    pub(crate) place: String,
    /// A valid response, whose items are replaced.
    pub(crate) envelope: Value,
    pub(crate) items: Vec<Value>,
    /// The query parameters that the operation declares.
    pub(crate) declared: Vec<String>,
}

impl ListServer {
    /// Returns a page, or the failure that says what the request asks wrongly.
    pub(crate) fn answer(&self, request: &RecordedRequest) -> Reply {
        match self.page(request) {
            Ok(page) => Reply::json(&page),
            Err(error) => {
                let body = json!({ "id": "unprocessable_entity", "message": format!("{error:#}") });
                Reply::json(&body).with_status("422".parse().unwrap_or_default())
            }
        }
    }

    /// Returns how many items a request gets at most.
    pub(crate) fn size(&self, request: &RecordedRequest) -> anyhow::Result<usize> {
        let Some(size) = &self.listing.size else {
            return Ok(20);
        };
        let Some(asked) = request.parameter(&size.name) else {
            return Ok(size.default);
        };
        let asked = asked.parse()?;
        let largest = size.largest.unwrap_or(usize::MAX);
        let is_allowed = (1..=largest).contains(&asked);
        ensure!(is_allowed, "`{}` is {asked} of {largest}", size.name);
        Ok(asked)
    }

    /// Returns whether a response describes the next page.
    pub(crate) fn is_telling(&self) -> bool {
        TELLING.iter().any(|told| self.listing.told.contains(told))
    }

    /// Returns whether the items have names.
    pub(crate) fn is_map(&self) -> bool {
        self.envelope
            .pointer(&self.place)
            .is_some_and(Value::is_object)
    }

    fn page(&self, request: &RecordedRequest) -> anyhow::Result<Value> {
        // A list without parameters of pages understands its own links.
        let is_linked = self.listing.places.is_empty();
        for (name, _) in request.query() {
            let is_known = self.declared.contains(&name) || (is_linked && name == "page");
            ensure!(is_known, "`{name}` is no parameter");
        }
        let size = self.size(request)?;
        let start = self.start(request, size)?.min(self.items.len());
        let end = start.saturating_add(size).min(self.items.len());
        let mut body = self.envelope.clone();
        let items = self.items.get(start..end).unwrap_or_default();
        let holder = body.pointer_mut(&self.place).context("no items")?;
        *holder = if self.is_map() {
            let named = (start..).map(name_of).zip(items.iter().cloned());
            Value::Object(named.collect())
        } else {
            items.into()
        };
        for told in &self.listing.told {
            let (place, value) = self.told(told, start, end, size);
            set(&mut body, place, value);
        }
        if let Some(page) = body.pointer_mut("/meta/page") {
            *page = (start / size + 1).into();
        }
        Ok(body)
    }

    /// Returns the index of the first item that a request asks for.
    fn start(&self, request: &RecordedRequest, size: usize) -> anyhow::Result<usize> {
        let number = |name: &str| -> anyhow::Result<usize> {
            let value = request.parameter(name);
            let value = value
                .as_deref()
                .map(|value| value.trim_start_matches("item "));
            let number = value.map_or(Ok(0), str::parse);
            number.with_context(|| format!("`{name}` is {value:?}"))
        };
        let by_mark = number("after")?.max(number("page_token")?);
        let by_number = number("page")?.saturating_sub(1) * size;
        let has_marks = self.listing.places.contains("page_token");
        ensure!(
            !has_marks || by_number == 0,
            "`page` leads nowhere here, `page_token` does"
        );
        Ok(by_mark.max(by_number))
    }

    /// Returns the value of a member, and its JSON path.
    fn told(
        &self,
        told: &'static str,
        start: usize,
        end: usize,
        size: usize,
    ) -> (&'static str, Value) {
        let count = self.items.len();
        let page = start / size + 1;
        match told {
            "/links/pages" if end == count => ("/links", json!({})),
            "/links/pages" => {
                let lead = if self.listing.places.contains("page_token") {
                    format!("page_token=item%20{end}&per_page={size}")
                } else {
                    format!("page={}&per_page={size}", page + 1)
                };
                let next = format!("https://links.example.com/elsewhere?{lead}");
                ("/links", json!({ "pages": { "next": next } }))
            }
            "/has_more" => (told, (end < count).into()),
            "/last_id" if start == end => (told, Value::Null),
            "/last_id" => (told, format!("item {end}").into()),
            "/current_page" => (told, page.into()),
            "/total_pages" => (told, count.div_ceil(size).into()),
            _ => (told, count.into()),
        }
    }
}

/// Returns the name of an item in a map, which keeps the order.
pub(crate) fn name_of(index: usize) -> String {
    format!("{index:06}")
}

/// Sets a member, whatever was there.
fn set(body: &mut Value, pointer: &str, value: Value) {
    let mut place = body;
    for name in pointer.split('/').skip(1) {
        if !place.is_object() {
            *place = json!({});
        }
        place = &mut place[name];
    }
    *place = value;
}
