//! Requests about tags, and their effects on other resources.

use serde_json::Value;

use crate::fake::collection::unprocessable;
use crate::fake::recorded::RecordedRequest;
use crate::fake::reply::Reply;
use crate::fake::state::State;
use crate::fake::tags::{TaggedKind, add_tag, has_tag, remove_tag};
use crate::fake::volumes::VOLUMES;

impl State {
    /// Carries out a request about tags.
    pub(super) fn tag(&mut self, request: &RecordedRequest) -> Option<Reply> {
        let name = request.argument("tag_id").unwrap_or_default();
        let operation = request.known;
        let Self {
            tags,
            droplets,
            collections,
            ..
        } = self;
        let volumes = || collections.get(VOLUMES).into_iter();
        let count = |tag: &str, kind: TaggedKind| match kind.name {
            "droplet" => droplets.all().filter(|one| has_tag(one, tag)).count(),
            "volume" => volumes()
                .flat_map(|volumes| &volumes.items)
                .filter(|one| has_tag(one, tag))
                .count(),
            _ => 0,
        };
        Some(match (operation.method, operation.path) {
            ("GET", "/v2/tags") => tags.list(request, &count),
            ("POST", "/v2/tags") => tags.create(&request.json(), &count),
            ("GET", "/v2/tags/{tag_id}") => tags.get(&name, &count),
            ("DELETE", "/v2/tags/{tag_id}") => {
                let reply = tags.delete(&name);
                self.each_taggable(|resource| remove_tag(resource, &name));
                reply
            }
            ("POST", "/v2/tags/{tag_id}/resources") => self.assign(request, &name, true),
            ("DELETE", "/v2/tags/{tag_id}/resources") => self.assign(request, &name, false),
            _ => return None,
        })
    }

    /// Notes the tags of a resource that was created.
    pub(super) fn note_tags(&mut self, kind: &str, id: &str) {
        let Some(kind) = TaggedKind::named(kind) else {
            return;
        };
        let resource = self.taggable(kind, id);
        let tags = resource.and_then(|resource| resource["tags"].as_array().cloned());
        for tag in tags.iter().flatten().filter_map(Value::as_str) {
            self.tags.tagged(tag, kind, id);
        }
    }

    /// Tags resources, or removes the tag. Nothing happens unless all of them exist.
    fn assign(&mut self, request: &RecordedRequest, name: &str, is_wanted: bool) -> Reply {
        if !self.tags.has(name) {
            return Reply::status(404);
        }
        let body = request.json();
        let Some(resources) = body["resources"].as_array() else {
            return unprocessable("`resources` is missing");
        };
        let mut found = Vec::new();
        for resource in resources {
            let kind = resource["resource_type"]
                .as_str()
                .and_then(TaggedKind::named);
            let id = resource["resource_id"].as_str();
            let (Some(kind), Some(id)) = (kind, id) else {
                return unprocessable("`resource_id` or `resource_type` is missing or unknown");
            };
            if is_stored(kind) && self.taggable(kind, id).is_none() {
                return Reply::status(404);
            }
            found.push((kind, id));
        }
        for (kind, id) in found {
            self.assign_one(name, kind, id, is_wanted);
        }
        Reply::status(204)
    }

    fn assign_one(&mut self, name: &str, kind: TaggedKind, id: &str, is_wanted: bool) {
        match (self.taggable(kind, id), is_wanted) {
            (Some(resource), true) => {
                add_tag(resource, name);
                self.tags.tagged(name, kind, id);
            }
            (Some(resource), false) => remove_tag(resource, name),
            (None, true) => self.tags.tag_other(name, kind, id),
            (None, false) => self.tags.untag_other(name, kind, id),
        }
    }

    /// Returns a Droplet or volume.
    fn taggable(&mut self, kind: TaggedKind, id: &str) -> Option<&mut Value> {
        match kind.name {
            "droplet" => self.droplets.find(id),
            "volume" => {
                let volumes = &mut self.collections.get_mut(VOLUMES)?.items;
                volumes.iter_mut().find(|volume| volume["id"] == id)
            }
            _ => None,
        }
    }

    fn each_taggable(&mut self, change: impl Fn(&mut Value)) {
        let volumes = self.collections.get_mut(VOLUMES).into_iter();
        let volumes = volumes.flat_map(|volumes| &mut volumes.items);
        for resource in self.droplets.all_mut().chain(volumes) {
            change(resource);
        }
    }
}

/// Returns whether the resources of a kind are stored with their tags.
fn is_stored(kind: TaggedKind) -> bool {
    matches!(kind.name, "droplet" | "volume")
}
