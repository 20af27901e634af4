use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use crate::runtime::codec::{Drift, DriftKind};
use crate::runtime::operation::meta::Meta;

type Callback = Arc<dyn Fn(&'static Meta, &Drift) + Send + Sync>;

/// Reports differences: members that the document requires once per operation and path.
#[derive(Default)]
#[allow(dead_code, reason = "unused where no group is compiled")]
pub(crate) struct DriftReporter {
    callback: Option<Callback>,
    /// The reported operations and paths.
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
    /// Reports a deletion whose response lacks the value that it should return.
    #[cold]
    #[allow(dead_code, reason = "unused where no group is compiled")]
    pub(crate) fn report_missing_value(&self, meta: &'static Meta) {
        let path = meta.at.join(".");
        let drift = Drift {
            kind: DriftKind::MissingMember,
            owner: meta.id,
            member: meta.at.last().copied().unwrap_or_default().into(),
            route: path.clone(),
            path,
        };
        self.report(meta, &[drift]);
    }

    /// Reports what is wrong with the pages of a list, each time.
    #[cold]
    #[allow(dead_code, reason = "unused where no group is compiled")]
    pub(crate) fn report_list(&self, meta: &'static Meta, kind: DriftKind) {
        let path = meta.at.join(".");
        match kind {
            DriftKind::ShortList { items, total } => tracing::warn!(
                operation = meta.id,
                path,
                items,
                total,
                "the list ended with fewer items than its total"
            ),
            DriftKind::TotalChanged { before, now } => tracing::warn!(
                operation = meta.id,
                path,
                before,
                now,
                "the total of the list changed between pages: items may be missing or doubled"
            ),
            DriftKind::RepeatedPage { page } => tracing::warn!(
                operation = meta.id,
                path,
                page,
                "the page repeats the one before it: the list has ended"
            ),
            DriftKind::MissingMember | DriftKind::UnknownField => {}
        }
        if let Some(callback) = &self.callback {
            let drift = Drift {
                kind,
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
