//! Decisions in `spec/codegen.toml`, which a person made: no document has them.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use anyhow::Context as _;
use serde_json::Value;

/// Which schemas a method uses: operation, method, branches of the request body and of the response.
type Split = (String, String, Option<usize>, Option<usize>);

/// The methods that share an operation. A configuration that cannot be read has none, and tests that read it fail.
static SPLITS: LazyLock<Vec<Split>> = LazyLock::new(|| {
    let decisions = Decisions::load().ok();
    decisions.map_or(Vec::new(), |decisions| decisions.splits())
});

/// The configuration.
pub struct Decisions(toml::Table);

impl Decisions {
    /// Reads the configuration.
    ///
    /// # Errors
    ///
    /// Fails where it is missing or invalid.
    pub fn load() -> anyhow::Result<Self> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/codegen.toml");
        let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        Ok(Self(toml::from_str(&text)?))
    }

    /// Returns the operations with parameters or links of pages that return everything at once.
    pub fn exempt(&self) -> BTreeSet<String> {
        let exempt = self.0.get("not_pages").and_then(toml::Value::as_table);
        exempt
            .into_iter()
            .flatten()
            .map(|(id, _)| id.clone())
            .collect()
    }

    /// Returns the JSON pointer of the items of a list, where the configuration has it.
    pub fn items(&self, id: &str) -> Option<String> {
        let items = self.0.get("pages")?.get(id)?.get("items")?.as_str()?;
        Some(format!("/{}", items.replace('.', "/")))
    }

    /// Whether a report about a part of the document is accepted.
    pub fn is_accepted(&self, pointer: &str) -> bool {
        let accepted = self.0.get("accepted_reports");
        accepted.is_some_and(|accepted| accepted.get(pointer).is_some())
    }

    fn splits(&self) -> Vec<Split> {
        let splits = self.0.get("splits").and_then(toml::Value::as_table);
        let splits = splits.into_iter().flatten();
        let splits = splits.flat_map(|(id, methods)| {
            let methods = methods.as_array().into_iter().flatten();
            methods.map(move |method| {
                let name = method.get("method").and_then(toml::Value::as_str);
                let branch = |key: &str| usize::try_from(method.get(key)?.as_integer()?).ok();
                (
                    id.clone(),
                    name.unwrap_or_default().to_owned(),
                    branch("body_branch"),
                    branch("response_branch"),
                )
            })
        });
        splits.collect()
    }
}

/// Returns the schema that a method uses of one that several methods share.
///
/// The response of such an operation depends on its request body, so that one method could not name its result.
pub fn branch_of_request<'d>(id: &str, method: &str, schema: &'d Value) -> &'d Value {
    branch(
        schema,
        split(id, method).and_then(|(_, _, request, _)| *request),
    )
}

/// Returns the schema that a method uses of one that several methods share.
pub fn branch_of_response<'d>(id: &str, method: &str, schema: &'d Value) -> &'d Value {
    branch(
        schema,
        split(id, method).and_then(|(_, _, _, response)| *response),
    )
}

fn split(id: &str, method: &str) -> Option<&'static Split> {
    let mut splits = SPLITS.iter();
    splits.find(|(operation, name, ..)| operation == id && name == method)
}

fn branch(schema: &Value, index: Option<usize>) -> &Value {
    let branches = schema.get("oneOf").and_then(Value::as_array);
    let chosen = index.and_then(|index| branches?.get(index));
    chosen.unwrap_or(schema)
}
