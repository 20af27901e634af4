//! Lists, page by page and item by item.

mod items;
mod pages;
mod progress;
mod request;

pub use items::Items;
pub use pages::Pages;
