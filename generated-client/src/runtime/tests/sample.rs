//! Every form of the grammar of `operation!`, as generated code writes it.

use crate::runtime::codec::{record, string_enum, union};
use crate::runtime::operation::counted::{Bucket, Counted};
use crate::runtime::{Client, Payload, Request};

record! {
    /// A thing.
    pub struct Thing {
        pub id: i64,
        pub name: String,
        pub status: State [into State],
    }
    new(id: plain i64, name: into String);
}

record! {
    /// Two fields of records.
    pub struct Pair {
        pub left: Vec<Thing>,
        pub right: Thing,
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

record! {
    /// The other members of a page.
    pub struct PageExtra {
        pub note: Option<String>,
    }
}

pub mod ops;

/// The operations with special rate limits.
pub(crate) const COUNTED: &[Counted] = &[
    Counted::new("POST", "/v2/things", &[Bucket::new("things", 2, 10)]),
    Counted::new(
        "POST",
        "/v2/things/clear",
        &[
            Bucket::new("files", 50, 20).by("files"),
            Bucket::new("purges", 3, 30),
        ],
    ),
];

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

    pub fn remove(&self, key: i64) -> Request<ops::Remove> {
        Request::new(&self.client, ops::Remove { key })
    }

    pub fn act(&self, key: i64) -> Request<ops::Act> {
        Request::new(&self.client, ops::Act { key })
    }

    pub fn call<O>(&self, operation: O) -> Request<O> {
        Request::new(&self.client, operation)
    }
}
