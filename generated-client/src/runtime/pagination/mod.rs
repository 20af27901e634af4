//! Lists, page by page ([`Pages`]) and item by item ([`Items`]).
//!
//! Pages that are fetched ahead are received and decoded by tasks of the tokio runtime that polls the list.

pub(crate) mod cursor;
mod driven;
mod fingerprint;
mod items;
mod next_page;
mod pages;

pub use cursor::Cursor;
pub use items::Items;
pub use pages::Pages;
