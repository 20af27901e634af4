//! The functions behind generated setters.

use std::borrow::Cow;

use crate::runtime::codec::param::Param;
use crate::runtime::codec::{self, Nullable, Wire};
use crate::runtime::operation::body::part::Part;
use crate::runtime::operation::body::payload::Payload;
use crate::runtime::operation::build_error::BuildError;
use crate::runtime::operation::value_style::{ValueStyle, joined};
use crate::runtime::request::Request;

#[allow(
    dead_code,
    reason = "what is called depends on the groups that are compiled"
)]
impl<O> Request<O> {
    /// Sets a declared query parameter, or leaves it out without a value.
    pub(crate) fn with_query<T: Param>(mut self, name: &'static str, value: &Nullable<T>) -> Self {
        match value.as_option() {
            Some(value) => {
                let value = value.to_param().into_owned();
                self.options.set_query(Cow::Borrowed(name), value);
            }
            None => self.options.query.retain(|(other, _)| other != name),
        }
        self
    }

    /// Sets a declared query parameter to several values.
    pub(crate) fn with_queries<T: Param>(
        mut self,
        name: &'static str,
        values: impl IntoIterator<Item = T>,
    ) -> Self {
        let options = &mut self.options;
        options.query.retain(|(other, _)| other != name);
        options.query.extend(values.into_iter().map(|value| {
            let value = value.to_param().into_owned();
            (Cow::Borrowed(name), value)
        }));
        self
    }

    /// Sets a declared query parameter whose value is a list or an object.
    pub(crate) fn with_styled<T: Wire>(
        mut self,
        name: &'static str,
        style: ValueStyle,
        value: &Nullable<T>,
    ) -> Self {
        let Some(value) = value.as_option() else {
            let is_part = |other: &str| {
                let rest = other.strip_prefix(name);
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('['))
            };
            self.options.query.retain(|(other, _)| !is_part(other));
            self.options.encoded.retain(|(other, _)| *other != name);
            return self;
        };
        match serde_json::to_value(value.content()) {
            Ok(value) if style == ValueStyle::Comma => {
                self.options.encoded.retain(|(other, _)| *other != name);
                self.options.encoded.push((name, joined(&value)));
            }
            Ok(value) => {
                let pairs = style.pairs(name, &value);
                let options = &mut self.options;
                let is_set = |other: &str| pairs.iter().any(|(name, _)| name == other);
                options.query.retain(|(other, _)| !is_set(other));
                let pairs = pairs.into_iter();
                options
                    .query
                    .extend(pairs.map(|(name, value)| (Cow::Owned(name), value)));
            }
            Err(error) => self.options.blame(BuildError::from_encoding(error)),
        }
        self
    }

    /// Sets a declared header, or leaves it out without a value.
    pub(crate) fn with_header<T: Param>(self, name: &'static str, value: &Nullable<T>) -> Self {
        match value.as_option() {
            Some(value) => self.header_text(name, &value.to_param()),
            None => self.without_header(name),
        }
    }

    fn without_header(mut self, name: &'static str) -> Self {
        self.options.headers.remove(name);
        self
    }

    /// Sets a declared header of several items, or leaves it out without a value.
    pub(crate) fn with_header_list<T: Wire>(self, name: &'static str, value: &Nullable<T>) -> Self {
        self.with_styled_header(name, ValueStyle::Comma, value)
    }

    /// Sets a declared header to JSON, or leaves it out without a value.
    pub(crate) fn with_header_json<T: Wire>(self, name: &'static str, value: &Nullable<T>) -> Self {
        self.with_styled_header(name, ValueStyle::Json, value)
    }

    fn with_styled_header<T: Wire>(
        mut self,
        name: &'static str,
        style: ValueStyle,
        value: &Nullable<T>,
    ) -> Self {
        let Some(value) = value.as_option() else {
            return self.without_header(name);
        };
        match serde_json::to_value(value.content()) {
            Ok(value) => self.header_text(name, &style.text(&value)),
            Err(error) => {
                self.options.blame(BuildError::from_encoding(error));
                self
            }
        }
    }

    /// Sets an optional file of the body.
    pub(crate) fn with_part(mut self, name: &'static str, part: Part) -> Self {
        self.options.parts.retain(|(other, _)| *other != name);
        self.options.parts.push((name, part));
        self
    }

    /// Sets optional files of the body, which have one name.
    pub(crate) fn with_parts(mut self, name: &'static str, parts: Vec<Part>) -> Self {
        self.options.parts.retain(|(other, _)| *other != name);
        self.options
            .parts
            .extend(parts.into_iter().map(|part| (name, part)));
        self
    }

    /// Sets an optional body.
    pub(crate) fn with_json<T: Wire>(mut self, body: &T) -> Self {
        match codec::encode(body) {
            Ok(bytes) => self.options.body = Some(Payload::json(bytes.into())),
            Err(error) => self.options.blame(BuildError::from_encoding(error)),
        }
        self
    }
}
