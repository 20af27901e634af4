//! Names of types and of their members.
//!
//! Chosen names come first, then component schemas, then schemas of operations, then schemas inside other types, from
//! the outside in. A type that several groups use takes its name in each of their modules.

use super::error::NameError;
use super::name::Name;
use super::reserved::RESERVED_TYPES;
use super::scope::{Scope, by_likeness, first_free};
use super::table::{GroupNames, TypeNames};
use super::{identifier, request_types, variants};
use crate::ir::{Api, Home, NameHint, Record, Report, Shape, TypeDef, TypeId, TypeMap};

/// Names of functions that `record!` adds next to the setters, and of traits that are called as methods. No field of any
/// type has such a name, because requests and responses use the same names.
const RESERVED_MEMBERS: [&str; 7] = [
    "new",
    "default",
    "clone",
    "into",
    "try_into",
    "unknown_fields",
    "set_unknown_field",
];

/// Functions of traits that are called through the type, as in `Type::from(value)`: a setter would be called instead.
const CALLED_THROUGH_TYPES: [&str; 4] = ["deserialize", "from", "serialize", "try_from"];

/// The round of components. The structs with the methods come after it: users name models, and hardly ever those.
const COMPONENTS: u8 = 1;

/// When a type gets its name: the kind of its hint, how far inside others it is, shared ones first, and its ID.
type Round = (u8, usize, bool, TypeId);

pub(super) fn claim(
    api: &Api,
    groups: &mut [GroupNames],
    reports: &mut Vec<Report>,
) -> Result<TypeMap<TypeNames>, NameError> {
    let mut modules = ModuleScopes::new(groups);
    let mut claimed: TypeMap<Option<String>> = api.types.map(|_| None);
    let mut rounds = Vec::with_capacity(api.types.len());
    for id in api.types.ids() {
        rounds.push(round(api, id)?);
    }
    rounds.sort_unstable();

    let inner = rounds.partition_point(|(round, ..)| *round <= COMPONENTS);
    let (outer, inner) = rounds.split_at(inner);
    for &(.., id) in outer {
        claimed[id] = Some(claim_type(api, id, &claimed, &mut modules, reports)?);
    }
    modules.claim_handles(groups);
    for &(.., id) in inner {
        claimed[id] = Some(claim_type(api, id, &claimed, &mut modules, reports)?);
    }
    claimed.try_map(|id, name| with_members(&api.types[id], &name.unwrap_or_default(), reports))
}

fn claim_type(
    api: &Api,
    id: TypeId,
    claimed: &TypeMap<Option<String>>,
    modules: &mut ModuleScopes,
    reports: &mut Vec<Report>,
) -> Result<String, NameError> {
    let ty = &api.types[id];
    let claim = candidates(api, ty, claimed).and_then(|all| modules.claim(ty, &all));
    let Some((first, name)) = claim else {
        let message = "the type has no name; name it in an overlay or in codegen.toml";
        return Err(NameError::new(&ty.pointer, message));
    };
    if name != first {
        reports.push(Report {
            pointer: ty.pointer.clone(),
            message: format!("the type name `{first}` is taken, so it is `{name}`"),
        });
    }
    Ok(name)
}

/// The names taken in each module.
struct ModuleScopes {
    shared: Scope,
    groups: Vec<Scope>,
}

impl ModuleScopes {
    fn new(groups: &[GroupNames]) -> Self {
        let groups = groups.iter().map(|_| Scope::with(&RESERVED_TYPES));
        Self {
            shared: Scope::with(&RESERVED_TYPES),
            groups: groups.collect(),
        }
    }

    /// Takes the names of the structs with the methods: `account::Account` is the account, `AccountApi` the struct.
    fn claim_handles(&mut self, groups: &mut [GroupNames]) {
        for (scope, group) in self.groups.iter_mut().zip(groups) {
            let first = group.handle.to_string();
            let second = format!("{first}Api");
            if let Some(name) = scope.claim(&[first, second]) {
                group.handle = Name::new(&name);
            }
        }
    }

    /// Takes the first candidate that is free wherever the type is visible; returns it behind the first choice.
    fn claim(&mut self, ty: &TypeDef, candidates: &[String]) -> Option<(String, String)> {
        let mut visible: Vec<usize> = ty.used_by.iter().map(|group| group.0).collect();
        if let Home::Group(group) = ty.home {
            visible.push(group.0);
        }
        let shared = ty.home == Home::Shared;
        let name = first_free(candidates, |name| {
            let in_groups = visible
                .iter()
                .all(|&group| self.groups[group].is_free(name));
            in_groups && (!shared || self.shared.is_free(name))
        })?;
        for group in visible {
            self.groups[group].take(&name);
        }
        if shared {
            self.shared.take(&name);
        }
        Some((candidates.first()?.clone(), name))
    }
}

fn round(api: &Api, id: TypeId) -> Result<Round, NameError> {
    let ty = &api.types[id];
    let (round, depth) = match innermost(&ty.name) {
        // Chosen for another type, from whose name this one is made.
        NameHint::Chosen(_) if matches!(ty.name, NameHint::Sent { .. }) => (COMPONENTS, 0),
        NameHint::Chosen(_) => (0, 0),
        NameHint::Component { .. } => (COMPONENTS, 0),
        NameHint::OfOperation { .. } => (2, 0),
        NameHint::Inside { .. } | NameHint::Sent { .. } => (3, depth(api, id)?),
    };
    Ok((round, depth, ty.home != Home::Shared, id))
}

fn depth(api: &Api, id: TypeId) -> Result<usize, NameError> {
    let mut depth = 0;
    let mut at = id;
    while let Some(parent) = api.types[at].name.parent() {
        depth += 1;
        at = parent;
        if depth > api.types.len() {
            return Err(NameError::new(
                &api.types[id].pointer,
                "the type is named after itself; name it in an overlay",
            ));
        }
    }
    Ok(depth)
}

/// Returns what a name is made of before it says what the type is sent for.
fn innermost(hint: &NameHint) -> &NameHint {
    match hint {
        NameHint::Sent { of, .. } => innermost(of),
        other => other,
    }
}

/// Returns what the type might be called, best first.
fn candidates(api: &Api, ty: &TypeDef, claimed: &TypeMap<Option<String>>) -> Option<Vec<String>> {
    let mut candidates = plain_candidates(api, &ty.name, claimed)?;
    if matches!(ty.name, NameHint::Inside { .. }) {
        return Some(candidates);
    }
    // A name of the standard library or of another type: say which one this is.
    let last = candidates.last()?.clone();
    if let Home::Group(group) = ty.home {
        let group = identifier::type_like(&api.groups[group.0].key)?;
        candidates.push(format!("{group}{last}"));
    }
    candidates.push(format!("{last}Body"));
    Some(candidates)
}

/// Returns what the hint alone offers, best first.
fn plain_candidates(
    api: &Api,
    hint: &NameHint,
    claimed: &TypeMap<Option<String>>,
) -> Option<Vec<String>> {
    let mut candidates = Vec::new();
    match hint {
        NameHint::Chosen(name) => candidates.push(identifier::type_like(name)?),
        NameHint::Component { key, stripped } => {
            candidates.extend(stripped.as_deref().and_then(identifier::type_like));
            candidates.push(identifier::type_like(key)?);
        }
        NameHint::OfOperation { method, role } => {
            candidates.push(identifier::type_like(&format!("{method}_{role}"))?);
        }
        NameHint::Inside { parent, member } => {
            let member = identifier::type_like(member)?;
            let name = claimed[*parent].as_deref()?;
            // Parts are the same whatever the whole is sent for.
            if matches!(api.types[*parent].name, NameHint::Sent { .. }) {
                candidates
                    .extend(request_types::about(name).map(|about| format!("{about}{member}")));
            }
            candidates.push(format!("{name}{member}"));
        }
        NameHint::Sent { of, noun, purpose } => {
            let others = plain_candidates(api, of, claimed)?;
            let named = others
                .iter()
                .map(|name| request_types::named(name, noun, *purpose));
            candidates.extend(named.collect::<Option<Vec<_>>>()?);
        }
    }
    Some(candidates)
}

fn with_members(
    ty: &TypeDef,
    name: &str,
    reports: &mut Vec<Report>,
) -> Result<TypeNames, NameError> {
    let (members, clears) = match &ty.shape {
        Shape::Record(record) => fields(record, &ty.pointer, reports)?,
        Shape::StringEnum(values) => {
            let variants = variants::of_values(values, name, &ty.pointer, reports)?;
            (variants, Vec::new())
        }
        Shape::Union(union) => {
            let variants = variants::of_branches(&union.branches, &ty.pointer)?;
            (variants, Vec::new())
        }
    };
    let idents = |names: &[String]| names.iter().map(|name| Name::new(name)).collect();
    Ok(TypeNames {
        ident: Name::new(name),
        members: idents(&members),
        clears: idents(&clears),
        part: Vec::new(),
    })
}

/// Returns the names of the fields, and those of the methods that empty them.
fn fields(
    record: &Record,
    pointer: &str,
    reports: &mut Vec<Report>,
) -> Result<(Vec<String>, Vec<String>), NameError> {
    let mut scope = Scope::default();
    let mut names = vec![String::new(); record.fields.len()];
    for index in by_likeness(&record.fields, |field| &field.wire, identifier::value_like) {
        let field = &record.fields[index];
        let unnamed = || {
            NameError::new(
                pointer,
                format!("the member {:?} has neither letters nor digits", field.wire),
            )
        };
        let first = match field.wire.as_str() {
            "" => "empty".to_owned(),
            wire => identifier::value_like(wire).ok_or_else(unnamed)?,
        };
        let is_called = record.buildable && CALLED_THROUGH_TYPES.contains(&first.as_str());
        let candidates = if is_called || RESERVED_MEMBERS.contains(&first.as_str()) {
            vec![format!("{first}_")]
        } else {
            vec![first.clone(), format!("{first}_")]
        };
        let name = scope.claim(&candidates).ok_or_else(unnamed)?;
        if Some(&name) != candidates.first() {
            reports.push(Report {
                pointer: pointer.to_owned(),
                message: format!(
                    "the member {:?} is `{name}`, because `{first}` is taken",
                    field.wire
                ),
            });
        }
        names[index] = name;
    }
    let clears = names.iter().map(|name| {
        let clear = format!("clear_{name}");
        let free = scope.claim(&[clear.clone(), format!("{clear}_")]);
        free.unwrap_or(clear)
    });
    let clears = clears.collect();
    Ok((names, clears))
}
