use std::collections::HashSet;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use crate::runtime::codec::{Drift, DriftKind};
use crate::runtime::operation::meta::Meta;

type Callback = Arc<dyn Fn(&'static Meta, &Drift) + Send + Sync>;

/// How much drift is remembered as reported: the server chooses the names of unknown fields.
const MAX_SEEN: usize = 10_000;

/// Reports differences, those of values once per operation and path.
#[derive(Default)]
#[allow(dead_code, reason = "unused where no group is compiled")]
pub(crate) struct DriftReporter {
    callback: Option<Callback>,
    /// The operation, kind and path of the drift that was reported, in one string: each type of set is code of its own.
    seen: Mutex<HashSet<String>>,
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
            let key = format!("{} {:?} {}", meta.id, drift.kind, drift.path_pattern);
            let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
            if seen.len() >= MAX_SEEN {
                seen.clear();
            }
            let is_new = seen.insert(key);
            drop(seen);
            if !is_new {
                continue;
            }
            log(meta, drift);
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
            path_pattern: path.clone(),
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
            DriftKind::SkippedPages { after, next } => tracing::warn!(
                operation = meta.id,
                path,
                after,
                next,
                "the link to the next page skips pages: items may be missing"
            ),
            DriftKind::UnknownEnd { items } => tracing::warn!(
                operation = meta.id,
                path,
                items,
                "the last page is full, and the response does not say that the list ends"
            ),
            DriftKind::RepeatedPage { page } => tracing::warn!(
                operation = meta.id,
                path,
                page,
                "the page repeats the one before it: the list has ended"
            ),
            DriftKind::MissingMember
            | DriftKind::UnknownField
            | DriftKind::ConvertedValue
            | DriftKind::UnreadableValue
            | DriftKind::InexactTimestamp => {}
        }
        if let Some(callback) = &self.callback {
            let drift = Drift {
                kind,
                owner: meta.id,
                member: meta.at.last().copied().unwrap_or_default().into(),
                path_pattern: path.clone(),
                path,
            };
            callback(meta, &drift);
        }
    }
}

/// Logs drift of a single value.
#[allow(dead_code, reason = "unused where no group is compiled")]
fn log(meta: &'static Meta, drift: &Drift) {
    let Drift { path, owner, .. } = drift;
    let operation = meta.id;
    match drift.kind {
        DriftKind::UnknownField => tracing::debug!(
            operation,
            path,
            owner,
            "the response has a field that this version of the client does not know"
        ),
        DriftKind::ConvertedValue => tracing::warn!(
            operation,
            path,
            owner,
            "the response has a value of another JSON type than documented; it was converted"
        ),
        DriftKind::UnreadableValue => tracing::warn!(
            operation,
            path,
            owner,
            "the response has a value that is not one of the documented type; it counts as missing"
        ),
        DriftKind::InexactTimestamp => tracing::warn!(
            operation,
            path,
            owner,
            "the response has a timestamp that cannot be represented exactly; its text is kept"
        ),
        _ => tracing::warn!(
            operation,
            path,
            owner,
            "the response lacks a required member; it was read as its default value"
        ),
    }
}

impl fmt::Debug for DriftReporter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DriftReporter")
    }
}
