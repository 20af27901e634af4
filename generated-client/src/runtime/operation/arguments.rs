use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use percent_encoding::utf8_percent_encode;

use crate::runtime::codec::param::Param;
use crate::runtime::codec::{self, Wire};
use crate::runtime::operation::body::multipart::Multipart;
use crate::runtime::operation::body::part::Part;
use crate::runtime::operation::body::payload::Payload;
use crate::runtime::operation::build_error::BuildError;
use crate::runtime::operation::meta::Meta;
use crate::runtime::operation::value_style::{RESERVED, ValueStyle, joined, member};
use crate::runtime::operation::whole_path;

/// The media type of forms.
const FORM: HeaderValue = HeaderValue::from_static("application/x-www-form-urlencoded");

/// The arguments of an operation, written for HTTP.
pub struct Arguments {
    pub(crate) meta: &'static Meta,
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Option<Payload>,
    pub(crate) address: Option<String>,
    /// The path that the caller chose instead of an operation.
    pub(crate) whole_path: Option<Arc<str>>,
    /// The parts of a body that is sent as `multipart/form-data`.
    pub(crate) parts: Option<Multipart>,
    mistake: Option<BuildError>,
}

#[allow(
    dead_code,
    reason = "what is called depends on the groups that are compiled"
)]
impl Arguments {
    pub(crate) fn new(meta: &'static Meta) -> Self {
        Self {
            meta,
            path: meta.path.to_owned(),
            query: String::new(),
            headers: HeaderMap::new(),
            body: None,
            address: None,
            whole_path: None,
            parts: None,
            mistake: None,
        }
    }

    /// Sets the whole path.
    pub(crate) fn whole_path(&mut self, path: Arc<str>) {
        self.path = path.to_string();
        self.note(whole_path::check(&path));
        self.whole_path = Some(path);
    }

    /// Writes a path argument as one segment.
    ///
    /// An empty one would address another resource, and so would `.` and `..`: `DELETE /v2/volumes/`
    /// is one slash away from another operation.
    pub(crate) fn path(&mut self, name: &str, value: &impl Param) {
        let value = value.to_param();
        let encoded = utf8_percent_encode(&value, RESERVED).to_string();
        let put = self.put_path(name, &value, &encoded);
        self.note(put);
    }

    fn put_path(&mut self, name: &str, value: &str, encoded: &str) -> Result<(), BuildError> {
        if value.trim().is_empty() || value == "." || value == ".." {
            return Err(BuildError::new(format!(
                "path argument `{name}` is {value:?}, which would address something else; pass the \
                 ID or name of one resource"
            )));
        }
        self.check_minimum(name, value)?;
        let marker = format!("{{{name}}}");
        if !self.path.contains(&marker) {
            return Err(BuildError::new(format!(
                "path argument `{name}` does not occur in the path"
            )));
        }
        self.path = self.path.replace(&marker, encoded);
        Ok(())
    }

    /// An ID that no resource has is the default value of one that nobody set.
    fn check_minimum(&self, name: &str, value: &str) -> Result<(), BuildError> {
        let mut minima = self.meta.minima.iter();
        let Some((_, minimum)) = minima.find(|(known, _)| *known == name) else {
            return Ok(());
        };
        match value.parse::<i64>() {
            Ok(number) if number < *minimum => Err(BuildError::new(format!(
                "path argument `{name}` is {value}, but must be at least {minimum}"
            ))),
            _ => Ok(()),
        }
    }

    /// Writes a required query parameter. A DELETE without its filter would remove too much.
    pub(crate) fn query(&mut self, name: &str, value: &impl Param) {
        let value = value.to_param();
        if value.trim().is_empty() {
            self.refuse_empty(name);
        }
        push_pair(&mut self.query, name, &value);
    }

    /// Writes a required query parameter with several values: one pair each.
    pub(crate) fn queries<T: Param>(&mut self, name: &str, values: &[T]) {
        if values.is_empty() {
            self.refuse_empty(name);
        }
        for value in values {
            self.query(name, value);
        }
    }

    /// Writes a required query parameter with commas between its items.
    pub(crate) fn comma<T: Wire>(&mut self, name: &str, value: &T) {
        let value = joined(&self.value(value));
        if value.is_empty() {
            self.refuse_empty(name);
        }
        push_encoded(&mut self.query, name, &value);
    }

    /// Writes a required query parameter with blanks between its items.
    pub(crate) fn space<T: Wire>(&mut self, name: &str, value: &T) {
        self.styled(name, ValueStyle::Space, value);
    }

    /// Writes a required query parameter with vertical bars between its items.
    pub(crate) fn pipes<T: Wire>(&mut self, name: &str, value: &T) {
        self.styled(name, ValueStyle::Pipes, value);
    }

    /// Writes a required query parameter as a pair for each member, whose name is in brackets.
    pub(crate) fn deep<T: Wire>(&mut self, name: &str, value: &T) {
        self.styled(name, ValueStyle::Deep, value);
    }

    /// Writes a required query parameter as a pair for each member.
    pub(crate) fn spread<T: Wire>(&mut self, name: &str, value: &T) {
        self.styled(name, ValueStyle::Spread, value);
    }

    /// Writes a required query parameter as JSON.
    pub(crate) fn json_text<T: Wire>(&mut self, name: &str, value: &T) {
        self.styled(name, ValueStyle::Json, value);
    }

    /// Writes a path argument of several items as one segment.
    pub(crate) fn path_list<T: Wire>(&mut self, name: &str, value: &T) {
        let value = self.value(value);
        let put = self.put_path(name, &ValueStyle::Comma.text(&value), &joined(&value));
        self.note(put);
    }

    /// Writes a path argument as JSON in one segment.
    pub(crate) fn path_json<T: Wire>(&mut self, name: &str, value: &T) {
        let value = ValueStyle::Json.text(&self.value(value));
        let encoded = utf8_percent_encode(&value, RESERVED).to_string();
        let put = self.put_path(name, &value, &encoded);
        self.note(put);
    }

    /// Writes a required header as JSON.
    pub(crate) fn header_json<T: Wire>(&mut self, name: &str, value: &T) {
        let value = ValueStyle::Json.text(&self.value(value));
        let put = self.put_header(name, &value);
        self.note(put);
    }

    /// Writes a required header of several items.
    pub(crate) fn header_list<T: Wire>(&mut self, name: &str, value: &T) {
        let value = self.value(value);
        let put = self.put_header(name, &ValueStyle::Comma.text(&value));
        self.note(put);
    }

    fn styled<T: Wire>(&mut self, name: &str, style: ValueStyle, value: &T) {
        let pairs = style.pairs(name, &self.value(value));
        if pairs.iter().all(|(_, value)| value.trim().is_empty()) {
            self.refuse_empty(name);
        }
        for (name, value) in pairs {
            push_pair(&mut self.query, &name, &value);
        }
    }

    /// Returns a body as a value; a required field that is not set is a mistake.
    fn checked<T: Wire>(&mut self, body: &T) -> serde_json::Value {
        let encoded = codec::encode(body);
        match encoded
            .and_then(|text| codec::json_within(&text, &codec::DecodeLimits::new(usize::MAX)))
        {
            Ok(value) => value,
            Err(error) => {
                self.note(Err(BuildError::from_encoding(error)));
                serde_json::Value::Null
            }
        }
    }

    fn value<T: Wire>(&mut self, value: &T) -> serde_json::Value {
        match serde_json::to_value(value.content()) {
            Ok(value) => value,
            Err(error) => {
                self.note(Err(BuildError::from_encoding(error)));
                serde_json::Value::Null
            }
        }
    }

    /// Refuses an empty filter of a DELETE, which would remove too much.
    fn refuse_empty(&mut self, name: &str) {
        if self.meta.method == Method::DELETE {
            self.note(Err(BuildError::new(format!(
                "filter `{name}` is empty, and without it more would be deleted; pass a value"
            ))));
        }
    }

    /// Writes a required header.
    pub(crate) fn header(&mut self, name: &str, value: &impl Param) {
        let put = self.put_header(name, &value.to_param());
        self.note(put);
    }

    /// Writes a required header by which callers confirm that more is deleted than usual.
    pub(crate) fn confirmation(&mut self, name: &str, value: &impl Param) {
        let value = value.to_param();
        let put = match value == "false" {
            true => Err(BuildError::new(format!(
                "`{name}` is false, and nothing is deleted that it does not confirm; pass `true`"
            ))),
            false => self.put_header(name, &value),
        };
        self.note(put);
    }

    fn put_header(&mut self, name: &str, value: &str) -> Result<(), BuildError> {
        let invalid = || BuildError::new(format!("header `{name}` cannot hold {value:?}"));
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| invalid())?;
        let value = HeaderValue::from_str(value).map_err(|_| invalid())?;
        self.headers.insert(name, value);
        Ok(())
    }

    /// Writes a JSON body.
    #[inline]
    pub(crate) fn json<T: Wire>(&mut self, body: &T) {
        let encoded = codec::encode(body);
        self.put_json(encoded);
    }

    fn put_json(&mut self, encoded: Result<Vec<u8>, serde_json::Error>) {
        match encoded {
            Ok(body) => self.body = Some(Payload::json(Bytes::from(body))),
            Err(error) => self.note(Err(BuildError::from_encoding(error))),
        }
    }

    /// Writes a body as a form: a pair for each member.
    pub(crate) fn form<T: Wire>(&mut self, body: &T) {
        let mut form = String::new();
        let body = self.checked(body);
        if !body.is_object() && !body.is_null() {
            self.note(Err(BuildError::new(
                "the body is sent as a form, which has named members; pass an object",
            )));
        }
        for (name, value) in body.as_object().into_iter().flatten() {
            let styles = self.meta.styles.iter();
            let style = styles
                .filter(|(known, _)| known == name)
                .map(|(_, style)| *style)
                .next();
            match style {
                Some(ValueStyle::Comma) => push_encoded(&mut form, name, &joined(value)),
                Some(style) => push_pairs(&mut form, style.pairs(name, value)),
                None => push_pairs(&mut form, member(name, value)),
            }
        }
        self.body = Some(Payload::bytes(form));
        self.headers.insert(CONTENT_TYPE, FORM);
    }

    /// Writes a body as fields of `multipart/form-data`.
    pub(crate) fn multipart<T: Wire>(&mut self, body: &T) {
        let value = self.checked(body);
        self.multipart_parts().fields(&value);
    }

    /// Writes a file into `multipart/form-data`.
    pub(crate) fn part(&mut self, name: &str, part: &Part) {
        self.multipart_parts().file(name, part);
    }

    fn multipart_parts(&mut self) -> &mut Multipart {
        let types = self.meta.part_types;
        self.parts.get_or_insert_with(|| Multipart::new(types))
    }

    /// Writes several files with one name into `multipart/form-data`.
    pub(crate) fn parts(&mut self, name: &str, parts: &[Part]) {
        for part in parts {
            self.part(name, part);
        }
    }

    /// Writes a body as it is.
    pub(crate) fn octets(&mut self, body: &Payload) {
        self.body = Some(body.clone());
    }

    /// Writes a body of another media type as it is.
    pub(crate) fn typed(&mut self, media_type: &'static str, body: &Payload) {
        self.body = Some(body.clone());
        self.headers
            .insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    }

    /// Takes an address that another operation returned.
    pub(crate) fn url(&mut self, url: &str) {
        self.address = Some(url.to_owned());
    }

    /// Keeps the first mistake.
    pub(crate) fn note(&mut self, put: Result<(), BuildError>) {
        if let (Err(mistake), None) = (put, &self.mistake) {
            self.mistake = Some(mistake);
        }
    }

    /// Checks that nothing is wrong or missing.
    pub(crate) fn finish(&mut self) -> Result<(), BuildError> {
        if let Some(mistake) = self.mistake.take() {
            return Err(mistake);
        }
        if let Some(parts) = self.parts.take() {
            let (body, media_type) = parts.finish().map_err(BuildError::new)?;
            self.body = Some(body);
            self.headers.insert(CONTENT_TYPE, media_type);
        }
        match self.path.find('{') {
            Some(start) if self.address.is_none() => Err(BuildError::new(format!(
                "the path lacks an argument at `{}`",
                &self.path[start..]
            ))),
            _ => Ok(()),
        }
    }
}

/// Appends one pair to an encoded query.
pub(crate) fn push_pair(query: &mut String, name: &str, value: &str) {
    if !query.is_empty() {
        query.push('&');
    }
    query.extend(utf8_percent_encode(name, RESERVED));
    query.push('=');
    query.extend(utf8_percent_encode(value, RESERVED));
}

fn push_pairs(query: &mut String, pairs: Vec<(String, String)>) {
    for (name, value) in pairs {
        push_pair(query, &name, &value);
    }
}

/// Appends one pair, whose value is encoded already.
pub(crate) fn push_encoded(query: &mut String, name: &str, value: &str) {
    push_pair(query, name, "");
    query.push_str(value);
}

/// Shows the operation and the path: the rest may hold secrets.
impl fmt::Debug for Arguments {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Arguments")
            .field("operation", &self.meta.id)
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}
