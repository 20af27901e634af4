//! Models that the tests share, declared as the generator declares them.

use std::collections::BTreeMap;

use crate::runtime::codec::{
    IntegerString, Nullable, Secret, Timestamp, builder, record, string_enum, union,
};

#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub(super) struct Droplet {
    pub(super) id: i64,
    pub(super) name: String,
    pub(super) status: Status,
    pub(super) networks: Networks,
    pub(super) kernel: Option<Kernel>,
    pub(super) created_at: Timestamp,
    pub(super) ended_at: Option<Timestamp>,
    pub(super) tags: Nullable<Vec<String>>,
    pub(super) next: Option<String>,
    pub(super) price: f64,
    pub(super) size: IntegerString,
    pub(super) password: Option<Secret>,
    pub(super) labels: Option<BTreeMap<String, String>>,
    #[deprecated]
    pub(super) locked: Option<bool>,
}

record! {
    Droplet {
        id: required "id",
        name: required "name",
        status: required "status",
        networks: required "networks",
        kernel: optional "kernel",
        created_at: required "created_at",
        ended_at: optional "ended_at",
        tags: nullable "tags",
        next: required_nullable "next",
        price: required "price",
        size: required "size",
        password: optional "password",
        labels: optional "labels",
        locked: optional "locked",
    }
}

builder! {
    Droplet {
        new(name: into String, status: into Status);
        preset(price = 2.0, next = String::from("n"));
        kernel: into Kernel,
        tags: nullable Vec<String>,
        labels: entries String,
        #[deprecated]
        locked: plain bool,
        size: into IntegerString,
        password: into Secret,
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub(super) struct Networks {
    pub(super) v4: Option<Vec<Network>>,
}

record! { Networks { v4: optional "v4" } }
builder! { Networks { v4: each Network } }

#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub(super) struct Network {
    pub(super) ip: Option<String>,
    pub(super) type_: String,
}

record! { Network { ip: optional "ip", type_: required "type" } }
builder! { Network { new(); ip: into String, } }

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Kernel {}

record! { Kernel {} }
builder! { Kernel {} }

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
    /// A tree whose arms differ only in what else they hold.
    pub enum Tree {
        /// Holds `x`.
        X(Box<TreeX>) = object,
        /// Holds `y`.
        Y(Box<TreeY>) = object,
        /// Holds nothing else.
        Plain(Box<TreePlain>) = object,
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct TreeX {
    pub(super) child: Option<Tree>,
    pub(super) x: i64,
}

record! { TreeX { child: optional "child", x: required "x" } }

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct TreeY {
    pub(super) child: Option<Tree>,
    pub(super) y: i64,
}

record! { TreeY { child: optional "child", y: required "y" } }

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct TreePlain {
    pub(super) child: Option<Tree>,
    pub(super) name: String,
}

record! { TreePlain { child: optional "child", name: required "name" } }

/// A record that holds itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Chain {
    pub(super) next: Option<Box<Chain>>,
    pub(super) all: Vec<Chain>,
    pub(super) by_name: BTreeMap<String, i64>,
}

record! { Chain { next: required "next", all: required "all", by_name: required "by.name" } }

/// A record whose member has the name of a secret and is none.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Keyed {
    pub(super) key_id: i64,
    pub(super) depth: Nullable<i64>,
}

record! { Keyed { key_id: required "key_id", depth: nullable "depth" } }
builder! { Keyed { depth: nullable i64 } }
