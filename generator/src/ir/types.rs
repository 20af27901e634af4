//! Types of the IR: records, enums, unions, and how they are used.

use super::docs::Docs;
use super::ids::{GroupId, TypeId};

/// A type to be generated.
#[derive(Clone, Debug)]
pub struct TypeDef {
    /// JSON pointer of its schema.
    pub pointer: String,
    /// JSON pointers of inline schemas that became the same type.
    pub shared_with: Vec<String>,
    /// Words that its name is made of.
    pub name: NameHint,
    /// The module that holds it.
    pub home: Home,
    /// Groups whose operations use it, in order.
    pub used_by: Vec<GroupId>,
    /// Its documentation.
    pub docs: Docs,
    /// Whether the document calls it deprecated.
    pub deprecated: bool,
    /// Whether it occurs in requests, in responses, or in both.
    pub role: Role,
    /// Its definition.
    pub shape: Shape,
}

/// Whether a type occurs in requests, in responses, or in both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// Only in what callers send.
    Request,
    /// Only in what servers return.
    Response,
    /// In both.
    #[default]
    Both,
}

/// The parts of a type's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NameHint {
    /// A name that somebody chose (overlay or configuration), to be taken as it is, in Pascal case.
    Chosen(String),
    /// A component of the document; `stripped` is the shorter form to prefer where it is free.
    Component {
        /// Its key under `components`.
        key: String,
        /// A shorter form, if configuration offers one.
        stripped: Option<String>,
    },
    /// A schema inside another type.
    Inside {
        /// The type that holds it.
        parent: TypeId,
        /// Words of the member.
        member: String,
    },
    /// A schema of an operation: group, method words and role (`request`, `response`, a parameter's name).
    OfOperation {
        /// The operation's method words.
        method: String,
        /// Its role in the operation.
        role: String,
    },
    /// A schema in the form in which it is sent, where it needs a name of its own.
    Sent {
        /// The parts of its name otherwise.
        of: Box<NameHint>,
        /// The subject of the body, where neither the schema nor the method names it.
        noun: String,
        /// The purpose of the body.
        purpose: Purpose,
    },
}

impl NameHint {
    /// Returns the type that the name begins with.
    pub fn parent(&self) -> Option<TypeId> {
        match self {
            Self::Inside { parent, .. } => Some(*parent),
            Self::Sent { of, .. } => of.parent(),
            Self::Chosen(_) | Self::Component { .. } | Self::OfOperation { .. } => None,
        }
    }

    /// Returns the type that the name begins with, to be changed.
    pub fn parent_mut(&mut self) -> Option<&mut TypeId> {
        match self {
            Self::Inside { parent, .. } => Some(parent),
            Self::Sent { of, .. } => of.parent_mut(),
            Self::Chosen(_) | Self::Component { .. } | Self::OfOperation { .. } => None,
        }
    }
}

/// The purpose of a request body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purpose {
    /// To create a resource.
    Create,
    /// To change a resource.
    Update,
    /// To replace a resource as a whole.
    Replace,
    /// For anything else.
    Other,
    /// As a part of a body.
    Part,
}

/// The module that holds a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Home {
    /// The module of a group.
    Group(GroupId),
    /// The module of types that several groups use.
    Shared,
}

/// The definition of a generated type.
#[derive(Clone, Debug)]
pub enum Shape {
    /// An object with known members.
    Record(Record),
    /// An open set of strings.
    StringEnum(Vec<EnumValue>),
    /// One of several shapes.
    Union(Union),
}

/// A known value of a string enum.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct EnumValue {
    /// The value on the wire.
    pub wire: String,
    /// A chosen name, if the value's own words make none.
    pub name: Option<String>,
    /// Its documentation.
    pub docs: Option<String>,
}

/// An object with known members.
#[derive(Clone, Debug, Default)]
pub struct Record {
    /// Members in wire order of the document (sorted as the canonical document is).
    pub fields: Vec<Field>,
    /// Whether callers build it: it gets `new` and setters.
    pub buildable: bool,
    /// Whether it has a `Default`: all but request bodies with required fields.
    pub has_default: bool,
    /// Models that it is made from, if it is sent.
    pub conversions: Vec<Conversion>,
}

impl Record {
    /// Returns whether a field has a setter: also an argument of `new`, where the record is made by a conversion as well.
    pub fn has_setter(&self, field: &Field) -> bool {
        let is_set = match field.build {
            Build::Setter => true,
            Build::Argument => !self.conversions.is_empty(),
            Build::Preset(_) | Build::ReadOnly => false,
        };
        self.buildable && is_set
    }
}

/// How a type that is sent is made from one that is returned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conversion {
    /// The type that is returned.
    pub model: TypeId,
    /// Its conversion.
    pub form: ConversionForm,
}

/// The conversion of a model into a request body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConversionForm {
    /// It is the value of this field, by its index.
    Whole {
        /// Index of the field.
        field: usize,
        /// How its type is made.
        kind: ConversionKind,
    },
    /// Its fields are values of fields.
    Fields {
        /// The fields that get a value.
        fields: Vec<ConvertedField>,
        /// Pairs of indexes of fields, of which the second is left out if the first is set.
        one_of: Vec<(usize, usize)>,
    },
}

/// A field of a request body that gets a value from a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConvertedField {
    /// Index of the field in the body.
    pub field: usize,
    /// How its type is made.
    pub kind: ConversionKind,
    /// Where its value comes from.
    pub path: Vec<ConversionStep>,
}

/// A field on the way to a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConversionStep {
    /// The type that has the field.
    pub ty: TypeId,
    /// Index of the field.
    pub field: usize,
    /// Whether it always has a value.
    pub is_always: bool,
    /// Whether the empty string is one of its values, and not a missing one.
    pub may_be_empty: bool,
}

/// How the type of a field is made from that of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ConversionKind {
    /// It is the same.
    Same,
    /// By a conversion of its own.
    Nested,
    /// A list, by the conversion of its elements.
    Each,
    /// Both are strings or enums of strings.
    Text,
}

/// A member of a record.
#[derive(Clone, Debug)]
pub struct Field {
    /// Name on the wire.
    pub wire: String,
    /// JSON pointer of the property that declares it.
    pub pointer: String,
    /// Type of the value (without `Option` or `Nullable`).
    pub ty: TypeRef,
    /// Whether it may be absent or null.
    pub presence: Presence,
    /// Part of the builder, if the record is buildable.
    pub build: Build,
    /// Its documentation.
    pub docs: Docs,
    /// Whether the document calls it deprecated.
    pub deprecated: bool,
    /// Whether the empty string is a value that may be sent, although the member is required.
    pub may_be_empty: bool,
}

/// Whether a member may be absent or null.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Presence {
    /// `T`.
    Required,
    /// `Option<T>`; absent and null are one.
    Optional,
    /// `Nullable<T>`; absent, null and a value are three things.
    Nullable,
    /// `Option<T>`, written as null.
    RequiredNullable,
    /// A map of all members that have no field of their own.
    Rest,
    /// `Option<T>`; not sent without a value.
    Needed,
    /// `Nullable<T>`; not sent without null or a value.
    NeededNullable,
    /// `T`; an empty one is not sent.
    Filled,
    /// A list or map; absent, null and empty are one.
    Plain,
}

/// How a member takes part in building a record.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Build {
    /// An argument of `new`.
    Argument,
    /// A constant that `new` fills in.
    Preset(String),
    /// A chained setter.
    Setter,
    /// Nothing: the server fills it in.
    ReadOnly,
}

/// One of several shapes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Union {
    /// Branches, in the order they are tried.
    pub branches: Vec<Branch>,
}

/// A branch of a union.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Branch {
    /// Words of the variant's name.
    pub name: String,
    /// The content of the variant.
    pub ty: TypeRef,
    /// The test of a value.
    pub matcher: Matcher,
    /// Whether `From` its type is offered.
    pub from: bool,
    /// Sentences for the documentation.
    pub docs: Vec<String>,
}

/// The test for JSON values of a branch.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Matcher {
    /// A JSON kind: `string`, `integer`, `number`, `boolean`, `array`, `object`.
    Kind(&'static str),
    /// A member with one of these values; numbers and booleans as JSON writes them.
    Tag {
        /// The member.
        member: String,
        /// The values.
        values: Vec<String>,
        /// Members of which an object without the member has at least one.
        or_some: Vec<String>,
    },
    /// At least one of these members is present.
    Some(Vec<String>),
    /// An object that fits no other branch and has all these members.
    Rest(Vec<String>),
    /// A list whose items are all of a JSON kind.
    Items(&'static str),
    /// A JSON kind, and a value that needs no correction to be read.
    Exact(&'static str),
    /// Any value.
    Any,
}

/// A use of a type.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TypeRef {
    /// A type of the runtime or of the standard library.
    Scalar(Scalar),
    /// A generated type.
    Named(TypeId),
    /// A generated type behind a `Box`, to end a recursion.
    Boxed(TypeId),
    /// A list.
    List(Box<TypeRef>),
    /// A map from strings.
    Map(Box<TypeRef>),
    /// A value that may be null inside a list or map.
    Optional(Box<TypeRef>),
    /// Any JSON value.
    Json,
}

/// Scalars.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scalar {
    /// `String`.
    String,
    /// `i64`.
    Integer,
    /// `u64`.
    Unsigned,
    /// `f64`.
    Float,
    /// `bool`.
    Boolean,
    /// `Timestamp`.
    Timestamp,
    /// `IntegerString`.
    IntegerString,
    /// `Secret`.
    Secret,
    /// `Part`: a file of a body, never a member of a type.
    Part,
}
