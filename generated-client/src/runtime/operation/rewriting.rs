//! Reads responses and writes them back, for tests that compare the two.
#![allow(
    dead_code,
    reason = "what is called depends on the groups that are compiled"
)]

use serde_json::{Map, Value};

use crate::runtime::codec::{self, DecodeError, Wire};
use crate::runtime::operation::json::{merge, wrap, written};
use crate::runtime::operation::raw_response::RawResponse;

/// Members of a page that [`Page`](crate::Page) reads by itself, or that only repeat facts about the items:
/// which is the first, and that they are a list.
const PAGING: [&str; 11] = [
    "links",
    "meta",
    "first_id",
    "object",
    "total",
    "total_items",
    "has_more",
    "last_id",
    "page_info",
    "current_page",
    "total_pages",
];

/// Writes back a page: its items, what paging reads, and the members that are neither.
pub(crate) fn listing<C: Wire>(
    answer: &RawResponse,
) -> Result<(Value, Map<String, Value>), DecodeError> {
    let at = answer.meta.at;
    let envelope =
        codec::decode_envelope_within::<C>(answer.meta.location(), &answer.body, &answer.limits)?;
    answer.report(&envelope.drift);
    let mut page = wrap(written(&envelope.value), at);
    let beside = envelope.rest.iter();
    let paging = beside.filter(|(name, _)| PAGING.contains(&name.as_str()));
    let paging = paging.map(|(name, value)| (name.clone(), value.clone()));
    merge(&mut page, paging.collect());
    Ok((page, envelope.rest))
}
