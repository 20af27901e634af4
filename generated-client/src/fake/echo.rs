//! Responses that repeat the request, in the form that the operation's response type has.

use serde_json::{Map, Value, json};

use crate::runtime::operation::meta::{Content, Meta};
use crate::runtime::operation::sampling::FULL;

/// Samples of one value: the first has only what is required, each further one has the optional fields of one more level
/// of nesting.
#[derive(Clone, Debug, Default)]
pub(super) struct Samples(Vec<Value>);

impl Samples {
    /// Generates the samples of an operation's response.
    pub(super) fn of(operation: &Meta) -> Option<Self> {
        let sample = operation.sample?;
        let levels = (0..=FULL).map(|levels| sample(operation.at, levels));
        let levels: Result<Vec<Value>, _> =
            levels.map(|body| serde_json::from_slice(&body)).collect();
        Some(Self(levels.ok()?))
    }

    /// Returns the sample with all optional fields.
    pub(super) fn full(&self) -> &Value {
        self.0.last().unwrap_or(&Value::Null)
    }

    /// Returns the samples of a field.
    pub(super) fn field(&self, name: &str) -> Self {
        self.inner(|sample| sample.get(name))
    }

    /// Returns the samples of a value at a path of fields.
    pub(super) fn at(&self, path: &[&str]) -> Self {
        path.iter()
            .fold(self.clone(), |samples, name| samples.field(name))
    }

    /// Returns the samples of an array's items.
    pub(super) fn items(&self) -> Self {
        self.inner(|sample| sample.get(0))
    }

    fn inner(&self, find: impl Fn(&Value) -> Option<&Value>) -> Self {
        Self(self.0.iter().filter_map(find).cloned().collect())
    }

    fn required(&self) -> &Value {
        self.0.first().unwrap_or(&Value::Null)
    }

    /// Returns a resource with the fields of a request. Lists that the request lacks are empty.
    pub(super) fn resource(&self, given: &Value) -> Value {
        let mut resource = self.full().clone();
        for (name, value) in resource.as_object_mut().into_iter().flatten() {
            if value.is_array() && given.get(name).is_none() {
                *value = json!([]);
            }
        }
        self.merge(&mut resource, given);
        resource
    }

    /// Sets the fields of a request that the resource can have.
    pub(super) fn merge(&self, resource: &mut Value, given: &Value) {
        let Value::Object(given) = given else {
            return;
        };
        for (name, value) in given {
            let samples = self.field(name);
            if !samples.full().is_null() && !value.is_null() {
                resource[name] = samples.repeat(value);
            }
        }
    }

    /// Returns a value of a request in the form of the samples; what has another form stays a sample.
    fn repeat(&self, given: &Value) -> Value {
        match (self.full(), given) {
            // Free JSON.
            (Value::Object(full), _) if full.is_empty() => given.clone(),
            (Value::Object(full), Value::Object(given)) if is_map(full) => {
                let values = self.field(MAP_KEY);
                let repeated = given.iter();
                let repeated = repeated.map(|(name, value)| (name.clone(), values.repeat(value)));
                repeated.collect::<Map<_, _>>().into()
            }
            (Value::Object(_), Value::Object(_)) => {
                let mut repeated = match self.required() {
                    Value::Null => json!({}),
                    required => required.clone(),
                };
                self.merge(&mut repeated, given);
                repeated
            }
            (Value::Array(_), Value::Array(items)) => {
                let samples = self.items();
                let items = items.iter().filter(|item| !item.is_null());
                items.map(|item| samples.repeat(item)).collect()
            }
            // A request names by a slug what the response describes.
            (Value::Object(full), Value::String(slug)) if full.contains_key("slug") => {
                let mut repeated = self.required().clone();
                self.merge(&mut repeated, &json!({ "slug": slug, "name": slug }));
                repeated
            }
            (Value::String(_), Value::String(_))
            | (Value::Bool(_), Value::Bool(_))
            | (Value::Number(_), Value::Number(_)) => given.clone(),
            _ => self.required().clone(),
        }
    }
}

/// The only key of a map in a sample.
const MAP_KEY: &str = "sample";

fn is_map(sample: &Map<String, Value>) -> bool {
    sample.len() == 1 && sample.contains_key(MAP_KEY)
}

/// The response of an operation that contains one resource.
pub(super) struct Form {
    /// Samples of the resource.
    pub(super) samples: Samples,
    response: Value,
    at: Vec<String>,
}

impl Form {
    /// Returns the form of an operation's response, `None` if it contains no resource.
    pub(super) fn of(operation: &Meta) -> Option<Self> {
        if operation.content != Content::Json {
            return None;
        }
        let samples = Samples::of(operation)?;
        let response = samples.full().clone();
        let at: Vec<String> = match operation.at {
            [] => resource_name(response.as_object()?).into_iter().collect(),
            at => at.iter().map(|&name| name.to_owned()).collect(),
        };
        let samples = at.iter().fold(samples, |samples, name| samples.field(name));
        samples.full().as_object()?;
        Some(Self {
            samples,
            response,
            at,
        })
    }

    /// Returns the resource with the fields of a request, `None` if the request has none.
    pub(super) fn resource(&self, given: &Value) -> Option<Value> {
        given.is_object().then(|| self.samples.resource(given))
    }

    /// Returns a response with a resource.
    pub(super) fn response(&self, resource: Value) -> Value {
        let at: Vec<&str> = self.at.iter().map(String::as_str).collect();
        let mut response = self.response.clone();
        *member_at(&mut response, &at) = resource;
        response
    }

    /// Returns the resource of a response.
    pub(super) fn taken(&self, response: &Value) -> Value {
        let at = self.at.iter();
        at.fold(response, |inner, name| &inner[name]).clone()
    }
}

/// Returns the field of a response that holds the resource next to others, such as links.
fn resource_name(response: &Map<String, Value>) -> Option<String> {
    let is_resource = |value: &Value| value.get("id").or(value.get("ip")).is_some();
    if response.contains_key("id") {
        return None;
    }
    let mut fields = response.iter();
    let field = fields.find(|(_, value)| is_resource(value));
    field.map(|(name, _)| name.clone())
}

/// Returns the value at a path of fields, which is created.
pub(super) fn member_at<'a>(value: &'a mut Value, path: &[&str]) -> &'a mut Value {
    let mut inner = value;
    for name in path {
        if !inner.is_object() {
            *inner = json!({});
        }
        inner = &mut inner[*name];
    }
    inner
}
