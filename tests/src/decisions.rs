//! Decisions about lists in `spec/codegen.toml`, which a person made: no document has them.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::Context as _;

/// Lists in pages, and operations that look like some.
pub struct Lists(toml::Table);

impl Lists {
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
}
