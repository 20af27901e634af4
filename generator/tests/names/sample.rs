//! Small values of the IR.

use generator::ir::*;

pub(crate) const GROUP: Home = Home::Group(GroupId(0));

pub(crate) fn api(types: Vec<TypeDef>, operations: Vec<Operation>) -> Api {
    let group = Group {
        key: "droplets".into(),
        title: "Droplets".into(),
        noun: "Droplet".into(),
        docs: None,
        requires: Vec::new(),
        operations,
        waiters: Vec::new(),
    };
    Api {
        groups: vec![group],
        types: types.into_iter().collect(),
        ..Api::default()
    }
}

pub(crate) fn ty(name: NameHint, home: Home, shape: Shape) -> TypeDef {
    TypeDef {
        pointer: format!("/{name:?}"),
        shared_with: Vec::new(),
        name,
        home,
        used_by: vec![GroupId(0)],
        docs: Docs::default(),
        deprecated: false,
        role: Role::Both,
        shape,
    }
}

pub(crate) fn component(key: &str) -> NameHint {
    NameHint::Component {
        key: key.into(),
        stripped: None,
    }
}

pub(crate) fn record(fields: &[&str], buildable: bool) -> Shape {
    let fields = fields.iter().map(|&wire| Field {
        wire: wire.into(),
        pointer: String::new(),
        ty: TypeRef::Json,
        presence: Presence::Optional,
        build: Build::Setter,
        docs: Docs::default(),
        deprecated: false,
        may_be_empty: false,
    });
    Shape::Record(Record {
        fields: fields.collect(),
        buildable,
        has_default: true,
        conversions: Vec::new(),
    })
}

pub(crate) fn values(values: &[&str]) -> Shape {
    let value = |&wire: &&str| EnumValue {
        wire: wire.into(),
        name: None,
        docs: None,
    };
    Shape::StringEnum(values.iter().map(value).collect())
}

pub(crate) fn operation(method: &str, path: &str, query: &[&str]) -> Operation {
    let query = query.iter().map(|&wire| QueryParameter {
        provided: false,
        wire: wire.into(),
        ty: TypeRef::Json,
        style: ValueStyle::Plain,
        header: false,
        docs: Docs::default(),
        deprecated: false,
    });
    Operation {
        id: method.into(),
        http_method: "GET".into(),
        path: path.into(),
        pointer: format!("/paths/{method}"),
        method: method.into(),
        arguments: Vec::new(),
        query: query.collect(),
        body: None,
        output: Output::Empty,
        may_be_empty: false,
        stream: None,
        stream_member: None,
        accepts: None,
        stream_ends: Vec::new(),
        errors: Vec::new(),
        other_error: None,
        server: Server::Api,
        security: None,
        scopes: Vec::new(),
        idempotent: None,
        buckets: Vec::new(),
        deprecated: false,
        docs: Docs::default(),
        reference: String::new(),
        success: Vec::new(),
    }
}

/// Returns the ID of the type at a position.
pub(crate) fn type_id(position: usize) -> TypeId {
    let types: Types = (0..=position)
        .map(|_| ty(component(""), GROUP, record(&[], false)))
        .collect();
    types.ids().nth(position).expect("as many types")
}
