//! Tags. Droplets and volumes have lists of their own tags.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::fake::collection::{page, unprocessable};
use crate::fake::recorded::RecordedRequest;
use crate::fake::reply::Reply;

/// The kinds that can be tagged: type, field that counts them, path.
const KINDS: [TaggedKind; 7] = [
    TaggedKind::new("droplet", "droplets", "droplets"),
    TaggedKind::new("volume", "volumes", "volumes"),
    TaggedKind::new("image", "images", "images"),
    TaggedKind::new("volume_snapshot", "volume_snapshots", "snapshots"),
    TaggedKind::new("database", "databases", "databases"),
    TaggedKind::new("kubernetes", UNCOUNTED, "kubernetes/clusters"),
    TaggedKind::new("load_balancer", UNCOUNTED, "load_balancers"),
];

/// The field of kinds that a tag counts only together with all others.
const UNCOUNTED: &str = "";

/// The characters that a tag may have in addition to letters and digits.
const MARKS: &str = "_-:";

/// A kind of resource that can be tagged.
#[derive(Clone, Copy)]
pub(super) struct TaggedKind {
    pub(super) name: &'static str,
    member: &'static str,
    path: &'static str,
}

impl TaggedKind {
    const fn new(name: &'static str, member: &'static str, path: &'static str) -> Self {
        Self { name, member, path }
    }

    /// Returns the kind of this name.
    pub(super) fn named(name: &str) -> Option<Self> {
        KINDS.into_iter().find(|kind| kind.name == name)
    }
}

/// The tags of an account.
#[derive(Default)]
pub(super) struct Tags {
    tags: BTreeMap<String, Tag>,
}

#[derive(Default)]
struct Tag {
    /// The URLs of the resources that were tagged last, by their field; of all kinds under [`UNCOUNTED`].
    last: BTreeMap<&'static str, String>,
    /// Resources that are not stored with their tags, by their kinds and IDs.
    others: Vec<(&'static str, String)>,
}

/// Counts the resources of a kind that have a tag.
pub(super) type CountTagged<'a> = &'a dyn Fn(&str, TaggedKind) -> usize;

impl Tags {
    pub(super) fn has(&self, name: &str) -> bool {
        self.tags.contains_key(name)
    }

    pub(super) fn list(&self, request: &RecordedRequest, count: CountTagged<'_>) -> Reply {
        let tags = self.tags.iter();
        let tags: Vec<Value> = tags.map(|(name, tag)| tag.to_json(name, count)).collect();
        page(request, "tags", &tags)
    }

    pub(super) fn create(&mut self, body: &Value, count: CountTagged<'_>) -> Reply {
        let Some(name) = body["name"].as_str() else {
            return unprocessable("`name` is missing");
        };
        let is_fine = |one: char| one.is_ascii_alphanumeric() || MARKS.contains(one);
        if name.is_empty() || name.len() > 255 || !name.chars().all(is_fine) {
            return unprocessable("a tag has 1 to 255 letters, digits, `_`, `-` and `:`");
        }
        if self.has(name) {
            return unprocessable(&format!("`{name}` exists already"));
        }
        let tag = self.tags.entry(name.to_owned()).or_default();
        let tag = tag.to_json(name, count);
        Reply::json(&json!({ "tag": tag })).with_status(http::StatusCode::CREATED)
    }

    pub(super) fn get(&self, name: &str, count: CountTagged<'_>) -> Reply {
        match self.tags.get(name) {
            Some(tag) => Reply::json(&json!({ "tag": tag.to_json(name, count) })),
            None => Reply::status(404),
        }
    }

    pub(super) fn delete(&mut self, name: &str) -> Reply {
        match self.tags.remove(name) {
            Some(_) => Reply::status(204),
            None => Reply::status(404),
        }
    }

    /// Notes that a resource has been tagged. A tag that does not exist is created.
    pub(super) fn tagged(&mut self, name: &str, kind: TaggedKind, id: &str) {
        let tag = self.tags.entry(name.to_owned()).or_default();
        let uri = format!("https://api.digitalocean.com/v2/{}/{id}", kind.path);
        tag.last.insert(kind.member, uri.clone());
        tag.last.insert(UNCOUNTED, uri);
    }

    /// Tags a resource that is not stored with its tags.
    pub(super) fn tag_other(&mut self, name: &str, kind: TaggedKind, id: &str) {
        self.untag_other(name, kind, id);
        self.tagged(name, kind, id);
        if let Some(tag) = self.tags.get_mut(name) {
            tag.others.push((kind.name, id.to_owned()));
        }
    }

    pub(super) fn untag_other(&mut self, name: &str, kind: TaggedKind, id: &str) {
        if let Some(tag) = self.tags.get_mut(name) {
            tag.others
                .retain(|other| *other != (kind.name, id.to_owned()));
        }
    }
}

impl Tag {
    fn to_json(&self, name: &str, count: CountTagged<'_>) -> Value {
        let mut resources = Map::new();
        let mut total = 0;
        for kind in KINDS {
            let others = self.others.iter().filter(|(other, _)| *other == kind.name);
            let number = others.count() + count(name, kind);
            total += number;
            if kind.member != UNCOUNTED {
                resources.insert(kind.member.to_owned(), self.counted(kind.member, number));
            }
        }
        if let Value::Object(all) = self.counted(UNCOUNTED, total) {
            resources.extend(all);
        }
        json!({ "name": name, "resources": resources })
    }

    fn counted(&self, member: &str, number: usize) -> Value {
        match self.last.get(member) {
            Some(last) if number > 0 => json!({ "count": number, "last_tagged_uri": last }),
            _ => json!({ "count": number }),
        }
    }
}

/// Returns whether a resource has a tag.
pub(super) fn has_tag(resource: &Value, tag: &str) -> bool {
    let mut tags = resource["tags"].as_array().into_iter().flatten();
    tags.any(|one| one == tag)
}

/// Gives a resource a tag, once.
pub(super) fn add_tag(resource: &mut Value, tag: &str) {
    remove_tag(resource, tag);
    match resource["tags"].as_array_mut() {
        Some(tags) => tags.push(json!(tag)),
        None => resource["tags"] = json!([tag]),
    }
}

pub(super) fn remove_tag(resource: &mut Value, tag: &str) {
    if let Some(tags) = resource["tags"].as_array_mut() {
        tags.retain(|one| one != tag);
    }
}
