//! `oneOf` and `anyOf`: unions, and what only looks like one.
//!
//! Branches that say the same, that share a base, or that may stand beside each other become one record. The others
//! become an enum whose branches are told apart by JSON kind, by the discriminator, by a member with a single allowed
//! value, or by members that only one branch has; never by "the first that decodes".

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::ir::{
    Branch, Build, Disposition, Home, Matcher, NameHint, Shape, TypeDef, TypeId, TypeRef, Union,
};
use crate::lower::Lowering;
use crate::lower::documentation::docs;
use crate::lower::error::LowerError;
use crate::lower::schemas::compose::{Alternatives, Merged};
use crate::lower::schemas::keywords::Sub;
use crate::lower::schemas::matchers;

/// A branch before it is lowered.
#[derive(Clone, Debug)]
pub(in crate::lower) struct Candidate<'d> {
    pub(in crate::lower) sub: Sub<'d>,
    pub(in crate::lower) merged: Merged<'d>,
    /// Position in the document.
    pub(in crate::lower) index: usize,
    pub(in crate::lower) name: String,
    /// Whether `merged` says something else than the schema at `sub` alone.
    pub(in crate::lower) altered: bool,
}

impl<'d> Lowering<'d> {
    /// The type of a value with alternatives.
    pub(in crate::lower) fn union(
        &mut self,
        merged: &Merged<'d>,
        alternatives: &Alternatives<'d>,
        hint: NameHint,
        component: Option<&'d str>,
    ) -> Result<TypeRef, LowerError> {
        let candidates = self.candidates(merged, alternatives)?;
        let objects: Vec<_> = candidates.iter().filter(|c| c.merged.is_object()).collect();
        if objects.len() == candidates.len()
            && objects.len() > 1
            && self.is_one_record(merged, alternatives, &objects)?
        {
            let whole = overlay_branches(merged, &objects);
            for part in &whole.parts {
                self.dispose(part, Disposition::Merged);
            }
            if let Some(base) = self.base_of(&whole, &objects)? {
                return self.component(base, &alternatives.pointer);
            }
            return self.record(&whole, &alternatives.pointer, hint, component);
        }
        let candidates = scalars_merged(candidates);
        if let [only] = candidates.as_slice() {
            let only = only.clone();
            return self.branch_type(&only, hint, component);
        }
        if !merged.members.is_empty() {
            return Err(LowerError::new(
                &alternatives.pointer,
                "members beside a union of different shapes are not supported; move them into the branches in an overlay",
            ));
        }
        let id = self.begin(
            TypeDef {
                pointer: alternatives.pointer.clone(),
                name: hint,
                home: Home::Shared,
                used_by: Vec::new(),
                docs: docs::of_type(merged, &alternatives.pointer, component),
                deprecated: merged.facts.deprecated,
                shape: Shape::Union(Union {
                    branches: Vec::new(),
                }),
            },
            component,
        );
        let branches = self.branches(&candidates, alternatives, id)?;
        if let Some(def) = self.types.get_mut(id.0) {
            def.shape = Shape::Union(Union { branches });
        }
        Ok(TypeRef::Named(id))
    }

    /// The branches that say something, each with a name.
    fn candidates(
        &mut self,
        merged: &Merged<'d>,
        alternatives: &Alternatives<'d>,
    ) -> Result<Vec<Candidate<'d>>, LowerError> {
        let chosen = merged
            .facts
            .extensions
            .get("x-rust-branches")
            .and_then(Value::as_array);
        let mut candidates: Vec<Candidate<'d>> = Vec::new();
        for (index, sub) in alternatives.branches.iter().enumerate() {
            let branch = self.composer.compose(sub)?;
            let nothing = branch.members.is_empty()
                && branch.additional.is_none()
                && branch.alternatives.is_none();
            if nothing
                && (branch.kind.is_none()
                    || (branch.kind == Some("object") && branch.facts.nullable))
            {
                continue;
            }
            let chosen = chosen
                .and_then(|names| names.get(index))
                .and_then(Value::as_str);
            let name = chosen.map_or_else(|| derived_name(&branch), str::to_owned);
            candidates.push(Candidate {
                sub: sub.clone(),
                merged: branch,
                index,
                name,
                altered: false,
            });
        }
        if candidates.is_empty() {
            return Err(LowerError::new(
                &alternatives.pointer,
                "no branch of the union says what a value looks like",
            ));
        }
        Ok(candidates)
    }

    fn branches(
        &mut self,
        candidates: &[Candidate<'d>],
        alternatives: &Alternatives<'d>,
        union: TypeId,
    ) -> Result<Vec<Branch>, LowerError> {
        let matchers = matchers::tell_apart(candidates, alternatives);
        let mut branches = Vec::new();
        let mut held: BTreeMap<TypeRef, usize> = BTreeMap::new();
        for (candidate, matcher) in candidates.iter().zip(&matchers) {
            let hint = NameHint::Inside {
                parent: union,
                member: candidate.name.clone(),
            };
            let ty = self.branch_type(candidate, hint, None)?;
            *held.entry(ty.clone()).or_default() += 1;
            self.preset_tag(&ty, matcher);
            branches.push(Branch {
                name: candidate.name.clone(),
                docs: Vec::new(),
                from: true,
                matcher: matcher.clone(),
                ty,
            });
        }
        for branch in &mut branches {
            let held = held.get(&branch.ty).copied().unwrap_or_default();
            branch.from = held == 1 && !matches!(branch.ty, TypeRef::Json);
        }
        let ambiguous = matchers::ambiguous(&matchers);
        if !ambiguous.is_empty() {
            let names: Vec<_> = ambiguous
                .iter()
                .filter_map(|i| branches.get(*i))
                .map(|b| b.name.as_str())
                .collect();
            let note = format!(
                "Values of {} look alike: they are read as the first of them.",
                names.join(" and ")
            );
            self.report(&alternatives.pointer, note.clone());
            if let Some(def) = self.types.get_mut(union.0) {
                def.docs.push(note);
            }
        }
        let by_members = |matcher: &Matcher| matches!(matcher, Matcher::Some(_));
        if matchers.iter().all(by_members)
            && let Some(def) = self.types.get_mut(union.0)
        {
            let note = "A value with no member that tells which one it is reads as `Unknown`.";
            def.docs.push(note.to_owned());
        }
        branches.sort_by_key(|branch| matchers::rank(&branch.matcher));
        Ok(branches)
    }

    fn branch_type(
        &mut self,
        candidate: &Candidate<'d>,
        hint: NameHint,
        component: Option<&'d str>,
    ) -> Result<TypeRef, LowerError> {
        if candidate.altered {
            self.shape(&candidate.merged, candidate.sub.pointer(), hint, component)
        } else {
            Ok(self.schema(&candidate.sub, hint)?.ty)
        }
    }

    /// Where one tag leads to a branch, building the branch fills the tag in.
    fn preset_tag(&mut self, ty: &TypeRef, matcher: &Matcher) {
        let (TypeRef::Named(id), Matcher::Tag { member, values }) = (ty, matcher) else {
            return;
        };
        let Some(TypeDef {
            shape: Shape::Record(record),
            ..
        }) = self.types.get_mut(id.0)
        else {
            return;
        };
        let Some(field) = record.fields.iter_mut().find(|field| field.wire == *member) else {
            return;
        };
        field.build = match (&field.build, values.as_slice()) {
            (Build::Argument, [only]) => Build::Preset(only.clone()),
            (Build::Preset(known), [only]) if known == only => Build::Preset(only.clone()),
            (Build::Preset(_), _) => Build::Argument,
            (other, _) => other.clone(),
        };
    }

    /// Whether the branches are one record: the same members, a common base, or members that may stand together.
    fn is_one_record(
        &self,
        merged: &Merged<'d>,
        alternatives: &Alternatives<'d>,
        objects: &[&Candidate<'d>],
    ) -> Result<bool, LowerError> {
        match merged.facts.text("x-rust-shape") {
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
        if same || alternatives.discriminator.is_some() {
            return Ok(same);
        }
        let inline = objects.iter().all(|c| matches!(c.sub, Sub::Inline(..)));
        let based = first
            .merged
            .parts
            .iter()
            .any(|part| rest.iter().all(|c| c.merged.parts.contains(part)));
        let total: usize = objects.iter().map(|c| c.merged.members.len()).sum();
        let distinct: BTreeSet<_> = objects
            .iter()
            .flat_map(|c| c.merged.members.keys())
            .collect();
        let disjoint = !alternatives.exclusive && total == distinct.len();
        Ok((inline && based) || disjoint)
    }

    /// The component that the branches are based on, if it says the same as all of them together.
    fn base_of(
        &self,
        whole: &Merged<'d>,
        branches: &[&Candidate<'d>],
    ) -> Result<Option<&'d str>, LowerError> {
        let is_branch = |name: &str| branches.iter().any(|c| c.merged.component == Some(name));
        for name in whole.parts.iter().filter(|name| !is_branch(name)) {
            let base = self.composer.named(name, "#")?;
            let required = base.required.iter().all(|member| whole.requires(member));
            let same = required && base.required.len() == whole.required.len();
            if same && base.alternatives.is_none() && self.same_members(&base, whole)? {
                return Ok(Some(name));
            }
        }
        Ok(None)
    }

    /// Whether two objects have the same members of the same types.
    fn same_members(&self, one: &Merged<'d>, other: &Merged<'d>) -> Result<bool, LowerError> {
        if !one.members.keys().eq(other.members.keys()) {
            return Ok(false);
        }
        for (left, right) in one.members.values().zip(other.members.values()) {
            if left.pointer() == right.pointer() {
                continue;
            }
            let (left, right) = (self.composer.compose(left)?, self.composer.compose(right)?);
            let plain = |m: &Merged<'_>| {
                m.members.is_empty() && m.alternatives.is_none() && m.items.is_none()
            };
            let alike = left.kind == right.kind
                && left.enumeration == right.enumeration
                && left.format == right.format;
            let same_component = left.component.is_some() && left.component == right.component;
            let plainly_alike = alike && plain(&left) && plain(&right);
            if !same_component && !plainly_alike {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether one branch of a union stands for null.
    pub(in crate::lower) fn is_nothing_or(&self, merged: &Merged<'d>) -> Result<bool, LowerError> {
        let Some(alternatives) = &merged.alternatives else {
            return Ok(false);
        };
        for sub in &alternatives.branches {
            let branch = self.composer.compose(sub)?;
            if branch.facts.nullable && branch.kind == Some("object") && branch.members.is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// One description with the members of all branches; what every branch requires stays required.
fn overlay_branches<'d>(merged: &Merged<'d>, objects: &[&Candidate<'d>]) -> Merged<'d> {
    let mut whole = Merged {
        alternatives: None,
        kind: Some("object"),
        ..merged.clone()
    };
    for candidate in objects {
        for (name, sub) in &candidate.merged.members {
            whole.members.entry(name).or_insert_with(|| sub.clone());
        }
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

/// Strings among the branches become one: an enum if all are enums, else any string.
fn scalars_merged(candidates: Vec<Candidate<'_>>) -> Vec<Candidate<'_>> {
    let mut out: Vec<Candidate<'_>> = Vec::new();
    for candidate in candidates {
        let is_string = |c: &Candidate<'_>| c.merged.kind == Some("string");
        match out
            .iter_mut()
            .find(|known| is_string(known) && is_string(&candidate))
        {
            Some(known)
                if known.merged.enumeration.is_empty()
                    || candidate.merged.enumeration.is_empty() =>
            {
                known.merged.enumeration.clear();
                known.altered = true;
            }
            Some(known) => {
                known
                    .merged
                    .enumeration
                    .extend(candidate.merged.enumeration);
                known.altered = true;
            }
            None => out.push(candidate),
        }
    }
    out
}

/// A name from what the branch is, for branches that no overlay names.
fn derived_name(branch: &Merged<'_>) -> String {
    match (branch.component, branch.kind) {
        (Some(component), _) => component.to_owned(),
        (None, Some(kind)) => kind.to_owned(),
        (None, None) => "object".to_owned(),
    }
}
