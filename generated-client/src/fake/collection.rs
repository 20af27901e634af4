//! Resources that are all alike: listed in pages, read, created, changed and deleted.

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value, json};

use crate::fake::recorded::RecordedRequest;
use crate::fake::reply::Reply;

/// Fields that identify a resource.
pub(super) const KEYS: [&str; 6] = ["id", "uuid", "access_key", "ip", "name", "slug"];

/// The facts of one kind of resource.
pub(super) struct CollectionKind {
    /// Path of the list; items are one segment below.
    pub(super) path: &'static str,
    /// Field that holds the list.
    pub(super) plural: &'static str,
    /// Field that holds one resource.
    pub(super) singular: &'static str,
    /// Field that identifies a resource.
    pub(super) key: ResourceKey,
    /// Another field that identifies a resource.
    pub(super) alias: Option<&'static str>,
    /// Query parameters that filter the list.
    pub(super) filters: &'static [Filter],
    /// Fields of requests that do not change the resource, in addition to the key.
    pub(super) ignored: &'static [&'static str],
    /// Fields that every resource has in addition to those of the request; the number is unique.
    pub(super) defaults: fn(u64) -> Value,
}

impl CollectionKind {
    /// Sets the fields of a body that a caller may set.
    fn merge(&self, item: &mut Map<String, Value>, members: &Map<String, Value>, is_new: bool) {
        for (name, value) in members.iter().filter(|(name, _)| self.takes(name, is_new)) {
            let value = match value.as_str() {
                // Requests contain the slug of a region, responses an object.
                Some(slug) if name == "region" => region(slug),
                _ => value.clone(),
            };
            item.insert(name.clone(), value);
        }
    }

    fn takes(&self, member: &str, is_new: bool) -> bool {
        let is_chosen = is_new && matches!(self.key, ResourceKey::Chosen(_));
        let is_key = member == self.key.member();
        !self.ignored.contains(&member) && (!is_key || is_chosen)
    }
}

/// A query parameter that filters a list by the field of the same name.
#[derive(Clone, Copy)]
pub(super) enum Filter {
    /// The field has the value of the parameter.
    Equal(&'static str),
    /// The field is relative to a domain, which a path argument names; the parameter is a fully qualified name.
    Qualified(&'static str, &'static str),
}

impl Filter {
    /// Returns whether the list contains the item.
    fn accepts(self, item: &Value, request: &RecordedRequest) -> bool {
        let (Self::Equal(name) | Self::Qualified(name, _)) = self;
        let Some(wanted) = request.parameter(name) else {
            return true;
        };
        match (self, &item[name]) {
            (Self::Qualified(_, argument), field) => {
                let domain = request.argument(argument).unwrap_or_default();
                let name = match field.as_str().unwrap_or_default() {
                    "@" => domain,
                    relative => format!("{relative}.{domain}"),
                };
                name.eq_ignore_ascii_case(&wanted)
            }
            (_, Value::Object(field)) => field.get("slug") == Some(&json!(wanted)),
            (_, field) => *field == wanted,
        }
    }
}

/// The key of a resource.
#[derive(Clone, Copy)]
pub(super) enum ResourceKey {
    /// An integer that the API assigns.
    Number(&'static str),
    /// A UUID that the API assigns.
    Uuid(&'static str),
    /// A field that the caller chooses.
    Chosen(&'static str),
}

impl ResourceKey {
    fn member(self) -> &'static str {
        match self {
            Self::Number(member) | Self::Uuid(member) | Self::Chosen(member) => member,
        }
    }
}

/// The kinds of resources, except Droplets.
pub(super) const KINDS: &[CollectionKind] = &[
    CollectionKind {
        path: "/v2/volumes",
        plural: "volumes",
        singular: "volume",
        key: ResourceKey::Uuid("id"),
        alias: None,
        filters: &[Filter::Equal("name"), Filter::Equal("region")],
        ignored: &["created_at", "droplet_ids", "snapshot_id"],
        defaults: |_| {
            json!({
                "droplet_ids": [], "description": "", "filesystem_type": "",
                "filesystem_label": "", "created_at": "2026-01-01T00:00:00Z", "tags": [],
                "region": region("nyc3"),
            })
        },
    },
    CollectionKind {
        path: "/v2/domains",
        plural: "domains",
        singular: "domain",
        key: ResourceKey::Chosen("name"),
        alias: None,
        filters: &[],
        ignored: &["ttl", "zone_file", "ip_address"],
        defaults: |_| json!({ "ttl": 1800, "zone_file": "" }),
    },
    CollectionKind {
        path: "/v2/domains/{domain_name}/records",
        plural: "domain_records",
        singular: "domain_record",
        key: ResourceKey::Number("id"),
        alias: None,
        filters: &[
            Filter::Equal("type"),
            Filter::Qualified("name", "domain_name"),
        ],
        ignored: &[],
        defaults: |_| json!({ "priority": null, "port": null, "ttl": 1800, "weight": null, "flags": null, "tag": null }),
    },
    CollectionKind {
        path: "/v2/account/keys",
        plural: "ssh_keys",
        singular: "ssh_key",
        key: ResourceKey::Number("id"),
        alias: Some("fingerprint"),
        filters: &[],
        ignored: &["fingerprint"],
        defaults: |serial| json!({ "fingerprint": fingerprint(serial) }),
    },
];

/// The resources of one kind, below one parent.
#[derive(Default)]
pub(super) struct Collection {
    pub(super) items: Vec<Value>,
}

impl Collection {
    /// Returns the requested page of the items.
    pub(super) fn list(&self, kind: &CollectionKind, request: &RecordedRequest) -> Reply {
        let mut items = self.items.clone();
        for filter in kind.filters {
            items.retain(|item| filter.accepts(item, request));
        }
        page(request, kind.plural, &items)
    }

    pub(super) fn find(&self, key: ResourceKey, wanted: &str) -> Option<usize> {
        self.items
            .iter()
            .position(|item| match &item[key.member()] {
                Value::String(text) => text == wanted,
                value => wanted.parse().is_ok_and(|wanted: u64| *value == wanted),
            })
    }

    fn find_any(&self, kind: &CollectionKind, wanted: &str) -> Option<usize> {
        self.find(kind.key, wanted).or_else(|| {
            let alias = kind.alias?;
            self.items.iter().position(|item| item[alias] == wanted)
        })
    }

    pub(super) fn has(&self, kind: &CollectionKind, wanted: &str) -> bool {
        self.find_any(kind, wanted).is_some()
    }

    pub(super) fn create(&mut self, kind: &CollectionKind, body: &Value, serial: u64) -> Reply {
        let Some(members) = body.as_object() else {
            return unprocessable("the body is not an object");
        };
        let mut item = Map::new();
        match kind.key {
            ResourceKey::Number(member) => drop(item.insert(member.to_owned(), json!(serial))),
            ResourceKey::Uuid(member) => drop(item.insert(member.to_owned(), json!(uuid(serial)))),
            ResourceKey::Chosen(member) => {
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

    pub(super) fn change(&mut self, kind: &CollectionKind, key: &str, body: &Value) -> Reply {
        let Some(index) = self.find_any(kind, key) else {
            return Reply::status(404);
        };
        if let (Some(item), Some(members)) = (self.items[index].as_object_mut(), body.as_object()) {
            kind.merge(item, members, false);
        }
        Reply::json(&json!({ kind.singular: self.items[index] }))
    }

    pub(super) fn get(&self, kind: &CollectionKind, key: &str) -> Reply {
        match self.find_any(kind, key) {
            Some(index) => Reply::json(&json!({ kind.singular: self.items[index] })),
            None => Reply::status(404),
        }
    }

    pub(super) fn delete(&mut self, key: ResourceKey, wanted: &str) -> Reply {
        self.remove(self.find(key, wanted))
    }

    pub(super) fn delete_any(&mut self, kind: &CollectionKind, wanted: &str) -> Reply {
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

/// Returns the requested page of a list.
pub(super) fn page(request: &RecordedRequest, plural: &str, items: &[Value]) -> Reply {
    match Cut::of(request, items) {
        Ok(cut) => Reply::json(&json!({
            plural: cut.items,
            "links": cut.links,
            "meta": { "total": cut.total },
        })),
        Err(message) => unprocessable(message),
    }
}

/// One page of a list.
pub(super) struct Cut {
    pub(super) items: Vec<Value>,
    pub(super) links: Value,
    pub(super) total: usize,
}

impl Cut {
    /// Cuts the requested page out of a list, or returns why it cannot be requested.
    pub(super) fn of(request: &RecordedRequest, items: &[Value]) -> Result<Self, &'static str> {
        let number = |name: &str, default: usize| {
            let text = request.parameter(name);
            text.map_or(Some(default), |text| text.parse().ok())
        };
        let (Some(page), Some(size)) = (number("page", 1), number("per_page", 20)) else {
            return Err("`page` and `per_page` are numbers");
        };
        if page == 0 || size == 0 || size > 200 {
            return Err("`page` starts at 1, `per_page` is at most 200");
        }
        let start = (page - 1).saturating_mul(size).min(items.len());
        let end = start.saturating_add(size).min(items.len());
        let mut links = json!({});
        if end < items.len() {
            let link = |page: usize| format!("{}?page={page}&per_page={size}", address(request));
            let last = items.len().div_ceil(size);
            links = json!({ "pages": { "next": link(page + 1), "last": link(last) } });
        }
        Ok(Self {
            items: items[start..end].to_vec(),
            links,
            total: items.len(),
        })
    }
}

fn address(request: &RecordedRequest) -> String {
    let mut url = request.url.clone();
    url.set_query(None);
    url.into()
}

pub(super) fn unprocessable(message: &str) -> Reply {
    Reply::json(&json!({ "id": "unprocessable_entity", "message": message }))
        .with_status(http::StatusCode::UNPROCESSABLE_ENTITY)
}

/// Returns an invented fingerprint of a key: 16 bytes in hexadecimal.
fn fingerprint(serial: u64) -> String {
    let bytes = u128::from(serial).to_be_bytes();
    bytes.map(|byte| format!("{byte:02x}")).join(":")
}

/// Returns the position of the resource that a segment of a path names.
pub(super) fn find(items: &[Value], segment: &str) -> Option<usize> {
    let wanted = percent_decode_str(segment).decode_utf8_lossy();
    let is_wanted = |value: &Value| match value {
        Value::String(text) => *text == wanted,
        Value::Number(number) => number.to_string() == wanted,
        _ => false,
    };
    let mut items = items.iter();
    items.position(|item| KEYS.iter().any(|key| is_wanted(&item[key])))
}

pub(super) fn uuid(serial: u64) -> String {
    format!("00000000-0000-4000-8000-{serial:012x}")
}
