//! Puts a request together, and refuses what must not be sent.

use std::sync::Arc;

use http::Method;
use http::header::{AUTHORIZATION, HOST};
use url::Url;

use crate::runtime::build_error::BuildError;
use crate::runtime::builder::check_tls;
use crate::runtime::call::Call;
use crate::runtime::client::Shared;
use crate::runtime::meta::{Meta, Server, Verb};
use crate::runtime::options::{Mode, Options};
use crate::runtime::parts::{Parts, push_pair};
use crate::runtime::payload::Payload;

/// Returns a call that may be sent.
pub(crate) fn prepare(
    shared: Arc<Shared>,
    written: Result<Parts, BuildError>,
    meta: &'static Meta,
    options: Options,
) -> Result<Call, BuildError> {
    assemble(shared, written, meta, options).map_err(|error| error.of(meta))
}

fn assemble(
    shared: Arc<Shared>,
    written: Result<Parts, BuildError>,
    meta: &'static Meta,
    mut options: Options,
) -> Result<Call, BuildError> {
    if let Some(mistake) = options.mistake.take() {
        return Err(BuildError::new(mistake.to_string()));
    }
    let mut parts = written?;
    for (name, value) in &options.query {
        push_pair(&mut parts.query, name, value);
    }
    check_mode(&shared, meta, &options)?;
    let url = address(&shared, &parts)?;
    check_tls(&url, shared.is_own_transport)?;
    let mut headers = parts.headers;
    for (name, value) in &options.headers {
        if name == AUTHORIZATION || name == HOST {
            return Err(BuildError::new(format!(
                "header `{name}` is the client's own; credentials are set on the builder"
            )));
        }
        headers.insert(name.clone(), value.clone());
    }
    let body = options.body.take().map(Payload::json).or(parts.body);
    let method = match options.mode {
        Mode::Head => Method::HEAD,
        Mode::Whole | Mode::Stream => meta.verb.into(),
    };
    Ok(Call {
        shared,
        meta,
        method,
        url,
        headers,
        body,
        options,
    })
}

fn check_mode(shared: &Shared, meta: &Meta, options: &Options) -> Result<(), BuildError> {
    if shared.read_only && !meta.verb.is_safe() {
        return Err(BuildError::new(format!(
            "the client is read-only, and {} changes something",
            meta.verb
        )));
    }
    if options.mode == Mode::Head && !meta.verb.is_safe() {
        return Err(BuildError::new("only a GET has a HEAD beside it"));
    }
    if options.ignore_not_found && meta.verb != Verb::Delete {
        return Err(BuildError::new(
            "`ignore_not_found` is for deletions: what does not exist cannot be returned",
        ));
    }
    Ok(())
}

fn address(shared: &Shared, parts: &Parts) -> Result<Url, BuildError> {
    if let Some(address) = &parts.address {
        return shared.hosts.foreign(address);
    }
    if parts.meta.server == Server::Upload {
        return Err(BuildError::new("the upload address is missing"));
    }
    let root = shared.hosts.root(parts.meta.server)?;
    let base = root.as_str().trim_end_matches('/');
    let mut text = String::with_capacity(base.len() + parts.path.len() + parts.query.len() + 1);
    text.push_str(base);
    text.push_str(&parts.path);
    if !parts.query.is_empty() {
        text.push('?');
        text.push_str(&parts.query);
    }
    Url::parse(&text).map_err(|error| {
        BuildError::new(format!("the request's address is no URL: {error}")).with_source(error)
    })
}
