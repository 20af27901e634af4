//! The public API of the generated client as data: what a reviewer reads instead of the generated code.
//!
//! A [`Surface`] has one entry per public item that the generator writes, sorted, with everything that users of the
//! crate depend on: signatures, fields, variants, statuses, scopes, features, re-exports. It is read from the IR and the
//! names in one file, `read`; the listing and the comparison of two versions know nothing else of the generator.

mod counts;
pub(crate) mod listed;
mod listing;
mod model;
mod read;
mod ty;

pub use self::counts::counts;
pub use self::listing::listing;
pub use self::model::{
    Argument, Body, Field, Group, Method, OptionSetter, Surface, Type, TypeItem, Variant, Waiter,
};
pub use self::read::read;
pub use self::ty::Ty;
