//! The body of a response while it arrives.

use std::future::Future as _;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use js_sys::futures::JsFuture;
use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{ReadableStream, ReadableStreamDefaultReader};

use crate::runtime::transport::fetch::abort::Abort;
use crate::runtime::transport::fetch::errors::description;
use crate::runtime::transport::transport_error::{TransportError, TransportErrorKind};

/// The body of a response while it arrives, decompressed. Dropping it closes the connection.
pub(crate) struct NetworkBody {
    state: BodyState,
    _abort: Abort,
}

enum BodyState {
    Unread(ReadableStream),
    Reading(ReadableStreamDefaultReader, Option<JsFuture>),
    Ended,
}

impl NetworkBody {
    pub(super) fn new(stream: Option<ReadableStream>, abort: Abort) -> Self {
        Self {
            state: stream.map_or(BodyState::Ended, BodyState::Unread),
            _abort: abort,
        }
    }

    /// Reads the next chunk.
    pub(crate) fn poll_chunk(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransportError>>> {
        let chunk = ready!(self.state.poll(context));
        if !matches!(chunk, Ok(Some(_))) {
            self.state = BodyState::Ended;
        }
        Poll::Ready(chunk.map_err(|error| broken(&error)).transpose())
    }
}

impl BodyState {
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<Bytes>, JsValue>> {
        loop {
            match self {
                Self::Ended => return Poll::Ready(Ok(None)),
                Self::Unread(stream) => {
                    let reader = stream.get_reader().dyn_into()?;
                    *self = Self::Reading(reader, None);
                }
                Self::Reading(reader, running) => {
                    let read = running.get_or_insert_with(|| JsFuture::from(reader.read()));
                    let result = ready!(Pin::new(read).poll(context));
                    *running = None;
                    let chunk = chunk(&result?)?;
                    if chunk.as_ref().is_none_or(|chunk| !chunk.is_empty()) {
                        return Poll::Ready(Ok(chunk));
                    }
                }
            }
        }
    }
}

/// Returns the bytes of a result of the reader, `None` at the end.
fn chunk(result: &JsValue) -> Result<Option<Bytes>, JsValue> {
    if Reflect::get(result, &JsValue::from_str("done"))?.is_truthy() {
        return Ok(None);
    }
    let value = Reflect::get(result, &JsValue::from_str("value"))?;
    Ok(Some(Uint8Array::new(&value).to_vec().into()))
}

fn broken(error: &JsValue) -> TransportError {
    TransportError::new(TransportErrorKind::Body, description(error))
}
