use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde_json::Value;

use crate::runtime::codec::{self, DecodeError, Drift, Wire};
use crate::runtime::drift::DriftReporter;
use crate::runtime::file::File;
use crate::runtime::meta::Meta;
use crate::runtime::page::{Facts, Page};

/// A successful answer, read completely and not yet decoded.
#[derive(Clone)]
pub struct Answer {
    pub(crate) meta: &'static Meta,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) attempts: u32,
    pub(crate) page: Option<u64>,
    pub(crate) drift: Arc<DriftReporter>,
}

impl Answer {
    /// Returns the operation.
    pub fn operation(&self) -> &'static Meta {
        self.meta
    }

    /// Returns the status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the body.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Returns the number of times the request was sent.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }
}

/// What `operation!` reads answers with.
#[allow(
    dead_code,
    reason = "what is called depends on the groups that are compiled"
)]
impl Answer {
    pub(crate) fn empty(&self) -> Result<(), DecodeError> {
        Ok(())
    }

    pub(crate) fn text(&self) -> Result<String, DecodeError> {
        Ok(String::from_utf8_lossy(&self.body).into_owned())
    }

    pub(crate) fn file(&self) -> Result<File, DecodeError> {
        Ok(File::read(self))
    }

    pub(crate) fn json<T: Wire>(&self) -> Result<T, DecodeError> {
        let (value, drift) = codec::decode(self.meta.id, &self.body)?;
        self.report(&drift);
        Ok(value)
    }

    pub(crate) fn member<T: Wire>(&self, at: &'static [&'static str]) -> Result<T, DecodeError> {
        let envelope = codec::decode_envelope(self.meta.id, &self.body, at)?;
        self.report(&envelope.drift);
        Ok(envelope.value)
    }

    pub(crate) fn page<C>(&self, at: &'static [&'static str]) -> Result<Page<C::Item>, DecodeError>
    where
        C: Wire + IntoIterator,
    {
        let envelope = codec::decode_envelope::<C>(self.meta.id, &self.body, at)?;
        self.report(&envelope.drift);
        let facts = Facts::read(&envelope.rest);
        Ok(Page::new(envelope.value.into_iter().collect(), (), facts))
    }

    pub(crate) fn page_with<C, E>(
        &self,
        at: &'static [&'static str],
    ) -> Result<Page<C::Item, E>, DecodeError>
    where
        C: Wire + IntoIterator,
        E: Wire,
    {
        let envelope = codec::decode_envelope::<C>(self.meta.id, &self.body, at)?;
        self.report(&envelope.drift);
        let facts = Facts::read(&envelope.rest);
        let (extra, drift) = codec::decode_value(self.meta.id, &Value::Object(envelope.rest))?;
        self.report(&drift);
        Ok(Page::new(
            envelope.value.into_iter().collect(),
            extra,
            facts,
        ))
    }

    pub(crate) fn report(&self, drift: &[Drift]) {
        if !drift.is_empty() {
            self.drift.report(self.meta, drift);
        }
    }
}

/// Shows the length of the body only: it may hold secrets.
impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer")
            .field("operation", &self.meta.id)
            .field("status", &self.status)
            .field("headers", &self.headers)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .field("attempts", &self.attempts)
            .finish_non_exhaustive()
    }
}
