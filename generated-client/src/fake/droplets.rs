//! Droplets and their actions.

use http::StatusCode;
use serde_json::{Value, json};

use crate::fake::actions::{Actions, POLLS_UNTIL_DONE, Resource};
use crate::fake::collection::{Collection, ResourceKey, page, unprocessable};
use crate::fake::recorded::RecordedRequest;
use crate::fake::reply::Reply;
use crate::fake::tags::has_tag;

/// The actions on one Droplet, in addition to those by tag, `rename` and `resize`.
const ACTIONS: [&str; 6] = [
    "change_backup_policy",
    "change_kernel",
    "password_reset",
    "reboot",
    "rebuild",
    "restore",
];

/// The actions on all Droplets with a tag.
const ACTIONS_BY_TAG: [&str; 9] = [
    "disable_backups",
    "enable_backups",
    "enable_ipv6",
    "enable_private_networking",
    "power_cycle",
    "power_off",
    "power_on",
    "shutdown",
    "snapshot",
];

/// The number of every image that is requested by its slug.
const IMAGE: u64 = 1;

/// The fields of a request that turn features of the Droplet on.
const FEATURES: [(&str, &str); 3] = [
    ("backups", "backups"),
    ("ipv6", "ipv6"),
    ("monitoring", "monitoring"),
];

/// The Droplets of an account.
#[derive(Default)]
pub(super) struct Droplets {
    droplets: Collection,
    /// The number of polls of new Droplets, by ID.
    polls: std::collections::HashMap<u64, u64>,
}

impl Droplets {
    pub(super) fn list(&self, request: &RecordedRequest) -> Reply {
        let wanted = |droplet: &&Value| {
            let tag = request.parameter("tag_name");
            let name = request.parameter("name");
            tag.as_ref().is_none_or(|tag| has_tag(droplet, tag))
                && name
                    .as_ref()
                    .is_none_or(|name| droplet["name"] == json!(name))
        };
        let items: Vec<Value> = self.droplets.items.iter().filter(wanted).cloned().collect();
        page(request, "droplets", &items)
    }

    pub(super) fn create(
        &mut self,
        request: &RecordedRequest,
        serial: &mut u64,
        actions: &mut Actions,
    ) -> Reply {
        let body = request.json();
        let names: Vec<&str> = match (&body["name"], &body["names"]) {
            (Value::String(name), _) => vec![name],
            (_, Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
            _ => return unprocessable("`name` is missing"),
        };
        for member in ["size", "image"] {
            if body[member].is_null() {
                return unprocessable(&format!("`{member}` is missing"));
            }
        }
        let mut created = Vec::new();
        let mut links = Vec::new();
        for name in names {
            *serial += 2;
            let droplet = droplet(*serial - 1, name, &body);
            let resource = Resource::droplet((*serial - 1).to_string());
            actions.start(*serial, resource, "create");
            links.push(json!({
                "id": *serial,
                "rel": "create",
                "href": format!("https://api.digitalocean.com/v2/actions/{serial}"),
            }));
            self.droplets.items.push(droplet.clone());
            created.push(droplet);
        }
        let links = json!({ "actions": links });
        let response = if body["name"].is_string() {
            json!({ "droplet": created.pop(), "links": links })
        } else {
            json!({ "droplets": created, "links": links })
        };
        Reply::json(&response).with_status(StatusCode::ACCEPTED)
    }

    pub(super) fn get(&mut self, id: &str) -> Reply {
        let Some(index) = self.droplets.find(ResourceKey::Number("id"), id) else {
            return Reply::status(404);
        };
        let droplet = &mut self.droplets.items[index];
        if droplet["status"] == "new" {
            let polls = self
                .polls
                .entry(droplet["id"].as_u64().unwrap_or(0))
                .or_default();
            if *polls >= POLLS_UNTIL_DONE {
                droplet["status"] = json!("active");
            }
            *polls += 1;
        }
        Reply::json(&json!({ "droplet": droplet }))
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &Value> {
        self.droplets.items.iter()
    }

    pub(super) fn all_mut(&mut self) -> impl Iterator<Item = &mut Value> {
        self.droplets.items.iter_mut()
    }

    pub(super) fn find(&mut self, id: &str) -> Option<&mut Value> {
        let index = self.droplets.find(ResourceKey::Number("id"), id)?;
        self.droplets.items.get_mut(index)
    }

    pub(super) fn delete(&mut self, id: &str) -> Reply {
        self.droplets.delete(ResourceKey::Number("id"), id)
    }

    /// Changes a Droplet as an action does.
    pub(super) fn act(&mut self, id: &str, kind: &str, body: &Value) {
        let Some(droplet) = self.find(id) else {
            return;
        };
        match (kind, body["size"].as_str()) {
            ("power_off" | "shutdown", _) => droplet["status"] = json!("off"),
            ("power_on", _) => droplet["status"] = json!("active"),
            ("rename", _) => droplet["name"] = body["name"].clone(),
            ("resize", Some(slug)) => set_size(droplet, slug),
            _ => {}
        }
    }

    /// Returns the IDs of the Droplets with a tag.
    pub(super) fn tagged(&self, tag: &str) -> Vec<String> {
        let tagged = self.all().filter(|droplet| has_tag(droplet, tag));
        tagged.map(|droplet| droplet["id"].to_string()).collect()
    }
}

/// Returns the kind of an action, or why it is invalid.
pub(super) fn kind_of_action(body: &Value) -> Result<&str, String> {
    let Some(kind) = body["type"].as_str() else {
        return Err("`type` is missing".to_owned());
    };
    let wanted = match kind {
        "rename" => "name",
        "resize" => "size",
        _ if ACTIONS.contains(&kind) || ACTIONS_BY_TAG.contains(&kind) => return Ok(kind),
        _ => return Err(format!("`{kind}` is not a type of action")),
    };
    match body[wanted].is_string() {
        true => Ok(kind),
        false => Err(format!("`{wanted}` is missing")),
    }
}

/// Returns the kind of an action on all Droplets with a tag, or why it is invalid.
pub(super) fn kind_of_action_by_tag(body: &Value) -> Result<&str, String> {
    let kind = kind_of_action(body)?;
    match ACTIONS_BY_TAG.contains(&kind) {
        true => Ok(kind),
        false => Err(format!("`{kind}` is not a type of action by tag")),
    }
}

fn set_size(droplet: &mut Value, slug: &str) {
    // The slug contains both: `s-2vcpu-4gb`.
    let number = |unit| {
        slug.split('-')
            .find_map(|part| part.strip_suffix(unit)?.parse().ok())
    };
    let vcpus: u64 = number("vcpu").unwrap_or(1);
    let memory = number("gb").unwrap_or(1_u64).saturating_mul(1024);
    droplet["size_slug"] = json!(slug);
    droplet["size"]["slug"] = json!(slug);
    for (member, number) in [("vcpus", vcpus), ("memory", memory)] {
        droplet[member] = json!(number);
        droplet["size"][member] = json!(number);
    }
}

fn droplet(id: u64, name: &str, body: &Value) -> Value {
    let region = body["region"].as_str().unwrap_or("nyc3");
    let slug = body["size"].as_str().unwrap_or("s-1vcpu-1gb");
    let tags = body["tags"].as_array().cloned().unwrap_or_default();
    let features = FEATURES.iter().filter(|(field, _)| body[*field] == true);
    let features: Vec<&str> = features.map(|(_, feature)| *feature).collect();
    let v6 = match body["ipv6"] == true {
        true => json!([{
            "ip_address": "2001:db8::10", "netmask": 64, "gateway": "2001:db8::1", "type": "public",
        }]),
        false => json!([]),
    };
    let image = match &body["image"] {
        Value::String(slug) => json!({ "id": IMAGE, "slug": slug, "name": slug }),
        id => json!({ "id": id, "name": "image" }),
    };
    let mut droplet = json!({
        "id": id,
        "name": name,
        "disk": 25,
        "locked": false,
        "status": "new",
        "created_at": "2026-01-01T00:00:00Z",
        "features": features,
        "backup_ids": [],
        "next_backup_window": null,
        "snapshot_ids": [],
        "image": image,
        "volume_ids": [],
        "size": {
            "disk": 25, "transfer": 1.0,
            "price_monthly": 6.0, "price_hourly": 0.008_93, "regions": [region],
            "available": true, "description": "Basic",
        },
        "networks": {
            "v4": [{
                "ip_address": "192.0.2.10", "netmask": "255.255.255.0",
                "gateway": "192.0.2.1", "type": "public",
            }],
            "v6": v6,
        },
        "region": {
            "name": region, "slug": region, "features": [], "available": true, "sizes": [slug],
        },
        "tags": tags,
    });
    set_size(&mut droplet, slug);
    if body["vpc_uuid"].is_string() {
        droplet["vpc_uuid"] = body["vpc_uuid"].clone();
    }
    droplet
}
