//! All identifiers of the generated code.
//!
//! Names are claimed once, by scope, in an order that depends on nothing but the IR, and looked up afterwards. Nothing
//! else in the generator converts a case or invents a name. A claim that could not have its first choice is reported.

mod error;
mod groups;
mod identifier;
mod methods;
mod name;
mod parts;
mod request_types;
mod reserved;
mod scope;
mod statuses;
mod table;
mod types;
mod variants;
mod words;

pub use self::error::NameError;
pub(crate) use self::identifier::value_like;
pub use self::name::Name;
pub(crate) use self::reserved::{LIBRARIES, is_reserved_group};
pub use self::reserved::{RESERVED_GROUPS, RESERVED_SETTERS, RESERVED_TYPES};
pub use self::table::{GroupNames, NameTable, OperationNames, TypeNames, WaiterNames};
pub(crate) use self::words::{divided, pascal, snake};

use crate::ir::Api;

/// Claims the identifiers of everything in `api`.
///
/// # Errors
///
/// Fails if a name has no letters to make an identifier of, if a group's key is not an identifier, and if a type is
/// named after itself.
pub fn claim(api: &Api) -> Result<NameTable, NameError> {
    let mut reports = Vec::new();
    let mut groups = groups::claim(api, &mut reports)?;
    let mut types = types::claim(api, &mut groups, &mut reports)?;
    parts::assign(api, &groups, &mut types);
    reports.sort();
    Ok(NameTable {
        types,
        groups,
        statuses: statuses::claim(api),
        reports,
    })
}
