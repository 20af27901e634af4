use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use crate::runtime::codec::Drift;
use crate::runtime::meta::Meta;

type Callback = Arc<dyn Fn(&'static Meta, &Drift) + Send + Sync>;

/// Tells, once per operation and path, what answers lacked although the document requires it.
#[derive(Default)]
#[allow(dead_code, reason = "unused where no group is compiled")]
pub(crate) struct DriftReporter {
    callback: Option<Callback>,
    /// Operations and paths that were told.
    seen: Mutex<Vec<(&'static str, String)>>,
}

impl DriftReporter {
    pub(crate) fn new(callback: Option<Callback>) -> Self {
        Self {
            callback,
            ..Self::default()
        }
    }

    #[cold]
    #[allow(dead_code, reason = "unused where no group is compiled")]
    pub(crate) fn report(&self, meta: &'static Meta, drifts: &[Drift]) {
        for drift in drifts {
            let key = (meta.id, drift.route.clone());
            let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
            let is_new = !seen.contains(&key);
            if is_new {
                seen.push(key);
            }
            drop(seen);
            if !is_new {
                continue;
            }
            tracing::warn!(
                operation = meta.id,
                path = drift.path,
                owner = drift.owner,
                "the answer lacks a member that the document requires; its zero value stands for it"
            );
            if let Some(callback) = &self.callback {
                callback(meta, drift);
            }
        }
    }
}

impl fmt::Debug for DriftReporter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DriftReporter")
    }
}
