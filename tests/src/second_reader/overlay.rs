//! Overlays, applied in the plainest way: OpenAPI Overlay 1.0.
//!
//! The generator reports stale actions. Here it only matters that both produce the same document.

use anyhow::{Context as _, bail, ensure};
use serde_json::Value;
use serde_json_path::JsonPath;

use crate::json_pointer::unescape;

/// Applies the actions of an overlay in their order.
pub(crate) fn apply(document: &mut Value, overlay: &Value) -> anyhow::Result<()> {
    let actions = overlay.get("actions").and_then(Value::as_array);
    for action in actions.context("an overlay without actions")? {
        let target = action.get("target").and_then(Value::as_str);
        let target = target.context("an action without a target")?;
        run(document, target, action).with_context(|| format!("the action on {target}"))?;
    }
    Ok(())
}

fn run(document: &mut Value, target: &str, action: &Value) -> anyhow::Result<()> {
    let path = JsonPath::parse(target)?;
    let selected = path.query_located(document).dedup();
    let selected: Vec<String> = selected
        .locations()
        .map(|location| location.to_json_pointer())
        .collect();
    ensure!(!selected.is_empty(), "it selects nothing");
    let is_removal = action.get("remove") == Some(&Value::Bool(true));
    // From the end, so that what is removed moves nothing that is still to be removed.
    for pointer in selected.iter().rev() {
        if is_removal {
            remove(document, pointer)?;
        } else {
            let update = action.get("update").context("neither update nor removal")?;
            let selected = document.pointer_mut(pointer);
            let selected = selected.with_context(|| format!("{pointer} does not exist"))?;
            match (selected, update) {
                (Value::Array(items), one) if !one.is_array() => items.push(one.clone()),
                (selected, update) => merge(selected, update),
            }
        }
    }
    Ok(())
}

/// Objects become one, lists are appended, everything else is replaced.
fn merge(value: &mut Value, update: &Value) {
    match (value, update) {
        (Value::Object(members), Value::Object(updates)) => {
            for (name, update) in updates {
                merge(members.entry(name).or_insert(Value::Null), update);
            }
        }
        (Value::Array(items), Value::Array(more)) => items.extend_from_slice(more),
        (value, update) => *value = update.clone(),
    }
}

fn remove(document: &mut Value, pointer: &str) -> anyhow::Result<()> {
    let (parent, name) = pointer.rsplit_once('/').context("the whole document")?;
    match document.pointer_mut(parent) {
        Some(Value::Object(members)) => {
            let name = unescape(name);
            members.remove(&name).context("it is not there")?;
        }
        Some(Value::Array(items)) => {
            items.remove(name.parse()?);
        }
        _ => bail!("{pointer} does not exist"),
    }
    Ok(())
}
