//! What the account holds, and which request means what.

use std::collections::HashMap;

use http::Method;

use crate::fake::collection::{Collection, KINDS, Kind, unprocessable};
use crate::fake::droplets::Droplets;
use crate::fake::tags::Tags;
use crate::fake::{Recorded, Reply};
use crate::runtime::{Content, Verb};

/// The account.
#[derive(Default)]
pub(super) struct State {
    pub(super) droplets: Droplets,
    pub(super) tags: Tags,
    /// Everything else, by the path of its list.
    pub(super) collections: HashMap<String, Collection>,
    serial: u64,
}

impl State {
    /// Carries a request out.
    pub(super) fn answer(&mut self, request: &Recorded) -> Reply {
        let reply = self
            .droplet(request)
            .or_else(|| self.tag(request))
            .or_else(|| self.listed(request))
            .unwrap_or_else(|| sample(request));
        let reply = reply.header("ratelimit-limit", "5000");
        let reply = reply.header("ratelimit-remaining", "4999");
        let reply = reply.header("x-request-id", "fake-request");
        match request.method {
            Method::HEAD => Reply {
                body: bytes::Bytes::new(),
                ..reply
            },
            _ => reply,
        }
    }

    fn droplet(&mut self, request: &Recorded) -> Option<Reply> {
        let id = request.argument("droplet_id").unwrap_or_default();
        let operation = request.operation;
        Some(match (operation.verb, operation.path) {
            (Verb::Get, "/v2/droplets") => self.droplets.list(request),
            (Verb::Post, "/v2/droplets") => self.create_droplets(request),
            (Verb::Delete, "/v2/droplets") => match request.parameter("tag_name") {
                Some(tag) => self.droplets.delete_tagged(&tag),
                None => unprocessable("`tag_name` is missing"),
            },
            (Verb::Get, "/v2/droplets/{droplet_id}") => self.droplets.get(&id),
            (Verb::Delete, "/v2/droplets/{droplet_id}") => self.droplets.delete(&id),
            (Verb::Post, "/v2/droplets/{droplet_id}/actions") => {
                self.droplets.act(&id, &request.json(), &mut self.serial)
            }
            (Verb::Post, "/v2/droplets/actions") => match request.parameter("tag_name") {
                Some(tag) => {
                    let serial = &mut self.serial;
                    self.droplets.act_tagged(&tag, &request.json(), serial)
                }
                None => unprocessable("`tag_name` is missing"),
            },
            (Verb::Get, "/v2/droplets/{droplet_id}/actions") => {
                self.droplets.actions(request, Some(&id))
            }
            (Verb::Get, "/v2/actions") => self.droplets.actions(request, None),
            (
                Verb::Get,
                "/v2/actions/{action_id}" | "/v2/droplets/{droplet_id}/actions/{action_id}",
            ) => self.droplets.action(&request.argument("action_id")?),
            _ => return None,
        })
    }

    fn create_droplets(&mut self, request: &Recorded) -> Reply {
        let before = self.droplets.all().count();
        let reply = self.droplets.create(request, &mut self.serial);
        let new = self.droplets.all().skip(before);
        let new: Vec<String> = new.map(|droplet| droplet["id"].to_string()).collect();
        for id in new {
            self.note_tags("droplet", &id);
        }
        reply
    }

    fn listed(&mut self, request: &Recorded) -> Option<Reply> {
        let operation = request.operation;
        if let Some(kind) = KINDS.iter().find(|kind| kind.path == operation.path) {
            if !self.has_parent(request) {
                return Some(Reply::status(404));
            }
            self.serial += 1;
            let serial = self.serial;
            let collection = self.collection(request.path());
            return match operation.verb {
                Verb::Get => Some(collection.list(kind, request)),
                Verb::Post => {
                    let reply = collection.create(kind, &request.json(), serial);
                    self.note_new(kind, &reply);
                    Some(reply)
                }
                _ => None,
            };
        }
        let (kind, argument) = one_of_kind(operation.path)?;
        let key = request.argument(argument)?;
        let (parent, _) = request.path().rsplit_once('/')?;
        let collection = self.collection(parent);
        match operation.verb {
            Verb::Get => Some(collection.get(kind, &key)),
            Verb::Put | Verb::Patch => Some(collection.change(kind, &key, &request.json())),
            Verb::Delete => {
                let reply = collection.delete_any(kind, &key);
                // What stood below it goes with it.
                let below = format!("{}/", request.path());
                self.collections.retain(|path, _| !path.starts_with(&below));
                Some(reply)
            }
            _ => None,
        }
    }

    /// Notes the tags of what was created last.
    fn note_new(&mut self, kind: &Kind, reply: &Reply) {
        let items = self.collections.get(kind.path).map(|all| &all.items);
        let id = items.and_then(|items| items.last()?["id"].as_str());
        if let (Some(id), true) = (id.map(str::to_owned), reply.status.is_success()) {
            self.note_tags(kind.singular, &id);
        }
    }

    /// Returns whether what a list stands below exists.
    fn has_parent(&mut self, request: &Recorded) -> bool {
        let outer = request.operation.path.rsplit_once('/');
        let Some((kind, argument)) = outer.and_then(|(outer, _)| one_of_kind(outer)) else {
            return true;
        };
        let key = request.argument(argument).unwrap_or_default();
        self.collection(kind.path).has(kind, &key)
    }

    fn collection(&mut self, path: &str) -> &mut Collection {
        self.collections.entry(path.to_owned()).or_default()
    }
}

/// Returns the kind whose single resource a path addresses, and the argument that names it.
fn one_of_kind(path: &'static str) -> Option<(&'static Kind, &'static str)> {
    let (parent, last) = path.rsplit_once('/')?;
    let argument = last.strip_prefix('{')?.strip_suffix('}')?;
    let kind = KINDS.iter().find(|kind| kind.path == parent)?;
    Some((kind, argument))
}

/// Answers an operation that has no state here.
fn sample(request: &Recorded) -> Reply {
    let operation = request.operation;
    if operation.content == Content::Empty {
        return Reply::status(204);
    }
    if let Some(event) = operation.sample_event
        && request.json()["stream"] == true
    {
        let event = String::from_utf8_lossy(&event(&[])).into_owned();
        let events = format!("data: {event}\n\ndata: [DONE]\n\n");
        return Reply::body("text/event-stream", events);
    }
    match operation.sample {
        Some(sample) => {
            let content_type = match operation.content {
                Content::Json => "application/json",
                Content::Text => "text/plain",
                _ => "application/octet-stream",
            };
            Reply::body(content_type, sample(operation.at))
        }
        None => Reply::status(404),
    }
}
