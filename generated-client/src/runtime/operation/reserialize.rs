//! Reads responses and writes them back, for tests that compare the two.
#![allow(
    dead_code,
    reason = "what is called depends on the groups that are compiled"
)]

use serde_json::{Map, Value};

use crate::runtime::codec::{self, DecodeError, Wire};
use crate::runtime::operation::json::{merge, wrap, written};
use crate::runtime::operation::page::PAGE_MEMBERS;
use crate::runtime::operation::raw_response::RawResponse;

/// Writes back a page: its items, what paging reads, and the members that are neither.
pub(crate) fn listing<C: Wire>(
    response: &RawResponse,
) -> Result<(Value, Map<String, Value>), DecodeError> {
    let at = response.meta.at;
    let envelope = codec::decode_envelope_within::<C>(
        response.meta.location(),
        &response.body,
        &response.limits,
    )?;
    response.report(&envelope.drift);
    let mut page = wrap(written(&envelope.value), at);
    let others = envelope.rest.iter();
    let paging = others.filter(|(name, _)| PAGE_MEMBERS.contains(&name.as_str()));
    let paging = paging.map(|(name, value)| (name.clone(), value.clone()));
    merge(&mut page, paging.collect());
    Ok((page, envelope.rest))
}
