//! The fields of a conversion: which field of a request body takes which value of a model.

use crate::ir::{
    Build, ConversionForm, ConversionKind, ConversionStep, ConvertedField, Field, Presence, Record,
    Scalar, Shape, TypeId, TypeRef,
};
use crate::lower::conversions::ConversionPass;
use crate::lower::conversions::rules::{FieldRules, location_of};
use crate::lower::error::LowerError;
use crate::lower::schemas::roles;

impl<'a> ConversionPass<'a> {
    /// Makes a body, or a part of one, from the fields of a model.
    pub(super) fn convert(&mut self, model: TypeId, body: TypeId, decisions: &FieldRules<'_>) {
        let (Some(from), Some(to)) = (self.record(model), self.record(body)) else {
            return;
        };
        if self.made.contains_key(&(model, body)) {
            return;
        }
        // Known before its fields are: a part may contain the whole.
        let form = |fields, one_of| ConversionForm::Fields { fields, one_of };
        self.made
            .insert((model, body), form(Vec::new(), Vec::new()));
        let mut fields = Vec::new();
        for (index, field) in to.fields.iter().enumerate() {
            let is_constant = matches!(field.build, Build::Preset(_));
            if is_constant || field.presence == Presence::Rest {
                continue;
            }
            if let Some((kind, path)) = self.field(model, from, field, decisions) {
                fields.push(ConvertedField {
                    field: index,
                    kind,
                    path,
                });
            }
        }
        let one_of = self.one_of(to, decisions);
        self.made.insert((model, body), form(fields, one_of));
    }

    /// How a field of a body gets its value, if the model has one.
    fn field(
        &mut self,
        model: TypeId,
        from: &'a Record,
        field: &Field,
        decisions: &FieldRules<'_>,
    ) -> Option<(ConversionKind, Vec<ConversionStep>)> {
        let path = decisions.path(&field.wire);
        let chosen = decisions.source(&path);
        let source = chosen.unwrap_or(&field.wire);
        if chosen.is_some() {
            self.used.insert(format!("{}.{path}", decisions.operation));
        }
        let Some((steps, value)) = self.steps(model, from, source) else {
            if let Some(source) = chosen {
                let message = format!("`{path}` is to come from `{source}`, which is not returned");
                self.errors
                    .push(LowerError::new(location_of(decisions.operation), message));
            }
            return None;
        };
        if value.build == Build::ReadOnly && chosen.is_none() {
            return None;
        }
        if decisions.leaves(&path) {
            self.used.insert(format!("{}.{path}", decisions.operation));
            return None;
        }
        let inside = decisions.inside(&field.wire);
        let kind = self.kind(&value.ty, &field.ty, chosen.is_some(), &inside);
        if kind.is_none() {
            self.undecided(decisions, &field.wire);
        }
        Some((kind?, steps))
    }

    /// The fields on the path to a value, and the last of them.
    fn steps(
        &self,
        model: TypeId,
        record: &'a Record,
        path: &str,
    ) -> Option<(Vec<ConversionStep>, &'a Field)> {
        let mut steps = Vec::new();
        let (mut ty, mut record) = (model, record);
        let mut parts = path.split('.').peekable();
        loop {
            let part = parts.next()?;
            let index = record.fields.iter().position(|field| field.wire == part)?;
            let field = record.fields.get(index)?;
            steps.push(ConversionStep {
                ty,
                field: index,
                is_always: matches!(field.presence, Presence::Required | Presence::Filled),
                may_be_empty: field.may_be_empty,
            });
            if parts.peek().is_none() {
                return Some((steps, field));
            }
            (ty, record) = self.record_of(&field.ty)?;
        }
    }

    /// How a type is made from another; parts that need a conversion of their own get it.
    pub(super) fn kind(
        &mut self,
        from: &TypeRef,
        to: &TypeRef,
        is_chosen: bool,
        decisions: &FieldRules<'_>,
    ) -> Option<ConversionKind> {
        if from == to {
            return Some(ConversionKind::Same);
        }
        if self.is_text(from) && self.is_text(to) {
            return Some(ConversionKind::Text);
        }
        match (from, to) {
            (TypeRef::List(from), TypeRef::List(to)) => {
                let kind = self.kind(from, to, is_chosen, decisions)?;
                (kind == ConversionKind::Nested).then_some(ConversionKind::Each)
            }
            (TypeRef::Named(model), TypeRef::Named(body)) => {
                self.record(*model)?;
                self.record(*body)?;
                let pointer = |id: &TypeId| &self.api.types[*id].pointer;
                if !is_chosen && pointer(model) != pointer(body) {
                    return None;
                }
                self.convert(*model, *body, decisions);
                Some(ConversionKind::Nested)
            }
            _ => None,
        }
    }

    fn is_text(&self, ty: &TypeRef) -> bool {
        match ty {
            TypeRef::Scalar(Scalar::String) => true,
            other => roles::whole(other)
                .is_some_and(|id| matches!(self.api.types[id].shape, Shape::StringEnum(_))),
        }
    }

    /// The pairs of fields of which only one is sent.
    fn one_of(&mut self, body: &Record, decisions: &FieldRules<'_>) -> Vec<(usize, usize)> {
        let Some(config) = decisions.config.filter(|_| decisions.prefix.is_empty()) else {
            return Vec::new();
        };
        let mut pairs = Vec::new();
        for [first, second] in &config.only_one {
            self.used
                .insert(format!("{}.{first} {second}", decisions.operation));
            let position = |wire: &String| body.fields.iter().position(|field| field.wire == *wire);
            match (position(first), position(second)) {
                (Some(first), Some(second)) => pairs.push((first, second)),
                _ => self.errors.push(LowerError::new(
                    location_of(decisions.operation),
                    format!("`only_one` names `{first}` and `{second}`, which the body does not have both"),
                )),
            }
        }
        pairs
    }
}
