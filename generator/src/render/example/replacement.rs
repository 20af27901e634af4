//! Bodies that replace what is there: examples make them from what is there, with one change.

use super::Example;
use super::code::Code;
use crate::ir::{Body, BodyKind, Build, ConversionForm, Field, Operation, Output, Record, Scalar};
use crate::ir::{Presence, Shape, TypeId, TypeRef};
use crate::names::OperationNames;
use crate::render::documented::Documented;

const COMMENT: &str =
    "// Fields that the body leaves out may be reset: start from the current ones.";

impl Example<'_> {
    /// Returns the statements that read the present value and make the body of it, for a PUT whose body is made from what
    /// the GET of its path returns. `path` are the arguments of both.
    pub(super) fn replacement(
        &mut self,
        method: Documented<'_>,
        path: &[Code],
    ) -> Option<Vec<String>> {
        let (id, record) = replaced(method)?;
        let (get, names) = self.read_by(method, record)?;
        let variable = self.result(&get.output, &["body".to_owned()]);
        let setter = self.change(id, record)?;
        let read = vec![
            Code::Call(self.group.module.to_string(), Vec::new()),
            Code::Call(names.method.to_string(), path.to_vec()),
            Code::text("await?"),
        ];
        self.imports.insert(self.path(id));
        let ident = self.context.type_ident(id);
        let converted = Code::Call(format!("{ident}::from"), vec![Code::Text(variable.clone())]);
        let mut lines = vec![COMMENT.to_owned()];
        let read = Code::Chain("client".to_owned(), read);
        lines.extend(read.statement(&format!("let {variable} = "), ";"));
        let body = Code::Chain(converted.inline(), vec![setter]);
        lines.extend(body.statement("let body = ", ";"));
        Some(lines)
    }

    /// Returns the GET of the same path that returns what the body is made from, and its names.
    fn read_by<'m>(
        &self,
        method: Documented<'m>,
        record: &Record,
    ) -> Option<(&'m Operation, &'m OperationNames)> {
        let put = method.operation;
        let groups = method.context.api.groups.iter().enumerate();
        let mut operations = groups
            .filter(|(index, _)| method.context.names.group(*index).module == self.group.module)
            .flat_map(|(_, group)| &group.operations)
            .zip(&method.group.operations);
        let (get, names) = operations
            .find(|(get, _)| get.http_method == "GET" && get.path == put.path)
            .filter(|(get, _)| get.arguments.len() == put.arguments.len())?;
        let (Output::Json { ty, .. } | Output::Member { ty, .. }) = &get.output else {
            return None;
        };
        let TypeRef::Named(model) = *ty else {
            return None;
        };
        let is_made_from = record.conversions.iter().any(|conversion| {
            conversion.model == model && matches!(conversion.form, ConversionForm::Fields { .. })
        });
        is_made_from.then_some((get, names))
    }

    /// Returns a call that changes one field: the name, or the first field that needs one value only.
    fn change(&mut self, id: TypeId, record: &Record) -> Option<Code> {
        let members = &self.context.names.ty(id).members;
        let passed = self.passed.clone();
        let fields = record.fields.iter().zip(members);
        let mut fields: Vec<_> = fields
            .filter(|(field, _)| record.has_setter(field) && !field.deprecated)
            .filter(|(field, _)| !passed.contains(field.wire.as_str()) && is_simple(field))
            .collect();
        fields.sort_by_key(|(field, _)| field.wire != "name");
        fields.into_iter().find_map(|(field, ident)| {
            let value = self.value(&field.ty, &field.wire, 1)?;
            Some(Code::Call(ident.to_string(), vec![value]))
        })
    }
}

/// Returns the body of a PUT, if it is a record of several fields.
fn replaced(method: Documented<'_>) -> Option<(TypeId, &Record)> {
    let operation = method.operation;
    let Some(Body {
        kind: BodyKind::Json(TypeRef::Named(id)),
        required: true,
        ..
    }) = &operation.body
    else {
        return None;
    };
    match &method.context.ty(*id).shape {
        Shape::Record(record) if operation.http_method == "PUT" && record.fields.len() > 1 => {
            Some((*id, record))
        }
        _ => None,
    }
}

fn is_simple(field: &Field) -> bool {
    let is_scalar = matches!(
        field.ty,
        TypeRef::Scalar(Scalar::String | Scalar::Integer | Scalar::Unsigned | Scalar::Boolean)
    );
    let is_nullable = matches!(
        field.presence,
        Presence::Nullable | Presence::NeededNullable | Presence::RequiredNullable
    );
    is_scalar && !is_nullable && !matches!(field.build, Build::Preset(_) | Build::ReadOnly)
}
