use std::fmt;
use std::sync::Arc;

use crate::runtime::codec::escaped::escaped;
use crate::runtime::operation::meta::Meta;
use crate::runtime::operation::raw_response::RawResponse;

/// How many characters of a request ID an error's text shows. Real ones have 36.
const MAX_ID_LENGTH: usize = 100;

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
        self.meta.write_called(f, self.path.as_deref())?;
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
            write!(f, "request {}, ", escaped(id, MAX_ID_LENGTH))?;
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
