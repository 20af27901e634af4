//! The clients of all constructs that the generator supports, compiled together on the one runtime.

#[allow(deprecated, reason = "deprecated items are used like all others where they are declared")]
#[rustfmt::skip]
pub mod clients;
#[path = "../../../generated-client/src/runtime/mod.rs"]
mod runtime;

mod generated {
    //! The generated items that the runtime imports, from one of the clients.

    pub use crate::clients::error_statuses::ApiError;
    pub(crate) use crate::clients::error_statuses::{api_error, facts};
}

pub use runtime::public::*;
