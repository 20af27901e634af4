//! Unions of objects that are one record: branches with the same members, a common base, or members that may occur
//! together.

use std::collections::BTreeSet;

use crate::lower::error::LowerError;
use crate::lower::lowering::Lowering;
use crate::lower::schemas::candidates::Candidate;
use crate::lower::schemas::compose::{Additional, Merged, OneOf};
use crate::lower::schemas::keywords::Sub;

impl<'d> Lowering<'d> {
    /// Whether the branches are one record: the same members, a common base, or members that may occur together.
    pub(super) fn is_one_record(
        &self,
        merged: &Merged<'d>,
        one_of: &OneOf<'d>,
        objects: &[&Candidate<'d>],
    ) -> Result<bool, LowerError> {
        match merged.annotations.string("x-rust-shape") {
            Some("record") => return Ok(true),
            Some("union") => return Ok(false),
            _ => {}
        }
        let Some((first, rest)) = objects.split_first() else {
            return Ok(false);
        };
        let mut same = true;
        for other in rest {
            same &= self.same_members(&first.merged, &other.merged)?;
        }
        if same || one_of.discriminator.is_some() {
            return Ok(same);
        }
        let inline = objects.iter().all(|c| matches!(c.sub, Sub::Inline(..)));
        let based = first
            .merged
            .parts
            .iter()
            .any(|part| rest.iter().all(|c| c.merged.parts.contains(part)));
        let is_map =
            |c: &&&Candidate<'d>| matches!(c.merged.additional, Some(Additional::Typed(_)));
        if objects.iter().any(|c| is_map(&c)) {
            return Ok(false);
        }
        let total: usize = objects.iter().map(|c| c.merged.members.len()).sum();
        let distinct: BTreeSet<_> = objects
            .iter()
            .flat_map(|c| c.merged.members.keys())
            .collect();
        let disjoint = !one_of.exclusive && total == distinct.len();
        Ok((inline && based) || disjoint)
    }

    /// The component that the branches are based on, if it says the same as all of them together.
    pub(super) fn base_of(
        &self,
        whole: &Merged<'d>,
        branches: &[&Candidate<'d>],
    ) -> Result<Option<&'d str>, LowerError> {
        let is_branch = |name: &str| branches.iter().any(|c| c.merged.component == Some(name));
        for name in whole.parts.iter().filter(|name| !is_branch(name)) {
            let base = self.composer.named(name, "#")?;
            let required = base.required.iter().all(|member| whole.requires(member));
            let same = required && base.required.len() == whole.required.len();
            if same && base.one_of.is_none() && self.same_members(&base, whole)? {
                return Ok(Some(name));
            }
        }
        Ok(None)
    }

    /// Whether two objects have the same members of the same types.
    fn same_members(&self, one: &Merged<'d>, other: &Merged<'d>) -> Result<bool, LowerError> {
        let maps = (&one.additional, &other.additional);
        let same_map = match maps {
            (Some(Additional::Typed(left)), Some(Additional::Typed(right))) => {
                self.same_schema(left, right)?
            }
            (Some(Additional::Typed(_)), _) | (_, Some(Additional::Typed(_))) => false,
            _ => true,
        };
        if !same_map || !one.members.keys().eq(other.members.keys()) {
            return Ok(false);
        }
        for (left, right) in one.members.values().zip(other.members.values()) {
            if !self.same_schema(left, right)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether two schemas are one, refer to the same component, or describe the same scalar.
    fn same_schema(&self, left: &Sub<'d>, right: &Sub<'d>) -> Result<bool, LowerError> {
        if left.pointer() == right.pointer() {
            return Ok(true);
        }
        let (left, right) = (self.composer.compose(left)?, self.composer.compose(right)?);
        let plain = |m: &Merged<'_>| {
            m.members.is_empty()
                && m.one_of.is_none()
                && m.items.is_none()
                && !matches!(m.additional, Some(Additional::Typed(_)))
        };
        let alike = left.kind == right.kind
            && left.enumeration == right.enumeration
            && left.format == right.format;
        let same_component = left.component.is_some() && left.component == right.component;
        Ok(same_component || (alike && plain(&left) && plain(&right)))
    }
}

/// One description with the members of all branches; what every branch requires stays required.
pub(super) fn overlay_branches<'d>(merged: &Merged<'d>, objects: &[&Candidate<'d>]) -> Merged<'d> {
    let mut whole = Merged {
        one_of: None,
        kind: Some("object"),
        ..merged.clone()
    };
    for candidate in objects {
        for (name, sub) in &candidate.merged.members {
            whole.members.entry(name).or_insert_with(|| sub.clone());
        }
        let map = candidate.merged.additional.clone();
        whole.additional = whole
            .additional
            .or(map.filter(|map| matches!(map, Additional::Typed(_))));
        whole.parts.extend(candidate.merged.component);
        whole.parts.extend(&candidate.merged.parts);
    }
    if let Some((first, rest)) = objects.split_first() {
        let common = first
            .merged
            .required
            .iter()
            .filter(|name| rest.iter().all(|c| c.merged.requires(name)));
        let common: Vec<_> = common.copied().collect();
        let left = |c: &&Candidate<'d>| {
            c.merged
                .required
                .iter()
                .filter(|n| !common.contains(n))
                .copied()
                .collect()
        };
        let either: Vec<Vec<_>> = objects.iter().map(left).collect();
        if either.iter().all(|set| !set.is_empty()) {
            whole.either = either;
        }
        whole
            .required
            .extend(common.into_iter().filter(|name| !merged.requires(name)));
    }
    whole
}
