use std::{borrow::Cow, fmt, sync::Arc, time::Duration};

use http::HeaderMap;

use crate::runtime::client::retry::{FailedAttempt, RetryPolicy};
use crate::runtime::operation::body::part::Part;
use crate::runtime::operation::body::payload::Payload;
use crate::runtime::operation::build_error::BuildError;
#[cfg(feature = "fake")]
use crate::runtime::operation::wait_spec::WaitSpec;

/// The options of a request, in addition to the arguments of the operation.
#[derive(Clone, Default)]
pub(crate) struct Options {
    pub(crate) query: Vec<(Cow<'static, str>, String)>,
    /// Pairs of the query whose values are encoded already.
    pub(crate) encoded: Vec<(&'static str, String)>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Option<Payload>,
    /// Files that are sent as parts of the body.
    pub(crate) parts: Vec<(&'static str, Part)>,
    pub(crate) timeout: Option<Duration>,
    /// How long an attempt may take, if that is longer than usual.
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) retry: Option<RetryPolicy>,
    pub(crate) retry_if: Option<Arc<RetryIf>>,
    pub(crate) mode: ReadMode,
    pub(crate) ignore_not_found: bool,
    pub(crate) urgent: bool,
    pub(crate) page: Option<u64>,
    pub(crate) span: Option<tracing::Span>,
    /// The state that a waiter waits for, which the fake brings about.
    #[cfg(feature = "fake")]
    pub(crate) awaited: Option<&'static WaitSpec>,
    /// The first invalid argument. Setters return no errors, so the call reports it.
    pub(crate) mistake: Option<BuildError>,
}

pub(crate) type RetryIf = dyn Fn(&FailedAttempt<'_>) -> bool + Send + Sync;

/// Which part of the response is read, and how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum ReadMode {
    /// All of it.
    #[default]
    Whole,
    /// The headers, by the method HEAD.
    Head,
    /// Events, while they arrive.
    Stream,
    /// A file, while it arrives.
    Download,
}

impl Options {
    /// Sets a query parameter to one value.
    pub(crate) fn set_query(&mut self, name: Cow<'static, str>, value: String) {
        self.query.retain(|(other, _)| *other != name);
        self.encoded.retain(|(other, _)| *other != name);
        self.query.push((name, value));
    }

    pub(crate) fn query(&self, name: &str) -> Option<&str> {
        let pair = self.query.iter().find(|(other, _)| other == name);
        pair.map(|(_, value)| value.as_str())
    }

    pub(crate) fn blame(&mut self, mistake: BuildError) {
        self.mistake.get_or_insert(mistake);
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Of parameters only the names: callers may set any, and a value may be secret.
        let query: Vec<_> = self.query.iter().map(|(name, _)| name).collect();
        f.debug_struct("Options")
            .field("query", &query)
            .field("timeout", &self.timeout)
            .field("retry", &self.retry)
            .field("mode", &self.mode)
            .finish_non_exhaustive()
    }
}
