//! A list in documented pages.

use anyhow::{Context as _, ensure};
use digitalocean::fake::{RecordedRequest, Reply};
use serde_json::{Value, json};
use tests::second_reader::Listing;

/// Members that describe the next page. Without one, only a page that is not full is known to be the last.
const NEXT_PAGE_MEMBERS: [&str; 6] = [
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
    pub(crate) items_pointer: String,
    /// A valid response, whose items are replaced.
    pub(crate) envelope: Value,
    pub(crate) items: Vec<Value>,
    /// The query parameters that the operation declares.
    pub(crate) declared: Vec<String>,
}

impl ListServer {
    /// Returns a page, or the failure that says what the request asks wrongly.
    pub(crate) fn respond(&self, request: &RecordedRequest) -> Reply {
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
        let Some(requested) = request.parameter(&size.name) else {
            return Ok(size.default);
        };
        let requested = requested.parse()?;
        let largest = size.largest.unwrap_or(usize::MAX);
        let is_allowed = (1..=largest).contains(&requested);
        ensure!(is_allowed, "`{}` is {requested} of {largest}", size.name);
        Ok(requested)
    }

    /// Returns whether a response describes the next page.
    pub(crate) fn describes_next_page(&self) -> bool {
        NEXT_PAGE_MEMBERS
            .iter()
            .any(|pointer| self.listing.page_members.contains(pointer))
    }

    /// Returns whether the items have names.
    pub(crate) fn is_map(&self) -> bool {
        self.envelope
            .pointer(&self.items_pointer)
            .is_some_and(Value::is_object)
    }

    fn page(&self, request: &RecordedRequest) -> anyhow::Result<Value> {
        // A list without parameters of pages understands its own links.
        let is_linked = self.listing.page_parameters.is_empty();
        for (name, _) in request.query() {
            let is_known = self.declared.contains(&name) || (is_linked && name == "page");
            ensure!(is_known, "`{name}` is not a parameter");
        }
        let size = self.size(request)?;
        let start = self.start(request, size)?.min(self.items.len());
        let end = start.saturating_add(size).min(self.items.len());
        let mut body = self.envelope.clone();
        let items = self.items.get(start..end).unwrap_or_default();
        let holder = body.pointer_mut(&self.items_pointer).context("no items")?;
        *holder = if self.is_map() {
            let named = (start..).map(name_of).zip(items.iter().cloned());
            Value::Object(named.collect())
        } else {
            items.into()
        };
        for pointer in &self.listing.page_members {
            let (pointer, value) = self.page_member(pointer, start, end, size);
            set(&mut body, pointer, value);
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
        let by_token = number("after")?.max(number("page_token")?);
        let by_number = number("page")?.saturating_sub(1) * size;
        let has_tokens = self.listing.page_parameters.contains("page_token");
        ensure!(
            !has_tokens || by_number == 0,
            "`page` is not supported here, `page_token` is"
        );
        Ok(by_token.max(by_number))
    }

    /// Returns the value of a member, and its JSON path.
    fn page_member(
        &self,
        pointer: &'static str,
        start: usize,
        end: usize,
        size: usize,
    ) -> (&'static str, Value) {
        let count = self.items.len();
        let page = start / size + 1;
        match pointer {
            "/links/pages" if end == count => ("/links", json!({})),
            "/links/pages" => {
                let query = if self.listing.page_parameters.contains("page_token") {
                    format!("page_token=item%20{end}&per_page={size}")
                } else {
                    format!("page={}&per_page={size}", page + 1)
                };
                let next = format!("https://links.example.com/elsewhere?{query}");
                ("/links", json!({ "pages": { "next": next } }))
            }
            "/has_more" => (pointer, (end < count).into()),
            "/last_id" if start == end => (pointer, Value::Null),
            "/last_id" => (pointer, format!("item {end}").into()),
            "/current_page" => (pointer, page.into()),
            "/total_pages" => (pointer, count.div_ceil(size).into()),
            _ => (pointer, count.into()),
        }
    }
}

/// Returns the name of an item in a map, which keeps the order.
pub(crate) fn name_of(index: usize) -> String {
    format!("{index:06}")
}

/// Sets a member, whatever was there.
fn set(body: &mut Value, pointer: &str, value: Value) {
    let mut node = body;
    for name in pointer.split('/').skip(1) {
        if !node.is_object() {
            *node = json!({});
        }
        node = &mut node[name];
    }
    *node = value;
}
