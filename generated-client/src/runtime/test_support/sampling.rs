//! Makes up answers for the fake.
#![allow(
    dead_code,
    reason = "what is called depends on the groups that are compiled"
)]

use serde_json::{Value, json};

use crate::runtime::codec::{Sample, Sampler, Wire};
use crate::runtime::operation::meta::Meta;
use crate::runtime::test_support::rewriting::{merge, wrap, written};

impl Meta {
    /// Returns the body that the fake makes up for a successful answer, for tests that change it.
    #[doc(hidden)]
    pub fn sample(&self) -> Vec<u8> {
        self.sample
            .map(|sample| sample(self.at))
            .unwrap_or_default()
    }

    /// Returns the event that the fake makes up, none where the operation has no events.
    #[doc(hidden)]
    pub fn sample_event(&self) -> Option<Vec<u8>> {
        self.sample_event.map(|sample| sample(&[]))
    }
}

/// Makes up an answer that is no JSON.
pub(crate) fn text() -> Vec<u8> {
    b"sample".to_vec()
}

/// Makes up an answer with a value at a path of members.
pub(crate) fn member<T: Sample + Wire>(at: &[&str]) -> Vec<u8> {
    wrap(value::<T>(), at).to_string().into_bytes()
}

/// Makes up a page with items at a path of members.
pub(crate) fn listing<C: Sample + Wire>(at: &[&str]) -> Value {
    let items = value::<C>();
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

/// Makes up a value.
pub(crate) fn value<T: Sample + Wire>() -> Value {
    written(&T::sample(&mut Sampler::new(true)))
}
