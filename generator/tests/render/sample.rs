//! Small values of the IR.

use generator::ir::*;
use generator::json_pointer;

pub(crate) fn group(key: &str, title: &str) -> Group {
    Group {
        key: key.into(),
        title: title.into(),
        noun: title.into(),
        docs: None,
        requires: Vec::new(),
        operations: Vec::new(),
        waiters: Vec::new(),
    }
}

pub(crate) fn operation(method: &str, http_method: &str, path: &str) -> Operation {
    Operation {
        id: format!("droplets_{method}"),
        http_method: http_method.into(),
        path: path.into(),
        pointer: format!(
            "/paths/{}/{}",
            json_pointer::escape(path),
            http_method.to_lowercase()
        ),
        method: method.into(),
        arguments: Vec::new(),
        query: Vec::new(),
        body: None,
        output: Output::Empty,
        may_be_empty: false,
        stream: None,
        stream_member: None,
        accepts: None,
        stream_ends: Vec::new(),
        errors: [401, 404, 429].map(error).into(),
        other_error: None,
        server: Server::Api,
        security: None,
        scopes: Vec::new(),
        idempotent: None,
        buckets: Vec::new(),
        deprecated: false,
        docs: Docs::derived("Does what it says.", Vec::new()),
        reference: format!("https://docs.example.com/reference/{method}"),
        success: vec![200],
    }
}

fn error(status: u16) -> ErrorStatus {
    ErrorStatus {
        status,
        body: None,
        is_special: false,
    }
}

pub(crate) fn argument(wire: &str, location: ArgumentLocation, ty: TypeRef) -> Argument {
    Argument {
        wire: wire.into(),
        location,
        ty,
        style: ValueStyle::Plain,
        minimum: None,
        docs: Docs::default(),
        deprecated: false,
    }
}

pub(crate) fn query(wire: &str, ty: TypeRef, docs: &[&str]) -> QueryParameter {
    QueryParameter {
        provided: false,
        wire: wire.into(),
        ty,
        style: ValueStyle::Plain,
        header: false,
        docs: Docs::derived(docs.join(" "), Vec::new()),
        deprecated: false,
    }
}

pub(crate) fn record(name: &str, home: Home, fields: Vec<Field>) -> TypeDef {
    ty(
        name,
        home,
        Shape::Record(Record {
            fields,
            buildable: false,
            has_default: true,
            conversions: Vec::new(),
        }),
    )
}

pub(crate) fn body(name: &str, home: Home, fields: Vec<Field>) -> TypeDef {
    ty(
        name,
        home,
        Shape::Record(Record {
            fields,
            buildable: true,
            has_default: true,
            conversions: Vec::new(),
        }),
    )
}

pub(crate) fn values(name: &str, home: Home, values: &[&str]) -> TypeDef {
    let values = values
        .iter()
        .map(|&wire| EnumValue {
            wire: wire.into(),
            name: None,
            docs: None,
        })
        .collect();
    ty(name, home, Shape::StringEnum(values))
}

pub(crate) fn ty(name: &str, home: Home, shape: Shape) -> TypeDef {
    TypeDef {
        pointer: format!("/components/schemas/{name}"),
        shared_with: Vec::new(),
        name: NameHint::Component {
            key: name.into(),
            stripped: None,
        },
        home,
        used_by: vec![GroupId(0)],
        docs: Docs::derived(format!("Schema `{name}`."), Vec::new()),
        deprecated: false,
        role: Role::Both,
        shape,
    }
}

pub(crate) fn field(wire: &str, ty: TypeRef, presence: Presence, build: Build) -> Field {
    Field {
        wire: wire.into(),
        pointer: String::new(),
        ty,
        presence,
        build,
        docs: Docs::derived(format!("Member `{wire}`."), Vec::new()),
        deprecated: false,
        may_be_empty: false,
    }
}

pub(crate) fn required(wire: &str, ty: TypeRef) -> Field {
    field(wire, ty, Presence::Required, Build::Argument)
}

pub(crate) fn optional(wire: &str, ty: TypeRef) -> Field {
    field(wire, ty, Presence::Optional, Build::Setter)
}

pub(crate) fn string() -> TypeRef {
    TypeRef::Scalar(Scalar::String)
}

pub(crate) fn integer() -> TypeRef {
    TypeRef::Scalar(Scalar::Integer)
}

pub(crate) fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}

/// An API with one group, the given types and no operation.
pub(crate) fn with_types(types: Vec<TypeDef>) -> Api {
    Api {
        groups: vec![group("droplets", "Droplets")],
        types: types.into_iter().collect(),
        statuses: vec![401, 404, 429],
        ..Api::default()
    }
}

/// An API with one group, the given types and operations.
pub(crate) fn with_operations(types: Vec<TypeDef>, operations: Vec<Operation>) -> Api {
    let mut api = with_types(types);
    api.groups[0].operations = operations;
    api
}

pub(crate) const DROPLETS: Home = Home::Group(GroupId(0));

/// Returns the ID of the type at a position.
pub(crate) fn type_id(position: usize) -> TypeId {
    let types: Types = (0..=position)
        .map(|_| record("", DROPLETS, Vec::new()))
        .collect();
    types.ids().nth(position).expect("as many types")
}
