//! The kinds of changes, and what each means for a user of the crate.

use serde::Serialize;

/// The effect of a change on programs that use the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// There are correct programs that no longer compile.
    Breaking,
    /// Every program compiles as before, but the same call or value may have another effect.
    Behaviour,
    /// Every program compiles and behaves as before; something can be used in addition.
    Addition,
}

impl Level {
    /// All levels, the worst first.
    pub const ALL: [Self; 3] = [Self::Breaking, Self::Behaviour, Self::Addition];

    /// Returns the title of the changes of this level.
    pub fn title(self) -> &'static str {
        match self {
            Self::Breaking => "Breaking",
            Self::Behaviour => "Behaviour",
            Self::Addition => "Added",
        }
    }
}

macro_rules! kinds {
    ($($kind:ident = $level:ident $name:literal: $reason:literal;)+) => {
        /// A kind of change; [`Kind::reason`] says what each means.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Kind {
            $(#[doc = $reason] $kind,)+
        }

        impl Kind {
            /// All kinds.
            pub const ALL: &'static [Self] = &[$(Self::$kind,)+];

            /// Returns what the kind means for programs that use the client.
            pub fn level(self) -> Level {
                match self {
                    $(Self::$kind => Level::$level,)+
                }
            }

            /// Returns the name of the kind in reports.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$kind => $name,)+
                }
            }

            /// Returns why the change has its level.
            pub fn reason(self) -> &'static str {
                match self {
                    $(Self::$kind => $reason,)+
                }
            }
        }
    };
}

kinds! {
    GroupRemoved = Breaking "group-removed": "the feature, the module and the accessor are gone";
    GroupRenamed = Breaking "group-renamed": "the feature, the module and the accessor have another name";
    HandleRenamed = Breaking "group-struct-renamed": "functions that take or return the struct name it";
    FeatureNarrowed = Breaking "feature-narrowed": "who enables only this feature loses the other group";
    MethodRemoved = Breaking "method-removed": "calls of the method no longer compile";
    MethodRenamed = Breaking "method-renamed": "calls of the old name no longer compile";
    MethodMoved = Breaking "method-moved": "calls through the old group no longer compile";
    OperationStructRenamed = Breaking "operation-struct-renamed": "requests that are stored or returned name the struct";
    ArgumentAdded = Breaking "argument-added": "calls lack an argument";
    ArgumentRemoved = Breaking "argument-removed": "calls have an argument too many";
    ArgumentRetyped = Breaking "argument-retyped": "what callers pass does not convert to the new type";
    ArgumentRenamed = Breaking "argument-renamed": "the field of the operation's struct has another name";
    ArgumentsReordered = Breaking "arguments-reordered": "calls pass the arguments in the old order";
    ArgumentNowOption = Breaking "argument-now-option": "calls have an argument too many; a setter takes it";
    OptionNowArgument = Breaking "option-now-argument": "calls lack an argument, and the setter is gone";
    OptionRemoved = Breaking "option-removed": "the setter is gone";
    OptionRenamed = Breaking "option-renamed": "the setter has another name";
    OptionRetyped = Breaking "option-retyped": "what callers pass does not convert to the new type";
    BodyAdded = Breaking "body-added": "calls lack the body";
    BodyRemoved = Breaking "body-removed": "calls have an argument too many";
    BodyRetyped = Breaking "body-retyped": "the body has another type";
    BodyNowRequired = Breaking "body-now-required": "calls lack the body, and its setter is gone";
    BodyNowOptional = Breaking "body-now-optional": "calls have an argument too many; a setter takes the body";
    OutputRetyped = Breaking "output-retyped": "the returned value has another type";
    EventsRemoved = Breaking "events-removed": "the response can no longer be streamed";
    EventsRetyped = Breaking "events-retyped": "the events have another type";
    PagingChanged = Breaking "paging-changed": "methods that depend on how the list is paged are gone";
    DeletionRemoved = Breaking "deletion-removed": "`ignore_not_found()` is gone, which only a DELETE has";
    WaiterRemoved = Breaking "waiter-removed": "calls of the method no longer compile";
    WaiterChanged = Breaking "waiter-changed": "the wait has other arguments, or returns another type";
    ErrorVariantRemoved = Breaking "error-variant-removed": "matches name a variant that is gone";
    TypeRemoved = Breaking "type-removed": "programs name a type that is gone";
    TypeRenamed = Breaking "type-renamed": "programs use the old name";
    TypeMoved = Breaking "type-moved": "the old path is gone, and nothing re-exports the type there";
    TypeKindChanged = Breaking "type-kind-changed": "a struct, an enum and a union are used in different ways";
    FieldRemoved = Breaking "field-removed": "programs read or set a field that is gone";
    FieldRenamed = Breaking "field-renamed": "programs use the old name";
    FieldRetyped = Breaking "field-retyped": "the field has another type";
    FieldNowOptional = Breaking "field-now-optional": "programs use the value without asking whether it is there";
    FieldNowRequired = Breaking "field-now-required": "programs match on an `Option` that is no longer one";
    FieldNullability = Breaking "field-nullability-changed": "`Option` and `Nullable` are different types";
    NewChanged = Breaking "new-changed": "calls of `new` have other arguments";
    DefaultImplRemoved = Breaking "default-impl-removed": "`Default` is gone: it would make a body that the API refuses";
    NewRemoved = Breaking "new-removed": "the type can no longer be built by `new`";
    SetterRemoved = Breaking "setter-removed": "the setter is gone";
    ValueRemoved = Breaking "enum-value-removed": "matches name a variant that is gone";
    ValueRenamed = Breaking "enum-value-renamed": "programs use the old name of the variant";
    VariantRemoved = Breaking "variant-removed": "matches name a variant that is gone";
    VariantRetyped = Breaking "variant-retyped": "the variant holds another type";
    SettingRemoved = Breaking "builder-method-removed": "programs set a credential or a host that is gone";
    SettingChanged = Breaking "builder-method-changed": "the method of the builder has other arguments";
    ConversionRemoved = Breaking "conversion-removed": "conversions with `From` and `into` no longer compile";
    FieldNowNeeded = Behaviour "field-now-needed": "a body without it is an error before anything is sent";
    HttpMethodChanged = Behaviour "http-method-changed": "the request is sent with another method";
    PathChanged = Behaviour "path-changed": "the request is sent to another path";
    HostChanged = Behaviour "host-changed": "the request is sent to another host, possibly with another credential";
    WireNameChanged = Behaviour "wire-name-changed": "the same name in Rust is another name in the request or response";
    StatusesChanged = Behaviour "statuses-changed": "a success has other documented statuses";
    ErrorStatusAdded = Behaviour "error-status-added": "an error status is documented in addition";
    ErrorStatusRemoved = Behaviour "error-status-removed": "an error status is no longer documented";
    ErrorVariantAdded = Behaviour "error-variant-added": "errors of this status were `Other` before";
    OperationIdChanged = Behaviour "operation-id-changed": "`Meta`, errors and traces name the operation in another way";
    ScopesChanged = Behaviour "scopes-changed": "a token needs other scopes for the call";
    IdempotencyChanged = Behaviour "idempotency-changed": "whether an ambiguous error is retried";
    WaiterStates = Behaviour "waiter-states-changed": "other states end the wait";
    SelectionChanged = Behaviour "selection-changed": "values are assigned to the variants by another rule";
    JsonPathChanged = Behaviour "json-path-changed": "the returned value is read from another part of the response";
    BoundsChanged = Behaviour "bounds-changed": "the API accepts other values";
    DefaultChanged = Behaviour "default-changed": "the API assumes another value where none is sent";
    FormatChanged = Behaviour "format-changed": "the API expects or returns another form of the value";
    MediaTypesChanged = Behaviour "media-types-changed": "the request or response has other media types";
    SerializationChanged = Behaviour "serialization-changed": "the value is written in another form";
    HeadersChanged = Behaviour "headers-changed": "the response has other documented headers";
    SecurityChanged = Behaviour "security-changed": "the API declares other credentials";
    ServersChanged = Behaviour "servers-changed": "the API declares other servers";
    SchemaChanged = Behaviour "schema-changed": "the schema changed in a way that no type shows";
    GroupAdded = Addition "group-added": "a new feature, module and accessor";
    FeatureWidened = Addition "feature-widened": "the feature enables another group in addition";
    MethodAdded = Addition "method-added": "a new method";
    MethodDeprecated = Addition "method-deprecated": "calls compile with a warning";
    MethodUndeprecated = Addition "method-no-longer-deprecated": "calls compile without the warning";
    OptionAdded = Addition "option-added": "a new setter";
    OptionDeprecated = Addition "option-deprecated": "calls of the setter compile with a warning";
    OptionUndeprecated = Addition "option-no-longer-deprecated": "calls of the setter compile without the warning";
    EventsAdded = Addition "events-added": "the response can be streamed";
    WaiterAdded = Addition "waiter-added": "a new method";
    TypeAdded = Addition "type-added": "a new type";
    TypeReexported = Addition "type-re-exported": "the type has another path in addition";
    TypeDeprecated = Addition "type-deprecated": "documented as deprecated";
    TypeUndeprecated = Addition "type-no-longer-deprecated": "no longer documented as deprecated";
    FieldAdded = Addition "field-added": "structs are `#[non_exhaustive]`, so that no program lists all fields";
    FieldNotNeeded = Addition "field-no-longer-needed": "a body without it can be sent";
    FieldDeprecated = Addition "field-deprecated": "uses of the field compile with a warning";
    FieldUndeprecated = Addition "field-no-longer-deprecated": "uses of the field compile without the warning";
    DefaultImplAdded = Addition "default-impl-added": "the type has a `Default`";
    NewAdded = Addition "new-added": "the type can be built by `new`";
    SetterAdded = Addition "setter-added": "a new setter";
    ValueAdded = Addition "enum-value-added": "enums are `#[non_exhaustive]`, so that every match has a last arm";
    VariantAdded = Addition "variant-added": "unions are `#[non_exhaustive]`, so that every match has a last arm";
    SettingAdded = Addition "builder-method-added": "a new method of the builder";
    ConversionAdded = Addition "conversion-added": "a new `From`";
}

impl Serialize for Kind {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}
