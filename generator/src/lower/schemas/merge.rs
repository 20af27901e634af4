//! Several schemas for one value: what all of them allow.
//!
//! Members, list items and map values that several schemas describe are described by all of them, enums and limits are
//! narrowed, and what no value could meet is an error.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::lower::error::LowerError;
use crate::lower::schemas::compose::{Additional, Merged, OneOf};
use crate::lower::schemas::keywords::{Keywords, Sub};

/// How many combinations of demanded members the documentation lists.
const MOST_DEMANDS: usize = 16;

/// How many pairs of branches two unions for one value may have.
const MOST_PAIRS: usize = 256;

impl<'d> Merged<'d> {
    /// Adds a later schema that describes the same value.
    pub(super) fn merge(&mut self, later: Self) -> Result<(), LowerError> {
        let contradiction = |what: String| LowerError::contradiction(later.origin.clone(), &what);
        let mut later_alternatives = later.one_of.clone();
        without_kinds(&mut self.one_of, later.kind);
        without_kinds(&mut later_alternatives, self.kind);
        let kind = kind(self.kind, later.kind).map_err(&contradiction)?;
        let format =
            format(kind, self.format.take(), later.format.clone()).map_err(&contradiction)?;
        let enumeration =
            enumeration(&self.enumeration, &later.enumeration).map_err(&contradiction)?;
        self.bounds
            .narrow(later.bounds.clone())
            .map_err(&contradiction)?;

        let later = Self {
            one_of: later_alternatives,
            ..later
        };
        let (shaped, later_shaped) = (self.has_shape(), later.has_shape());
        self.component = match (shaped, later_shaped) {
            (false, true) => later.component,
            (true, false) => self.component,
            (false, false) => self.component.or(later.component),
            (true, true) => self.component.filter(|_| self.component == later.component),
        };
        // An annotation may add null; two shapes allow it only together.
        self.annotations.nullable = if shaped && later_shaped {
            self.annotations.nullable && later.annotations.nullable
        } else {
            self.annotations.nullable || later.annotations.nullable
        };
        (self.kind, self.format, self.enumeration) = (kind, format, enumeration);
        for (name, sub) in later.members {
            let sub = match self.members.remove(name) {
                Some(known) => Sub::both(known, sub),
                None => sub,
            };
            self.members.insert(name, sub);
        }
        self.require(later.required);
        self.excludes |= later.excludes;
        self.additional = additional(self.additional.take(), later.additional);
        self.items = match (self.items.take(), later.items) {
            (Some(one), Some(two)) => Some(Sub::both(one, two)),
            (one, two) => one.or(two),
        };
        self.one_of = one_of(self.one_of.take(), later.one_of)?;
        self.annotations.merge(later.annotations);
        for part in later.parts {
            if !self.parts.contains(&part) {
                self.parts.push(part);
            }
        }
        self.either = either(std::mem::take(&mut self.either), later.either);
        self.origin = later.origin;
        Ok(())
    }
}

/// The JSON type that both allow.
fn kind<'d>(one: Option<&'d str>, two: Option<&'d str>) -> Result<Option<&'d str>, String> {
    match (one, two) {
        (Some("integer"), Some("number")) | (Some("number"), Some("integer")) => {
            Ok(Some("integer"))
        }
        (Some(one), Some(two)) if one != two => Err(format!("`type: {one}` and `type: {two}`")),
        (one, two) => Ok(two.or(one)),
    }
}

/// The narrower of two formats.
fn format(
    kind: Option<&str>,
    one: Option<String>,
    two: Option<String>,
) -> Result<Option<String>, String> {
    const WIDTHS: [&str; 8] = [
        "int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64",
    ];
    let width = |format: &str| WIDTHS.iter().position(|known| *known == format);
    match (one, two) {
        (Some(one), Some(two)) if one != two => match (width(&one), width(&two)) {
            (Some(first), Some(second)) if first < second => Ok(Some(one)),
            _ if kind == Some("string") && is_typed(&one) != is_typed(&two) => {
                Err(format!("`format: {one}` and `format: {two}`"))
            }
            _ => Ok(Some(two)),
        },
        (one, two) => Ok(two.or(one)),
    }
}

/// Whether strings of the format have a type of their own.
fn is_typed(format: &str) -> bool {
    matches!(format, "date-time" | "int64" | "uint64")
}

/// The values that both allow; nothing said is everything allowed.
fn enumeration(one: &[Value], two: &[Value]) -> Result<Vec<Value>, String> {
    if one.is_empty() || two.is_empty() {
        return Ok(if one.is_empty() { two } else { one }.to_vec());
    }
    let known: BTreeSet<String> = two.iter().map(Value::to_string).collect();
    let common = one
        .iter()
        .filter(|value| known.contains(&value.to_string()));
    let common: Vec<_> = common.cloned().collect();
    if common.is_empty() {
        let shown = |values: &[Value]| Value::Array(values.to_vec()).to_string();
        return Err(format!("`enum: {}` and `enum: {}`", shown(one), shown(two)));
    }
    Ok(common)
}

fn additional<'d>(
    one: Option<Additional<'d>>,
    two: Option<Additional<'d>>,
) -> Option<Additional<'d>> {
    match (one, two) {
        (Some(Additional::Typed(one)), Some(Additional::Typed(two))) => {
            Some(Additional::Typed(Sub::both(one, two)))
        }
        (Some(Additional::Nothing), Some(_)) | (Some(_), Some(Additional::Nothing)) => {
            Some(Additional::Nothing)
        }
        (Some(Additional::Anything), other @ Some(_)) => other,
        (one, None) => one,
        (Some(typed), Some(Additional::Anything)) => Some(typed),
        (None, two) => two,
    }
}

/// Leaves out a union that only says which types a value may have, where the other schema has one of them.
fn without_kinds(union: &mut Option<OneOf<'_>>, kind: Option<&str>) {
    let kinds = union.iter().flat_map(|union| &union.branches);
    let kinds = kinds.map(|branch| match branch {
        Sub::Inline(schema, _) => Keywords::of(schema).only_kind(),
        _ => None,
    });
    let kinds: Option<Vec<_>> = kinds.collect();
    if let (Some(kinds), Some(kind)) = (kinds, kind)
        && kinds.contains(&kind)
    {
        *union = None;
    }
}

/// The union of the values that both unions allow: each branch of one with each of the other. Those that contradict each
/// other are left out when they are lowered.
fn one_of<'d>(
    one: Option<OneOf<'d>>,
    two: Option<OneOf<'d>>,
) -> Result<Option<OneOf<'d>>, LowerError> {
    let (one, two) = match (one, two) {
        (Some(one), Some(two)) if !is_same_union(&one, &two) => (one, two),
        (one, two) => return Ok(two.or(one)),
    };
    if one.branches.len() * two.branches.len() > MOST_PAIRS {
        return Err(LowerError::new(
            two.pointer,
            "two unions of so many branches in one `allOf` are not supported; give one of them a name of its own in an \
             overlay",
        ));
    }
    let pairs = two.branches.iter().flat_map(|second| {
        let firsts = one.branches.iter();
        firsts.map(|first| Sub::both(first.clone(), second.clone()))
    });
    Ok(Some(OneOf {
        branches: pairs.collect(),
        exclusive: one.exclusive && two.exclusive,
        discriminator: two.discriminator.or(one.discriminator),
        pointer: two.pointer,
        is_narrowed: true,
    }))
}

/// Whether two unions have the same branches, annotations aside.
fn is_same_union(one: &OneOf<'_>, two: &OneOf<'_>) -> bool {
    let is_same = |(one, two): (&Sub<'_>, &Sub<'_>)| match (one, two) {
        (Sub::Inline(one, _), Sub::Inline(two, _)) => one.schema_kind == two.schema_kind,
        _ => one.key() == two.key(),
    };
    let mut pairs = one.branches.iter().zip(&two.branches);
    one.branches.len() == two.branches.len() && pairs.all(is_same)
}

/// The sets of members that meet both demands.
fn either<'d>(one: Vec<Vec<&'d str>>, two: Vec<Vec<&'d str>>) -> Vec<Vec<&'d str>> {
    if one.is_empty() || two.is_empty() || one == two || one.len() * two.len() > MOST_DEMANDS {
        return if two.is_empty() { one } else { two };
    }
    let pairs = one
        .iter()
        .flat_map(|first| two.iter().map(move |second| (first, second)));
    pairs
        .map(|(first, second)| {
            let more = second.iter().filter(|name| !first.contains(name));
            first.iter().chain(more).copied().collect()
        })
        .collect()
}
