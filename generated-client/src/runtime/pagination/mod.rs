//! Lists, page by page and item by item.
//!
//! Pages that are asked for ahead are read, and decoded, by tasks of the tokio runtime that polls the
//! list.

pub(crate) mod cursor;
mod driven;
mod items;
mod pages;
mod progress;
mod request;

pub use items::Items;
pub use pages::Pages;
