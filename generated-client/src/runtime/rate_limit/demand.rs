use bytes::Bytes;

use crate::runtime::codec;
use crate::runtime::operation::meta::{Bucket, Meta};

/// What a call takes of the limits: one of the general ones, and its charges.
#[derive(Debug)]
pub(super) struct Demand {
    pub(super) charges: Vec<Charge>,
    pub(super) is_urgent: bool,
}

/// What a call takes of a special limit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Charge {
    pub(super) bucket: Bucket,
    pub(super) count: usize,
}

impl Demand {
    pub(super) fn new(meta: &Meta, body: Option<&Bytes>, is_urgent: bool) -> Self {
        let buckets = meta.buckets.iter().copied();
        Self {
            charges: buckets.map(|bucket| Charge::new(bucket, body)).collect(),
            is_urgent,
        }
    }

    /// Returns whether it takes of all the special limits of which another does, so that nothing
    /// lets it pass that one.
    pub(super) fn is_behind(&self, other: &Self) -> bool {
        let is_own = |charge: &Charge| {
            let mut own = self.charges.iter();
            own.any(|own| own.bucket.name == charge.bucket.name)
        };
        other.charges.iter().all(is_own)
    }

    /// Returns what it takes of the special limit of this name.
    pub(super) fn count_in(&self, bucket: &str) -> usize {
        let charges = self.charges.iter();
        let own = charges.filter(|charge| charge.bucket.name == bucket);
        own.map(|charge| charge.count).sum()
    }
}

impl Charge {
    fn new(bucket: Bucket, body: Option<&Bytes>) -> Self {
        let count = bucket.counts.map_or(1, |array| {
            let json = body.and_then(|body| codec::json(body).ok());
            let elements = json.as_ref().and_then(|json| json.get(array)?.as_array());
            elements.map_or(1, Vec::len)
        });
        Self { bucket, count }
    }
}
