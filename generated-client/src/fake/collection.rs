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
    /// Members that every one has, beside those of the request.
    pub(super) defaults: fn() -> Value,
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
        defaults: || {
            json!({
                "droplet_ids": [], "description": "", "filesystem_type": "",
                "filesystem_label": "", "created_at": "2026-01-01T00:00:00Z", "tags": [],
                "region": { "slug": "nyc3", "name": "New York 3", "available": true, "features": [], "sizes": [] },
            })
        },
    },
    Kind {
        path: "/v2/domains",
        plural: "domains",
        singular: "domain",
        key: Key::Chosen("name"),
        defaults: || json!({ "ttl": 1800, "zone_file": "" }),
    },
    Kind {
        path: "/v2/domains/{domain_name}/records",
        plural: "domain_records",
        singular: "domain_record",
        key: Key::Number("id"),
        defaults: || json!({ "priority": null, "port": null, "ttl": 1800, "weight": null, "flags": null, "tag": null }),
    },
    Kind {
        path: "/v2/tags",
        plural: "tags",
        singular: "tag",
        key: Key::Chosen("name"),
        defaults: || json!({ "resources": { "count": 0 } }),
    },
    Kind {
        path: "/v2/account/keys",
        plural: "ssh_keys",
        singular: "ssh_key",
        key: Key::Number("id"),
        defaults: || json!({ "fingerprint": "3b:16:e4:bf:8b:00:8b:b8:59:8c:a9:d3:f0:19:fa:45" }),
    },
];

/// The resources of one kind, below one parent.
#[derive(Default)]
pub(super) struct Collection {
    pub(super) items: Vec<Value>,
}

impl Collection {
    pub(super) fn find(&self, key: Key, wanted: &str) -> Option<usize> {
        self.items
            .iter()
            .position(|item| match &item[key.member()] {
                Value::String(text) => text == wanted,
                value => wanted.parse().is_ok_and(|wanted: u64| *value == wanted),
            })
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
        if let Value::Object(defaults) = (kind.defaults)() {
            item.extend(defaults);
        }
        merge(&mut item, members);
        let item = Value::Object(item);
        self.items.push(item.clone());
        Reply::json(&json!({ kind.singular: item })).with_status(http::StatusCode::CREATED)
    }

    pub(super) fn change(&mut self, kind: &Kind, key: &str, body: &Value) -> Reply {
        let Some(index) = self.find(kind.key, key) else {
            return Reply::status(404);
        };
        if let (Some(item), Some(members)) = (self.items[index].as_object_mut(), body.as_object()) {
            merge(item, members);
        }
        Reply::json(&json!({ kind.singular: self.items[index] }))
    }

    pub(super) fn get(&self, kind: &Kind, key: &str) -> Reply {
        match self.find(kind.key, key) {
            Some(index) => Reply::json(&json!({ kind.singular: self.items[index] })),
            None => Reply::status(404),
        }
    }

    pub(super) fn delete(&mut self, key: Key, wanted: &str) -> Reply {
        match self.find(key, wanted) {
            Some(index) => {
                self.items.remove(index);
                Reply::status(204)
            }
            None => Reply::status(404),
        }
    }
}

fn merge(item: &mut Map<String, Value>, members: &Map<String, Value>) {
    // A region is asked for by its slug and answered as an object.
    let members = members.iter().filter(|(name, _)| name.as_str() != "region");
    item.extend(members.map(|(name, value)| (name.clone(), value.clone())));
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

fn uuid(serial: u64) -> String {
    format!("00000000-0000-4000-8000-{serial:012x}")
}
