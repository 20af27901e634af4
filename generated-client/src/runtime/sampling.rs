//! Makes up answers for the fake. The functions are named as those of `Answer` that read them.
#![allow(
    dead_code,
    reason = "what is called depends on the groups that are compiled"
)]

use serde_json::{Value, json};

use crate::runtime::codec::{Sample, Sampler, Wire, Written};
use crate::runtime::meta::Meta;

impl Meta {
    /// Returns the body that the fake makes up for a successful answer, for tests that change it.
    #[doc(hidden)]
    pub fn sample(&self) -> Vec<u8> {
        self.sample.map(|sample| sample()).unwrap_or_default()
    }

    /// Returns the event that the fake makes up, none where the operation has no events.
    #[doc(hidden)]
    pub fn sample_event(&self) -> Option<Vec<u8>> {
        self.sample_event.map(|sample| sample())
    }
}

pub(crate) fn empty() -> Vec<u8> {
    Vec::new()
}

pub(crate) fn text() -> Vec<u8> {
    b"sample".to_vec()
}

pub(crate) fn file() -> Vec<u8> {
    b"sample".to_vec()
}

pub(crate) fn json<T: Sample + Wire>() -> Vec<u8> {
    value::<T>().to_string().into_bytes()
}

pub(crate) fn member<T: Sample + Wire>(at: &[&str]) -> Vec<u8> {
    wrap(value::<T>(), at).to_string().into_bytes()
}

pub(crate) fn page<C: Sample + Wire>(at: &[&str]) -> Vec<u8> {
    listing::<C>(at).to_string().into_bytes()
}

pub(crate) fn page_with<C: Sample + Wire, E: Sample + Wire>(at: &[&str]) -> Vec<u8> {
    let mut page = listing::<C>(at);
    merge(&mut page, value::<E>());
    page.to_string().into_bytes()
}

fn listing<C: Sample + Wire>(at: &[&str]) -> Value {
    let items = value::<C>();
    let total = match &items {
        Value::Array(items) => items.len(),
        Value::Object(items) => items.len(),
        _ => 0,
    };
    let mut page = wrap(items, at);
    merge(
        &mut page,
        json!({ "links": {}, "meta": { "total": total } }),
    );
    page
}

fn value<T: Sample + Wire>() -> Value {
    let sample = T::sample(&mut Sampler::new(true));
    serde_json::to_value(Written(&sample)).unwrap_or_default()
}

fn wrap(value: Value, at: &[&str]) -> Value {
    at.iter()
        .rev()
        .fold(value, |value, name| json!({ *name: value }))
}

/// Adds members that are not there; objects on both sides are merged.
fn merge(page: &mut Value, beside: Value) {
    let (Value::Object(page), Value::Object(beside)) = (page, beside) else {
        return;
    };
    for (name, value) in beside {
        match page.get_mut(&name) {
            Some(existing) => merge(existing, value),
            None => drop(page.insert(name, value)),
        }
    }
}
