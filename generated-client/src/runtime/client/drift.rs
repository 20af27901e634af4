use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use crate::runtime::codec::Drift;
use crate::runtime::operation::meta::Meta;

/// What is lacking in an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DriftKind {
    /// A member that the document requires.
    MissingMember,
    /// An object has a field that this version of the client does not know. It is kept, see
    /// [`UnknownFields`](crate::drift::UnknownFields). Reported at debug level.
    UnknownField,
    /// Items: all pages of a list were read, and hold fewer than its total. Where items come and go
    /// meanwhile, one may have been skipped.
    ShortList {
        /// The number of items that came.
        items: u64,
        /// The largest total that was told.
        total: u64,
    },
}

type Callback = Arc<dyn Fn(&'static Meta, &Drift) + Send + Sync>;

/// Tells what answers lacked: members that the document requires once per operation and path.
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
            if drift.kind == DriftKind::UnknownField {
                tracing::debug!(
                    operation = meta.id,
                    path = drift.path,
                    owner = drift.owner,
                    "the response has a field that this version of the client does not know"
                );
            } else {
                tracing::warn!(
                    operation = meta.id,
                    path = drift.path,
                    owner = drift.owner,
                    "the answer lacks a member that the document requires; its zero value stands for it"
                );
            }
            if let Some(callback) = &self.callback {
                callback(meta, drift);
            }
        }
    }
}

impl DriftReporter {
    /// Tells of a list that ended with fewer items than it announced, each time.
    #[cold]
    #[allow(dead_code, reason = "unused where no group is compiled")]
    pub(crate) fn report_short_list(&self, meta: &'static Meta, items: u64, total: u64) {
        let path = meta.at.join(".");
        tracing::warn!(
            operation = meta.id,
            path,
            items,
            total,
            "the list ended before all items came that it announced"
        );
        if let Some(callback) = &self.callback {
            let drift = Drift {
                kind: DriftKind::ShortList { items, total },
                owner: meta.id,
                member: meta.at.last().copied().unwrap_or_default().into(),
                route: path.clone(),
                path,
            };
            callback(meta, &drift);
        }
    }
}

impl fmt::Debug for DriftReporter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DriftReporter")
    }
}
