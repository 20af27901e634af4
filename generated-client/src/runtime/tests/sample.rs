//! Every form of the grammar of `operation!` and `error_set!`, as generated code writes it.

use crate::runtime::codec::{builder, record, string_enum, union};
use crate::runtime::{Client, Payload, Request, error_set, operation};

/// A thing.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Thing {
    pub id: i64,
    pub name: String,
    pub status: State,
}

record! {
    Thing {
        id: required "id",
        name: required "name",
        status: required "status",
    }
}

builder! {
    Thing {
        new(id: plain i64, name: into String);
        status: into State,
    }
}

string_enum! {
    /// State of a thing.
    pub enum State {
        New = "new",
        Active = "active",
        Archive = "archive",
    }
}

union! {
    /// ID or name.
    pub enum ThingKey {
        /// An ID.
        Id(i64) = integer,
        /// A name.
        Name(String) = string,
    }
    from { Id: i64, Name: String, Name: &str }
}

/// What stands beside the items.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Beside {
    pub note: Option<String>,
}

record! {
    Beside {
        note: optional "note",
    }
}

/// An error's body.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct ErrorBody {
    pub id: String,
    pub message: String,
}

record! {
    ErrorBody {
        id: required "id",
        message: required "message",
    }
}

error_set! {
    /// Documented failures of the samples.
    pub enum SampleError {
        401 => Unauthorized(ErrorBody),
        404 => NotFound(ErrorBody),
        403 => Forbidden,
    }
}

pub mod ops {
    use super::{Beside, Payload, SampleError, State, Thing, ThingKey, operation};

    operation! {
        /// Request of `list`.
        pub struct List;
        id "things_list";
        GET "/v2/things";
        scopes [["thing:read"]];
        query {
            /// Filter.
            tag_name: into String = "tag_name",
            /// States.
            states: each State = "states",
        }
        output page(Thing) at ["things"] by pages;
        error SampleError;
    }

    operation! {
        /// Request of `get`.
        pub struct Get {
            key: path ThingKey = "key",
        }
        id "things_get";
        GET "/v2/things/{key}";
        scopes [["thing:read"], ["admin:read", "thing:list"]];
        output member(Thing) at ["thing"];
        error SampleError;
    }

    operation! {
        /// Request of `create`.
        pub struct Create { body: json Thing }
        id "things_create";
        POST "/v2/things";
        scopes [["thing:create"]];
        buckets ["things" 2 in 10];
        output json(Thing);
        error SampleError;
    }

    operation! {
        /// Request of `clear`.
        pub struct Clear { body: json serde_json::Value }
        id "things_clear";
        POST "/v2/things/clear";
        scopes [];
        buckets ["files" 50 in 20 by "files", "purges" 3 in 30];
        output empty;
        error SampleError;
    }

    operation! {
        /// Request of `validate`.
        pub struct Validate { body: json Thing }
        id "things_validate";
        POST "/v2/things/validate";
        scopes [];
        idempotent true;
        output json(serde_json::Value);
        error SampleError;
    }

    operation! {
        /// Request of `replace`.
        pub struct Replace { key: path i64 = "key", body: json Thing }
        id "things_replace";
        PUT "/v2/things/{key}";
        scopes [["thing:update"]];
        output member(Thing) at ["outer", "thing"];
        error SampleError;
    }

    operation! {
        /// Request of `destroy`.
        pub struct Destroy { key: path i64 = "key" }
        id "things_destroy";
        DELETE "/v2/things/{key}";
        scopes [["thing:delete"]];
        output empty;
        error SampleError;
    }

    operation! {
        /// Request of `destroy_by_tag`.
        pub struct DestroyByTag {
            tag_name: query String = "tag_name",
            x_dangerous: header bool = "X-Dangerous",
        }
        id "things_destroy_by_tag";
        DELETE "/v2/things";
        scopes [["thing:delete"]];
        output empty;
        error SampleError;
    }

    operation! {
        /// Request of `act`.
        pub struct Act { key: path i64 = "key" }
        id "things_act";
        POST "/v2/things/{key}/act";
        scopes [["thing:update"]];
        optional_body Thing;
        output empty;
        error SampleError;
    }

    operation! {
        /// Request of `purge`.
        pub struct Purge;
        id "things_purge";
        DELETE "/v2/things/cache";
        scopes [["thing:update"]];
        optional_body Thing;
        output empty;
        error SampleError;
    }

    operation! {
        /// Request of `deep`.
        pub struct Deep { one: path i64 = "one", two: path String = "two" }
        id "things_deep";
        PATCH "/v2/things/{one}/deep/{two}";
        scopes [["thing:update"]];
        optional_body Thing;
        output text;
        error SampleError;
    }

    operation! {
        /// Request of `deeper`.
        pub struct Deeper {
            one: path i64 = "one",
            two: path String = "two",
            three: query String = "three"
        }
        id "things_deeper";
        POST "/v2/things/{one}/deeper/{two}";
        scopes [["thing:update"]];
        optional_body Thing;
        output file;
        error SampleError;
    }

    operation! {
        /// Request of `history`.
        pub struct History { key: path i64 = "key" }
        id "things_history";
        GET "/v2/things/{key}/history";
        scopes [["thing:read"]];
        output page(Thing, Beside) at ["scan", "findings"] by short_pages;
        error SampleError;
    }

    operation! {
        /// Request of `policies`.
        pub struct Policies;
        id "things_policies";
        GET "/v2/things/policies";
        scopes [["thing:read"]];
        output page_map(Thing) at ["policies"] by pages;
        error SampleError;
    }

    operation! {
        /// Request of `by_token`.
        pub struct ByToken;
        id "things_by_token";
        GET "/v2/things/tokens";
        scopes [];
        output page(Thing) at ["things"] by tokens;
        error SampleError;
    }

    operation! {
        /// Request of `by_cursor`.
        pub struct ByCursor;
        id "things_by_cursor";
        GET "/v2/things/cursor";
        scopes [];
        output page(Thing) at ["things"] by cursor;
        error SampleError;
    }

    operation! {
        /// Request of `by_page_limit`.
        pub struct ByPageLimit;
        id "things_by_page_limit";
        GET "/v2/things/page_limit";
        scopes [];
        output page(Thing) at ["things"] by page_limit;
        error SampleError;
    }

    operation! {
        /// Request of `by_total_pages`.
        pub struct ByTotalPages;
        id "things_by_total_pages";
        GET "/v2/things/total_pages";
        scopes [];
        output page(Thing) at ["things"] by total_pages;
        error SampleError;
    }

    operation! {
        /// Request of `by_total`.
        pub struct ByTotal;
        id "things_by_total";
        GET "/v2/things/total";
        scopes [];
        output page(Thing) at ["things"] by total;
        error SampleError;
    }

    operation! {
        /// Request of `by_links`.
        pub struct ByLinks;
        id "things_by_links";
        GET "/v2/things/links";
        scopes [];
        output page(Thing) at ["things"] by links;
        error SampleError;
    }

    operation! {
        /// Request of `chat`.
        pub struct Chat { body: json serde_json::Value }
        id "things_chat";
        POST "/v1/chat";
        scopes [];
        server inference;
        output json(serde_json::Value);
        stream Thing;
        error SampleError;
    }

    operation! {
        /// Request of `ask_agent`.
        pub struct AskAgent { agent: query bool = "agent", body: json serde_json::Value }
        id "things_ask_agent";
        POST "/api/v1/chat";
        scopes [];
        server agent;
        output json(serde_json::Value);
        error SampleError;
    }

    operation! {
        /// Request of `upload`.
        pub struct Upload { upload_url: url String, body: octets Payload }
        id "things_upload";
        PUT "/<upload_url>";
        scopes [];
        server upload;
        output empty;
        error SampleError;
    }
}

/// The group.
pub struct Things {
    client: Client,
}

impl Client {
    /// Things.
    pub fn things(&self) -> Things {
        Things {
            client: self.clone(),
        }
    }
}

impl Things {
    pub fn list(&self) -> Request<ops::List> {
        Request::new(&self.client, ops::List)
    }

    pub fn get(&self, key: impl Into<ThingKey>) -> Request<ops::Get> {
        Request::new(&self.client, ops::Get { key: key.into() })
    }

    pub fn create(&self, body: impl Into<Thing>) -> Request<ops::Create> {
        Request::new(&self.client, ops::Create { body: body.into() })
    }

    pub fn replace(&self, key: i64, body: impl Into<Thing>) -> Request<ops::Replace> {
        let body = body.into();
        Request::new(&self.client, ops::Replace { key, body })
    }

    pub fn destroy(&self, key: i64) -> Request<ops::Destroy> {
        Request::new(&self.client, ops::Destroy { key })
    }

    pub fn act(&self, key: i64) -> Request<ops::Act> {
        Request::new(&self.client, ops::Act { key })
    }

    pub fn call<O>(&self, operation: O) -> Request<O> {
        Request::new(&self.client, operation)
    }
}
