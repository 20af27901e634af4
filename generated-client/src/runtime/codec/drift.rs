//! Differences between a response and the document.

use std::borrow::Cow;

/// A difference between a response and the document. Elements of one list that differ in the same
/// way are reported once, with the path of the first.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Drift {
    /// The kind of difference.
    pub kind: DriftKind,
    /// Model that declares the member, or the operation whose envelope holds it.
    pub owner: &'static str,
    /// Name of the member in the document.
    pub member: Cow<'static, str>,
    /// JSON path in the response, for example `droplets[3].networks.v4[0].type`.
    pub path: String,
    /// The path without indices and keys: the same for all elements of a list.
    pub(crate) path_pattern: String,
}

/// A difference between a response and the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DriftKind {
    /// A member that the document requires.
    MissingMember,
    /// An object has a field that this version of the client does not know. It is kept, see
    /// [`UnknownFields`](crate::drift::UnknownFields). Reported at debug level.
    UnknownField,
    /// A scalar has another JSON type than documented, for example a number instead of a string. It
    /// was converted. At the root: the document has values that JSON parsers reject, such as `1e400`, `NaN` or text that
    /// is not UTF-8, and was read with strings and replacement characters instead.
    ConvertedValue,
    /// A scalar is not a value of the documented type, for example the string `many` where a number is
    /// documented, or a number that is too large. A field reads as if it were missing, and its record keeps the value
    /// among its [`UnknownFields`](crate::drift::UnknownFields); an element of a list reads as the default value.
    UnreadableValue,
    /// A timestamp cannot be represented exactly, for example the last second of the year 9999. Its
    /// text is kept, see [`Timestamp`](crate::Timestamp).
    InexactTimestamp,
    /// All pages of a list were read, and they have fewer items than its total.
    ShortList {
        /// The number of items, duplicates not counted where they are removed.
        items: u64,
        /// The total that the last page reported.
        total: u64,
    },
    /// The total of a list changed between two pages. Items were created or deleted, which moves
    /// others to another page: some may be missing, and some may be there twice.
    TotalChanged {
        /// The total that the earlier page reported.
        before: u64,
        /// The total that the later page reported.
        now: u64,
    },
    /// The link of a numbered page points to a page that is not the next one.
    SkippedPages {
        /// The number of the page that has the link.
        after: u64,
        /// The number of the page that it points to.
        next: u64,
    },
    /// A list has ended after a page as long as requested, and its response does not say whether
    /// another page follows.
    UnknownEnd {
        /// The number of items.
        items: u64,
    },
    /// A page has the items of the page before it: the server ignores page numbers. Its items were
    /// dropped, and the list has ended.
    RepeatedPage {
        /// The number of the page.
        page: u64,
    },
}

impl DriftKind {
    /// Returns what is wrong, for the error of a list that must be complete.
    pub(crate) fn description(&self) -> String {
        match self {
            Self::MissingMember => "a required member is missing".to_owned(),
            Self::UnknownField => "a field is unknown".to_owned(),
            Self::ConvertedValue => "a value has another type than documented".to_owned(),
            Self::UnreadableValue => "a value is not one of the documented type".to_owned(),
            Self::InexactTimestamp => "a timestamp cannot be represented exactly".to_owned(),
            Self::ShortList { items, total } => format!("it has {items} of {total} items"),
            Self::TotalChanged { before, now } => {
                format!("its total changed from {before} to {now} between two pages")
            }
            Self::SkippedPages { after, next } => {
                format!("page {after} is followed by page {next}")
            }
            Self::UnknownEnd { items } => {
                format!("no response says that it ends after {items} items")
            }
            Self::RepeatedPage { page } => format!("page {page} repeats the one before it"),
        }
    }
}
