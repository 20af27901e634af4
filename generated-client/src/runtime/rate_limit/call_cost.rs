use std::time::Duration;

use bytes::Bytes;

use crate::runtime::codec;
use crate::runtime::operation::counted::Bucket;

/// How much a call counts towards the limits: one in the general limits, and its charges.
#[derive(Debug)]
pub(super) struct CallCost {
    pub(super) charges: Vec<Charge>,
    pub(super) is_urgent: bool,
    /// How long the call may be under way.
    pub(super) longest: Duration,
}

/// How much a call counts towards a special limit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Charge {
    pub(super) bucket: Bucket,
    pub(super) count: usize,
}

impl CallCost {
    pub(super) fn new(
        buckets: &[Bucket],
        body: Option<&Bytes>,
        is_urgent: bool,
        longest: Duration,
    ) -> Self {
        let buckets = buckets.iter().copied();
        Self {
            charges: buckets.map(|bucket| Charge::new(bucket, body)).collect(),
            is_urgent,
            longest,
        }
    }

    /// Returns whether another call counts in the same way.
    #[cfg(all(feature = "redis", not(target_arch = "wasm32")))]
    pub(super) fn is_like(&self, other: &Self) -> bool {
        let charges = |cost: &Self| {
            let charges = cost.charges.iter();
            charges
                .map(|charge| (charge.bucket.name, charge.count))
                .collect::<Vec<_>>()
        };
        self.is_urgent == other.is_urgent && charges(self) == charges(other)
    }

    /// Returns the names of its special limits.
    pub(super) fn bucket_names(&self) -> impl Iterator<Item = &'static str> {
        self.charges.iter().map(|charge| charge.bucket.name)
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
