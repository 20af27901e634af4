//! Changes from one JSON value to another.

use serde_json::Value;

use crate::review::change::Change;
use crate::review::kind::Kind;

/// A change from one JSON value to another.
pub(super) fn changed(
    kind: Kind,
    group: &str,
    item: impl Into<String>,
    before: Option<&Value>,
    after: Option<&Value>,
) -> Change {
    let mut change = Change::new(kind, group, item);
    change.before = before.map(Value::to_string);
    change.after = after.map(Value::to_string);
    change
}
