//! Snapshots of Droplets and volumes.

use http::StatusCode;
use serde_json::{Value, json};

use crate::fake::collection::{find, page, uuid};
use crate::fake::recorded::RecordedRequest;
use crate::fake::reply::Reply;
use crate::fake::state::State;
use crate::fake::stored::is_wanted;

const SNAPSHOTS: &str = "/v2/snapshots";

impl State {
    /// Carries out a request about snapshots.
    pub(super) fn snapshot(&mut self, request: &RecordedRequest) -> Option<Reply> {
        let known = request.known;
        let id = request.argument("snapshot_id").unwrap_or_default();
        Some(match (known.method, known.path) {
            ("GET", SNAPSHOTS) => {
                let snapshots = self.snapshots().iter();
                let snapshots = snapshots.filter(|snapshot| is_wanted(snapshot, request));
                page(
                    request,
                    "snapshots",
                    &snapshots.cloned().collect::<Vec<_>>(),
                )
            }
            ("GET", "/v2/snapshots/{snapshot_id}" | "/v2/volumes/snapshots/{snapshot_id}") => {
                match find(self.snapshots(), &id) {
                    Some(index) => Reply::json(&json!({ "snapshot": self.snapshots()[index] })),
                    None => Reply::status(404),
                }
            }
            ("DELETE", "/v2/snapshots/{snapshot_id}" | "/v2/volumes/snapshots/{snapshot_id}") => {
                self.delete_snapshot(&id)
            }
            ("POST", "/v2/volumes/{volume_id}/snapshots") => {
                let volume = request.argument("volume_id")?;
                self.snapshot_volume(&volume, &request.json())
            }
            ("GET", "/v2/volumes/{volume_id}/snapshots") => {
                let volume = request.argument("volume_id")?;
                match self.volumes().iter().any(|one| one["id"] == volume) {
                    true => page(request, "snapshots", &self.snapshots_of(&volume)),
                    false => Reply::status(404),
                }
            }
            ("GET", "/v2/droplets/{droplet_id}/snapshots") => {
                let droplet = request.argument("droplet_id")?;
                match self.droplets.find(&droplet) {
                    Some(_) => page(request, "snapshots", &self.images_of(&droplet)),
                    None => Reply::status(404),
                }
            }
            _ => return None,
        })
    }

    /// Takes a snapshot of a Droplet.
    pub(super) fn snapshot_droplet(&mut self, id: &str, body: &Value) {
        self.serial += 1;
        let serial = self.serial;
        let Some(droplet) = self.droplets.find(id) else {
            return;
        };
        let name = match &body["name"] {
            Value::String(name) => name.clone(),
            _ => format!("{}-snapshot", droplet["name"].as_str().unwrap_or_default()),
        };
        if let Some(ids) = droplet["snapshot_ids"].as_array_mut() {
            ids.push(json!(serial));
        }
        let snapshot = json!({
            "id": serial.to_string(), "name": name, "created_at": "2026-01-01T00:00:00Z",
            "regions": [droplet["region"]["slug"]], "resource_id": id, "resource_type": "droplet",
            "min_disk_size": droplet["disk"], "size_gigabytes": 1.5, "tags": [],
        });
        self.snapshots().push(snapshot);
    }

    fn snapshot_volume(&mut self, id: &str, body: &Value) -> Reply {
        self.serial += 1;
        let serial = self.serial;
        let Some(volume) = self.volumes().iter().find(|volume| volume["id"] == id) else {
            return Reply::status(404);
        };
        let snapshot = json!({
            "id": uuid(serial), "name": body["name"], "created_at": "2026-01-01T00:00:00Z",
            "regions": [volume["region"]["slug"]], "resource_id": id, "resource_type": "volume",
            "min_disk_size": volume["size_gigabytes"], "size_gigabytes": 1.5,
            "tags": body["tags"].as_array().cloned().unwrap_or_default(),
        });
        self.snapshots().push(snapshot.clone());
        Reply::json(&json!({ "snapshot": snapshot })).with_status(StatusCode::CREATED)
    }

    fn delete_snapshot(&mut self, id: &str) -> Reply {
        let snapshots = self.snapshots();
        let Some(index) = find(snapshots, id) else {
            return Reply::status(404);
        };
        snapshots.remove(index);
        let number: Option<u64> = id.parse().ok();
        for droplet in self.droplets.all_mut() {
            if let Some(ids) = droplet["snapshot_ids"].as_array_mut() {
                ids.retain(|one| one.as_u64() != number);
            }
        }
        Reply::status(204)
    }

    fn snapshots(&mut self) -> &mut Vec<Value> {
        let snapshots = self.collections.entry(SNAPSHOTS.to_owned());
        &mut snapshots.or_default().items
    }

    fn snapshots_of(&mut self, resource: &str) -> Vec<Value> {
        let snapshots = self.snapshots().iter();
        let own = snapshots.filter(|snapshot| snapshot["resource_id"] == resource);
        own.cloned().collect()
    }

    /// Returns the snapshots of a Droplet as the Droplet lists them: as images, which have numbers.
    fn images_of(&mut self, droplet: &str) -> Vec<Value> {
        let mut images = self.snapshots_of(droplet);
        for image in images.iter_mut().filter_map(Value::as_object_mut) {
            let id = image.get("id").and_then(Value::as_str);
            let id: u64 = id.and_then(|id| id.parse().ok()).unwrap_or_default();
            image.insert("id".to_owned(), json!(id));
            image.insert("type".to_owned(), json!("snapshot"));
            image.retain(|name, _| !name.starts_with("resource_"));
        }
        images
    }
}
