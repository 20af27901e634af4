//! Volumes: actions, and deletion by name.

use http::StatusCode;
use serde_json::{Value, json};

use crate::fake::actions::Resource;
use crate::fake::collection::unprocessable;
use crate::fake::recorded::RecordedRequest;
use crate::fake::reply::Reply;
use crate::fake::state::State;

/// The list of volumes.
pub(super) const VOLUMES: &str = "/v2/volumes";

impl State {
    /// Carries out a request that only volumes have.
    pub(super) fn volume(&mut self, request: &RecordedRequest) -> Option<Reply> {
        let id = request.argument("volume_id").unwrap_or_default();
        let operation = request.known;
        Some(match (operation.method, operation.path) {
            ("DELETE", VOLUMES) => self.delete_volume_by_name(request),
            ("POST", "/v2/volumes/{volume_id}/actions") => self.act_on_volume(&id, &request.json()),
            ("POST", "/v2/volumes/actions") => {
                let body = request.json();
                match self.volume_id(body["volume_name"].as_str(), body["region"].as_str()) {
                    Some(id) => self.act_on_volume(&id, &body),
                    None => Reply::status(404),
                }
            }
            ("GET", "/v2/volumes/{volume_id}/actions") => {
                match self.volumes().iter().any(|volume| volume["id"] == id) {
                    true => self.actions.list(request, Some(&Resource::volume(id))),
                    false => Reply::status(404),
                }
            }
            ("GET", "/v2/volumes/{volume_id}/actions/{action_id}") => {
                let action = request.argument("action_id")?;
                self.actions.get(&action, Some(&Resource::volume(id)))
            }
            _ => return None,
        })
    }

    /// Returns all volumes.
    pub(super) fn volumes(&mut self) -> &mut Vec<Value> {
        &mut self
            .collections
            .entry(VOLUMES.to_owned())
            .or_default()
            .items
    }

    /// Attaches a volume to a new Droplet.
    pub(super) fn attach(&mut self, volume: &Value, droplet: &str) {
        let Ok(number) = droplet.parse::<u64>() else {
            return;
        };
        for one in self.volumes().iter_mut().filter(|one| one["id"] == *volume) {
            one["droplet_ids"] = json!([number]);
        }
        let droplet = self.droplets.find(droplet);
        let ids = droplet.and_then(|droplet| droplet["volume_ids"].as_array_mut());
        if let Some(ids) = ids {
            ids.push(volume.clone());
        }
    }

    /// Detaches the volumes of a deleted Droplet.
    pub(super) fn detach_all(&mut self, droplet: &Value) {
        for volume in self.volumes() {
            remove(volume, "droplet_ids", droplet);
        }
    }

    fn delete_volume_by_name(&mut self, request: &RecordedRequest) -> Reply {
        let (name, region) = (request.parameter("name"), request.parameter("region"));
        let Some(id) = self.volume_id(name.as_deref(), region.as_deref()) else {
            return Reply::status(404);
        };
        self.volumes().retain(|volume| volume["id"] != json!(id));
        Reply::status(204)
    }

    fn volume_id(&mut self, name: Option<&str>, region: Option<&str>) -> Option<String> {
        let is_it = |volume: &&mut Value| {
            let is_near = region.is_none_or(|region| volume["region"]["slug"] == region);
            name.is_some_and(|name| volume["name"] == name) && is_near
        };
        let volume = self.volumes().iter_mut().find(is_it)?;
        volume["id"].as_str().map(str::to_owned)
    }

    fn act_on_volume(&mut self, id: &str, body: &Value) -> Reply {
        let Some(kind) = body["type"].as_str() else {
            return unprocessable("`type` is missing");
        };
        let droplet_id = &body["droplet_id"];
        let droplet = self.droplets.find(&droplet_id.to_string());
        let is_there = droplet.is_some();
        let Some(volume) = self.volumes().iter_mut().find(|volume| volume["id"] == id) else {
            return Reply::status(404);
        };
        match kind {
            "attach" | "detach" if !is_there => return Reply::status(404),
            "attach" => volume["droplet_ids"] = json!([droplet_id]),
            "detach" => remove(volume, "droplet_ids", droplet_id),
            "resize" => volume["size_gigabytes"] = body["size_gigabytes"].clone(),
            _ => return unprocessable("`type` is unknown"),
        }
        if let Some(droplet) = self.droplets.find(&droplet_id.to_string()) {
            remove(droplet, "volume_ids", &json!(id));
            if let ("attach", Some(ids)) = (kind, droplet["volume_ids"].as_array_mut()) {
                ids.push(json!(id));
            }
        }
        self.serial += 1;
        let what = match kind {
            "attach" => "attach_volume",
            "detach" => "detach_volume",
            other => other,
        };
        let resource = Resource::volume(id);
        let action = self.actions.start(self.serial, resource, what);
        Reply::json(&json!({ "action": action })).with_status(StatusCode::ACCEPTED)
    }
}

/// Removes an element from a list of a resource.
fn remove(resource: &mut Value, member: &str, element: &Value) {
    if let Some(elements) = resource[member].as_array_mut() {
        elements.retain(|one| one != element);
    }
}
