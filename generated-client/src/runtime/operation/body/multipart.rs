//! `multipart/form-data`: fields and files in one body (RFC 7578).

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http::HeaderValue;
use serde_json::Value;

use crate::runtime::operation::body::part::Part;
use crate::runtime::operation::body::payload::{Payload, PayloadSource};
use crate::runtime::operation::body::payload_stream::PayloadStream;
use crate::runtime::platform::future::BoxFuture;

/// The parts of a body, in the order in which they are sent.
pub(crate) struct Multipart {
    /// The media types of parts by name, where they are not the usual ones.
    types: &'static [(&'static str, &'static str)],
    parts: Vec<(String, Part)>,
    /// The first invalid part.
    mistake: Option<String>,
}

impl Multipart {
    pub(crate) fn new(types: &'static [(&'static str, &'static str)]) -> Self {
        Self {
            types,
            parts: Vec::new(),
            mistake: None,
        }
    }

    fn own_type(&self, name: &str) -> Option<&'static str> {
        let own = self.types.iter().find(|(known, _)| *known == name);
        own.map(|(_, media_type)| *media_type)
    }

    /// Adds the members of an object as fields: strings and numbers as text, objects as JSON, lists item by item.
    pub(crate) fn fields(&mut self, value: &Value) {
        for (name, value) in value.as_object().into_iter().flatten() {
            match value {
                Value::Array(items) => items.iter().for_each(|item| self.field(name, item)),
                single => self.field(name, single),
            }
        }
    }

    fn field(&mut self, name: &str, value: &Value) {
        let own = self.own_type(name);
        let (text, media_type) = match value {
            Value::Null => return,
            // A string is JSON only with its quotes.
            Value::String(_) if own.is_some_and(|own| own.contains("json")) => {
                (value.to_string(), "application/json")
            }
            Value::String(text) => (text.clone(), "text/plain; charset=utf-8"),
            Value::Bool(_) | Value::Number(_) => (value.to_string(), "text/plain; charset=utf-8"),
            Value::Array(_) | Value::Object(_) => (value.to_string(), "application/json"),
        };
        self.parts.push((
            name.to_owned(),
            Part::new(text).media_type(own.unwrap_or(media_type)),
        ));
    }

    /// Adds a file, which always has a file name: servers distinguish files and fields by it.
    pub(crate) fn file(&mut self, name: &str, part: &Part) {
        let own = self.own_type(name);
        let mut part = part.clone();
        part.file_name.get_or_insert_with(|| name.to_owned());
        let media_type = part
            .media_type
            .get_or_insert_with(|| own.unwrap_or("application/octet-stream").to_owned());
        if HeaderValue::from_str(media_type).is_err() {
            let message = format!("invalid media type of the part `{name}`: {media_type:?}");
            self.mistake.get_or_insert(message);
        }
        self.parts.push((name.to_owned(), part));
    }

    /// Returns the body and its media type.
    pub(crate) fn finish(self) -> Result<(Payload, HeaderValue), String> {
        if let Some(mistake) = self.mistake {
            return Err(mistake);
        }
        let boundary = format!("{:032x}", fastrand::u128(..));
        let mut sections = Vec::new();
        for (name, part) in self.parts {
            sections.push(Payload::bytes(head(&boundary, &name, &part)));
            sections.push(part.content);
        }
        sections.push(Payload::bytes(format!("\r\n--{boundary}--\r\n")));
        let media_type = format!("multipart/form-data; boundary={boundary}");
        let media_type = HeaderValue::from_str(&media_type);
        let media_type = media_type.map_err(|error| error.to_string())?;
        Ok((joined(sections), media_type))
    }
}

/// Returns the bytes before the content of a part. The line break before the first boundary is a preamble.
fn head(boundary: &str, name: &str, part: &Part) -> String {
    let mut text = format!(
        "\r\n--{boundary}\r\ncontent-disposition: form-data; name=\"{}\"",
        quoted(name)
    );
    if let Some(file_name) = &part.file_name {
        let _ = write!(text, "; filename=\"{}\"", quoted(file_name));
    }
    if let Some(media_type) = &part.media_type {
        let _ = write!(text, "\r\ncontent-type: {media_type}");
    }
    text.push_str("\r\n\r\n");
    text
}

/// Escapes what would end a name, as browsers do.
fn quoted(name: &str) -> String {
    name.replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// Returns one payload: in memory where all sections are, else read section by section.
fn joined(sections: Vec<Payload>) -> Payload {
    let length = sections.iter().map(Payload::length).sum();
    let chunks: Option<Vec<&Bytes>> = sections.iter().map(Payload::as_bytes).collect();
    if let Some(chunks) = chunks {
        return Payload::bytes(chunks.into_iter().fold(Vec::new(), |mut body, chunk| {
            body.extend_from_slice(chunk);
            body
        }));
    }
    Payload::stream(length, move || {
        let stream: PayloadStream = Box::pin(Sections {
            left: sections.clone().into(),
            opening: None,
            open: None,
        });
        Box::pin(std::future::ready(Ok(stream)))
    })
}

/// The sections of a body, each of which is opened when the one before it ends.
struct Sections {
    left: VecDeque<Payload>,
    opening: Option<BoxFuture<'static, io::Result<PayloadStream>>>,
    open: Option<PayloadStream>,
}

impl Stream for Sections {
    type Item = io::Result<Bytes>;

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Bytes>>> {
        loop {
            if let Some(opening) = &mut self.opening {
                let opened = ready!(opening.as_mut().poll(context));
                self.opening = None;
                match opened {
                    Ok(stream) => self.open = Some(stream),
                    Err(error) => return Poll::Ready(Some(Err(error))),
                }
            }
            if let Some(stream) = &mut self.open {
                match ready!(stream.as_mut().poll_next(context)) {
                    Some(chunk) => return Poll::Ready(Some(chunk)),
                    None => self.open = None,
                }
            }
            match self.left.pop_front() {
                None => return Poll::Ready(None),
                Some(Payload(PayloadSource::Json(bytes) | PayloadSource::Bytes(bytes))) => {
                    return Poll::Ready(Some(Ok(bytes)));
                }
                Some(Payload(PayloadSource::Stream(_, source))) => {
                    self.opening = Some(source.open());
                }
            }
        }
    }
}
