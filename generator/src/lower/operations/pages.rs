//! Pages: the operations that return one, the location of the items, and the way to the next page.

use std::collections::BTreeSet;

use crate::config::PageConfig;
use crate::ir::{
    Disposition, Docs, Field, Home, Location, NameHint, Page, PageStyle, Presence, Record, Role,
    Shape, TypeDef, TypeRef, kind,
};
use crate::lower::error::{Decision, LowerError, RequestedPages};
use crate::lower::lowering::Lowering;
use crate::lower::operations::output::OperationInput;
use crate::lower::operations::page_parameters::{are_provided, selecting};
use crate::lower::schemas::compose::Merged;
use crate::lower::schemas::keywords::Sub;

/// Members of a response that pagination itself reads, whatever the style.
pub(super) const PAGING: [&str; 2] = ["links", "meta"];

impl<'d> Lowering<'d> {
    /// The page that the operation returns with `merged`, if it returns one.
    pub(in crate::lower) fn page(
        &mut self,
        merged: &Merged<'d>,
        of: OperationInput<'_, 'd>,
    ) -> Result<Option<Page>, LowerError> {
        let config = self.config;
        if config.not_pages.contains_key(of.id) {
            self.mark("not_pages", of.id);
            return Ok(None);
        }
        if config.single_pages.contains_key(of.id) {
            self.mark("single_pages", of.id);
            return Ok(None);
        }
        if let Some(page) = config.pages.get(of.id) {
            self.mark("pages", of.id);
            return self.page_at(merged, page, of).map(Some);
        }
        let numbered = of.parameters.has_query("page") && of.parameters.has_query("per_page");
        let linked = PAGING.iter().all(|name| merged.members.contains_key(name));
        if !numbered && !merged.members.contains_key("links") {
            return Ok(None);
        }
        let mut arrays = Vec::new();
        for (name, member) in &merged.members {
            if self.composer.compose(member)?.kind == Some("array") {
                arrays.push(*name);
            }
        }
        match arrays.as_slice() {
            [items] if numbered && linked => {
                let page = PageConfig {
                    items: (*items).to_owned(),
                    style: PageStyle::Pages,
                    map: false,
                    optional: false,
                };
                self.page_at(merged, &page, of).map(Some)
            }
            [] if !numbered => Ok(None),
            _ if !numbered && of.split.is_some() => Ok(None),
            _ => {
                let members = merged.members.keys().copied();
                self.undecided(irregular(of, &arrays, &members.collect::<Vec<_>>()));
                Ok(None)
            }
        }
    }

    fn page_at(
        &mut self,
        merged: &Merged<'d>,
        page: &PageConfig,
        of: OperationInput<'_, 'd>,
    ) -> Result<Page, LowerError> {
        let path: Vec<String> = page.items.split('.').map(str::to_owned).collect();
        let mut at = merged.clone();
        let mut found = None;
        for name in &path {
            let member = at.members.get(name.as_str()).cloned().ok_or_else(|| {
                let message = format!(
                    "[pages] in spec/codegen.toml: the response has no member `{}`",
                    page.items
                );
                LowerError::new(of.pointer, message)
            })?;
            at = self.composer.compose(&member)?;
            found = Some(member);
        }
        let name = path.last().cloned().unwrap_or_default();
        let hint = NameHint::OfOperation {
            method: of.method.to_owned(),
            role: name,
        };
        let Some(member) = found else {
            let message = "[pages] in spec/codegen.toml: `items` is empty";
            return Err(LowerError::new(of.pointer, message));
        };
        let used = self.schema(&member, hint)?;
        let item = match (used.ty, page.map) {
            (TypeRef::List(item), false) | (TypeRef::Map(item), true) => *item,
            (other, _) => {
                let message = format!(
                    "[pages] in spec/codegen.toml: `{}` must be a {}; its type is `{}`",
                    page.items,
                    if page.map { "map" } else { "list" },
                    kind::of_value(&self.types, &other)
                );
                return Err(LowerError::new(of.pointer, message));
            }
        };
        let style = page.style;
        for member in PAGING.iter().filter_map(|name| merged.members.get(name)) {
            let paging = self.composer.compose(member)?;
            self.dispose_paging(&paging);
        }
        let extra = self.extra(merged, &path, style, of)?;
        Ok(Page {
            at: Location {
                path,
                others: self.other_paths(of.id),
                optional: page.optional || used.merged.annotations.nullable,
            },
            item,
            map: page.map,
            extra,
            style,
            largest: style
                .size_parameter()
                .and_then(|name| of.parameters.largest(name)),
        })
    }

    /// Notes the components of `links` and `meta`, which the runtime reads.
    fn dispose_paging(&mut self, paging: &Merged<'d>) {
        self.dispose_envelope(paging, &Disposition::Paging);
        let mut open = inside(paging);
        // A schema may contain itself.
        let mut seen = BTreeSet::new();
        while let Some(sub) = open.pop() {
            if seen.insert(sub.pointer().to_owned())
                && let Ok(inner) = self.composer.compose(&sub)
            {
                self.dispose_envelope(&inner, &Disposition::Paging);
                open.extend(inside(&inner));
            }
        }
    }

    /// A record of the members next to the items that pagination itself does not read.
    fn extra(
        &mut self,
        merged: &Merged<'d>,
        path: &[String],
        style: PageStyle,
        of: OperationInput<'_, 'd>,
    ) -> Result<Option<TypeRef>, LowerError> {
        let read: &[&str] = match style {
            PageStyle::Cursor => &["object", "first_id", "last_id", "has_more"],
            PageStyle::TotalPages => &["current_page", "total_pages", "total_items"],
            PageStyle::Total => &["total"],
            _ => &[],
        };
        let items = if path.len() == 1 {
            path.first().map(String::as_str)
        } else {
            None
        };
        let beside = |name: &&&str| {
            !PAGING.contains(*name) && !read.contains(*name) && items != Some(**name)
        };
        let names: Vec<_> = merged.members.keys().filter(beside).copied().collect();
        if names.is_empty() {
            return Ok(None);
        }
        let fields = self.extra_fields(merged, names, of)?;
        let id = self.begin(
            TypeDef {
                pointer: format!("{}/responses", of.pointer),
                shared_with: Vec::new(),
                name: NameHint::OfOperation {
                    method: of.method.to_owned(),
                    role: "extra".to_owned(),
                },
                home: Home::Shared,
                used_by: Vec::new(),
                docs: Docs::derived(
                    format!("The rest of a page of `{}`.", of.method),
                    Vec::new(),
                ),
                deprecated: false,
                role: Role::Response,
                shape: Shape::Record(Record {
                    has_default: true,
                    conversions: Vec::new(),
                    fields,
                    buildable: false,
                }),
            },
            None,
        );
        Ok(Some(TypeRef::Named(id)))
    }

    fn extra_fields(
        &mut self,
        merged: &Merged<'d>,
        names: Vec<&'d str>,
        of: OperationInput<'_, 'd>,
    ) -> Result<Vec<Field>, LowerError> {
        let mut fields = Vec::new();
        for name in names {
            let Some(member) = merged.members.get(name) else {
                continue;
            };
            let hint = NameHint::OfOperation {
                method: of.method.to_owned(),
                role: name.to_owned(),
            };
            let used = self.schema(member, hint)?;
            fields.push(Field {
                wire: name.to_owned(),
                pointer: member.pointer().to_owned(),
                ty: self.guard_secret(
                    name,
                    member,
                    merged.component,
                    used.merged.format.as_deref(),
                    used.ty.clone(),
                ),
                presence: if merged.requires(name) {
                    Presence::Required
                } else {
                    Presence::Optional
                },
                build: crate::ir::Build::ReadOnly,
                docs: crate::lower::documentation::docs::of_member(
                    &self.spelling,
                    name,
                    &used.merged,
                    &used.ty,
                ),
                deprecated: used.merged.annotations.deprecated,
                may_be_empty: false,
            });
        }
        Ok(fields)
    }
}

/// Advice for a response that looks like a list, is not one, and needs no configuration.
fn irregular(of: OperationInput<'_, '_>, arrays: &[&str], members: &[&str]) -> LowerError {
    let items = arrays.first();
    let message = format!(
        "this looks like a list, but not like a regular one; add to spec/codegen.toml either under [pages]: {id} = \
         {{ items = \"{items}\", style = \"…\" }} (styles: {styles}) or under [not_pages]: {id} = \"reason\"",
        id = of.id,
        items = items.unwrap_or(&"…"),
        styles = PageStyle::ALL.map(PageStyle::name).join(", "),
    );
    LowerError::new(of.pointer, message).deciding(Decision::List {
        operation: of.id.into(),
        items: items.map(|items| Box::from(*items)),
        style: likely_style(of, members),
        pages: match (arrays, selecting(&of.parameters.query)) {
            ([items], _) if !items.contains('.') && are_provided(&of.parameters.query) => {
                RequestedPages::Numbered
            }
            (_, Some(parameter)) => RequestedPages::By(parameter.into()),
            (_, None) => RequestedPages::Unknown,
        },
    })
}

/// The style that the parameters and the members of the response suggest.
fn likely_style(of: OperationInput<'_, '_>, members: &[&str]) -> PageStyle {
    let has = |name: &str| members.contains(&name);
    let takes = |name: &str| of.parameters.has_query(name);
    match () {
        () if takes("page_token") => PageStyle::Tokens,
        () if has("has_more") && takes("after") => PageStyle::Cursor,
        () if has("total_pages") => PageStyle::TotalPages,
        () if takes("page") && takes("limit") => PageStyle::PageLimit,
        () if takes("page") && has("links") => PageStyle::Pages,
        () if takes("page") && has("total") => PageStyle::Total,
        () if takes("page") => PageStyle::ShortPages,
        () => PageStyle::Links,
    }
}

/// The members and branches of a value.
fn inside<'d>(merged: &Merged<'d>) -> Vec<Sub<'d>> {
    let branches = merged.one_of.iter();
    let branches = branches.flat_map(|one_of| &one_of.branches);
    merged.members.values().chain(branches).cloned().collect()
}
