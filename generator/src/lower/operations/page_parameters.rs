//! Query parameters that select pages.

use crate::ir::{PageStyle, QueryParameter, Scalar, TypeRef};
use crate::names::value_like;

/// Query parameters that the runtime sets for lists of numbered pages.
pub(super) const PROVIDED: [&str; 2] = ["page", "per_page"];

/// Words for the position of a page, of which the name of a query parameter consists.
const SELECTING: [&str; 24] = [
    "after",
    "after_cursor",
    "bookmark",
    "continuation",
    "continuation_token",
    "cursor",
    "marker",
    "next_cursor",
    "next_page_token",
    "next_token",
    "offset",
    "page",
    "page_cursor",
    "page_info",
    "page_number",
    "page_token",
    "pagination_key",
    "pagination_token",
    "scroll_id",
    "since_id",
    "skip",
    "skiptoken",
    "start_cursor",
    "starting_after",
];

/// Returns the query parameter that selects a page of a list.
pub(super) fn selecting(query: &[QueryParameter]) -> Option<&str> {
    // A point in time is a filter.
    let positions = query
        .iter()
        .filter(|parameter| parameter.ty != TypeRef::Scalar(Scalar::Timestamp));
    let mut names = positions.map(|parameter| parameter.wire.as_str());
    names.find(|name| value_like(name).is_some_and(|name| SELECTING.contains(&name.as_str())))
}

/// Marks the parameters that the runtime sets for all lists of a style, where the list has both.
pub(in crate::lower) fn provide_parameters(style: PageStyle, query: &mut [QueryParameter]) {
    if style.has_page_setters() && are_provided(query) {
        for parameter in query.iter_mut() {
            parameter.provided = is_provided(parameter);
        }
    }
}

/// Whether both parameters are there in the form in which the runtime sets them.
pub(super) fn are_provided(query: &[QueryParameter]) -> bool {
    let provided = query.iter().filter(|parameter| is_provided(parameter));
    provided.count() == PROVIDED.len()
}

fn is_provided(parameter: &QueryParameter) -> bool {
    PROVIDED.contains(&parameter.wire.as_str()) && parameter.ty == TypeRef::Scalar(Scalar::Integer)
}
