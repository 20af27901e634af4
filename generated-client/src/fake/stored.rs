//! Resources of any kind that were created: listed, read, changed and deleted. Their form is that of the samples of each
//! operation's response, so that nothing here depends on the kind.

use http::StatusCode;
use serde_json::{Value, json};

use crate::fake::collection::{Cut, KEYS, find, unprocessable, uuid};
use crate::fake::echo::{Form, Samples, member_at};
use crate::fake::kubernetes::set_nodes;
use crate::fake::operation_index::KnownOperation;
use crate::fake::recorded::RecordedRequest;
use crate::fake::reply::Reply;
use crate::fake::samples::sample;
use crate::fake::state::State;
use crate::fake::tags::has_tag;

/// Lists that are empty until something is created in them. Those of other kinds return samples until then.
const EMPTY_AT_FIRST: [&str; 1] = ["/v2/databases/{database_cluster_uuid}/users"];

/// The number of the first [`KEYS`], which the API assigns unless the request has a value.
const ASSIGNED: usize = 4;

impl State {
    /// Carries out a request about a stored resource.
    pub(super) fn stored(&mut self, request: &RecordedRequest) -> Option<Reply> {
        let KnownOperation { method, path, .. } = request.known;
        if self.lacks_owner(request) {
            return Some(Reply::status(404));
        }
        self.open_empty_list(request);
        if is_list(path) {
            return match method {
                "POST" => self.create(request),
                "GET" => self.list(request),
                _ => None,
            };
        }
        if is_item(path) {
            return match method {
                "GET" => self.read(request),
                "PUT" | "PATCH" => self.change(request),
                "DELETE" => self.delete(request),
                _ => None,
            };
        }
        self.setting(request)
    }

    /// Makes the list of a request one of stored resources, if it is empty at first.
    fn open_empty_list(&mut self, request: &RecordedRequest) {
        let mut lists = EMPTY_AT_FIRST.iter();
        let list = lists.find(|list| request.known.path.starts_with(**list));
        let beyond = list.map(|list| &request.known.path[list.len()..]);
        let segments = beyond.map(|beyond| beyond.matches('/').count());
        let path = match (segments, request.path().rsplit_once('/')) {
            (Some(0), _) => request.path(),
            (Some(1), Some((list, _))) => list,
            _ => return,
        };
        if self.items(path).is_none() {
            self.collections.entry(path.to_owned()).or_default();
        }
    }

    /// Returns the resources of a list, `None` if none was created in it.
    pub(super) fn items(&mut self, list: &str) -> Option<&mut Vec<Value>> {
        match self.owner_with(list) {
            Some((outer, index, member)) => {
                let owner = self.collections.get_mut(&outer)?.items.get_mut(index)?;
                owner[member.as_str()].as_array_mut()
            }
            None => Some(&mut self.collections.get_mut(list)?.items),
        }
    }

    /// Finds the resource that contains the items of a list: a cluster its node pools.
    fn owner_with(&self, list: &str) -> Option<(String, usize, String)> {
        let (owner, member) = list.rsplit_once('/')?;
        let (outer, key) = owner.rsplit_once('/')?;
        let owners = &self.collections.get(outer)?.items;
        let index = find(owners, key)?;
        let is_list = owners[index][member].as_array()?;
        let is_list = is_list.iter().all(Value::is_object);
        is_list.then(|| (outer.to_owned(), index, member.to_owned()))
    }

    /// Returns whether the path contains a resource that does not exist, in a list of stored ones.
    fn lacks_owner(&self, request: &RecordedRequest) -> bool {
        let template: Vec<&str> = request.known.path.split('/').collect();
        let path: Vec<&str> = request.path().split('/').collect();
        let Some(prefix) = path.len().checked_sub(template.len()) else {
            return false;
        };
        let owners = template.len().saturating_sub(1);
        (1..owners).any(|index| {
            let list = path[..prefix + index].join("/");
            let stored = self.collections.get(&list);
            let is_owner = template[index].starts_with('{');
            is_owner && stored.is_some_and(|list| find(&list.items, path[prefix + index]).is_none())
        })
    }

    fn create(&mut self, request: &RecordedRequest) -> Option<Reply> {
        let form = Form::of(request.operation)?;
        let given = request.json();
        let mut item = form.resource(&given)?;
        self.identify(&form.samples, &mut item, &given);
        set_nodes(request, &mut item);
        let path = request.path();
        if self.items(path).is_none() {
            self.collections.entry(path.to_owned()).or_default();
        }
        self.items(path)?.push(item.clone());
        Some(Reply::json(&form.response(item)).with_status(StatusCode::CREATED))
    }

    /// Assigns what identifies a resource and those inside it.
    fn identify(&mut self, samples: &Samples, item: &mut Value, given: &Value) {
        self.serial += 1;
        for key in &KEYS[..ASSIGNED] {
            let sample = samples.field(key);
            if !given[key].is_null() {
                continue;
            }
            match sample.full() {
                Value::Number(_) => item[*key] = json!(self.serial),
                Value::String(_) if *key == "ip" => {
                    item[*key] = json!(format!("192.0.2.{}", self.serial % 256));
                }
                Value::String(_) => item[*key] = json!(uuid(self.serial)),
                _ => {}
            }
        }
        for (name, value) in item.as_object_mut().into_iter().flatten() {
            let samples = samples.field(name).items();
            let items = value.as_array_mut().into_iter().flatten();
            for (index, item) in items.filter(|item| item.is_object()).enumerate() {
                self.identify(&samples, item, &given[name.as_str()][index]);
            }
        }
    }

    fn list(&mut self, request: &RecordedRequest) -> Option<Reply> {
        let items = self.items(request.path())?.clone();
        let at = request.operation.at;
        let samples = Samples::of(request.operation)?;
        let mut response = samples.full().clone();
        let samples = samples.at(at);
        samples.full().as_array()?;
        let samples = samples.items();
        let items = items.iter().filter(|item| is_wanted(item, request));
        let mut items: Vec<Value> = items.map(|item| samples.resource(item)).collect();
        if response.get("meta").is_some() {
            let cut = match Cut::of(request, &items) {
                Ok(cut) => cut,
                Err(message) => return Some(unprocessable(message)),
            };
            items = cut.items;
            response["links"] = cut.links;
            response["meta"]["total"] = json!(cut.total);
        }
        if response.get("has_more").is_some() {
            response["has_more"] = json!(false);
        }
        *member_at(&mut response, at) = items.into();
        Some(Reply::json(&response))
    }

    fn read(&mut self, request: &RecordedRequest) -> Option<Reply> {
        let item = match self.item(request)? {
            Ok(item) => item,
            Err(not_found) => return Some(not_found),
        };
        let form = Form::of(request.operation)?;
        let mut response = form.response(form.samples.resource(item));
        if let Some(spec) = request.awaited
            && let Some(state) = spec.ready.first()
        {
            let path: Vec<&str> = spec.status.split('/').skip(1).collect();
            *member_at(&mut response, &path) = json!(state);
            *item = form.taken(&response);
        }
        Some(Reply::json(&response))
    }

    fn change(&mut self, request: &RecordedRequest) -> Option<Reply> {
        let item = match self.item(request)? {
            Ok(item) => item,
            Err(not_found) => return Some(not_found),
        };
        let given = request.json();
        let reply = match Form::of(request.operation) {
            Some(form) => {
                form.samples.merge(item, &given);
                set_nodes(request, item);
                Reply::json(&form.response(form.samples.resource(item)))
            }
            None => {
                replace(item, &given);
                sample(request)
            }
        };
        Some(reply)
    }

    fn delete(&mut self, request: &RecordedRequest) -> Option<Reply> {
        let path = request.path();
        let (list, key) = path.rsplit_once('/')?;
        let items = self.items(list)?;
        let Some(index) = find(items, key) else {
            return Some(Reply::status(404));
        };
        items.remove(index);
        self.forget_below(path);
        Some(sample(request))
    }

    /// Returns the resource that a path addresses, or the response if there is none. `None` means that nothing was stored
    /// in its list.
    fn item(&mut self, request: &RecordedRequest) -> Option<Result<&mut Value, Reply>> {
        let (list, key) = request.path().rsplit_once('/')?;
        let items = self.items(list)?;
        let found = find(items, key).and_then(|index| items.get_mut(index));
        Some(found.ok_or_else(|| Reply::status(404)))
    }

    /// Removes what belongs to a deleted resource.
    pub(super) fn forget_below(&mut self, path: &str) {
        let below = format!("{path}/");
        self.collections.retain(|path, _| !path.starts_with(&below));
        self.settings.retain(|path, _| !path.starts_with(&below));
    }

    /// Carries out a request about settings that are read and written as a whole, such as the firewall of a database.
    fn setting(&mut self, request: &RecordedRequest) -> Option<Reply> {
        let path = request.path();
        match request.known.method {
            "PUT" | "PATCH" if KnownOperation::exists("GET", request.known.path) => {
                let given = request.json();
                let settings = self.settings.entry(path.to_owned()).or_default();
                match settings.is_object() {
                    true => merge(settings, given),
                    false => *settings = given,
                }
                None
            }
            "DELETE" => {
                self.settings.remove(path);
                None
            }
            "GET" => {
                let given = self.settings.get(path)?;
                let samples = Samples::of(request.operation)?;
                let names = given.as_object()?.keys();
                let is_outer = names.clone().any(|name| samples.full().get(name).is_some());
                if is_outer {
                    return Some(Reply::json(&samples.resource(given)));
                }
                let form = Form::of(request.operation)?;
                Some(Reply::json(&form.response(form.resource(given)?)))
            }
            _ => None,
        }
    }
}

/// Returns whether a path is that of a list in which POST creates what GET reads.
fn is_list(template: &str) -> bool {
    !template.is_empty()
        && KnownOperation::exists("POST", template)
        && KnownOperation::exists("GET", &format!("{template}/{{id}}"))
}

fn is_item(template: &str) -> bool {
    let parts = template.rsplit_once('/');
    parts.is_some_and(|(list, last)| last.starts_with('{') && is_list(list))
}

/// Returns whether a resource has what the query parameters of the same names demand.
pub(super) fn is_wanted(item: &Value, request: &RecordedRequest) -> bool {
    request.query().iter().all(|(name, wanted)| {
        let has = |list: &Vec<Value>| list.iter().any(|one| one == wanted);
        match (&item[name], &item[format!("{name}s")]) {
            _ if name == "tag_name" => has_tag(item, wanted),
            (Value::Null, Value::Array(list)) | (Value::Array(list), _) => has(list),
            (Value::String(text), _) => text == wanted,
            (Value::Object(inner), _) => inner.get("slug").is_none_or(|slug| slug == wanted),
            (Value::Null, _) => true,
            (value, _) => wanted.parse().is_ok_and(|wanted: Value| *value == wanted),
        }
    })
}

/// Sets the fields that the resource has, too.
fn replace(item: &mut Value, given: &Value) {
    for (name, value) in given.as_object().into_iter().flatten() {
        if let Some(old) = item.get_mut(name) {
            *old = value.clone();
        }
    }
}

fn merge(settings: &mut Value, given: Value) {
    if let (Value::Object(settings), Value::Object(given)) = (settings, given) {
        settings.extend(given);
    }
}
