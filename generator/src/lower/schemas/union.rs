//! `oneOf` and `anyOf`: unions, and what only looks like one.
//!
//! Branches that are equal, that share a base, or that may occur together become one record. The others
//! become an enum whose branches are distinguished by JSON kind, by the discriminator, by a member with few allowed
//! values, or by members that only one branch has; never by "the first that decodes".

use std::collections::BTreeSet;

use crate::ir::{
    Branch, Disposition, Home, Matcher, NameHint, Role, Shape, TypeDef, TypeId, TypeRef, Union,
};
use crate::lower::documentation::docs;
use crate::lower::error::LowerError;
use crate::lower::lowering::Lowering;
use crate::lower::schemas::candidates::{Candidate, scalars_merged, with_base};
use crate::lower::schemas::compose::{Merged, OneOf};
use crate::lower::schemas::matchers;
use crate::lower::schemas::one_record::overlay_branches;

impl<'d> Lowering<'d> {
    /// The type of a value with alternatives.
    pub(in crate::lower) fn union(
        &mut self,
        merged: &Merged<'d>,
        one_of: &OneOf<'d>,
        hint: NameHint,
        component: Option<&'d str>,
    ) -> Result<TypeRef, LowerError> {
        let candidates = self.candidates(merged, one_of)?;
        let objects: Vec<_> = candidates.iter().filter(|c| c.merged.is_object()).collect();
        if objects.len() == candidates.len()
            && objects.len() > 1
            && self.is_one_record(merged, one_of, &objects)?
        {
            let whole = overlay_branches(merged, &objects);
            for part in &whole.parts {
                self.dispose(part, Disposition::Merged);
            }
            if let Some(base) = self.base_of(&whole, &objects)? {
                return self.component(base, &one_of.pointer);
            }
            return self.object(&whole, &one_of.pointer, hint, component);
        }
        let (mut candidates, impossible) = with_base(scalars_merged(candidates), merged)?;
        for error in impossible {
            let message = "no value fits both this branch and the other statements about it, so that it is left out";
            self.report(error.location, message);
        }
        for (index, candidate) in candidates.iter_mut().enumerate() {
            candidate.index = index;
        }
        if let [only] = candidates.as_slice() {
            return self.branch_type(only, hint, component);
        }
        let id = self.begin(
            TypeDef {
                pointer: one_of.pointer.clone(),
                shared_with: Vec::new(),
                name: hint,
                home: Home::Shared,
                used_by: Vec::new(),
                docs: docs::of_type(merged, &one_of.pointer, component),
                deprecated: merged.annotations.deprecated,
                role: Role::default(),
                shape: Shape::Union(Union {
                    branches: Vec::new(),
                }),
            },
            component,
        );
        self.unions.insert(one_of.pointer.clone(), id);
        let branches = self.branches(&candidates, one_of, id)?;
        self.types[id].shape = Shape::Union(Union { branches });
        Ok(TypeRef::Named(id))
    }

    fn branches(
        &mut self,
        candidates: &[Candidate<'d>],
        one_of: &OneOf<'d>,
        union: TypeId,
    ) -> Result<Vec<Branch>, LowerError> {
        let matchers = matchers::tell_apart(&self.composer, candidates)?;
        self.report_unknown_targets(candidates, one_of);
        self.report_tags(candidates, &matchers, one_of)?;
        let mut branches: Vec<Branch> = Vec::new();
        for (candidate, matcher) in candidates.iter().zip(matchers) {
            let name = variant_name(candidate, &matcher);
            let hint = NameHint::Inside {
                parent: union,
                member: name.clone(),
            };
            let ty = self.branch_type(candidate, hint, None)?;
            if let (TypeRef::Named(id), Matcher::Tag { member, values, .. }) = (&ty, &matcher) {
                self.presets.push((*id, member.clone(), values.clone()));
            }
            if let Some(same) = branches.iter_mut().find(|branch| branch.ty == ty) {
                matchers::widen(&mut same.matcher, matcher);
                continue;
            }
            branches.push(Branch {
                name,
                docs: Vec::new(),
                from: true,
                matcher,
                ty,
            });
        }
        self.note_ambiguity(&branches, union);
        branches.sort_by_key(|branch| matchers::rank(&branch.matcher));
        Ok(branches)
    }

    /// Documents how values are read that several branches allow.
    fn note_ambiguity(&mut self, branches: &[Branch], union: TypeId) {
        let def = &mut self.types[union];
        let exact = branches
            .iter()
            .filter(|branch| matches!(branch.matcher, Matcher::Exact(_)));
        let names: Vec<_> = exact.map(|branch| format!("`{}`", branch.name)).collect();
        let distinct: BTreeSet<_> = names.iter().collect();
        if names.len() > 1 {
            // Names of the same kind are numbered later.
            let of = match distinct.len() == names.len() {
                true => format!("of {}", names.join(" and ")),
                false => "variant".to_owned(),
            };
            def.docs.notes.push(format!(
                "A value is read as the first {of} that it fits without any correction."
            ));
        }
        let by_members = |branch: &Branch| matches!(branch.matcher, Matcher::Some(_));
        if branches.iter().all(by_members) {
            let note =
                "A value without any member that distinguishes the variants reads as `Unknown`.";
            def.docs.notes.push(note.to_owned());
        }
    }

    /// Reports values of the discriminator that select no branch.
    fn report_unknown_targets(&mut self, candidates: &[Candidate<'d>], one_of: &OneOf<'d>) {
        let mapping = one_of.discriminator.iter();
        for (value, target) in mapping.flat_map(|discriminator| &discriminator.mapping) {
            let mut names = candidates.iter().filter_map(|c| c.sub.name());
            if !names.any(|name| crate::lower::schemas::children::is_target(target, name)) {
                self.report(
                    &one_of.pointer,
                    format!("the discriminator maps `{value}` to `{target}`, which is not a branch: such values are read as unknown"),
                );
            }
        }
    }

    /// Reports a member that looks like a discriminator, with the same values in all branches, where the document does
    /// not say which value selects which branch: a value with the members of another branch would be read as that one.
    fn report_tags(
        &mut self,
        candidates: &[Candidate<'d>],
        matchers: &[Matcher],
        one_of: &OneOf<'d>,
    ) -> Result<(), LowerError> {
        let by_members = candidates.iter().zip(matchers);
        let by_members: Vec<_> = by_members
            .filter(|(_, matcher)| matches!(matcher, Matcher::Some(_)))
            .map(|(candidate, _)| candidate)
            .collect();
        let [first, others @ ..] = by_members.as_slice() else {
            return Ok(());
        };
        for (name, member) in &first.merged.members {
            let values = self.composer.compose(member)?.enumeration;
            let mut is_shared = values.len() > 1 && !others.is_empty();
            for other in others {
                is_shared &= match other.merged.members.get(name) {
                    Some(member) => self.composer.compose(member)?.enumeration == values,
                    None => false,
                };
            }
            if is_shared {
                self.report(
                    &one_of.pointer,
                    format!("`{name}` looks like a discriminator, but nothing maps its values to branches"),
                );
            }
        }
        Ok(())
    }

    fn branch_type(
        &mut self,
        candidate: &Candidate<'d>,
        hint: NameHint,
        component: Option<&'d str>,
    ) -> Result<TypeRef, LowerError> {
        if candidate.altered {
            let pointer = candidate.sub.pointer();
            self.descend(pointer)?;
            let ty = self.shape(&candidate.merged, pointer, hint, component);
            self.depth -= 1;
            ty
        } else {
            Ok(self.schema(&candidate.sub, hint)?.ty)
        }
    }
}

/// The name of a branch: of one that nothing else names, the value that distinguishes it.
fn variant_name(candidate: &Candidate<'_>, matcher: &Matcher) -> String {
    match (matcher, candidate.name.as_str()) {
        (Matcher::Tag { values, .. }, "object") => match values.as_slice() {
            [only] if only.starts_with(char::is_alphabetic) => only.clone(),
            _ => candidate.name.clone(),
        },
        _ => candidate.name.clone(),
    }
}
