//! Request bodies: JSON, forms, fields with files, and bytes of any media type.

use openapiv3::{Encoding, MediaType, Operation, QueryStyle, ReferenceOr, RequestBody, Schema};
use serde_json::Value;

use crate::component;
use crate::config::SplitConfig;
use crate::ir::{
    Argument, ArgumentLocation, Body, BodyFormat, BodyKind, Disposition, Docs, NameHint,
    QueryParameter, Scalar, Shape, TypeRef, ValueStyle,
};
use crate::json_pointer::escape;
use crate::lower::error::LowerError;
use crate::lower::lowering::Lowering;
use crate::lower::operations::media_type::media_type;
use crate::lower::operations::output::Success;
use crate::lower::operations::parameters::Parameters;
use crate::lower::schemas::keywords::Sub;
use crate::normalize::{FILES, OPTIONAL};

const JSON: &str = "application/json";

/// The usual name of the member that chooses between events and a whole response.
const STREAM_MEMBER: &str = "stream";

/// The error for a form that is not an object.
const NO_MEMBERS: &str = "a form has named members; describe it as an object in an overlay, or give it another media type";

/// The operation whose body is lowered.
#[derive(Clone, Copy, Debug)]
pub(in crate::lower) struct Described<'a> {
    pub(in crate::lower) id: &'a str,
    pub(in crate::lower) pointer: &'a str,
    pub(in crate::lower) method: &'a str,
    pub(in crate::lower) split: Option<&'a SplitConfig>,
}

impl<'d> Lowering<'d> {
    /// Lowers a body; its files become parameters. A body of files alone is none.
    pub(in crate::lower) fn body(
        &mut self,
        body: &'d ReferenceOr<RequestBody>,
        of: Described<'_>,
        parameters: &mut Parameters,
    ) -> Result<Option<Body>, LowerError> {
        let (body, at) = self.body_at(body, format!("{}/requestBody", of.pointer))?;
        let optional = self.config.optional_bodies.contains(of.id);
        if optional {
            self.mark("optional_bodies", of.id);
        }
        if !optional && body.extensions.contains_key(OPTIONAL) {
            let message = "the body is always sent; list the operation in `optional_bodies` if callers may leave it out";
            self.report(&at, message);
        }
        let mut content = body.content.iter();
        if body.content.is_empty() {
            self.report(at, "the body has no media type and is left out");
            return Ok(None);
        }
        let (Some((media, content)), None) = (content.next(), content.next()) else {
            let message = "a request body needs exactly one media type";
            return Err(LowerError::new(at, message));
        };
        let at = format!("{at}/content/{}", escape(media));
        let format = self.form(format(media, &at)?, body, (media, content), &at)?;
        let Some(format) = format else {
            return Ok(None);
        };
        let is_value =
            media != "application/octet-stream" && !matches!(format, BodyFormat::Typed(_));
        let is_required = body.required || !optional;
        if !is_required && format != BodyFormat::Plain {
            let message = "an optional body is JSON; remove the operation from `optional_bodies`";
            return Err(LowerError::new(at, message));
        }
        let styles = match format {
            BodyFormat::Form => styles(content, &at)?,
            _ => Vec::new(),
        };
        let part_types = match format {
            BodyFormat::Multipart => self.part_types(content, &at)?,
            _ => Vec::new(),
        };
        if let Some(schema) = content.schema.as_ref().filter(|_| !is_value) {
            self.raw_body(schema, media, &at)?;
        }
        self.files(content, parameters);
        let kind = match &content.schema {
            _ if !is_value => BodyKind::Octets,
            None if format == BodyFormat::Multipart && content.extensions.contains_key(FILES) => {
                return Ok(None);
            }
            // Without a schema any value is valid.
            _ => BodyKind::Json(self.body_type(content, &at, of)?),
        };
        self.check_members(&kind, &format, &at)?;
        Ok(Some(Body {
            kind,
            media_type: media_type(content),
            styles,
            part_types,
            format,
            required: is_required,
            name: self.body_name(of.id, of.split),
        }))
    }

    /// The format of a body. A form that has no named members is sent as it is; none is sent if it may be left out.
    fn form(
        &mut self,
        format: BodyFormat,
        body: &RequestBody,
        (media, content): (&str, &'d MediaType),
        at: &str,
    ) -> Result<Option<BodyFormat>, LowerError> {
        let (BodyFormat::Form | BodyFormat::Multipart, Some(schema)) = (&format, &content.schema)
        else {
            return Ok(Some(format));
        };
        let merged = self
            .composer
            .compose(&Sub::new(schema, format!("{at}/schema")))?;
        if merged.has_shape() && !merged.is_object() && merged.one_of.is_none() {
            if format == BodyFormat::Multipart {
                let message = "callers write the parts, and set `content-type` with their boundary by `Request::header`";
                self.report(at, message);
            }
            return Ok(Some(BodyFormat::Typed(media.to_owned())));
        }
        if !merged.has_shape() && !body.required && !content.extensions.contains_key(FILES) {
            self.report(at, "a form without members is left out");
            return Ok(None);
        }
        Ok(Some(format))
    }

    /// Reports a schema that describes more than bytes or text of a body that is sent or returned as it is.
    pub(super) fn raw_body(
        &mut self,
        schema: &'d ReferenceOr<Schema>,
        media: &str,
        at: &str,
    ) -> Result<(), LowerError> {
        let at = format!("{at}/schema");
        let merged = self.composer.compose(&Sub::new(schema, at.clone()))?;
        for part in &merged.parts {
            self.dispose(part, Disposition::Merged);
        }
        let is_plain = merged.kind.is_none_or(|kind| kind == "string") && merged.members.is_empty();
        if !is_plain || !merged.enumeration.is_empty() || merged.one_of.is_some() {
            let message = format!(
                "a body of `{media}` is sent and returned unchanged, independent of its schema"
            );
            self.report(at, message);
        }
        Ok(())
    }

    /// The body that is described, or referred to.
    fn body_at(
        &self,
        body: &'d ReferenceOr<RequestBody>,
        at: String,
    ) -> Result<(&'d RequestBody, String), LowerError> {
        let reference = match body {
            ReferenceOr::Item(body) => return Ok((body, at)),
            ReferenceOr::Reference { reference } => reference,
        };
        let found = component::named(reference, "requestBodies").and_then(|name| {
            let body = self
                .document
                .components
                .as_ref()?
                .request_bodies
                .get(name)?;
            Some((body.as_item()?, component::pointer("requestBodies", name)))
        });
        found.ok_or_else(|| {
            LowerError::new(
                at,
                format!("`$ref: {reference}` does not refer to a request body"),
            )
        })
    }

    /// The boolean member of an operation's body that chooses between events and a whole response.
    pub(in crate::lower) fn stream_member(
        &self,
        operation: &'d Operation,
        pointer: &str,
        success: &Success,
    ) -> Result<Option<String>, LowerError> {
        let (Some(body), Some(_)) = (&operation.request_body, &success.stream) else {
            return Ok(None);
        };
        let (body, at) = self.body_at(body, format!("{pointer}/requestBody"))?;
        let Some(schema) = body.content.get(JSON).and_then(|body| body.schema.as_ref()) else {
            return Ok(None);
        };
        let name = self.config.api.stream_member.as_deref();
        let name = name.unwrap_or(STREAM_MEMBER);
        let at = format!("{at}/content/{}/schema", escape(JSON));
        let merged = self.composer.compose(&Sub::new(schema, at))?;
        let Some(member) = merged.members.get(name) else {
            return Ok(None);
        };
        let is_boolean = self.composer.compose(member)?.kind == Some("boolean");
        Ok(is_boolean.then(|| name.to_owned()))
    }

    fn body_type(
        &mut self,
        content: &'d MediaType,
        at: &str,
        of: Described<'_>,
    ) -> Result<TypeRef, LowerError> {
        let Some(schema) = &content.schema else {
            return Ok(TypeRef::Json);
        };
        let mut sub = Sub::new(schema, format!("{at}/schema"));
        if let Some(split) = of.split {
            sub = self.branch_of(&sub, split.body_branch)?;
        }
        let hint = NameHint::OfOperation {
            method: of.method.to_owned(),
            role: "request".to_owned(),
        };
        let used = self.schema(&sub, hint)?;
        Ok(match used.nullable() {
            true => TypeRef::Optional(Box::new(used.ty)),
            false => used.ty,
        })
    }

    /// The files of a body, which normalisation keeps apart from its fields.
    fn files(&self, content: &MediaType, parameters: &mut Parameters) {
        let files = content.extensions.get(FILES).and_then(Value::as_object);
        for (name, file) in files.into_iter().flatten() {
            let is = |key: &str| file.get(key).and_then(Value::as_bool).unwrap_or_default();
            let part = TypeRef::Scalar(Scalar::Part);
            let ty = match is("list") {
                true => TypeRef::List(Box::new(part)),
                false => part,
            };
            let derived = format!("{}.", self.spelling.phrase(name));
            let (wire, style, deprecated) = (name.clone(), ValueStyle::Part, is("deprecated"));
            let docs = Docs::derived(derived, Vec::new());
            match is("required") {
                true => parameters.arguments.push(Argument {
                    wire,
                    location: ArgumentLocation::Body,
                    ty,
                    style,
                    minimum: None,
                    docs,
                    deprecated,
                }),
                false => parameters.query.push(QueryParameter {
                    wire,
                    ty,
                    style,
                    header: false,
                    docs,
                    deprecated,
                    provided: false,
                }),
            }
        }
    }

    /// Fails if a form is not an object.
    fn check_members(
        &self,
        kind: &BodyKind,
        format: &BodyFormat,
        at: &str,
    ) -> Result<(), LowerError> {
        match (kind, format) {
            (BodyKind::Json(ty), BodyFormat::Form | BodyFormat::Multipart)
                if !self.has_members(ty) =>
            {
                Err(LowerError::new(format!("{at}/schema"), NO_MEMBERS))
            }
            _ => Ok(()),
        }
    }

    /// Whether a value is an object, or may be one.
    fn has_members(&self, ty: &TypeRef) -> bool {
        match ty {
            TypeRef::Optional(ty) => self.has_members(ty),
            TypeRef::Scalar(_) | TypeRef::List(_) => false,
            TypeRef::Named(id) | TypeRef::Boxed(id) => {
                !matches!(self.types[*id].shape, Shape::StringEnum(_))
            }
            TypeRef::Map(_) | TypeRef::Json => true,
        }
    }

    /// The media types of the parts of `multipart/form-data`, for which OpenAPI ignores styles.
    fn part_types(
        &mut self,
        content: &MediaType,
        at: &str,
    ) -> Result<Vec<(String, String)>, LowerError> {
        let mut types = Vec::new();
        for (name, encoding) in &content.encoding {
            let at = format!("{at}/encoding/{}", escape(name));
            let Some(media_type) = encoding.content_type.as_deref() else {
                continue;
            };
            if media_type.contains([',', '*']) {
                let message = format!(
                    "of the media types `{media_type}`, a file has the one that its caller sets, and a field the usual one"
                );
                self.report(at, message);
            } else if media_type
                .bytes()
                .all(|byte| byte.is_ascii_graphic() || byte == b' ')
            {
                types.push((name.clone(), media_type.to_owned()));
            } else {
                let message = format!("`{media_type:?}` is not a media type");
                return Err(LowerError::new(at, message));
            }
        }
        Ok(types)
    }

    /// The name of the body's type, if the configuration has one.
    fn body_name(&mut self, id: &str, split: Option<&SplitConfig>) -> Option<String> {
        let key = match split {
            Some(split) => format!("{id}.{}", split.method),
            None => id.to_owned(),
        };
        let name = self.config.bodies.get(&key).cloned()?;
        self.mark("bodies", &key);
        Some(name)
    }
}

/// How a body of this media type is written.
fn format(media: &str, at: &str) -> Result<BodyFormat, LowerError> {
    // The value is sent as a header.
    let is_sent = |byte: u8| byte.is_ascii_graphic() || byte == b' ';
    Ok(match media {
        JSON | "application/octet-stream" => BodyFormat::Plain,
        "application/x-www-form-urlencoded" => BodyFormat::Form,
        "multipart/form-data" => BodyFormat::Multipart,
        other if other.bytes().all(is_sent) => BodyFormat::Typed(other.to_owned()),
        other => {
            let message = format!("`{other:?}` is not a media type");
            return Err(LowerError::new(at, message));
        }
    })
}

/// How the members of a form are written. By default an object is sent as `name[member]=value` and a list as a pair for
/// each item.
fn styles(content: &MediaType, at: &str) -> Result<Vec<(String, ValueStyle)>, LowerError> {
    let mut styles = Vec::new();
    for (name, encoding) in &content.encoding {
        let style = style(encoding).map_err(|message| {
            let message = format!("{message}; describe it otherwise in an overlay");
            LowerError::new(format!("{at}/encoding/{}", escape(name)), message)
        })?;
        styles.extend(style.map(|style| (name.clone(), style)));
    }
    Ok(styles)
}

fn style(encoding: &Encoding) -> Result<Option<ValueStyle>, &'static str> {
    if encoding.allow_reserved {
        return Err("members of forms with `allowReserved` are not supported");
    }
    match encoding.content_type.as_deref().map(str::trim) {
        Some(media_type) if media_type.starts_with("text/plain") => {}
        Some(media_type) if media_type.starts_with(JSON) => return Ok(Some(ValueStyle::Json)),
        Some(_) => return Err("members of forms are sent as text or as JSON"),
        None => {}
    }
    Ok(match (&encoding.style, encoding.explode) {
        (None | Some(QueryStyle::Form), false) => Some(ValueStyle::Comma),
        (Some(QueryStyle::SpaceDelimited), false) => Some(ValueStyle::Space),
        (Some(QueryStyle::PipeDelimited), false) => Some(ValueStyle::Pipes),
        (Some(QueryStyle::DeepObject), _) => Some(ValueStyle::Deep),
        (_, true) => None,
    })
}
