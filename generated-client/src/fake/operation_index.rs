//! The operations of the API, found by ID, or by method and path.

use http::Method;

use crate::generated::OPERATIONS;
use crate::runtime::error::BuildError;
use crate::runtime::operation::Meta;

/// An operation of the API.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct KnownOperation {
    /// Its ID, empty where the document has no such operation.
    pub(crate) id: &'static str,
    /// Its method, GET also for HEAD.
    pub(crate) method: &'static str,
    /// Its path template.
    pub(crate) path: &'static str,
}

impl KnownOperation {
    /// Returns the operation of a request: its own, or the one that a path belongs to.
    pub(super) fn of(operation: &Meta, path: &str) -> Self {
        let method = match *operation.method {
            Method::HEAD => "GET",
            ref method => method.as_str(),
        };
        if !operation.path.is_empty() {
            return Self {
                id: operation.id,
                // The operation itself may be a HEAD.
                method: operation.method.as_str(),
                path: operation.path,
            };
        }
        let fitting = all().filter(|known| known.method == method && fits(known.path, path));
        // `/v2/volumes/actions` is not a volume of that name.
        let found = fitting.min_by_key(|known| known.path.matches('{').count());
        found.unwrap_or(Self {
            id: operation.id,
            ..Self::default()
        })
    }

    /// Returns whether the document has an operation with this method and a path template of this form.
    pub(super) fn exists(method: &str, template: &str) -> bool {
        all().any(|known| known.method == method && is_same_form(known.path, template))
    }
}

/// Returns an error unless the API has an operation of this ID.
pub(super) fn check_id(id: &str) -> Result<(), BuildError> {
    #[cfg(test)]
    if id.starts_with("things_") {
        return Ok(());
    }
    if all().any(|known| known.id == id) {
        return Ok(());
    }
    let mut ids: Vec<_> = all().map(|known| known.id).collect();
    ids.sort_by_cached_key(|known| distance(known, id));
    let nearest: Vec<_> = ids.into_iter().take(NEAREST).collect();
    let hint = match nearest.as_slice() {
        [] => String::new(),
        nearest => format!("; the nearest IDs are {}", nearest.join(", ")),
    };
    Err(BuildError::new(format!(
        "no operation has the ID `{id}` in the groups that are compiled{hint}"
    )))
}

/// The number of IDs that an error lists.
const NEAREST: usize = 3;

/// Returns how many characters have to be inserted, removed or replaced, without regard to case.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.to_lowercase().chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (index, one) in left.to_lowercase().chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = index + 1;
        for (column, other) in right.iter().enumerate() {
            let replaced = diagonal + usize::from(one != *other);
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row.last().copied().unwrap_or_default()
}

fn all() -> impl Iterator<Item = KnownOperation> {
    let all = OPERATIONS.iter().flat_map(|group| group.iter());
    all.map(|meta| KnownOperation {
        id: meta.id,
        method: meta.method.as_str(),
        path: meta.path,
    })
}

/// Returns whether a path is one of a template; the base URL may have a path of its own.
fn fits(template: &str, path: &str) -> bool {
    let mut segments = path.rsplit('/');
    template.rsplit('/').all(|expected| {
        let is_argument = expected.starts_with('{');
        segments
            .next()
            .is_some_and(|segment| is_argument || segment == expected)
    })
}

/// Returns whether two templates differ at most in the names of their arguments.
pub(super) fn is_same_form(left: &str, right: &str) -> bool {
    let form = |template: &'_ str| -> Vec<String> {
        let segments = template.split('/');
        let segments = segments.map(|one| if one.starts_with('{') { "{" } else { one });
        segments.map(str::to_owned).collect()
    };
    form(left) == form(right)
}

#[cfg(test)]
mod tests {
    use super::{distance, is_same_form};

    #[test]
    fn distances_count_changes() {
        assert_eq!(distance("droplets_list", "droplets_list"), 0);
        assert_eq!(distance("loadBalancers_get", "loadbalancers_get"), 0);
        assert_eq!(distance("droplets_lst", "droplets_list"), 1);
        assert_eq!(distance("", "abc"), 3);
    }

    #[test]
    fn forms_ignore_names_of_arguments() {
        assert!(is_same_form("/v2/apps/{id}", "/v2/apps/{app_id}"));
        assert!(!is_same_form("/v2/apps/{id}", "/v2/apps/regions"));
    }
}
