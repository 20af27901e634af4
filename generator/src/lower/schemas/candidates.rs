//! The branches of a union before they are lowered: what says nothing new is left out, what is a union itself is taken
//! apart, and strings become one.

use std::collections::BTreeSet;

use openapiv3::Discriminator;
use serde_json::Value;

use crate::lower::error::LowerError;
use crate::lower::lowering::Lowering;
use crate::lower::schemas::bounds::Bounds;
use crate::lower::schemas::compose::{Merged, OneOf};
use crate::lower::schemas::keywords::Sub;

/// The maximum nesting of unions.
const DEPTH: usize = 64;

/// The branches of a union, as far as they are known.
#[derive(Debug, Default)]
struct UnionBranches<'d> {
    candidates: Vec<Candidate<'d>>,
    /// The JSON pointers of unions whose branches are among them, so that none is taken apart twice.
    unions: BTreeSet<String>,
}

/// A branch before it is lowered.
#[derive(Clone, Debug)]
pub(in crate::lower) struct Candidate<'d> {
    pub(in crate::lower) sub: Sub<'d>,
    pub(in crate::lower) merged: Merged<'d>,
    /// Position among the branches.
    pub(in crate::lower) index: usize,
    pub(in crate::lower) name: String,
    /// Whether `merged` says something else than the schema at `sub` alone.
    pub(in crate::lower) altered: bool,
    /// The difference from the other branches of its union.
    pub(in crate::lower) discriminator: Option<&'d Discriminator>,
}

impl<'d> Lowering<'d> {
    /// The branches other than null, each with a name.
    pub(super) fn candidates(
        &mut self,
        merged: &Merged<'d>,
        one_of: &OneOf<'d>,
    ) -> Result<Vec<Candidate<'d>>, LowerError> {
        let chosen = merged
            .annotations
            .extensions
            .get("x-rust-branches")
            .and_then(Value::as_array);
        let mut found = UnionBranches::default();
        for (index, sub) in one_of.branches.iter().enumerate() {
            let chosen = chosen
                .and_then(|names| names.get(index))
                .and_then(Value::as_str);
            self.candidate(sub, one_of, chosen, 0, &mut found)?;
        }
        let mut candidates = found.candidates;
        if candidates.is_empty() {
            return Err(LowerError::new(
                &one_of.pointer,
                "no branch of the union describes the form of a value",
            ));
        }
        for (index, candidate) in candidates.iter_mut().enumerate() {
            candidate.index = index;
        }
        Ok(candidates)
    }

    /// Adds the branch at `sub`, or the branches of the union there.
    fn candidate(
        &mut self,
        sub: &Sub<'d>,
        of: &OneOf<'d>,
        chosen: Option<&str>,
        depth: usize,
        found: &mut UnionBranches<'d>,
    ) -> Result<(), LowerError> {
        if depth > DEPTH {
            let message = "the union refers only to itself; correct it in an overlay";
            return Err(LowerError::new(sub.pointer(), message));
        }
        let sub = &self.itself(sub, of);
        let merged = match self.composer.compose(sub) {
            Err(error) if of.is_narrowed && error.is_contradiction() => return Ok(()),
            composed => composed?,
        };
        let mut known = found.candidates.iter();
        if is_null(&merged) || known.any(|known| is_equal(&known.sub, sub)) {
            return Ok(());
        }
        let parent = match sub {
            Sub::Base(..) => None,
            _ => merged.component.filter(|name| self.children.has(name)),
        };
        let inner = match parent {
            Some(parent) => self.children.union(parent, sub.pointer()),
            None => merged.one_of.clone().filter(|_| merged.members.is_empty()),
        };
        if let Some(inner) = inner {
            for name in &merged.parts {
                self.dispose(name, crate::ir::Disposition::Merged);
            }
            if found.unions.contains(&inner.pointer) {
                return Ok(());
            }
            for sub in &inner.branches {
                self.candidate(sub, &inner, None, depth + 1, found)?;
            }
            found.unions.insert(inner.pointer);
            return Ok(());
        }
        found.candidates.push(Candidate {
            sub: sub.clone(),
            name: chosen.map_or_else(|| derived_name(sub, &merged), str::to_owned),
            merged,
            index: 0,
            altered: false,
            discriminator: of.discriminator,
        });
        Ok(())
    }

    /// A parent next to its own children means itself, not all of them.
    fn itself(&self, sub: &Sub<'d>, of: &OneOf<'d>) -> Sub<'d> {
        let Some(name) = sub.name().filter(|name| self.children.has(name)) else {
            return sub.clone();
        };
        let mut others = of.branches.iter().filter_map(Sub::name);
        match others.any(|other| self.children.is_child(other, name)) {
            true => Sub::Base(name, sub.pointer().to_owned()),
            false => sub.clone(),
        }
    }

    /// Whether a union allows null: by a branch that is null, or that may be.
    pub(in crate::lower) fn allows_null(&self, merged: &Merged<'d>) -> Result<bool, LowerError> {
        let mut seen = BTreeSet::new();
        let mut open: Vec<_> = merged.one_of.iter().cloned().collect();
        while let Some(one_of) = open.pop() {
            if !seen.insert(one_of.pointer.clone()) {
                continue;
            }
            for sub in &one_of.branches {
                let branch = match self.composer.compose(sub) {
                    Err(error) if one_of.is_narrowed && error.is_contradiction() => continue,
                    composed => composed?,
                };
                if branch.annotations.nullable || is_null(&branch) {
                    return Ok(true);
                }
                open.extend(branch.one_of);
            }
        }
        Ok(false)
    }
}

/// Whether two schemas are one, or say the same word by word.
fn is_equal(one: &Sub<'_>, other: &Sub<'_>) -> bool {
    match (one, other) {
        (Sub::Inline(one, _), Sub::Inline(other, _)) => one == other,
        _ => one.key() == other.key(),
    }
}

/// Whether the schema allows null and nothing else: by its type, by its only value, or by saying no more than that.
fn is_null(merged: &Merged<'_>) -> bool {
    let bare = merged.members.is_empty()
        && merged.additional.is_none()
        && merged.one_of.is_none()
        && merged.items.is_none();
    let says_no_more = bare && merged.enumeration.is_empty() && merged.annotations.nullable;
    merged.kind == Some("null")
        || (bare && matches!(merged.enumeration.as_slice(), [Value::Null]))
        || (says_no_more && matches!(merged.kind, None | Some("object")))
}

/// One description of each branch with the siblings of the union: members, and those that every branch requires.
/// Returns the errors of branches that contradict the siblings, too: no value fits them.
pub(super) fn with_base<'d>(
    candidates: Vec<Candidate<'d>>,
    merged: &Merged<'d>,
) -> Result<(Vec<Candidate<'d>>, Vec<LowerError>), LowerError> {
    if merged.members.is_empty() && merged.required.is_empty() && merged.additional.is_none() {
        return Ok((candidates, Vec::new()));
    }
    // Without a type, the siblings of a union only say something about objects.
    let applies = |branch: &Merged<'_>| {
        let is_object = merged.kind.is_some() || branch.kind.is_none_or(|kind| kind == "object");
        is_object && !extends(branch, merged)
    };
    let mut extended = Vec::with_capacity(candidates.len());
    let mut impossible = Vec::new();
    for candidate in candidates {
        if !applies(&candidate.merged) {
            extended.push(candidate);
            continue;
        }
        let mut whole = Merged {
            one_of: None,
            component: None,
            kind: Some("object"),
            ..merged.clone()
        };
        whole.annotations = candidate.merged.annotations.clone();
        match whole.merge(candidate.merged.clone()) {
            Err(error) if error.is_contradiction() => {
                impossible.push(error);
                continue;
            }
            merged => merged?,
        }
        whole.component = None;
        extended.push(Candidate {
            merged: whole,
            altered: true,
            ..candidate
        });
    }
    match impossible.first().filter(|_| extended.is_empty()) {
        Some(error) => Err(error.clone()),
        None => Ok((extended, impossible)),
    }
}

/// Whether the branch already has everything that the siblings of its union say, since it extends them by `allOf`.
fn extends(branch: &Merged<'_>, siblings: &Merged<'_>) -> bool {
    let mut members = siblings.members.iter();
    let has_members = members.all(|(name, member)| {
        let own = branch.members.get(name);
        own.is_some_and(|own| own.pointers().contains(&member.pointer()))
    });
    let mut required = siblings.required.iter();
    has_members && siblings.additional.is_none() && required.all(|name| branch.requires(name))
}

/// Strings among the branches become one, an enum if all are enums, else any string. So do numbers, and integers.
pub(super) fn scalars_merged(candidates: Vec<Candidate<'_>>) -> Vec<Candidate<'_>> {
    let mut out: Vec<Candidate<'_>> = Vec::new();
    for candidate in candidates {
        let kind = candidate.merged.kind;
        let is_scalar = matches!(kind, Some("string" | "number" | "integer"));
        let known = out
            .iter_mut()
            .find(|known| is_scalar && known.merged.kind == kind);
        let Some(known) = known else {
            out.push(candidate);
            continue;
        };
        let (one, two) = (&mut known.merged, candidate.merged);
        if one.enumeration.is_empty() || two.enumeration.is_empty() {
            one.enumeration.clear();
        } else {
            one.enumeration.extend(two.enumeration);
        }
        if one.format != two.format {
            one.format = None;
        }
        if one.bounds != two.bounds {
            one.bounds = Bounds::default();
        }
        known.altered = true;
    }
    out
}

/// A name from what the branch is, for branches that no overlay names.
fn derived_name(sub: &Sub<'_>, branch: &Merged<'_>) -> String {
    match (branch.component.or_else(|| sub.name()), branch.kind) {
        (Some(component), _) => component.to_owned(),
        (None, Some(kind)) => kind.to_owned(),
        (None, None) if branch.has_shape() => "object".to_owned(),
        (None, None) => "any".to_owned(),
    }
}
