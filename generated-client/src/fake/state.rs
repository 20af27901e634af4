//! The resources of the account, and the requests that read and change them.

use std::collections::HashMap;

use http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::fake::actions::{Actions, Resource, SAMPLED};
use crate::fake::collection::{Collection, CollectionKind, KINDS, unprocessable};
use crate::fake::droplets::{Droplets, kind_of_action, kind_of_action_by_tag};
use crate::fake::recorded::RecordedRequest;
use crate::fake::reply::Reply;
use crate::fake::samples::sample;
use crate::fake::tags::Tags;

/// The account.
#[derive(Default)]
pub(super) struct State {
    pub(super) droplets: Droplets,
    pub(super) actions: Actions,
    pub(super) tags: Tags,
    /// All other resources, by the path of their list.
    pub(super) collections: HashMap<String, Collection>,
    /// Settings that are read and written as a whole, by their path.
    pub(super) settings: HashMap<String, Value>,
    pub(super) serial: u64,
}

impl State {
    /// Carries a request out.
    pub(super) fn respond(&mut self, request: &RecordedRequest) -> Reply {
        let reply = self
            .droplet(request)
            .or_else(|| self.volume(request))
            .or_else(|| self.tag(request))
            .or_else(|| self.snapshot(request))
            .or_else(|| self.listed(request))
            .or_else(|| self.kubernetes(request))
            .or_else(|| self.reset_password(request))
            .or_else(|| self.stored(request))
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

    fn droplet(&mut self, request: &RecordedRequest) -> Option<Reply> {
        let id = request.argument("droplet_id").unwrap_or_default();
        let operation = request.known;
        Some(match (operation.method, operation.path) {
            ("GET", "/v2/droplets") => self.droplets.list(request),
            ("POST", "/v2/droplets") => self.create_droplets(request),
            ("DELETE", "/v2/droplets") => match request.parameter("tag_name") {
                Some(tag) => {
                    for id in self.droplets.tagged(&tag) {
                        self.delete_droplet(&id);
                    }
                    Reply::status(204)
                }
                None => unprocessable("`tag_name` is missing"),
            },
            ("GET", "/v2/droplets/{droplet_id}") => self.droplets.get(&id),
            ("DELETE", "/v2/droplets/{droplet_id}") => self.delete_droplet(&id),
            ("POST", "/v2/droplets/{droplet_id}/actions") => self.act(&id, &request.json()),
            ("POST", "/v2/droplets/actions") => match request.parameter("tag_name") {
                Some(tag) => self.act_on_tagged(&tag, &request.json()),
                None => unprocessable("`tag_name` is missing"),
            },
            ("GET", "/v2/droplets/{droplet_id}/actions") => match self.droplets.find(&id) {
                Some(_) => self.actions.list(request, Some(&Resource::droplet(id))),
                None => Reply::status(404),
            },
            ("GET", "/v2/droplets/{droplet_id}/actions/{action_id}") => {
                let action = request.argument("action_id")?;
                self.actions.get(&action, Some(&Resource::droplet(id)))
            }
            ("GET", "/v2/actions") => self.actions.list(request, None),
            ("GET", "/v2/actions/{action_id}") => {
                let id = request.argument("action_id").filter(|id| id != SAMPLED)?;
                self.actions.get(&id, None)
            }
            _ => return None,
        })
    }

    fn create_droplets(&mut self, request: &RecordedRequest) -> Reply {
        let before = self.droplets.all().count();
        let (serial, actions) = (&mut self.serial, &mut self.actions);
        let reply = self.droplets.create(request, serial, actions);
        let new = self.droplets.all().skip(before);
        let new: Vec<String> = new.map(|droplet| droplet["id"].to_string()).collect();
        let body = request.json();
        for id in new {
            self.note_tags("droplet", &id);
            for volume in body["volumes"].as_array().into_iter().flatten() {
                self.attach(volume, &id);
            }
        }
        reply
    }

    fn delete_droplet(&mut self, id: &str) -> Reply {
        let reply = self.droplets.delete(id);
        if let Ok(id) = id.parse::<u64>() {
            self.detach_all(&id.into());
        }
        reply
    }

    fn act(&mut self, id: &str, body: &Value) -> Reply {
        if self.droplets.find(id).is_none() {
            return Reply::status(404);
        }
        match kind_of_action(body) {
            Ok(kind) => {
                let action = self.start(id, kind, body);
                Reply::json(&json!({ "action": action })).with_status(StatusCode::CREATED)
            }
            Err(mistake) => unprocessable(&mistake),
        }
    }

    fn act_on_tagged(&mut self, tag: &str, body: &Value) -> Reply {
        let kind = match kind_of_action_by_tag(body) {
            Ok(kind) => kind,
            Err(mistake) => return unprocessable(&mistake),
        };
        let ids = self.droplets.tagged(tag).into_iter();
        let actions: Vec<Value> = ids.map(|id| self.start(&id, kind, body)).collect();
        Reply::json(&json!({ "actions": actions })).with_status(StatusCode::CREATED)
    }

    /// Starts an action on a Droplet.
    fn start(&mut self, id: &str, kind: &str, body: &Value) -> Value {
        self.droplets.act(id, kind, body);
        if kind == "snapshot" {
            self.snapshot_droplet(id, body);
        }
        self.serial += 1;
        self.actions.start(self.serial, Resource::droplet(id), kind)
    }

    fn listed(&mut self, request: &RecordedRequest) -> Option<Reply> {
        let operation = request.known;
        if let Some(kind) = KINDS.iter().find(|kind| kind.path == operation.path) {
            if !self.has_parent(request) {
                return Some(Reply::status(404));
            }
            self.serial += 1;
            let serial = self.serial;
            let collection = self.collection(request.path());
            return match operation.method {
                "GET" => Some(collection.list(kind, request)),
                "POST" => {
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
        match operation.method {
            "GET" => Some(collection.get(kind, &key)),
            "PUT" | "PATCH" => Some(collection.change(kind, &key, &request.json())),
            "DELETE" => {
                let reply = collection.delete_any(kind, &key);
                self.forget_below(request.path());
                Some(reply)
            }
            _ => None,
        }
    }

    /// Notes the tags of the resource that was created last.
    fn note_new(&mut self, kind: &CollectionKind, reply: &Reply) {
        let items = self.collections.get(kind.path).map(|all| &all.items);
        let id = items.and_then(|items| items.last()?["id"].as_str());
        if let (Some(id), true) = (id.map(str::to_owned), reply.status.is_success()) {
            self.note_tags(kind.singular, &id);
        }
    }

    /// Returns whether the resource that a list belongs to exists.
    fn has_parent(&mut self, request: &RecordedRequest) -> bool {
        let outer = request.known.path.rsplit_once('/');
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

/// Returns the kind of the resource that a path addresses, and the argument that identifies it.
fn one_of_kind(path: &'static str) -> Option<(&'static CollectionKind, &'static str)> {
    let (parent, last) = path.rsplit_once('/')?;
    let argument = last.strip_prefix('{')?.strip_suffix('}')?;
    let kind = KINDS.iter().find(|kind| kind.path == parent)?;
    Some((kind, argument))
}
