//! From the IR and the names to the surface: the only part that knows them.

use std::collections::{BTreeMap, BTreeSet};

use super::model::{
    Argument, Body, Field, Group, Method, OptionSetter, Surface, Type, TypeItem, Variant, Waiter,
};
use super::ty::Ty;
use crate::ir::{
    self, Api, ArgumentLocation, BodyKind, Build, Home, Matcher, Output, Presence, Scalar, Server,
    TypeDef, TypeRef,
};
use crate::names::{GroupNames, NameTable, OperationNames};

/// Returns the surface of the client.
pub fn read(api: &Api, names: &NameTable) -> Surface {
    let reader = Reader { api, names };
    let mut surface = Surface {
        groups: BTreeMap::new(),
        shared: reader.types(Home::Shared),
        errors: reader.errors(),
        settings: reader.settings(),
    };
    for index in 0..api.groups.len() {
        let (key, group) = reader.group(index);
        surface.groups.insert(key, group);
    }
    surface
}

struct Reader<'a> {
    api: &'a Api,
    names: &'a NameTable,
}

impl Reader<'_> {
    fn errors(&self) -> BTreeMap<String, u16> {
        let names = self.names.statuses().iter().map(ToString::to_string);
        names.zip(self.api.statuses.iter().copied()).collect()
    }

    fn settings(&self) -> BTreeMap<String, &'static str> {
        let facts = &self.api.facts;
        let credentials = facts.settable_credentials().map(|(method, credential)| {
            let arguments = match credential.scheme {
                ir::Scheme::Basic => "user: &str, password: impl Into<Secret>",
                _ => "credential: impl Into<Secret>",
            };
            (method.to_owned(), arguments)
        });
        let providers = facts.settable_credentials().map(|(method, _)| {
            let method = format!("{}_provider", method.trim_end_matches('_'));
            (
                method,
                "provide: impl Fn() -> impl Future<Output = Result<Secret, ProviderError>>",
            )
        });
        let credentials = credentials.chain(providers);
        let hosts = facts.hosts.iter();
        let hosts = hosts.map(|host| (host.setter.clone(), "url: &str"));
        credentials.chain(hosts).collect()
    }

    fn group(&self, index: usize) -> (String, Group) {
        let group = &self.api.groups[index];
        let names = self.names.group(index);
        let id = ir::GroupId(index);
        let shared = self.api.types.iter();
        let shared = shared.filter(|(_, ty)| ty.home == Home::Shared && ty.used_by.contains(&id));
        let operations = group.operations.iter().zip(&names.operations);
        let waiters = group.waiters.iter().zip(&names.waiters);
        let surface = Group {
            title: group.title.clone(),
            handle: names.handle.to_string(),
            requires: group.requires.iter().cloned().collect(),
            methods: operations
                .map(|(operation, own)| (own.method.to_string(), self.method(operation, own)))
                .collect(),
            waiters: waiters
                .map(|(waiter, own)| (own.method.to_string(), self.waiter(group, names, waiter)))
                .collect(),
            types: self.types(Home::Group(id)),
            exports: shared
                .map(|(id, _)| self.names.ty(id).ident.to_string())
                .collect(),
        };
        (group.key.clone(), surface)
    }

    fn method(&self, operation: &ir::Operation, names: &OperationNames) -> Method {
        let setters = operation.query.iter().zip(&names.query);
        let setters = setters.map(|(parameter, setter)| {
            let setter_of = OptionSetter {
                wire: parameter.wire.clone(),
                ty: self.ty(&parameter.ty),
                deprecated: parameter.deprecated,
            };
            (setter.to_string(), setter_of)
        });
        let body = operation.body.as_ref().map(|body| match &body.kind {
            BodyKind::Json(ty) => Body {
                ty: self.ty(ty),
                required: body.required,
            },
            BodyKind::Octets => Body {
                ty: Ty::plain("Payload"),
                required: true,
            },
        });
        let (output, output_path, pages) = self.output(&operation.output);
        Method {
            id: operation.id.clone(),
            pointer: operation.pointer.clone(),
            operation: names.operation.to_string(),
            http_method: operation.http_method.clone(),
            path: operation.path.clone(),
            host: host(&operation.server).to_owned(),
            arguments: self.arguments(operation, names),
            body,
            options: setters.collect(),
            output,
            output_path,
            pages,
            events: operation.stream.as_ref().map(|event| self.ty(event)),
            statuses: operation.success.clone(),
            errors: operation.errors.iter().map(|error| error.status).collect(),
            scopes: operation.scopes.clone(),
            idempotent: operation.idempotent,
            deprecated: operation.deprecated,
        }
    }

    fn arguments(&self, operation: &ir::Operation, names: &OperationNames) -> Vec<Argument> {
        let arguments = operation.arguments.iter().zip(&names.arguments);
        let arguments = arguments.map(|(argument, name)| Argument {
            name: name.to_string(),
            wire: argument.wire.clone(),
            location: match argument.location {
                ArgumentLocation::Path => "path",
                ArgumentLocation::Query => "query",
                ArgumentLocation::Header => "header",
                ArgumentLocation::Url => "url",
                ArgumentLocation::Body => "body",
            },
            ty: self.ty(&argument.ty),
        });
        arguments.collect()
    }

    fn output(&self, output: &Output) -> (Ty, Vec<String>, Option<&'static str>) {
        match output {
            Output::Empty => (Ty::plain("()"), Vec::new(), None),
            Output::Json { ty, .. } => (self.ty(ty), Vec::new(), None),
            Output::Member { at, ty } => (self.ty(ty), at.path.clone(), None),
            Output::Page(page) => {
                let item = self.ty(&page.item);
                let item = if page.map {
                    Ty::plain(format!("(String, {item})"))
                } else {
                    item
                };
                let mut output = Ty::of("Page", item);
                output
                    .of
                    .extend(page.extra.as_ref().map(|extra| self.ty(extra)));
                (output, page.at.path.clone(), Some(page.style.name()))
            }
            Output::File { .. } => (Ty::plain("File"), Vec::new(), None),
            Output::Text { secret: true, .. } => (Ty::plain("Secret"), Vec::new(), None),
            Output::Text { secret: false, .. } => (Ty::plain("String"), Vec::new(), None),
        }
    }

    fn waiter(&self, group: &ir::Group, names: &GroupNames, waiter: &ir::Waiter) -> Waiter {
        let operation = &group.operations[waiter.operation];
        let polled = &names.operations[waiter.operation];
        Waiter {
            polls: polled.method.to_string(),
            arguments: self.arguments(operation, polled),
            state: waiter.status.clone(),
            ready: waiter.ready.clone(),
            failed: waiter.failed.clone(),
            gone_is_ready: waiter.gone_is_ready,
        }
    }

    fn types(&self, home: Home) -> BTreeMap<String, Type> {
        let types = self.api.types.iter();
        let types = types.filter(|(_, ty)| ty.home == home);
        types
            .map(|(id, ty)| {
                let names = self.names.ty(id);
                let members: Vec<_> = names.members.iter().map(ToString::to_string).collect();
                (names.ident.to_string(), self.type_of(ty, &members))
            })
            .collect()
    }

    fn type_of(&self, ty: &TypeDef, members: &[String]) -> Type {
        let item = match &ty.shape {
            ir::Shape::Record(record) => self.record(record, members),
            ir::Shape::StringEnum(values) => {
                let values = values.iter().map(|value| value.wire.clone());
                TypeItem::Enum(members.iter().cloned().zip(values).collect())
            }
            ir::Shape::Union(union) => {
                let branches = union.branches.iter().map(|branch| Variant {
                    ty: self.ty(&branch.ty),
                    from: branch.from,
                    selected_by: selected_by(&branch.matcher),
                });
                TypeItem::Union(members.iter().cloned().zip(branches).collect())
            }
        };
        let groups = ty.used_by.iter();
        Type {
            pointer: ty.pointer.clone(),
            used_by: groups
                .map(|group| self.api.groups[group.0].key.clone())
                .collect(),
            only_received: ty.role == ir::Role::Response,
            made_from: self.made_from(ty),
            deprecated: ty.deprecated,
            item,
        }
    }

    /// The types that a request body is made from, as `From` names them.
    fn made_from(&self, ty: &TypeDef) -> BTreeSet<String> {
        let ir::Shape::Record(record) = &ty.shape else {
            return BTreeSet::new();
        };
        let models = record.conversions.iter().map(|conversion| {
            let model = self.names.ty(conversion.model).ident.to_string();
            match conversion.form {
                ir::ConversionForm::Whole {
                    kind: ir::ConversionKind::Each,
                    ..
                } => format!("[{model}]"),
                ir::ConversionForm::Whole { .. } | ir::ConversionForm::Fields { .. } => model,
            }
        });
        models.collect()
    }

    fn record(&self, record: &ir::Record, members: &[String]) -> TypeItem {
        let fields = record.fields.iter().zip(members);
        let arguments = fields.clone();
        let arguments = arguments.filter(|(field, _)| field.build == Build::Argument);
        let new: Vec<_> = arguments.map(|(_, name)| name.clone()).collect();
        let fields = fields.map(|(field, name)| {
            let ty = self.ty(&field.ty);
            let field = Field {
                wire: field.wire.clone(),
                ty: match field.presence {
                    Presence::Required | Presence::Filled | Presence::Plain | Presence::Rest => ty,
                    Presence::Optional | Presence::RequiredNullable | Presence::Needed => {
                        Ty::of("Option", ty)
                    }
                    Presence::Nullable | Presence::NeededNullable => Ty::of("Nullable", ty),
                },
                needed: matches!(field.presence, Presence::Needed | Presence::NeededNullable),
                setter: record.buildable && field.build == Build::Setter,
                deprecated: field.deprecated,
            };
            (name.clone(), field)
        });
        TypeItem::Struct {
            fields: fields.collect(),
            new: record.buildable.then_some(new),
            default: record.has_default,
        }
    }

    fn ty(&self, ty: &TypeRef) -> Ty {
        match ty {
            TypeRef::Scalar(scalar) => Ty::plain(match scalar {
                Scalar::String => "String",
                Scalar::Integer => "i64",
                Scalar::Unsigned => "u64",
                Scalar::Float => "f64",
                Scalar::Boolean => "bool",
                Scalar::Timestamp => "Timestamp",
                Scalar::IntegerString => "IntegerString",
                Scalar::Secret => "Secret",
                Scalar::Part => "Part",
            }),
            TypeRef::Named(id) => Ty::plain(self.names.ty(*id).ident.to_string()),
            TypeRef::Boxed(id) => Ty::of("Box", Ty::plain(self.names.ty(*id).ident.to_string())),
            TypeRef::List(item) => Ty::of("Vec", self.ty(item)),
            TypeRef::Map(value) => Ty {
                name: "BTreeMap".to_owned(),
                of: vec![Ty::plain("String"), self.ty(value)],
            },
            TypeRef::Optional(value) => Ty::of("Option", self.ty(value)),
            TypeRef::Json => Ty::plain("Value"),
        }
    }
}

fn selected_by(matcher: &Matcher) -> String {
    let listed = |names: &[String]| names.join(" ");
    match matcher {
        Matcher::Kind(kind) => format!("kind {kind}"),
        Matcher::Tag {
            member,
            values,
            or_some,
        } if !or_some.is_empty() => {
            format!(
                "{member} = {} or some of {}",
                listed(values),
                listed(or_some)
            )
        }
        Matcher::Tag { member, values, .. } => format!("{member} = {}", listed(values)),
        Matcher::Some(members) => format!("some of {}", listed(members)),
        Matcher::Rest(members) => format!("any other object with {}", listed(members)),
        Matcher::Items(kind) => format!("list of {kind}"),
        Matcher::Exact(kind) => format!("exactly {kind}"),
        Matcher::Any => "any value".to_owned(),
    }
}

fn host(server: &Server) -> &str {
    match server {
        Server::Api => "api",
        Server::Named(name) => name,
        Server::Upload => "upload",
        Server::At(_) => "other",
    }
}
