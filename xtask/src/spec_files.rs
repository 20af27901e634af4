//! The input files of the generator: of the working tree, of a commit, or with another document.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use generator::{Draft, Input, draft};
use generator::{docs, import};

use crate::command_error::CommandError;
use crate::repository;
use crate::spec_source::{Origin, SpecSource};

/// The document, the overlays, the configuration and the documentation.
pub(crate) struct SpecFiles {
    /// The name of the version in reports.
    pub(crate) name: String,
    /// The document in canonical form.
    pub(crate) document: Vec<u8>,
    /// Overlays by path, in order.
    pub(crate) overlays: Vec<(String, String)>,
    /// The text of `codegen.toml`.
    pub(crate) config: String,
    /// The text of `samples.jsonl`, empty where there is none.
    pub(crate) samples: String,
    /// The files of `docs` by path, in order; none for a draft, which is compared without texts.
    pub(crate) docs: Vec<(String, String)>,
}

/// The configuration.
const CONFIG: &str = "spec/codegen.toml";

/// The samples.
const SAMPLES: &str = "spec/samples.jsonl";

/// Files of `docs` that are not for the generator.
const OTHER_DOCS: [&str; 2] = ["README.md", "undocumented.toml"];

impl SpecFiles {
    /// Reads the folder `spec` with the given document in it or elsewhere.
    pub(crate) fn read(spec: &Path, document: &Path) -> Result<Self, CommandError> {
        let text = |path: &Path| fs::read_to_string(path).map_err(CommandError::io(path));
        Ok(Self {
            name: document.display().to_string(),
            document: fs::read(document).map_err(CommandError::io(document))?,
            overlays: yaml_files(spec, "overlays", &[])?,
            config: text(&spec.join("codegen.toml"))?,
            samples: fs::read_to_string(spec.join("samples.jsonl")).unwrap_or_default(),
            docs: yaml_files(spec, "docs", &OTHER_DOCS)?,
        })
    }

    /// Reads the folder `spec` as a commit has it.
    pub(crate) fn of_revision(root: &Path, revision: &str) -> Result<Self, CommandError> {
        let commit = format!("{revision}^{{commit}}");
        if git(root, &["rev-parse", "--verify", "--quiet", &commit]).is_err() {
            return Err(CommandError::usage(format!(
                "`{revision}` is neither a path nor a git revision"
            )));
        }
        let show = |path: &str| git(root, &["show", &format!("{revision}:./{path}")]);
        let listing = git(
            root,
            &["ls-tree", "--name-only", revision, "spec/overlays/"],
        )?;
        let listing = text_of(listing)?;
        let mut overlays = Vec::new();
        for path in listing.lines().filter(|path| path.ends_with(".yaml")) {
            overlays.push((path.to_owned(), text_of(show(path)?)?));
        }
        Ok(Self {
            name: revision.to_owned(),
            document: show("spec/digitalocean.yaml")?,
            overlays,
            config: text_of(show("spec/codegen.toml")?)?,
            samples: String::new(),
            docs: Vec::new(),
        })
    }

    /// Returns these files as they were before a person pasted lines for the next version: those of the last commit, if that
    /// has the same document.
    pub(crate) fn before_decisions(&self, root: &Path) -> Self {
        let committed = Self::of_revision(root, "HEAD").ok();
        let committed = committed.filter(|committed| committed.document == self.document);
        let (overlays, config) = match &committed {
            Some(committed) => (committed.overlays.clone(), committed.config.clone()),
            None => (self.overlays.clone(), self.config.clone()),
        };
        let docs = committed.and_then(|_| committed_docs(root).ok());
        Self {
            name: self.name.clone(),
            document: self.document.clone(),
            overlays,
            config,
            samples: self.samples.clone(),
            docs: docs.unwrap_or_else(|| self.docs.clone()),
        }
    }

    /// Returns these files with another document: an upstream tree, a bundle, or an imported document.
    pub(crate) fn with_document(&self, path: &Path) -> Result<Self, CommandError> {
        let source = SpecSource::read(path)?;
        let bundled = import::bundle(&source.files, &source.entry).map_err(CommandError::failed)?;
        Ok(Self {
            name: Origin::next_to(path)
                .name()
                .unwrap_or(path.display().to_string()),
            document: import::without_prose(&bundled).to_yaml().into_bytes(),
            overlays: self.overlays.clone(),
            config: self.config.clone(),
            samples: self.samples.clone(),
            docs: Vec::new(),
        })
    }

    /// Returns the texts that hold decisions, by path from the root of the repository.
    pub(crate) fn texts(&self) -> BTreeMap<String, String> {
        let config = (CONFIG.to_owned(), self.config.clone());
        let samples = (SAMPLES.to_owned(), self.samples.clone());
        let own = [config, samples].into_iter();
        // A file that does not exist stays so, unless something is added.
        let own = own.filter(|(_, text)| !text.is_empty());
        let others = self.overlays.iter().chain(&self.docs).cloned();
        own.chain(others).collect()
    }

    /// Replaces those texts. Another file is a new one of `docs`.
    pub(crate) fn set_texts(&mut self, mut texts: BTreeMap<String, String>) {
        self.config = texts.remove(CONFIG).unwrap_or_default();
        self.samples = texts.remove(SAMPLES).unwrap_or_default();
        for (path, text) in self.overlays.iter_mut().chain(&mut self.docs) {
            *text = texts.remove(path).unwrap_or_default();
        }
        self.docs.extend(texts);
    }

    /// Hands the files to the generator.
    pub(crate) fn with_input<T>(&self, use_input: impl FnOnce(Input<'_>) -> T) -> T {
        use_input(Input {
            name: &self.name,
            document: &self.document,
            files: None,
            overlays: &borrowed(&self.overlays),
            config: &self.config,
            docs: &borrowed(&self.docs),
        })
    }

    /// Reads the documentation.
    pub(crate) fn docs(&self) -> Result<docs::Documentation, CommandError> {
        docs::Documentation::parse(&borrowed(&self.docs)).map_err(CommandError::failed)
    }

    /// Returns the client that the files describe, with guesses where decisions are missing.
    pub(crate) fn draft(&self) -> Result<Draft, CommandError> {
        let draft = self.with_input(draft);
        draft.map_err(|error| CommandError::failed(format!("{}: {error}", self.name)))
    }
}

/// Returns the YAML files in a folder of `spec`, by path from its parent. Another file is an error, because it would be
/// ignored silently, unless it is one of `others`.
fn yaml_files(
    spec: &Path,
    folder: &str,
    others: &[&str],
) -> Result<Vec<(String, String)>, CommandError> {
    let root = spec.parent().unwrap_or(spec);
    let mut files = Vec::new();
    for path in repository::files_below(&spec.join(folder))? {
        let name = path.strip_prefix(root).unwrap_or(&path);
        let name = name.display().to_string();
        let is_other = |other: &&str| path.file_name().is_some_and(|name| name == *other);
        if others.iter().any(is_other) {
            continue;
        }
        if path.extension().is_none_or(|extension| extension != "yaml") {
            return Err(CommandError::failed(format!(
                "{name}: only `*.yaml` files are read here; rename or remove it"
            )));
        }
        files.push((
            name,
            fs::read_to_string(&path).map_err(CommandError::io(&path))?,
        ));
    }
    Ok(files)
}

/// Returns the files of `docs` as the last commit has them.
fn committed_docs(root: &Path) -> Result<Vec<(String, String)>, CommandError> {
    let listing = git(root, &["ls-tree", "--name-only", "HEAD", "spec/docs/"])?;
    let listing = text_of(listing)?;
    let paths = listing.lines().filter(|path| path.ends_with(".yaml"));
    let files = paths.map(|path| {
        let text = git(root, &["show", &format!("HEAD:./{path}")])?;
        Ok((path.to_owned(), text_of(text)?))
    });
    files.collect()
}

fn borrowed(files: &[(String, String)]) -> Vec<(&str, &str)> {
    let files = files.iter();
    files
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect()
}

fn git(root: &Path, arguments: &[&str]) -> Result<Vec<u8>, CommandError> {
    let output = Command::new("git")
        .arg("-C")
        .arg(root)
        .args(arguments)
        .output()
        .map_err(CommandError::io(Path::new("git")))?;
    if output.status.success() {
        Ok(output.stdout)
    } else {
        let error = String::from_utf8_lossy(&output.stderr);
        Err(CommandError::failed(format!(
            "git {}: {}",
            arguments.join(" "),
            error.trim()
        )))
    }
}

fn text_of(bytes: Vec<u8>) -> Result<String, CommandError> {
    String::from_utf8(bytes).map_err(CommandError::failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCUMENT: &str = "openapi: 3.0.3\n";

    fn write(root: &Path, path: &str, text: &str) {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(root: &Path) -> SpecFiles {
        let spec = root.join("spec");
        SpecFiles::read(&spec, &spec.join("digitalocean.yaml")).unwrap()
    }

    #[test]
    fn pasted_lines_are_not_part_of_the_version_before() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/tmp/before-decisions");
        let _ = fs::remove_dir_all(&root);
        write(&root, "spec/digitalocean.yaml", DOCUMENT);
        write(&root, "spec/codegen.toml", "committed = 1\n");
        write(&root, "spec/overlays/20-names.yaml", "committed: 1\n");
        write(&root, "spec/docs/a.yaml", "group: A\n");
        let author = ["-c", "user.name=a", "-c", "user.email=a@example.com"];
        let commit = ["commit", "--quiet", "--message=a"];
        git(&root, &["init", "--quiet"]).unwrap();
        git(&root, &["add", "."]).unwrap();
        git(&root, &[&author[..], &commit[..]].concat()).unwrap();

        write(&root, "spec/codegen.toml", "pasted = 1\n");
        write(&root, "spec/overlays/20-names.yaml", "pasted: 1\n");
        write(&root, "spec/docs/a.yaml", "group: Pasted\n");
        let before = read(&root).before_decisions(&root);
        assert_eq!(before.config, "committed = 1\n");
        assert_eq!(before.overlays[0].1, "committed: 1\n");
        assert_eq!(before.docs[0].1, "group: A\n");

        write(&root, "spec/digitalocean.yaml", "openapi: 3.0.4\n");
        let before = read(&root).before_decisions(&root);
        assert_eq!(
            before.config, "pasted = 1\n",
            "the last commit has another document"
        );
    }
}
