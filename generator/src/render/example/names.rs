//! Names by which the examples of methods choose the values of arguments.

use std::borrow::Cow;

/// Returns the name of an argument, with the object that the path names before it where it says only `id`.
pub(super) fn described<'w>(path: &str, wire: &'w str) -> Cow<'w, str> {
    if !matches!(wire, "id" | "uuid") {
        return wire.into();
    }
    let placeholder = format!("{{{wire}}}");
    let before = path
        .split_once(placeholder.as_str())
        .map(|(before, _)| before);
    let object = before.and_then(|before| before.trim_end_matches('/').rsplit('/').next());
    match object {
        Some(object) if !object.is_empty() && !object.contains('{') => {
            format!("{}_{wire}", object.strip_suffix('s').unwrap_or(object)).into()
        }
        _ => wire.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::described;

    #[test]
    fn the_object_before_an_id_is_part_of_its_name() {
        for (path, wire, expected) in [
            (
                "/v2/vector-databases/{id}/backups",
                "id",
                "vector-database_id",
            ),
            ("/v2/gen-ai/agents/{uuid}", "uuid", "agent_uuid"),
            ("/v2/catalog/{id}", "id", "catalog_id"),
            ("/v2/droplets/{droplet_id}", "droplet_id", "droplet_id"),
            ("/v2/{group}/{id}", "id", "id"),
            ("/{id}", "id", "id"),
            ("/v2/apps", "id", "id"),
        ] {
            assert_eq!(described(path, wire), expected, "{path}");
        }
    }
}
