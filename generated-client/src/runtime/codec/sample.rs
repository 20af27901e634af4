use std::collections::BTreeMap;

use serde_json::Value;

use super::integer_string::IntegerString;
use super::nullable::Nullable;
use super::secret::Secret;
use super::timestamp::Timestamp;
use super::wire::Wire;

/// A type that can generate a plausible value of itself, for the fake API.
pub(crate) trait Sample: Sized {
    fn sample(sampler: &mut Sampler) -> Self;

    /// Generates a value that is neither absent nor `null`.
    fn sample_present(sampler: &mut Sampler) -> Self {
        Self::sample(sampler)
    }
}

/// Decides what samples contain, and ends recursion.
pub(crate) struct Sampler {
    /// The number of levels, from the outside, on which optional fields are set.
    filled: usize,
    depth: usize,
    /// The types whose samples are being generated, each inside the one before.
    open: Vec<&'static str>,
}

impl Sampler {
    /// How deep records contain records before they keep their default value.
    pub(crate) const MAX_DEPTH: usize = 8;

    /// Returns a sampler that sets all optional fields or none.
    #[cfg(test)]
    pub(crate) fn new(optional: bool) -> Self {
        Self::up_to(if optional { Self::MAX_DEPTH + 1 } else { 0 })
    }

    /// Returns a sampler that sets optional fields on some levels: a value by itself is on the first, the fields of the
    /// outermost record are on the second.
    pub(crate) fn up_to(filled: usize) -> Self {
        Self {
            filled,
            depth: 0,
            open: Vec::new(),
        }
    }

    /// Returns whether optional fields are set here.
    pub(crate) fn optional_fields(&self) -> bool {
        self.depth < self.filled
    }

    /// Generates a record; one inside another of its type keeps its default value.
    pub(crate) fn record<T: Wire>(&mut self, make: impl FnOnce(&mut Self) -> T) -> T {
        let name = std::any::type_name::<T>();
        if self.depth > Self::MAX_DEPTH || self.open.contains(&name) {
            return T::empty();
        }
        self.depth += 1;
        self.open.push(name);
        let value = make(self);
        self.open.pop();
        self.depth -= 1;
        value
    }

    pub(crate) fn field<T: Sample>(&mut self) -> T {
        T::sample(self)
    }

    pub(crate) fn or_null(&mut self) -> &mut Self {
        self
    }

    pub(crate) fn filled(&mut self) -> &mut Self {
        self
    }

    pub(crate) fn needed(&mut self) -> NeededSampler<'_> {
        NeededSampler(self)
    }

    pub(crate) fn rest(&mut self) -> PlainSampler<'_> {
        PlainSampler(self)
    }

    pub(crate) fn plain(&mut self) -> PlainSampler<'_> {
        PlainSampler(self)
    }
}

/// Samples a field that requests must contain.
pub(crate) struct NeededSampler<'a>(&'a mut Sampler);

impl NeededSampler<'_> {
    pub(crate) fn field<T: Sample>(self) -> T {
        T::sample_present(self.0)
    }
}

/// Samples a list or map that may be empty.
pub(crate) struct PlainSampler<'a>(&'a mut Sampler);

impl PlainSampler<'_> {
    pub(crate) fn field<T: Sample + Wire>(self) -> T {
        match self.0.optional_fields() {
            true => T::sample(self.0),
            false => T::empty(),
        }
    }
}

/// A variant of a union: how to sample it, and the matcher that must find it again.
pub(crate) type SampledVariant<T> = (fn(&mut Sampler) -> T, &'static str, &'static [&'static str]);

/// Samples the first variant of a union, with its tag.
pub(crate) fn sample_union<T: Wire>(sampler: &mut Sampler, variants: &[SampledVariant<T>]) -> T {
    let Some((make, matcher, arguments)) = variants.first() else {
        return T::empty();
    };
    let value = sampler.record(make);
    let (["tag"], [field, tag, ..]) = ([*matcher], arguments) else {
        return value;
    };
    let Ok(mut json) = serde_json::to_value(value.content()) else {
        return value;
    };
    let Some(fields) = json.as_object_mut() else {
        return value;
    };
    fields.insert((*field).to_owned(), Value::from(*tag));
    super::decode::decode_value("", &json, &super::decode_budget::DecodeLimits::default())
        .map_or(value, |(tagged, _)| tagged)
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
        sampler.optional_fields().then(|| T::sample(sampler))
    }

    fn sample_present(sampler: &mut Sampler) -> Self {
        Some(T::sample(sampler))
    }
}

impl<T: Sample> Sample for Nullable<T> {
    fn sample(sampler: &mut Sampler) -> Self {
        Option::sample(sampler).map_or(Self::Absent, Self::Value)
    }

    fn sample_present(sampler: &mut Sampler) -> Self {
        Self::Value(T::sample(sampler))
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
        if sampler.depth > Sampler::MAX_DEPTH {
            Self::new()
        } else {
            vec![T::sample(sampler)]
        }
    }
}

impl<T: Sample> Sample for BTreeMap<String, T> {
    fn sample(sampler: &mut Sampler) -> Self {
        if sampler.depth > Sampler::MAX_DEPTH {
            return Self::new();
        }
        Self::from([("sample".to_owned(), T::sample(sampler))])
    }
}
