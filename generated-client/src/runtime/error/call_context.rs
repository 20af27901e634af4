use std::fmt;
use std::sync::Arc;

use crate::runtime::error::shown::escaped;
use crate::runtime::operation::meta::Meta;
use crate::runtime::operation::raw_response::RawResponse;

/// How many characters of a request ID an error's text shows. Real ones have 36.
const LONGEST_ID: usize = 100;

/// How many characters of a path an error's text shows.
const LONGEST_PATH: usize = 200;

/// The context of a call at the time of an error.
#[derive(Clone, Debug)]
pub(crate) struct CallContext {
    pub(crate) meta: &'static Meta,
    /// The path that the caller chose instead of an operation.
    pub(crate) path: Option<Arc<str>>,
    pub(crate) attempts: u32,
    pub(crate) page: Option<u64>,
    pub(crate) may_have_been_applied: bool,
}

impl CallContext {
    /// Returns the context of a call whose response has started to arrive.
    pub(crate) fn of(response: &RawResponse) -> Self {
        Self {
            meta: response.meta,
            path: response.path.clone(),
            attempts: response.attempts,
            page: response.page,
            may_have_been_applied: !response.meta.method.is_safe(),
        }
    }

    /// Writes the operation, and the number of the page where the call was one of many.
    pub(crate) fn write_operation(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_operation(f, self.meta, self.path.as_deref())?;
        match self.page {
            Some(page) => write!(f, " page {page}"),
            None => Ok(()),
        }
    }

    /// Writes the request ID, the attempts, and whether the request may have been applied.
    pub(crate) fn write_end(
        &self,
        f: &mut fmt::Formatter<'_>,
        request_id: Option<&str>,
    ) -> fmt::Result {
        f.write_str(" [")?;
        if let Some(id) = request_id {
            write!(f, "request {}, ", escaped(id, LONGEST_ID))?;
        }
        let attempts = self.attempts;
        let plural = if attempts == 1 { "" } else { "s" };
        write!(f, "{attempts} attempt{plural}]")?;
        if self.may_have_been_applied {
            f.write_str("; the request may have been applied")?;
        }
        Ok(())
    }
}

/// Writes the operation, or the method and path that the caller chose instead.
pub(crate) fn write_operation(
    f: &mut fmt::Formatter<'_>,
    meta: &Meta,
    path: Option<&str>,
) -> fmt::Result {
    match path {
        None => write!(f, "{meta}"),
        Some(path) => {
            let path = escaped(path, LONGEST_PATH);
            write!(f, "{} ({} {path})", meta.id, meta.method)
        }
    }
}
