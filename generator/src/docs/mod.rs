//! Our own sentences about the API: read from `spec/docs`, attached to the items of the [IR](crate::ir), counted.
//!
//! Entries are keyed by names of the document (operationIds, schema names, wire names), so they survive renames of Rust
//! items. An entry without a target, a second entry for the same item, and a sentence that only repeats the name of its
//! item are errors.

mod apply;
mod content;
mod coverage;
mod error;
mod keys;
mod lookup;
mod skeleton;
mod source;
mod type_uses;
mod type_words;

pub use self::apply::{apply, apply_leniently};
pub use self::coverage::{Counts, Coverage, Item, ItemKind, ItemPosition, TextStatus};
pub use self::error::{DocsError, DocsErrors};
pub use self::skeleton::skeleton;
pub use self::source::Documentation;
