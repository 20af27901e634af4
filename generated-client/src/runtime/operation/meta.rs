use std::fmt;

use http::Method;

#[cfg(feature = "__testing")]
use crate::runtime::codec::DecodeError;
use crate::runtime::codec::Location;
use crate::runtime::codec::escaped::escaped;
use crate::runtime::operation::page_size::PageSize;
#[cfg(feature = "__testing")]
use crate::runtime::operation::received::Received;
use crate::runtime::operation::value_style::ValueStyle;

/// The name of the credential that `ClientBuilder::token` sets.
pub(crate) const TOKEN: &str = "token";

/// The credentials of a request that no operation describes: those that the API usually requires.
pub(crate) const USUAL: &[&[&str]] = &[&["usual"]];

/// How many characters of a path an error's text shows.
const MAX_PATH_LENGTH: usize = 200;

/// Generates a response with a value at a path of fields, whose optional fields are set on a number of levels.
#[cfg(feature = "fake")]
type Generate = fn(&[&str], usize) -> Vec<u8>;

/// Reads a response as its operation does, and writes it back.
#[cfg(feature = "__testing")]
type Rewrite = fn(&'static Meta, Received) -> Result<serde_json::Value, DecodeError>;

/// The properties of an operation, independent of its arguments.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Meta {
    /// The operation's ID in the document.
    pub id: &'static str,
    /// The method.
    pub method: &'static Method,
    /// The path with its arguments as `{name}`.
    pub path: &'static str,
    /// The token scopes it needs: alternatives, each a set.
    pub scopes: &'static [&'static [&'static str]],
    /// The error statuses that the document names. The API may return others.
    pub error_statuses: &'static [u16],
    /// Whether repeating it changes nothing more.
    pub idempotent: bool,
    /// The host that it is sent to.
    pub server: Server,
    /// The credentials it requires, by the methods of the builder that set them: alternatives, each a set. Without
    /// any, none is sent.
    pub security: &'static [&'static [&'static str]],
    /// The location of the value in a successful response: a path of members.
    pub at: &'static [&'static str],
    /// Other paths at which servers send the value.
    pub or_at: &'static [&'static [&'static str]],
    /// Whether the object at the path may lack the value, which then is the default value.
    pub optional: bool,
    /// The member of a response that holds the resource, where the response is an object of several.
    pub needs: Option<&'static str>,
    /// Whether the value of a successful response may be an object without members.
    pub may_be_empty: bool,
    /// The content of a successful response.
    pub content: Content,
    /// The media type of its JSON body, where that is not `application/json`.
    pub sends: Option<&'static str>,
    /// The media type of the JSON that it returns, where that is not `application/json`.
    pub accepts: Option<&'static str>,
    /// Whether it can also return a stream of events.
    pub streams: bool,
    /// The boolean member of its body that chooses between a stream of events and a whole response.
    pub stream_member: Option<&'static str>,
    /// The types of events that may end a stream like `data: [DONE]`, with which all may end.
    pub stream_ends: &'static [&'static str],
    /// How many items a page of a list may have, where that can be requested.
    pub(crate) page_size: Option<PageSize>,
    /// How members of a form are written, where it is not the usual way.
    pub(crate) styles: &'static [(&'static str, ValueStyle)],
    /// The media types of parts of `multipart/form-data`, where they are not the usual ones.
    pub(crate) part_types: &'static [(&'static str, &'static str)],
    /// The smallest values of numbers in the path, where the document has them.
    pub(crate) minima: &'static [(&'static str, i64)],
    /// Generates the fake's responses.
    #[cfg(feature = "fake")]
    pub(crate) sample: Option<Generate>,
    /// Generates the fake's events.
    #[cfg(feature = "fake")]
    pub(crate) sample_event: Option<Generate>,
    /// How tests decode a response and encode it again.
    #[cfg(feature = "__testing")]
    pub(crate) rewrite: Option<Rewrite>,
}

/// The defaults of `operation!`: an operation of the API host with the defaults of its method.
#[allow(
    dead_code,
    reason = "what is used depends on the groups that are compiled"
)]
impl Meta {
    pub(crate) const GET: Self = Self::of(&Method::GET, true);
    pub(crate) const HEAD: Self = Self::of(&Method::HEAD, true);
    pub(crate) const OPTIONS: Self = Self::of(&Method::OPTIONS, true);
    pub(crate) const POST: Self = Self::of(&Method::POST, false);
    pub(crate) const PUT: Self = Self::of(&Method::PUT, true);
    pub(crate) const PATCH: Self = Self::of(&Method::PATCH, false);
    pub(crate) const DELETE: Self = Self::of(&Method::DELETE, true);

    const fn of(method: &'static Method, idempotent: bool) -> Self {
        Self {
            id: "",
            method,
            path: "",
            scopes: &[],
            error_statuses: &[],
            idempotent,
            server: Server::Api,
            security: &[&[TOKEN]],
            at: &[],
            or_at: &[],
            optional: false,
            needs: None,
            may_be_empty: false,
            content: Content::Json,
            sends: None,
            accepts: None,
            streams: false,
            stream_member: None,
            stream_ends: &[],
            page_size: None,
            styles: &[],
            part_types: &[],
            minima: &[],
            #[cfg(feature = "fake")]
            sample: None,
            #[cfg(feature = "fake")]
            sample_event: None,
            #[cfg(feature = "__testing")]
            rewrite: None,
        }
    }
}

impl Meta {
    /// Returns where a successful response holds the value. That of a deletion may be empty.
    pub(crate) fn location(&self) -> Location {
        Location {
            operation: self.id,
            at: self.at,
            or_at: self.or_at,
            optional: self.optional,
            may_be_empty: self.may_be_empty || *self.method == Method::DELETE,
        }
    }

    /// Writes the operation, or the method and path that the caller chose instead.
    pub(crate) fn write_called(
        &self,
        f: &mut fmt::Formatter<'_>,
        path: Option<&str>,
    ) -> fmt::Result {
        match path {
            None => write!(f, "{self}"),
            Some(path) => {
                let path = escaped(path, MAX_PATH_LENGTH);
                write!(f, "{} ({} {path})", self.id, self.method)
            }
        }
    }

    /// Shows something of this operation, and nothing that a secret could be in.
    pub(crate) fn show(&self, f: &mut fmt::Formatter<'_>, name: &str) -> fmt::Result {
        f.debug_struct(name)
            .field("operation", &self.id)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Meta {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Meta")
            .field("id", &self.id)
            .field("method", &self.method)
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

/// Writes the ID, the method and the path template: `droplets_get (GET /v2/droplets/{droplet_id})`.
impl fmt::Display for Meta {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({} {})", self.id, self.method, self.path)
    }
}

/// The host an operation is sent to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Server {
    /// The API host.
    Api,
    /// Another host of the API, which has a name and a setting of its own.
    Named(&'static str),
    /// A presigned URL, with no credential.
    Upload,
    /// Another host of the same API, at this base URL. A client with a base URL of its own sends there instead.
    At(&'static str),
}

#[allow(non_upper_case_globals, reason = "the spelling of the macro's grammar")]
impl Server {
    #[doc(hidden)]
    pub const upload: Self = Self::Upload;
    #[doc(hidden)]
    pub const fn named(name: &'static str) -> Self {
        Self::Named(name)
    }
    #[doc(hidden)]
    pub const fn at(base_url: &'static str) -> Self {
        Self::At(base_url)
    }
}

/// The content of a successful response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Content {
    /// Nothing that matters.
    Empty,
    /// JSON.
    Json,
    /// Bytes, perhaps with a file name.
    File,
    /// Text.
    Text,
    /// An HTML page.
    Html,
}
