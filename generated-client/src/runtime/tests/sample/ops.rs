//! The operations of the samples as data.

use super::{PageExtra, Payload, State, Thing, ThingKey};
use crate::runtime::{operation, setters};

operation! {
    /// Request of `list`.
    pub struct List;
    id "things_list";
    GET "/v2/things";
    scopes [["thing:read"]];
    output page(Thing) at ["things"] by pages max 200;
    errors [401, 403, 404];
}

setters! {
    List {
        /// Filter.
        tag_name: nullable String,
        /// States.
        states: each State,
    }
}

operation! {
    /// Request of `get`.
    pub struct Get {
        key: path ThingKey,
    }
    id "things_get";
    GET "/v2/things/{key}";
    scopes [["thing:read"], ["admin:read", "thing:list"]];
    output member(Thing) at ["thing"];
    errors [401, 403, 404];
}

operation! {
    /// Request of `create`.
    pub struct Create { body: json Thing }
    id "things_create";
    POST "/v2/things";
    scopes [["thing:create"]];
    output json(Thing);
    errors [401, 403, 404];
}

operation! {
    /// Request of `clear`.
    pub struct Clear { body: json serde_json::Value }
    id "things_clear";
    POST "/v2/things/clear";
    scopes [];
    output empty;
    errors [401, 403, 404];
}

operation! {
    /// Request of `validate`.
    pub struct Validate { body: json Thing }
    id "things_validate";
    POST "/v2/things/validate";
    scopes [];
    idempotent true;
    output json(serde_json::Value);
    errors [401, 403, 404];
}

operation! {
    /// Request of `replace`.
    pub struct Replace { key: path i64, body: json Thing }
    id "things_replace";
    PUT "/v2/things/{key}";
    scopes [["thing:update"]];
    output member(Thing) at ["outer", "thing"];
    errors [401, 403, 404];
}

operation! {
    /// Request of `destroy`.
    pub struct Destroy { key: path i64 }
    id "things_destroy";
    DELETE "/v2/things/{key}";
    scopes [["thing:delete"]];
    output empty;
    errors [401, 403, 404];
}

operation! {
    /// Request of `remove`.
    pub struct Remove { key: path i64 }
    id "things_remove";
    DELETE "/v2/things/{key}/removed";
    scopes [["thing:delete"]];
    minima ["key" 1];
    output member(Thing) at ["thing"];
    errors [401, 403, 404];
}

setters! {
    Remove {
        /// Whether at once.
        now: nullable bool,
    }
}

operation! {
    /// Request of `destroy_by_tag`.
    pub struct DestroyByTag {
        tag_name: query String,
        x_dangerous: confirmation bool = "X-Dangerous",
    }
    id "things_destroy_by_tag";
    DELETE "/v2/things";
    scopes [["thing:delete"]];
    output empty;
    errors [401, 403, 404];
}

operation! {
    /// Request of `act`.
    pub struct Act { key: path i64 }
    id "things_act";
    POST "/v2/things/{key}/act";
    scopes [["thing:update"]];
    output empty;
    errors [401, 403, 404];
}

setters! {
    Act {
        /// Sets the body, which is optional.
        body: body Thing,
    }
}

operation! {
    /// Request of `purge`.
    pub struct Purge;
    id "things_purge";
    DELETE "/v2/things/cache";
    scopes [["thing:update"]];
    output empty;
    errors [401, 403, 404];
}

setters! {
    Purge {
        /// Sets the body, which is optional.
        body: body Thing,
    }
}

operation! {
    /// Request of `deep`.
    pub struct Deep { one: path i64, two: path String }
    id "things_deep";
    PATCH "/v2/things/{one}/deep/{two}";
    scopes [["thing:update"]];
    output text;
    errors [401, 403, 404];
}

setters! {
    Deep {
        /// Sets the body, which is optional.
        body: body Thing,
    }
}

operation! {
    /// Request of `config`.
    pub struct Config { key: path i64 }
    id "things_config";
    GET "/v2/things/{key}/config";
    scopes [["thing:read"]];
    output secret_text;
    errors [401, 403, 404];
}

operation! {
    /// Request of `deeper`.
    pub struct Deeper {
        one: path i64,
        two: path String,
        three: query String
    }
    id "things_deeper";
    POST "/v2/things/{one}/deeper/{two}";
    scopes [["thing:update"]];
    output file;
    errors [401, 403, 404];
}

setters! {
    Deeper {
        /// Sets the body, which is optional.
        body: body Thing,
    }
}

operation! {
    /// Request of `history`.
    pub struct History { key: path i64 }
    id "things_history";
    GET "/v2/things/{key}/history";
    scopes [["thing:read"]];
    output page(Thing, PageExtra) at ["scan", "findings"] by short_pages max 200;
    errors [401, 403, 404];
}

operation! {
    /// Request of `policies`.
    pub struct Policies;
    id "things_policies";
    GET "/v2/things/policies";
    scopes [["thing:read"]];
    output page_map(Thing) at ["policies"] by pages;
    errors [401, 403, 404];
}

operation! {
    /// Request of `by_token`.
    pub struct ByToken;
    id "things_by_token";
    GET "/v2/things/tokens";
    scopes [];
    output page(Thing) at ["things"] by tokens max 200;
    errors [401, 403, 404];
}

operation! {
    /// Request of `by_cursor`.
    pub struct ByCursor;
    id "things_by_cursor";
    GET "/v2/things/cursor";
    scopes [];
    output page(Thing) at ["things"] by cursor max 100;
    errors [401, 403, 404];
}

operation! {
    /// Request of `by_page_limit`.
    pub struct ByPageLimit;
    id "things_by_page_limit";
    GET "/v2/things/page_limit";
    scopes [];
    output page(Thing) at ["things"] by page_limit;
    errors [401, 403, 404];
}

operation! {
    /// Request of `by_total_pages`.
    pub struct ByTotalPages;
    id "things_by_total_pages";
    GET "/v2/things/total_pages";
    scopes [];
    output page(Thing) at ["things"] by total_pages;
    errors [401, 403, 404];
}

operation! {
    /// Request of `by_total`.
    pub struct ByTotal;
    id "things_by_total";
    GET "/v2/things/total";
    scopes [];
    output page(Thing) at ["things"] by total;
    errors [401, 403, 404];
}

operation! {
    /// Request of `by_links`.
    pub struct ByLinks;
    id "things_by_links";
    GET "/v2/things/links";
    scopes [];
    output page(Thing) at ["things"] by links;
    errors [401, 403, 404];
}

operation! {
    /// Request of `chat`.
    pub struct Chat { body: json serde_json::Value }
    id "things_chat";
    POST "/v1/chat";
    scopes [];
    server named "inference";
    security [["model_access_key"]];
    output json(serde_json::Value);
    stream Thing;
    chosen_by "stream";
    errors [401, 403, 404];
}

operation! {
    /// Request of `complete`.
    pub struct Complete { body: json serde_json::Value }
    id "things_complete";
    POST "/v1/complete";
    scopes [];
    server named "inference";
    security [["model_access_key"]];
    output json(serde_json::Value);
    stream Thing;
    until ["finished", "refused"];
    errors [401, 403, 404];
}

operation! {
    /// Request of `ask_agent`.
    pub struct AskAgent { agent: query bool, body: json serde_json::Value }
    id "things_ask_agent";
    POST "/api/v1/chat";
    scopes [];
    server named "agent";
    security [["agent_key"]];
    output json(serde_json::Value);
    errors [401, 403, 404];
}

operation! {
    /// Request of `upload`.
    pub struct Upload { upload_url: url String, body: octets Payload }
    id "things_upload";
    PUT "/<upload_url>";
    scopes [];
    server upload;
    security [];
    output empty;
    errors [401, 403, 404];
}
