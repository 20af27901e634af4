//! Actions on resources, and whether they are done.

use serde_json::{Value, json};

use crate::fake::collection::page;
use crate::fake::recorded::RecordedRequest;
use crate::fake::reply::Reply;

/// How many polls find an action in progress.
pub(super) const POLLS_UNTIL_DONE: u64 = 1;

/// The number of the action in samples. No stored action has it: its resource was numbered before.
pub(super) const SAMPLED: &str = "1";

/// The actions of an account.
#[derive(Default)]
pub(super) struct Actions {
    actions: Vec<FakeAction>,
}

/// The resource of an action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Resource {
    kind: &'static str,
    id: String,
}

impl Resource {
    pub(super) fn droplet(id: impl Into<String>) -> Self {
        Self {
            kind: "droplet",
            id: id.into(),
        }
    }

    pub(super) fn volume(id: impl Into<String>) -> Self {
        Self {
            kind: "volume",
            id: id.into(),
        }
    }
}

struct FakeAction {
    id: u64,
    resource: Resource,
    what: String,
    polls: u64,
}

impl Actions {
    /// Starts an action, and returns it as JSON.
    pub(super) fn start(&mut self, id: u64, resource: Resource, what: &str) -> Value {
        let action = FakeAction {
            id,
            resource,
            what: what.to_owned(),
            polls: 0,
        };
        let json = action.to_json();
        self.actions.push(action);
        json
    }

    /// Returns the actions of a resource, or all.
    pub(super) fn list(&self, request: &RecordedRequest, resource: Option<&Resource>) -> Reply {
        let actions = self.actions.iter();
        let actions = actions.filter(|action| action.is_of(resource));
        let actions: Vec<Value> = actions.map(FakeAction::to_json).collect();
        page(request, "actions", &actions)
    }

    /// Returns an action; if a resource is given, only one of this resource.
    pub(super) fn get(&mut self, id: &str, resource: Option<&Resource>) -> Reply {
        let mut actions = self.actions.iter_mut();
        let is_it =
            |action: &&mut FakeAction| action.id.to_string() == id && action.is_of(resource);
        match actions.find(is_it) {
            Some(action) => {
                let json = action.to_json();
                action.polls += 1;
                Reply::json(&json!({ "action": json }))
            }
            None => Reply::status(404),
        }
    }
}

impl FakeAction {
    fn is_of(&self, resource: Option<&Resource>) -> bool {
        resource.is_none_or(|resource| self.resource == *resource)
    }

    fn to_json(&self) -> Value {
        let is_done = self.polls >= POLLS_UNTIL_DONE;
        // The ID of a volume is a UUID, and the field is a number.
        let resource_id: Option<u64> = self.resource.id.parse().ok();
        json!({
            "id": self.id,
            "status": if is_done { "completed" } else { "in-progress" },
            "type": self.what,
            "started_at": "2026-01-01T00:00:00Z",
            "completed_at": is_done.then_some("2026-01-01T00:00:30Z"),
            "resource_id": resource_id,
            "resource_type": self.resource.kind,
            "region": null,
            "region_slug": "nyc3",
        })
    }
}
