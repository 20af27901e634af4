//! Models that the tests share, declared as the generator declares them.

use std::collections::BTreeMap;

use crate::runtime::codec::{
    IntegerString, Nullable, Secret, Timestamp, record, string_enum, union,
};

record! {
    pub struct Droplet {
        pub id: i64,
        pub name: String,
        pub status: Status,
        pub networks: Networks,
        pub kernel: Option<Kernel> [into Kernel],
        pub created_at: Timestamp,
        pub ended_at: Option<Timestamp>,
        pub tags: Nullable<Vec<String>> [nullable Vec<String>],
        pub next: Option<String> as or_null,
        pub price: f64,
        pub size: IntegerString [into IntegerString],
        pub password: Option<Secret> [into Secret],
        pub labels: Option<BTreeMap<String, String>> [entries String],
        #[deprecated]
        pub locked: Option<bool> [#[deprecated] plain bool],
    }
    new(name: into String, status: into Status) with(price = 2.0, next = String::from("n"));
}

record! {
    pub struct Networks {
        pub v4: Option<Vec<Network>> [each Network],
    }
    new();
}

record! {
    pub struct Network {
        pub ip: Option<String> [into String],
        pub type_: String = "type",
    }
    new();
}

record! {
    pub struct Kernel {}
    new();
}

string_enum! {
    /// State.
    pub enum Status {
        New = "new",
        #[deprecated]
        Old = "old",
    }
}

union! {
    /// Image.
    pub enum Image {
        /// A slug.
        Slug(String) = string,
        /// An ID.
        Id(i64) = integer,
        /// Boxed.
        Network(Box<Network>) = tag ["type", "public", "private"],
    }
    from { Slug: String, Slug: &str, Id: i64, Network: Network }
}

union! {
    /// A tree whose variants differ only in their other fields.
    pub enum Tree {
        /// Holds `x`.
        X(Box<TreeX>) = object,
        /// Holds `y`.
        Y(Box<TreeY>) = object,
        /// Holds nothing else.
        Plain(Box<TreePlain>) = object,
    }
}

record! {
    pub struct TreeX {
        pub child: Option<Tree>,
        pub x: i64,
    }
}

record! {
    pub struct TreeY {
        pub child: Option<Tree>,
        pub y: i64,
    }
}

record! {
    pub struct TreePlain {
        pub child: Option<Tree>,
        pub name: String,
    }
}

record! {
    /// A record that holds itself.
    pub struct Chain {
        pub next: Option<Box<Chain>> as or_null,
        pub all: Vec<Chain>,
        pub by_name: BTreeMap<String, i64> = "by.name",
    }
}

record! {
    /// A record whose member has the name of a secret and is none.
    pub struct Keyed {
        pub key_id: i64,
        pub depth: Nullable<i64> [nullable i64],
    }
    new();
}

record! {
    /// A record with a map of the fields that it does not declare.
    pub struct Open {
        pub id: i64,
        pub additional: BTreeMap<String, i64> as rest,
    }
}
