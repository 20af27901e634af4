use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use serde_json::Value;

use super::operation::Operation;
use super::{overlay, yaml};

/// The methods that OpenAPI knows.
const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// Returns the folder of the workspace.
pub fn root() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package).to_owned()
}

/// The API's document with all overlays applied.
#[derive(Clone, Debug)]
pub struct Document {
    root: Value,
}

impl Document {
    /// Reads the document and the overlays of this repository.
    pub fn load() -> anyhow::Result<Self> {
        let mut root = Self::imported()?;
        for (name, text) in overlays()? {
            let overlay = yaml::read(&text).with_context(|| format!("reading {name}"))?;
            overlay::apply(&mut root, &overlay).with_context(|| format!("applying {name}"))?;
        }
        Ok(Self { root })
    }

    /// Takes a document as it is.
    pub fn new(root: Value) -> Self {
        Self { root }
    }

    /// Reads the document of this repository as it was imported, without overlays.
    pub fn imported() -> anyhow::Result<Value> {
        let path = root().join("spec/digitalocean.yaml");
        let text =
            fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
        yaml::read(&text).with_context(|| format!("reading {}", path.display()))
    }

    /// Returns the whole document.
    pub fn root(&self) -> &Value {
        &self.root
    }

    /// Returns the node at a pointer such as `#/components/schemas/droplet`.
    pub fn at(&self, pointer: &str) -> anyhow::Result<&Value> {
        pointer
            .strip_prefix('#')
            .and_then(|path| self.root.pointer(path))
            .with_context(|| format!("`{pointer}` does not exist"))
    }

    /// Follows references until there is something else.
    pub fn resolve<'d>(&'d self, mut node: &'d Value) -> anyhow::Result<&'d Value> {
        for _ in 0..100 {
            match node.get("$ref").and_then(Value::as_str) {
                None => return Ok(node),
                Some(reference) => node = self.at(reference)?,
            }
        }
        bail!("a reference refers to itself: {node}")
    }

    /// Returns all component schemas.
    pub fn component_schemas(&self) -> impl Iterator<Item = (&String, &Value)> {
        let schemas = self.root.pointer("/components/schemas");
        schemas.and_then(Value::as_object).into_iter().flatten()
    }

    /// Returns all operations in the order of their paths.
    pub fn operations(&self) -> anyhow::Result<Vec<Operation<'_>>> {
        let paths = self.root.get("paths").and_then(Value::as_object);
        let mut operations = Vec::new();
        for (path, item) in paths.context("the document has no paths")? {
            let item = self.resolve(item)?;
            for method in METHODS {
                if let Some(operation) = item.get(method) {
                    let read = Operation::read(self, path, method, item, operation);
                    operations.push(read.with_context(|| format!("{method} {path}"))?);
                }
            }
        }
        Ok(operations)
    }

    /// Returns the names of the component schemas that operations reach.
    pub fn reachable_schemas(&self) -> anyhow::Result<Vec<String>> {
        let mut found = Vec::new();
        let mut open = vec![
            self.root
                .get("paths")
                .context("the document has no paths")?,
        ];
        while let Some(node) = open.pop() {
            match node {
                Value::Array(items) => open.extend(items),
                Value::Object(members) => open.extend(members.values()),
                Value::String(reference) if reference.starts_with("#/components/") => {
                    if found.contains(reference) {
                        continue;
                    }
                    // A string may look like a reference and be an example of one.
                    if let Ok(target) = self.at(reference) {
                        found.push(reference.clone());
                        open.push(target);
                    }
                }
                _ => {}
            }
        }
        let mut names: Vec<String> = found
            .iter()
            .filter_map(|reference| reference.strip_prefix("#/components/schemas/"))
            .map(str::to_owned)
            .collect();
        names.sort();
        Ok(names)
    }
}

/// Returns the overlays of this repository in order: name and text.
pub fn overlays() -> anyhow::Result<Vec<(String, String)>> {
    let folder = root().join("spec/overlays");
    let mut overlays = Vec::new();
    for entry in fs::read_dir(&folder).with_context(|| format!("reading {}", folder.display()))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        overlays.push((name.into_owned(), fs::read_to_string(&path)?));
    }
    overlays.sort();
    Ok(overlays)
}

/// Returns the documentation of this repository in order: name and text.
pub fn docs() -> anyhow::Result<Vec<(String, String)>> {
    let folder = root().join("spec/docs");
    let mut docs = Vec::new();
    for entry in fs::read_dir(&folder).with_context(|| format!("reading {}", folder.display()))? {
        let path = entry?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "yaml")
        {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            docs.push((format!("spec/docs/{name}"), fs::read_to_string(&path)?));
        }
    }
    docs.sort();
    Ok(docs)
}

/// Lends names and texts of files.
pub fn borrowed(overlays: &[(String, String)]) -> Vec<(&str, &str)> {
    overlays
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect()
}
