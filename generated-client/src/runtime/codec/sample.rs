use std::collections::BTreeMap;

use serde_json::Value;

use super::{IntegerString, Nullable, Secret, Timestamp, Wire, Written};

/// A type that can make a plausible value of itself, for the fake API.
pub(crate) trait Sample: Sized {
    fn sample(sampler: &mut Sampler) -> Self;
}

/// Decides what samples hold, and ends recursion.
pub(crate) struct Sampler {
    optional: bool,
    depth: usize,
    /// The types whose samples are being made, each inside the one before.
    open: Vec<&'static str>,
}

impl Sampler {
    /// How deep records hold records before they are left at their zero value.
    const DEEPEST: usize = 8;

    /// Returns a sampler that sets optional members or leaves them out.
    pub(crate) fn new(optional: bool) -> Self {
        Self {
            optional,
            depth: 0,
            open: Vec::new(),
        }
    }

    /// Returns whether optional members are set here.
    pub(crate) fn optional_members(&self) -> bool {
        self.optional && self.depth <= Self::DEEPEST
    }

    /// Makes a record; one that stands inside another of its type is left at its zero value.
    pub(crate) fn record<T: Wire>(&mut self, make: impl FnOnce(&mut Self) -> T) -> T {
        let name = std::any::type_name::<T>();
        if self.depth > Self::DEEPEST || self.open.contains(&name) {
            return T::empty();
        }
        self.depth += 1;
        self.open.push(name);
        let value = make(self);
        self.open.pop();
        self.depth -= 1;
        value
    }

    pub(crate) fn required<T: Sample>(&mut self) -> T {
        T::sample(self)
    }

    pub(crate) fn filled<T: Sample>(&mut self) -> T {
        T::sample(self)
    }

    pub(crate) fn needed<T: Sample>(&mut self) -> Option<T> {
        Some(T::sample(self))
    }

    pub(crate) fn needed_nullable<T: Sample>(&mut self) -> Nullable<T> {
        Nullable::Value(T::sample(self))
    }

    pub(crate) fn plain<T: Sample + Wire>(&mut self) -> T {
        match self.optional_members() {
            true => T::sample(self),
            false => T::empty(),
        }
    }

    pub(crate) fn optional<T: Sample>(&mut self) -> Option<T> {
        self.optional_members().then(|| T::sample(self))
    }

    pub(crate) fn nullable<T: Sample>(&mut self) -> Nullable<T> {
        match self.optional() {
            Some(value) => Nullable::Value(value),
            None => Nullable::Absent,
        }
    }

    pub(crate) fn additional<T: Sample>(&mut self) -> BTreeMap<String, T> {
        BTreeMap::new()
    }

    pub(crate) fn required_nullable<T: Sample>(&mut self) -> Option<T> {
        self.optional()
    }
}

/// An arm of a union: how to sample it, and the matcher that must find it again.
pub(crate) type Arm<T> = (fn(&mut Sampler) -> T, &'static str, &'static [&'static str]);

/// Samples the first arm of a union, with the tag that tells it from the others.
pub(crate) fn sample_union<T: Wire>(sampler: &mut Sampler, arms: &[Arm<T>]) -> T {
    let Some((make, matcher, arguments)) = arms.first() else {
        return T::empty();
    };
    let value = sampler.record(make);
    let (["tag"], [member, tag, ..]) = ([*matcher], arguments) else {
        return value;
    };
    let Ok(mut json) = serde_json::to_value(Written(&value)) else {
        return value;
    };
    let Some(members) = json.as_object_mut() else {
        return value;
    };
    members.insert((*member).to_owned(), Value::from(*tag));
    super::decode_value("", &json).map_or(value, |(tagged, _)| tagged)
}

macro_rules! samples {
    ($($type:ty: $value:expr),* $(,)?) => {
        $(impl Sample for $type {
            fn sample(_: &mut Sampler) -> Self {
                $value
            }
        })*
    };
}

samples! {
    String: "sample".into(),
    Secret: "sample".into(),
    IntegerString: "1".into(),
    i64: 1,
    u64: 1,
    f64: 1.5,
    bool: true,
    Value: Value::Object(serde_json::Map::new()),
    Timestamp: "2024-01-01T00:00:00Z".parse().unwrap_or_default(),
}

impl<T: Sample> Sample for Option<T> {
    fn sample(sampler: &mut Sampler) -> Self {
        sampler.optional()
    }
}

impl<T: Sample> Sample for Box<T> {
    fn sample(sampler: &mut Sampler) -> Self {
        Box::new(T::sample(sampler))
    }
}

impl<T: Sample> Sample for Vec<T> {
    /// Returns one element, or none where recursion ends.
    fn sample(sampler: &mut Sampler) -> Self {
        if sampler.depth > Sampler::DEEPEST {
            Self::new()
        } else {
            vec![T::sample(sampler)]
        }
    }
}

impl<T: Sample> Sample for BTreeMap<String, T> {
    fn sample(sampler: &mut Sampler) -> Self {
        if sampler.depth > Sampler::DEEPEST {
            return Self::new();
        }
        Self::from([("sample".to_owned(), T::sample(sampler))])
    }
}
