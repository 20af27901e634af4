//! Resources that are all alike: listed in pages, read, created, changed and deleted.

use serde_json::{Map, Value, json};

use crate::fake::{Recorded, Reply};

/// The facts of one kind of resource.
pub(super) struct Kind {
    /// Path of the list; items are one segment below.
    pub(super) path: &'static str,
    /// Member that holds the list.
    pub(super) plural: &'static str,
    /// Member that holds one.
    pub(super) singular: &'static str,
    /// Member that names one.
    pub(super) key: Key,
    /// Another member that names one.
    pub(super) alias: Option<&'static str>,
    /// Query parameters that are members, by which the list is narrowed.
    pub(super) filters: &'static [&'static str],
    /// Members that only the API sets, beside the key.
    pub(super) fixed: &'static [&'static str],
    /// Members that every one has, beside those of the request; made from a number.
    pub(super) defaults: fn(u64) -> Value,
}

impl Kind {
    /// Sets the members of a body that a caller may set.
    fn merge(&self, item: &mut Map<String, Value>, members: &Map<String, Value>, is_new: bool) {
        for (name, value) in members.iter().filter(|(name, _)| self.takes(name, is_new)) {
            let value = match value.as_str() {
                // A region is asked for by its slug and answered as an object.
                Some(slug) if name == "region" => region(slug),
                _ => value.clone(),
            };
            item.insert(name.clone(), value);
        }
    }

    fn takes(&self, member: &str, is_new: bool) -> bool {
        let is_chosen = is_new && matches!(self.key, Key::Chosen(_));
        let is_key = member == self.key.member();
        !self.fixed.contains(&member) && (!is_key || is_chosen)
    }
}

/// What names a resource.
#[derive(Clone, Copy)]
pub(super) enum Key {
    /// An integer that the API assigns.
    Number(&'static str),
    /// A UUID that the API assigns.
    Uuid(&'static str),
    /// A member that the caller chooses.
    Chosen(&'static str),
}

impl Key {
    fn member(self) -> &'static str {
        match self {
            Self::Number(member) | Self::Uuid(member) | Self::Chosen(member) => member,
        }
    }
}

/// The kinds beside Droplets.
pub(super) const KINDS: &[Kind] = &[
    Kind {
        path: "/v2/volumes",
        plural: "volumes",
        singular: "volume",
        key: Key::Uuid("id"),
        alias: None,
        filters: &["name", "region"],
        fixed: &["created_at", "droplet_ids"],
        defaults: |_| {
            json!({
                "droplet_ids": [], "description": "", "filesystem_type": "",
                "filesystem_label": "", "created_at": "2026-01-01T00:00:00Z", "tags": [],
                "region": region("nyc3"),
            })
        },
    },
    Kind {
        path: "/v2/domains",
        plural: "domains",
        singular: "domain",
        key: Key::Chosen("name"),
        alias: None,
        filters: &[],
        fixed: &["ttl", "zone_file"],
        defaults: |_| json!({ "ttl": 1800, "zone_file": "" }),
    },
    Kind {
        path: "/v2/domains/{domain_name}/records",
        plural: "domain_records",
        singular: "domain_record",
        key: Key::Number("id"),
        alias: None,
        filters: &["name", "type"],
        fixed: &[],
        defaults: |_| json!({ "priority": null, "port": null, "ttl": 1800, "weight": null, "flags": null, "tag": null }),
    },
    Kind {
        path: "/v2/account/keys",
        plural: "ssh_keys",
        singular: "ssh_key",
        key: Key::Number("id"),
        alias: Some("fingerprint"),
        filters: &[],
        fixed: &["fingerprint"],
        defaults: |serial| json!({ "fingerprint": fingerprint(serial) }),
    },
];

/// The resources of one kind, below one parent.
#[derive(Default)]
pub(super) struct Collection {
    pub(super) items: Vec<Value>,
}

impl Collection {
    /// Returns the items that a request asks for.
    pub(super) fn list(&self, kind: &Kind, request: &Recorded) -> Reply {
        let mut items = self.items.clone();
        for filter in kind.filters {
            if let Some(wanted) = request.parameter(filter) {
                items.retain(|item| match &item[*filter] {
                    Value::Object(member) => member.get("slug") == Some(&json!(wanted)),
                    member => *member == wanted,
                });
            }
        }
        page(request, kind.plural, &items)
    }

    pub(super) fn find(&self, key: Key, wanted: &str) -> Option<usize> {
        self.items
            .iter()
            .position(|item| match &item[key.member()] {
                Value::String(text) => text == wanted,
                value => wanted.parse().is_ok_and(|wanted: u64| *value == wanted),
            })
    }

    fn find_any(&self, kind: &Kind, wanted: &str) -> Option<usize> {
        self.find(kind.key, wanted).or_else(|| {
            let alias = kind.alias?;
            self.items.iter().position(|item| item[alias] == wanted)
        })
    }

    pub(super) fn has(&self, kind: &Kind, wanted: &str) -> bool {
        self.find_any(kind, wanted).is_some()
    }

    pub(super) fn create(&mut self, kind: &Kind, body: &Value, serial: u64) -> Reply {
        let Some(members) = body.as_object() else {
            return unprocessable("the body is no object");
        };
        let mut item = Map::new();
        match kind.key {
            Key::Number(member) => drop(item.insert(member.to_owned(), json!(serial))),
            Key::Uuid(member) => drop(item.insert(member.to_owned(), json!(uuid(serial)))),
            Key::Chosen(member) => {
                let Some(name) = members.get(member).and_then(Value::as_str) else {
                    return unprocessable(&format!("`{member}` is missing"));
                };
                if self.find(kind.key, name).is_some() {
                    return unprocessable(&format!("`{name}` exists already"));
                }
            }
        }
        if let Value::Object(defaults) = (kind.defaults)(serial) {
            item.extend(defaults);
        }
        kind.merge(&mut item, members, true);
        let item = Value::Object(item);
        self.items.push(item.clone());
        Reply::json(&json!({ kind.singular: item })).with_status(http::StatusCode::CREATED)
    }

    pub(super) fn change(&mut self, kind: &Kind, key: &str, body: &Value) -> Reply {
        let Some(index) = self.find_any(kind, key) else {
            return Reply::status(404);
        };
        if let (Some(item), Some(members)) = (self.items[index].as_object_mut(), body.as_object()) {
            kind.merge(item, members, false);
        }
        Reply::json(&json!({ kind.singular: self.items[index] }))
    }

    pub(super) fn get(&self, kind: &Kind, key: &str) -> Reply {
        match self.find_any(kind, key) {
            Some(index) => Reply::json(&json!({ kind.singular: self.items[index] })),
            None => Reply::status(404),
        }
    }

    pub(super) fn delete(&mut self, key: Key, wanted: &str) -> Reply {
        self.remove(self.find(key, wanted))
    }

    pub(super) fn delete_any(&mut self, kind: &Kind, wanted: &str) -> Reply {
        self.remove(self.find_any(kind, wanted))
    }

    fn remove(&mut self, index: Option<usize>) -> Reply {
        match index {
            Some(index) => {
                self.items.remove(index);
                Reply::status(204)
            }
            None => Reply::status(404),
        }
    }
}

fn region(slug: &str) -> Value {
    json!({ "slug": slug, "name": slug, "available": true, "features": [], "sizes": [] })
}

/// Cuts a list into the page that was asked for, as the API does.
pub(super) fn page(request: &Recorded, plural: &str, items: &[Value]) -> Reply {
    let number = |name: &str, default: usize| {
        let text = request.parameter(name);
        text.map_or(Some(default), |text| text.parse().ok())
    };
    let (Some(page), Some(size)) = (number("page", 1), number("per_page", 20)) else {
        return unprocessable("`page` and `per_page` are numbers");
    };
    if page == 0 || size == 0 || size > 200 {
        return unprocessable("`page` starts at 1, `per_page` is at most 200");
    }
    let start = (page - 1).saturating_mul(size).min(items.len());
    let end = start.saturating_add(size).min(items.len());
    let mut pages = Map::new();
    if end < items.len() {
        let mut link = |name: &str, page: usize| {
            let link = format!("{}?page={page}&per_page={size}", address(request));
            pages.insert(name.to_owned(), json!(link));
        };
        link("next", page + 1);
        link("last", items.len().div_ceil(size));
    }
    let links = if pages.is_empty() {
        json!({})
    } else {
        json!({ "pages": pages })
    };
    Reply::json(&json!({
        plural: items[start..end],
        "links": links,
        "meta": { "total": items.len() },
    }))
}

fn address(request: &Recorded) -> String {
    let mut url = request.url.clone();
    url.set_query(None);
    url.into()
}

pub(super) fn unprocessable(message: &str) -> Reply {
    Reply::json(&json!({ "id": "unprocessable_entity", "message": message }))
        .with_status(http::StatusCode::UNPROCESSABLE_ENTITY)
}

/// Returns what stands for the fingerprint of a key: 16 bytes in hexadecimal.
fn fingerprint(serial: u64) -> String {
    let bytes = u128::from(serial).to_be_bytes();
    bytes.map(|byte| format!("{byte:02x}")).join(":")
}

fn uuid(serial: u64) -> String {
    format!("00000000-0000-4000-8000-{serial:012x}")
}
