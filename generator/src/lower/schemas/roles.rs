//! Roles: request bodies are types of their own.
//!
//! Request bodies and responses differ even where the document has one schema for both: read-only members are not
//! fields of a request, required members differ by method, and so do conversions. A body therefore gets a type
//! for each purpose, apart from the type of responses. Parts of bodies are shared with responses, except where
//! they have read-only members.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::walk;
use crate::ir::{Api, BodyKind, Build, NameHint, Purpose, Role, Shape, TypeDef, TypeId, TypeRef};
use crate::names::divided;

/// Operations by group and index.
type Users = Vec<(usize, usize)>;

/// The purpose of a body, and the name that the configuration gives its type.
type BodyUse = (Purpose, Option<String>);

/// Gives bodies types of their own, and removes what is not sent from the types that only requests have.
pub(in crate::lower) fn split(api: &mut Api) {
    let received = received(api);
    let mut forms = BTreeMap::new();
    for (id, uses) in bodies(api) {
        split_body(api, id, uses, &received, &mut forms);
    }
    split_parts(api, &received, &mut forms);
    redirect(api, &received, &forms);
    remove_read_only(api, &sent(api), &received);
    // Types that only read-only members have are not sent.
    let sent = sent(api);
    for (id, def) in api.types.iter_mut() {
        def.role = match (sent.contains(&id), received.contains(&id)) {
            (true, true) => Role::Both,
            (false, true) => Role::Response,
            (_, false) => Role::Request,
        };
    }
}

/// The types that responses contain.
fn received(api: &Api) -> BTreeSet<TypeId> {
    let operations = api.groups.iter().flat_map(|group| &group.operations);
    let returned = operations.flat_map(|operation| {
        let errors = walk::error_bodies(operation);
        walk::response_types(operation).into_iter().chain(errors)
    });
    walk::reach(&api.types, returned.filter_map(walk::named))
}

/// The types that parameters and request bodies contain.
fn sent(api: &Api) -> BTreeSet<TypeId> {
    let operations = api.groups.iter().flat_map(|group| &group.operations);
    let sent = operations.flat_map(walk::sent);
    walk::reach(&api.types, sent.filter_map(walk::named))
}

/// The types of request bodies, with the operations that send them for each purpose.
fn bodies(api: &Api) -> BTreeMap<TypeId, BTreeMap<BodyUse, Users>> {
    let mut bodies: BTreeMap<TypeId, BTreeMap<BodyUse, Users>> = BTreeMap::new();
    for (group, operations) in api.groups.iter().map(|group| &group.operations).enumerate() {
        for (index, operation) in operations.iter().enumerate() {
            let Some(id) = walk::body(operation).and_then(whole) else {
                continue;
            };
            let name = operation.body.as_ref().and_then(|body| body.name.clone());
            let purpose = purpose(&operation.method);
            let uses = bodies.entry(id).or_default();
            uses.entry((purpose, name))
                .or_default()
                .push((group, index));
        }
    }
    // An operation that only validates a body, for example, takes the same type as the one that applies it.
    for uses in bodies.values_mut().filter(|uses| uses.len() > 1) {
        if let Some(others) = uses.remove(&(Purpose::Other, None))
            && let Some(first) = uses.values_mut().next()
        {
            first.extend(others);
        }
    }
    bodies
}

/// The type that is the body as a whole, and not a list or a map of it.
pub(in crate::lower) fn whole(body: &TypeRef) -> Option<TypeId> {
    match body {
        TypeRef::Named(id) | TypeRef::Boxed(id) => Some(*id),
        TypeRef::Optional(inner) => whole(inner),
        TypeRef::List(_) | TypeRef::Map(_) | TypeRef::Scalar(_) | TypeRef::Json => None,
    }
}

/// The purpose of a body, by the first word of the method.
pub(in crate::lower) fn purpose(method: &str) -> Purpose {
    let words = divided(method);
    match words.split('_').next() {
        Some("create" | "add") => Purpose::Create,
        Some("update") => Purpose::Update,
        Some("replace") => Purpose::Replace,
        _ => Purpose::Other,
    }
}

/// Gives the body `id` a type for each purpose; the first keeps the type unless it is returned, too.
fn split_body(
    api: &mut Api,
    id: TypeId,
    uses: BTreeMap<BodyUse, Users>,
    received: &BTreeSet<TypeId>,
    forms: &mut BTreeMap<TypeId, TypeId>,
) {
    let original = api.types[id].clone();
    let is_received = received.contains(&id);
    let is_shared = is_received || uses.len() > 1;
    for (index, ((purpose, name), users)) in uses.into_iter().enumerate() {
        let keeps_name = match purpose {
            Purpose::Other => !is_received,
            _ => !is_shared && matches!(original.name, NameHint::Chosen(_)),
        };
        let noun = users.first().and_then(|(group, _)| api.groups.get(*group));
        let name = match (name, keeps_name) {
            (Some(name), _) => NameHint::Chosen(name),
            (None, true) => original.name.clone(),
            (None, false) => NameHint::Sent {
                of: Box::new(original.name.clone()),
                noun: noun.map(|group| group.noun.clone()).unwrap_or_default(),
                purpose,
            },
        };
        let form = if index == 0 && !is_received {
            api.types[id].name = name;
            id
        } else {
            push(
                api,
                TypeDef {
                    name,
                    ..original.clone()
                },
            )
        };
        if is_received {
            forms.entry(id).or_insert(form);
        }
        for (group, operation) in users {
            let operations = api.groups.get_mut(group).map(|group| &mut group.operations);
            let body = operations
                .and_then(|operations| operations.get_mut(operation))
                .and_then(|operation| operation.body.as_mut());
            if let Some(BodyKind::Json(ty)) = body.map(|body| &mut body.kind) {
                walk::redirect_use(ty, &|_| form);
            }
        }
    }
}

/// Gives the parts of bodies that are returned, too, and have read-only members a second type.
fn split_parts(api: &mut Api, received: &BTreeSet<TypeId>, forms: &mut BTreeMap<TypeId, TypeId>) {
    let both: Vec<_> = sent(api).intersection(received).copied().collect();
    let mut split: BTreeSet<TypeId> = BTreeSet::new();
    let is_read_only = |def: &TypeDef| match &def.shape {
        Shape::Record(record) => record.fields.iter().any(|f| f.build == Build::ReadOnly),
        Shape::Union(_) | Shape::StringEnum(_) => false,
    };
    loop {
        let leads_to_split = |def: &TypeDef| {
            let mut parts = walk::uses(def).into_iter().filter_map(walk::named);
            parts.any(|part| split.contains(&part))
        };
        let more: Vec<_> = both
            .iter()
            .filter(|id| !split.contains(id))
            .filter(|id| {
                let def = &api.types[**id];
                is_read_only(def) || leads_to_split(def)
            })
            .copied()
            .collect();
        if more.is_empty() {
            break;
        }
        split.extend(more);
    }
    for id in split {
        if forms.contains_key(&id) {
            continue;
        }
        let original = api.types[id].clone();
        let name = NameHint::Sent {
            of: Box::new(original.name.clone()),
            noun: String::new(),
            purpose: Purpose::Part,
        };
        forms.insert(id, push(api, TypeDef { name, ..original }));
    }
}

fn push(api: &mut Api, def: TypeDef) -> TypeId {
    api.types.push(def)
}

/// Makes the types that only requests have use the forms that are sent.
fn redirect(api: &mut Api, received: &BTreeSet<TypeId>, forms: &BTreeMap<TypeId, TypeId>) {
    let to = |id: TypeId| forms.get(&id).copied().unwrap_or(id);
    let operations = api
        .groups
        .iter_mut()
        .flat_map(|group| &mut group.operations);
    let mut open = Vec::new();
    for operation in operations {
        if let Some(BodyKind::Json(ty)) = operation.body.as_mut().map(|body| &mut body.kind) {
            walk::redirect_use(ty, &to);
            open.extend(walk::named(ty));
        }
    }
    let mut seen = BTreeSet::new();
    while let Some(id) = open.pop() {
        // A part that responses share, and that has no form of its own, contains no other that has one.
        if received.contains(&id) || !seen.insert(id) {
            continue;
        }
        for ty in walk::uses_mut(&mut api.types[id]) {
            walk::redirect_use(ty, &to);
            open.extend(walk::named(ty));
        }
    }
}

/// Removes read-only members from the types that only requests have, and members that have nothing else.
fn remove_read_only(api: &mut Api, sent: &BTreeSet<TypeId>, received: &BTreeSet<TypeId>) {
    let mut emptied: BTreeSet<TypeId> = BTreeSet::new();
    loop {
        let before = emptied.len();
        for id in sent.difference(received) {
            let Shape::Record(record) = &mut api.types[*id].shape else {
                continue;
            };
            if record.fields.is_empty() {
                continue;
            }
            record.fields.retain(|field| {
                let is_emptied = walk::named(&field.ty).is_some_and(|ty| emptied.contains(&ty));
                field.build != Build::ReadOnly && !is_emptied
            });
            if record.fields.is_empty() {
                emptied.insert(*id);
            }
        }
        if emptied.len() == before {
            return;
        }
    }
}
