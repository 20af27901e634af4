//! One attempt: a request, its redirects, a response.

use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE, USER_AGENT};
use http::{HeaderMap, HeaderValue, StatusCode};
use url::Url;

use crate::generated::facts::FACTS;
use crate::runtime::call::Call;
use crate::runtime::call::redirect::{Redirect, Redirects};
use crate::runtime::client::middleware::Next;
use crate::runtime::client::options::ReadMode;
use crate::runtime::codec::shown_headers::mark_secrets;
use crate::runtime::operation::authorization::Scheme;
use crate::runtime::operation::body::payload::{Payload, PayloadSource};
use crate::runtime::operation::meta::{Content, Server};
use crate::runtime::platform::future::BoxFuture;
use crate::runtime::transport::{
    ResponseBody, TransportError, TransportRequest, TransportResponse,
};

/// The media type of JSON, unless an operation has another one.
const JSON: &str = "application/json";

/// How long to wait for the body of an error: its status says more, and has arrived.
pub(crate) const MESSAGE_TIME: Duration = Duration::from_secs(5);

/// A response with any status.
pub(crate) struct Exchanged {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Bytes,
    pub(crate) is_cut: bool,
    /// Why a redirect was not followed.
    pub(crate) refusal: Option<String>,
    /// The body, where it is read in chunks.
    pub(crate) rest: Option<ResponseBody>,
}

impl Exchanged {
    /// Returns a response without its body, on the heap: it passes through several futures, each of which would move it.
    fn start(response: TransportResponse, refusal: Option<String>) -> (Box<Self>, ResponseBody) {
        let mut exchanged = Box::new(Self {
            status: response.status,
            headers: response.headers,
            bytes: Bytes::new(),
            is_cut: false,
            refusal,
            rest: None,
        });
        mark_secrets(&mut exchanged.headers);
        (exchanged, response.body)
    }
}

/// An attempt without success.
pub(crate) enum AttemptError {
    Status(Box<Exchanged>),
    Transport(TransportError),
}

impl AttemptError {
    pub(crate) fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Status(exchanged) => Some(exchanged.status),
            Self::Transport(_) => None,
        }
    }

    pub(crate) fn headers(&self) -> Option<&HeaderMap> {
        match self {
            Self::Status(exchanged) => Some(&exchanged.headers),
            Self::Transport(_) => None,
        }
    }

    pub(crate) fn error(&self) -> Option<&TransportError> {
        match self {
            Self::Status(_) => None,
            Self::Transport(error) => Some(error),
        }
    }

    pub(crate) fn body(&self) -> Option<&Bytes> {
        match self {
            Self::Status(exchanged) => Some(&exchanged.bytes),
            Self::Transport(_) => None,
        }
    }
}

impl Call {
    /// Sends the request once and reads the response.
    pub(crate) async fn exchange(
        &self,
        attempt: u32,
        authorization: &[(Scheme, HeaderValue)],
    ) -> Result<Box<Exchanged>, TransportError> {
        let (mut exchanged, body) = self.send_following(attempt, authorization).await?;
        let status = exchanged.status;
        if self.options.mode == ReadMode::Head {
            return Ok(exchanged);
        }
        if !status.is_success() {
            // The status is known, so that an error while reading the message does not matter.
            let limit = self.shared.max_error_bytes;
            let start = Box::pin(body.read_start(limit, MESSAGE_TIME));
            (exchanged.bytes, exchanged.is_cut) = start.await;
        } else if matches!(self.options.mode, ReadMode::Stream | ReadMode::Download) {
            exchanged.rest = Some(body);
        } else {
            exchanged.bytes = body.read(self.shared.max_response_bytes).await?;
        }
        if !matches!(self.meta.content, Content::File | Content::Text) || !status.is_success() {
            remove_mark(&mut exchanged.bytes);
        }
        Ok(exchanged)
    }

    /// Sends the request and follows its redirects. Returns the last response, and its body.
    async fn send_following(
        &self,
        attempt: u32,
        authorization: &[(Scheme, HeaderValue)],
    ) -> Result<(Box<Exchanged>, ResponseBody), TransportError> {
        let mut redirected: Option<Url> = None;
        let mut redirects = Redirects::default();
        loop {
            let url = redirected.as_ref().unwrap_or(&self.url);
            let (mut sent_url, mut headers) = (url.clone(), self.headers());
            for (scheme, credential) in authorization {
                scheme.apply(credential.clone(), &mut sent_url, &mut headers);
            }
            let request = TransportRequest {
                operation: self.meta,
                attempt,
                method: self.method.clone(),
                url: sent_url,
                headers,
                body: self.body.clone(),
                #[cfg(feature = "fake")]
                awaited: self.options.awaited,
            };
            let response = self.send_once(request).await?;
            let refusal = match redirects.after(&self.method, url, &response) {
                None => None,
                Some(Redirect::Refuse(text)) => Some(text),
                Some(Redirect::Follow(next)) => {
                    redirected = Some(next);
                    continue;
                }
            };
            return Ok(Exchanged::start(response, refusal));
        }
    }

    fn send_once(
        &self,
        request: TransportRequest,
    ) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        let shared = &self.shared;
        match shared.middleware.is_empty() {
            true => shared.transport.send(request),
            false => Next::new(&shared.middleware, &*shared.transport, &self.url).run(request),
        }
    }

    fn headers(&self) -> HeaderMap {
        let mut headers = HeaderMap::with_capacity(4 + self.headers.len());
        headers.insert(ACCEPT, HeaderValue::from_static(self.accept()));
        headers.insert(USER_AGENT, self.shared.user_agent.clone());
        if let Some(content_type) = self.content_type() {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
        }
        for (name, value) in &self.headers {
            headers.insert(name.clone(), value.clone());
        }
        headers
    }

    pub(crate) fn accept(&self) -> &'static str {
        if self.is_stream() {
            return "text/event-stream";
        }
        match self.meta.content {
            Content::Json | Content::Empty => self.meta.accepts.unwrap_or(JSON),
            Content::File | Content::Text | Content::Html => "*/*",
        }
    }

    /// Some APIs refuse requests without a body that do not have the type JSON, too. A presigned URL is signed for
    /// requests without the header.
    pub(crate) fn content_type(&self) -> Option<&'static str> {
        if self.method.is_safe() || self.meta.server == Server::Upload {
            return None;
        }
        match &self.body {
            Some(Payload(PayloadSource::Bytes(_) | PayloadSource::Stream(..))) => {
                Some("application/octet-stream")
            }
            None if !FACTS.has_type_without_body => None,
            Some(Payload(PayloadSource::Json(_))) | None => Some(self.meta.sends.unwrap_or(JSON)),
        }
    }
}

/// Removes the byte order mark that some servers write before JSON, which must not have one. An HTML
/// page is an error and stays as it is.
fn remove_mark(bytes: &mut Bytes) {
    if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf")
        && rest.trim_ascii_start().first() != Some(&b'<')
    {
        *bytes = bytes.slice_ref(rest);
    }
}
