//! Builds a request, and refuses one that must not be sent.

use std::sync::Arc;

use http::Method;
use serde_json::Value;
use url::Url;

use crate::generated::facts::FACTS;
use crate::runtime::call::Call;
use crate::runtime::client::Shared;
use crate::runtime::client::builder::check_tls;
use crate::runtime::client::options::{Options, ReadMode};
use crate::runtime::codec;
use crate::runtime::operation::arguments::{Arguments, push_encoded, push_pair};
use crate::runtime::operation::body::payload::{Payload, PayloadSource};
use crate::runtime::operation::build_error::BuildError;
use crate::runtime::operation::meta::{Meta, Server};
use crate::runtime::transport::headers::is_reserved;

/// The length of the longest URL that the HTTP library can send, in bytes.
const MAX_URL_LENGTH: usize = u16::MAX as usize - 1;

/// Returns a call that may be sent.
pub(crate) fn prepare(
    shared: Arc<Shared>,
    parts: Arguments,
    meta: &'static Meta,
    options: Options,
) -> Result<Box<Call>, BuildError> {
    let path = parts.whole_path.clone();
    assemble(shared, parts, meta, options).map_err(|error| error.of(meta, path))
}

fn assemble(
    shared: Arc<Shared>,
    mut parts: Arguments,
    meta: &'static Meta,
    mut options: Options,
) -> Result<Box<Call>, BuildError> {
    if let Some(mistake) = options.mistake.take() {
        return Err(mistake);
    }
    for (name, part) in &options.parts {
        parts.part(name, part);
    }
    parts.finish()?;
    for (name, value) in &options.query {
        let (_, own) = parts.path.split_once('?').unwrap_or_default();
        let is_set = has_parameter(&parts.query, name) || has_parameter(own, name);
        if meta.method == Method::DELETE && is_set {
            return Err(BuildError::new(format!(
                "filter `{name}` is already set, and a second value could delete more"
            )));
        }
        if let Some(size) = &meta.page_size {
            size.check(name, value).map_err(BuildError::new)?;
        }
        push_pair(&mut parts.query, name, value);
    }
    for (name, value) in &options.encoded {
        push_encoded(&mut parts.query, name, value);
    }
    check_mode(&shared, meta, &options)?;
    let url = url_of(&shared, &parts)?;
    check_length(&url)?;
    check_tls(&url, shared.is_own_transport)?;
    let mut headers = parts.headers;
    for (name, value) in &options.headers {
        if is_reserved(name) {
            return Err(BuildError::new(format!(
                "header `{name}` is set by the client; credentials and proxies are set on the \
                 builder"
            )));
        }
        headers.insert(name.clone(), value.clone());
    }
    let mut body = options.body.take().or(parts.body);
    if let Some(member) = stream_member(meta, parts.whole_path.is_some()) {
        body = choose_stream(body, options.mode, member)?;
    }
    let method = match options.mode {
        ReadMode::Head => Method::HEAD,
        ReadMode::Whole | ReadMode::Stream | ReadMode::Download => meta.method.clone(),
    };
    Ok(Box::new(Call {
        shared,
        meta,
        path: parts.whole_path,
        method,
        url,
        headers,
        body,
        options,
    }))
}

fn check_length(url: &Url) -> Result<(), BuildError> {
    let length = url.as_str().len();
    if length <= MAX_URL_LENGTH {
        return Ok(());
    }
    Err(BuildError::new(format!(
        "the request URL is {length} bytes long, and at most {MAX_URL_LENGTH} can be sent; pass shorter \
         arguments"
    )))
}

fn has_parameter(query: &str, name: &str) -> bool {
    url::form_urlencoded::parse(query.as_bytes()).any(|(given, _)| given == name)
}

fn check_mode(shared: &Shared, meta: &Meta, options: &Options) -> Result<(), BuildError> {
    if shared.read_only && !meta.method.is_safe() {
        return Err(BuildError::new(format!(
            "the client is read-only, and {} may change something",
            meta.method
        )));
    }
    if options.mode == ReadMode::Head && !meta.method.is_safe() {
        return Err(BuildError::new(
            "`head()` is only available for GET operations",
        ));
    }
    if options.ignore_not_found && meta.method != Method::DELETE {
        return Err(BuildError::new(
            "`ignore_not_found()` is only available for deletions",
        ));
    }
    Ok(())
}

/// Returns the member of the body that asks for a stream. Where the caller chose the path, it is that of other
/// operations.
fn stream_member(meta: &Meta, is_custom: bool) -> Option<&'static str> {
    match is_custom {
        true => FACTS.stream_member,
        false => meta.stream_member,
    }
}

/// Sets the member of the body that asks for a stream if the response is read as one, and refuses it otherwise.
fn choose_stream(
    body: Option<Payload>,
    mode: ReadMode,
    member: &str,
) -> Result<Option<Payload>, BuildError> {
    let Some(Payload(PayloadSource::Json(bytes))) = &body else {
        return Ok(body);
    };
    let mut json = codec::json(bytes).map_err(BuildError::from_encoding)?;
    let Some(members) = json.as_object_mut() else {
        return Ok(body);
    };
    if mode == ReadMode::Stream {
        members.insert(member.to_owned(), Value::Bool(true));
        return Ok(Some(Payload::json(json.to_string().into())));
    }
    if members.get(member) == Some(&Value::Bool(true)) {
        return Err(BuildError::new(format!(
            "the body sets `{member}`, but the response is not read as a stream; call `stream()` \
             instead of awaiting the request",
        )));
    }
    Ok(body)
}

fn url_of(shared: &Shared, parts: &Arguments) -> Result<Url, BuildError> {
    if let Some(address) = &parts.address {
        return shared.hosts.foreign(address);
    }
    if parts.meta.server == Server::Upload {
        return Err(BuildError::new("the upload URL is missing"));
    }
    // Its host is not parsed again.
    let mut url = shared.hosts.root(parts.meta.server)?.into_owned();
    // The template of a path may have a query. Its fragment only distinguishes it from others, and is not sent.
    let path = parts.path.split('#').next().unwrap_or_default();
    let (path, own) = match path.split_once('?') {
        Some((path, own)) => (path, Some(own)),
        None => (path, None),
    };
    match url.path().trim_end_matches('/') {
        "" => url.set_path(path),
        base => url.set_path(&format!("{base}{path}")),
    }
    match (own, parts.query.as_str()) {
        (own, "") => url.set_query(own),
        (None, query) => url.set_query(Some(query)),
        (Some(own), query) => url.set_query(Some(&format!("{own}&{query}"))),
    }
    Ok(url)
}
