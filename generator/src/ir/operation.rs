//! Operations of the IR: arguments, bodies, results, pages, errors.

use super::docs::Docs;
use super::page_style::PageStyle;
use super::types::TypeRef;

/// One method of a group; an operation with several kinds of success has several methods.
#[derive(Clone, Debug)]
pub struct Operation {
    /// The `operationId` of the document.
    pub id: String,
    /// HTTP method in capitals.
    pub http_method: String,
    /// Path template as the document writes it.
    pub path: String,
    /// JSON pointer of the operation in the document.
    pub pointer: String,
    /// Words of the method's name, e.g. `destroy_by_tag`.
    pub method: String,
    /// Positional arguments, in the order of the path, then query, then headers.
    pub arguments: Vec<Argument>,
    /// Optional query parameters.
    pub query: Vec<QueryParameter>,
    /// The request body.
    pub body: Option<Body>,
    /// The result of a success.
    pub output: Output,
    /// Whether the value of a success may be an object without members.
    pub may_be_empty: bool,
    /// Event type, if the operation also returns server-sent events.
    pub stream: Option<TypeRef>,
    /// The boolean member of the body that chooses between events and a whole response.
    pub stream_member: Option<String>,
    /// Media type of the JSON that it returns, where that is not `application/json`.
    pub accepts: Option<String>,
    /// Types of events that may end the stream like `[DONE]`.
    pub stream_ends: Vec<String>,
    /// Its documented error statuses, in order.
    pub errors: Vec<ErrorStatus>,
    /// Type of the body of other error statuses, if the document has one.
    pub other_error: Option<TypeRef>,
    /// Where the request goes.
    pub server: Server,
    /// The credentials that it requires, by their setters: alternatives, each a set. None where it is the token.
    pub security: Option<Vec<Vec<String>>>,
    /// Alternatives of scopes, each a set; empty where the document names none.
    pub scopes: Vec<Vec<String>>,
    /// Whether the request is idempotent, where that differs from its HTTP method.
    pub idempotent: Option<bool>,
    /// The special rate limits that the operation counts towards, by name.
    pub buckets: Vec<Bucket>,
    /// Whether the document calls it deprecated.
    pub deprecated: bool,
    /// Its documentation, first a summary.
    pub docs: Docs,
    /// Link to the official reference.
    pub reference: String,
    /// Success statuses of the document, e.g. `[200]`.
    pub success: Vec<u16>,
}

/// A positional argument of a method.
#[derive(Clone, Debug)]
pub struct Argument {
    /// Name on the wire.
    pub wire: String,
    /// Where it goes.
    pub location: ArgumentLocation,
    /// Its type.
    pub ty: TypeRef,
    /// How it is written.
    pub style: ValueStyle,
    /// The smallest number that it may be, if it goes into the path.
    pub minimum: Option<i64>,
    /// Its documentation.
    pub docs: Docs,
    /// Whether the document calls it deprecated.
    pub deprecated: bool,
}

/// Where a positional argument goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArgumentLocation {
    /// Into the path, as one segment.
    Path,
    /// Into the query (a required parameter).
    Query,
    /// Into a header (a required parameter).
    Header,
    /// It is the whole URL (presigned uploads).
    Url,
    /// Into the body, as a file.
    Body,
}

/// How the value of a parameter is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ValueStyle {
    /// One string, or in the query several pairs of the same name.
    #[default]
    Plain,
    /// Items, or names and values in turn, with commas between them.
    Comma,
    /// With blanks between them.
    Space,
    /// With vertical bars between them.
    Pipes,
    /// A pair for each member, whose name is in brackets.
    Deep,
    /// A pair for each member.
    Spread,
    /// As JSON.
    Json,
    /// As a file of the body.
    Part,
    /// As a header that must not be `false`.
    Confirmation,
}

/// An optional query or header parameter, set by a chained method.
#[derive(Clone, Debug)]
pub struct QueryParameter {
    /// Name on the wire.
    pub wire: String,
    /// Type of the value.
    pub ty: TypeRef,
    /// How the value is written.
    pub style: ValueStyle,
    /// Whether it is a header.
    pub header: bool,
    /// Its documentation.
    pub docs: Docs,
    /// Whether the document calls it deprecated.
    pub deprecated: bool,
    /// Whether the runtime has the method that sets it: number and size of the page, for lists that have both.
    pub provided: bool,
}

/// A request body.
#[derive(Clone, Debug)]
pub struct Body {
    /// The type of its value.
    pub kind: BodyKind,
    /// How it is written.
    pub format: BodyFormat,
    /// How members of a form are written, by name, where it is not the usual way.
    pub styles: Vec<(String, ValueStyle)>,
    /// The media types of parts of `multipart/form-data`, by name, where they are not the usual ones.
    pub part_types: Vec<(String, String)>,
    /// Its media type, where it is JSON of another one than `application/json`.
    pub media_type: Option<String>,
    /// Whether the method demands it as an argument; otherwise it is set by a chained method.
    pub required: bool,
    /// The name of its type by configuration.
    pub name: Option<String>,
}

/// The kinds of request bodies.
#[derive(Clone, Debug)]
pub enum BodyKind {
    /// A value.
    Json(TypeRef),
    /// Bytes as they are.
    Octets,
}

/// How a request body is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum BodyFormat {
    /// `application/json`, or `application/octet-stream` for bytes.
    #[default]
    Plain,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `multipart/form-data`.
    Multipart,
    /// Bytes of another media type.
    Typed(String),
}

/// The result of a success.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output {
    /// Nothing.
    Empty,
    /// The body as it is.
    Json {
        /// Type of the body.
        ty: TypeRef,
        /// The member that holds the resource, where the body is an object of several.
        resource: Option<String>,
    },
    /// A member of the body, found by the path of members.
    Member {
        /// Where it is.
        at: Location,
        /// Type of the member.
        ty: TypeRef,
    },
    /// One page of a list.
    Page(Page),
    /// A file: bytes with a name and a content type.
    File {
        /// Its media type.
        media_type: String,
    },
    /// Text, e.g. YAML.
    Text {
        /// Its media type.
        media_type: String,
        /// Whether it is a secret, which is not shown.
        secret: bool,
    },
}

/// Where a response holds the value that an operation returns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Location {
    /// Path of member names in the document; empty for the whole body.
    pub path: Vec<String>,
    /// Other paths at which servers send the value.
    pub others: Vec<Vec<String>>,
    /// Whether the object that should hold the value may lack it.
    pub optional: bool,
}

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Where the items are.
    pub at: Location,
    /// Type of an item; for `map` the type of the values.
    pub item: TypeRef,
    /// Whether the items are the entries of a JSON object.
    pub map: bool,
    /// A record of the other members of the page, if there are any.
    pub extra: Option<TypeRef>,
    /// How the next page is found.
    pub style: PageStyle,
    /// The largest number of items on a page, if the document names it.
    pub largest: Option<u32>,
}

/// Where a request goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Server {
    /// The API host.
    Api,
    /// Another host, by its name.
    Named(String),
    /// A presigned URL, with no credential.
    Upload,
    /// Another host, by its base URL.
    At(String),
}

/// A special rate limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bucket {
    /// Its name.
    pub name: String,
    /// How much may be requested.
    pub limit: u32,
    /// In how many seconds.
    pub seconds: u32,
    /// The array in the request body whose elements count, where requests do not.
    pub counts: Option<String>,
}

/// A documented error status of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorStatus {
    /// The status, 400 to 599.
    pub status: u16,
    /// Type of the body, none where the document has no JSON body.
    pub body: Option<TypeRef>,
    /// Whether the body differs from that of most errors, so that the method's documentation names its type.
    pub is_special: bool,
}
