use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH};
use http::{HeaderMap, Method, StatusCode, Version};
use http_body::Body as _;

use crate::runtime::transport::reqwest::errors::transport_error;
use crate::runtime::transport::reqwest::foreign_features::hides_end;
use crate::runtime::transport::reqwest::gzip::Gzip;
use crate::runtime::transport::transport_error::{TransportError, TransportErrorKind};
use crate::runtime::transport::yield_budget::YieldBudget;

/// The body of a response while it arrives, decompressed. It is complete, or it ends with an error.
pub(crate) struct NetworkBody {
    body: reqwest::Body,
    end: End,
    gzip: Option<Box<Gzip>>,
    yield_budget: YieldBudget,
    has_ended: bool,
}

/// Parts with fewer decompressed bytes than this take long for their size.
const SHORT: usize = 512;

/// How to determine whether a body is complete.
struct End {
    /// The number of bytes that are still to arrive, if it is known.
    left: Option<u64>,
    /// Whether the body reports that its end was received.
    reports_end: bool,
}

impl NetworkBody {
    /// Returns the body of a response to a request of some method. If it has to be decompressed, the
    /// headers that describe the compressed one are removed.
    pub(super) fn new(
        response: http::Response<reqwest::Body>,
        method: &Method,
    ) -> Result<(StatusCode, HeaderMap, Self), TransportError> {
        let version = response.version();
        let (mut parts, body) = response.into_parts();
        let has_content = *method != Method::HEAD && parts.status != StatusCode::NOT_MODIFIED;
        let end = End {
            left: body.size_hint().exact().filter(|_| has_content),
            reports_end: version == Version::HTTP_2 && !hides_end(),
        };
        let decoder = match has_content {
            true => decoder(&parts.headers),
            false => Ok(None),
        };
        let (gzip, has_ended) = match decoder {
            Ok(gzip) => (gzip, false),
            // The status says more than a message that cannot be read.
            Err(_) if !parts.status.is_success() => (None, true),
            Err(error) => return Err(error),
        };
        if gzip.is_some() {
            parts.headers.remove(CONTENT_ENCODING);
            parts.headers.remove(CONTENT_LENGTH);
        }
        let body = Self {
            body,
            end,
            gzip,
            yield_budget: YieldBudget::default(),
            has_ended,
        };
        Ok((parts.status, parts.headers, body))
    }

    /// Reads the next chunk.
    pub(crate) fn poll_chunk(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransportError>>> {
        if self.has_ended {
            return Poll::Ready(None);
        }
        let chunk = ready!(self.poll_decompressed(context));
        self.has_ended = !matches!(chunk, Some(Ok(_)));
        Poll::Ready(chunk)
    }

    fn poll_decompressed(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransportError>>> {
        loop {
            ready!(self.yield_budget.poll(context));
            if let Some(gzip) = &mut self.gzip {
                match gzip.next() {
                    Ok(Some(chunk)) => {
                        // Many members of a few bytes each take long and become little.
                        if chunk.len() < SHORT && gzip.has_input() {
                            self.yield_budget.count(usize::MAX);
                        }
                        if chunk.is_empty() {
                            continue;
                        }
                        return Poll::Ready(Some(Ok(chunk)));
                    }
                    Ok(None) => {}
                    Err(error) => return Poll::Ready(Some(Err(broken(error)))),
                }
            }
            let chunk = match ready!(self.poll_received(context)).transpose() {
                Ok(chunk) => chunk,
                Err(error) => return Poll::Ready(Some(Err(error))),
            };
            match (chunk, &mut self.gzip) {
                (Some(chunk), None) => return Poll::Ready(Some(Ok(chunk))),
                (Some(chunk), Some(gzip)) => gzip.push(chunk),
                (None, gzip) => {
                    let rest = gzip.take().map_or(Ok(Bytes::new()), |gzip| gzip.finish());
                    let rest = rest
                        .map_err(broken)
                        .map(|rest| Some(rest).filter(|rest| !rest.is_empty()));
                    return Poll::Ready(rest.transpose());
                }
            }
        }
    }

    /// Reads the next chunk as it was sent.
    fn poll_received(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransportError>>> {
        loop {
            let frame = ready!(Pin::new(&mut self.body).poll_frame(context));
            return Poll::Ready(match frame {
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(chunk) => {
                        self.end.count(chunk.len());
                        Some(Ok(chunk))
                    }
                    // Trailers are not used.
                    Err(_) => continue,
                },
                Some(Err(error)) => Some(Err(received_error(error))),
                None => self.end.check(self.body.is_end_stream()).map(Err),
            });
        }
    }
}

impl End {
    fn count(&mut self, received: usize) {
        if let Some(left) = &mut self.left {
            *left = left.saturating_sub(received as u64);
        }
    }

    /// Returns the error of a body that ended early. The HTTP library takes a stream that is reset
    /// without an error for complete.
    fn check(&self, was_received: bool) -> Option<TransportError> {
        if self.left.is_some_and(|left| left > 0) {
            return Some(broken("it is shorter than its `content-length`"));
        }
        let is_reset = self.reports_end && !was_received;
        is_reset.then(|| broken("the server reset the stream before its end"))
    }
}

/// Returns the decoder of a body that is compressed.
fn decoder(headers: &HeaderMap) -> Result<Option<Box<Gzip>>, TransportError> {
    if !is_compressed(headers)? {
        return Ok(None);
    }
    let decoder = Gzip::new().ok_or_else(|| {
        let message = "the response is compressed; enable the feature `gzip`";
        TransportError::new(TransportErrorKind::Other, message)
    })?;
    Ok(Some(Box::new(decoder)))
}

/// Returns whether a body is compressed.
fn is_compressed(headers: &HeaderMap) -> Result<bool, TransportError> {
    if !headers.contains_key(CONTENT_ENCODING) {
        return Ok(false);
    }
    let values = headers.get_all(CONTENT_ENCODING).iter();
    let texts = values.map(|value| String::from_utf8_lossy(value.as_bytes()).to_ascii_lowercase());
    let texts: Vec<_> = texts.collect();
    let encodings = texts.iter().flat_map(|text| text.split(',')).map(str::trim);
    let mut encodings = encodings.filter(|encoding| !matches!(*encoding, "" | "identity"));
    match (encodings.next(), encodings.next()) {
        (None, _) => Ok(false),
        (Some("gzip" | "x-gzip"), None) => Ok(true),
        _ => {
            let message = format!("unsupported content encoding {:?}", texts.join(", "));
            Err(TransportError::new(TransportErrorKind::Other, message))
        }
    }
}

fn broken(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> TransportError {
    TransportError::new(TransportErrorKind::Body, error)
}

/// Returns an error that occurred while the body arrives, which is never one of connecting.
fn received_error(error: reqwest::Error) -> TransportError {
    let error = transport_error(error);
    if error.kind() == TransportErrorKind::Interrupted {
        return error.into_kind(TransportErrorKind::Body);
    }
    error
}
