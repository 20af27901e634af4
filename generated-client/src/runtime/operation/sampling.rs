//! Generates sample responses for the fake.
#![allow(
    dead_code,
    reason = "what is called depends on the groups that are compiled"
)]

use serde_json::{Value, json};

use crate::runtime::codec::{Sample, Sampler, Wire};
use crate::runtime::operation::json::{merge, wrap, written};

/// All optional fields are set.
pub(crate) const FULL: usize = Sampler::MAX_DEPTH + 1;

/// Generates a body that is not JSON.
pub(crate) fn text() -> Vec<u8> {
    b"sample".to_vec()
}

/// Generates a body with a value at a path of fields.
pub(crate) fn member<T: Sample + Wire>(at: &[&str], levels: usize) -> Vec<u8> {
    wrap(value::<T>(levels), at).to_string().into_bytes()
}

/// Generates a page with items at a path of fields.
pub(crate) fn listing<C: Sample + Wire>(at: &[&str], levels: usize) -> Value {
    let items = value::<C>(levels);
    let total = match &items {
        Value::Array(items) => items.len(),
        Value::Object(items) => items.len(),
        _ => 0,
    };
    let mut page = wrap(items, at);
    let paging = json!({ "links": {}, "meta": { "total": total } });
    merge(&mut page, paging);
    page
}

/// Generates a value whose optional fields are set on a number of levels, see [`Sampler::up_to`].
pub(crate) fn value<T: Sample + Wire>(levels: usize) -> Value {
    written(&T::sample(&mut Sampler::up_to(levels)))
}
