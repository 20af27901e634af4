use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::document::Document;
use super::operation::{Operation, ParameterLocation};

/// The documented properties of a paginated operation.
#[derive(Clone, Debug)]
pub struct Listing {
    /// The parameters by which a page is asked for: `page`, `page_token` or `after`.
    pub page_parameters: BTreeSet<String>,
    /// The parameter that holds the number of items on a page.
    pub size: Option<Size>,
    /// The members that describe the next page, as JSON pointers.
    pub page_members: BTreeSet<&'static str>,
    /// Arrays or maps that may be the items, as JSON pointers: at the top of the response, or one level below
    /// where there are none.
    pub lists: Vec<String>,
}

/// The parameter that holds the number of items on a page.
#[derive(Clone, Debug)]
pub struct Size {
    /// Its name.
    pub name: String,
    /// How many items a page has where it is not given.
    pub default: usize,
    /// The documented maximum number of items per page.
    pub largest: Option<usize>,
}

/// The parameters by which a page is asked for.
const PAGE_PARAMETERS: [&str; 3] = ["page", "page_token", "after"];

/// The parameters that hold the number of items on a page.
const SIZES: [&str; 2] = ["per_page", "limit"];

/// The members that describe the next page.
const PAGE_MEMBERS: [&str; 8] = [
    "/links/pages",
    "/meta/total",
    "/total",
    "/total_items",
    "/has_more",
    "/last_id",
    "/current_page",
    "/total_pages",
];

/// Members that are no items, whatever they hold.
const NOT_ITEMS: [&str; 2] = ["links", "meta"];

impl Document {
    /// Returns the documented pagination of an operation, or `None` without any.
    pub fn listing(&self, operation: &Operation<'_>) -> anyhow::Result<Option<Listing>> {
        let query = || operation.parameters_in(ParameterLocation::Query);
        let page_parameters = query().map(|parameter| parameter.name.clone());
        let page_parameters: BTreeSet<_> = page_parameters
            .filter(|name| PAGE_PARAMETERS.contains(&&**name))
            .collect();
        let size = query().find(|parameter| SIZES.contains(&&*parameter.name));
        let size = match size {
            Some(parameter) => Some(self.size(&parameter.name, parameter.schema)?),
            None => None,
        };
        let mut responses = operation.responses.iter();
        let response = responses.find(|response| response.is_success() && response.is_json());
        let Some((_, schema)) = response.and_then(|response| response.content.as_ref()) else {
            return Ok(None);
        };
        let mut page_members = BTreeSet::new();
        for pointer in PAGE_MEMBERS {
            if self.declares(schema, pointer)? {
                page_members.insert(pointer);
            }
        }
        // A total alone may count anything.
        let next_page_pointers = ["/links/pages", "/has_more", "/total_pages"];
        let is_paginated = next_page_pointers
            .iter()
            .any(|pointer| page_members.contains(pointer));
        if page_parameters.is_empty() && !is_paginated {
            return Ok(None);
        }
        Ok(Some(Listing {
            page_parameters,
            size,
            page_members,
            lists: self.lists(schema)?,
        }))
    }

    fn size(&self, name: &str, schema: &Value) -> anyhow::Result<Size> {
        let schema = self.resolve(schema)?;
        let number = |keyword| schema.get(keyword).and_then(Value::as_u64);
        let number = |keyword| number(keyword).and_then(|number| usize::try_from(number).ok());
        Ok(Size {
            name: name.to_owned(),
            default: number("default").unwrap_or(20),
            largest: number("maximum"),
        })
    }

    /// Returns whether a schema declares the member at a JSON pointer.
    fn declares(&self, schema: &Value, pointer: &str) -> anyhow::Result<bool> {
        let mut schemas = vec![schema];
        for name in pointer.split('/').skip(1) {
            let Some(found) = self.members(&schemas)?.remove(name) else {
                return Ok(false);
            };
            schemas = found;
        }
        Ok(true)
    }

    /// Returns the lists in a response.
    fn lists(&self, schema: &Value) -> anyhow::Result<Vec<String>> {
        let (mut found, mut below) = (Vec::new(), Vec::new());
        for (name, schemas) in self.members(&[schema])? {
            if NOT_ITEMS.contains(&name) {
                continue;
            }
            if self.is_list(&schemas)? {
                found.push(format!("/{name}"));
            }
            for (member, schemas) in self.members(&schemas)? {
                if self.is_list(&schemas)? {
                    below.push(format!("/{name}/{member}"));
                }
            }
        }
        Ok(if found.is_empty() { below } else { found })
    }

    fn is_list(&self, schemas: &[&Value]) -> anyhow::Result<bool> {
        let mut parts = Vec::new();
        for schema in schemas {
            self.collect_parts(schema, &mut parts, 0)?;
        }
        let is_map = |part: &&Value| {
            part.get("additionalProperties")
                .is_some_and(Value::is_object)
        };
        Ok(parts
            .iter()
            .any(|part| part.get("items").is_some() || is_map(part)))
    }

    /// Returns the members that schemas declare together.
    fn members<'d>(
        &'d self,
        schemas: &[&'d Value],
    ) -> anyhow::Result<BTreeMap<&'d str, Vec<&'d Value>>> {
        let (mut parts, mut members) = (Vec::new(), BTreeMap::<_, Vec<_>>::new());
        for schema in schemas {
            self.collect_parts(schema, &mut parts, 0)?;
        }
        for part in parts {
            let properties = part.get("properties").and_then(Value::as_object);
            for (name, schema) in properties.into_iter().flatten() {
                members.entry(name.as_str()).or_default().push(schema);
            }
        }
        Ok(members)
    }
}
