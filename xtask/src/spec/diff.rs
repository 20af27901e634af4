//! `cargo xtask spec diff`: what another version of the document changes for users of the client.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use generator::review::{self, Level, Review, Version};
use lexopt::Arg;

use super::flag_value::flag_value;
use crate::command_error::CommandError;
use crate::repository;
use crate::spec_files::SpecFiles;

/// Runs `spec diff`.
pub(crate) fn run(arguments: lexopt::Parser) -> Result<(), CommandError> {
    let flags = Flags::parse(arguments)?;
    let root = repository::root()?;
    let spec = root.join("spec");
    let current = SpecFiles::read(&spec, &spec.join("digitalocean.yaml"))?;
    let old = version(&root, &current, flags.old.as_deref().unwrap_or("HEAD"))?;
    let new = match &flags.new {
        Some(new) => version(&root, &current, new)?,
        None => Version::new("working tree", current.draft()?),
    };
    let review = review::review(&old, &new);
    flags.write(&review)?;
    match review.count(Level::Breaking) {
        0 => Ok(()),
        count => Err(CommandError::Breaking(count)),
    }
}

fn version(root: &Path, current: &SpecFiles, name: &str) -> Result<Version, CommandError> {
    let files = files(root, current, name)?;
    Ok(Version::new(files.name.clone(), files.draft()?))
}

/// Reads a version: an upstream tree, a bundle or an imported document with the overlays and the configuration of the
/// working tree, or a commit with its own.
pub(super) fn files(
    root: &Path,
    current: &SpecFiles,
    name: &str,
) -> Result<SpecFiles, CommandError> {
    let path = Path::new(name);
    if path.exists() {
        current.with_document(path)
    } else {
        SpecFiles::of_revision(root, name)
    }
}

#[derive(Default)]
struct Flags {
    old: Option<String>,
    new: Option<String>,
    markdown: Option<PathBuf>,
    json: Option<PathBuf>,
    html: Option<PathBuf>,
}

impl Flags {
    fn parse(mut arguments: lexopt::Parser) -> Result<Self, CommandError> {
        let mut flags = Self::default();
        while let Some(argument) = arguments.next()? {
            match argument {
                Arg::Long("markdown") => flags.markdown = Some(arguments.value()?.into()),
                Arg::Long("json") => flags.json = Some(arguments.value()?.into()),
                Arg::Long("html") => flags.html = Some(arguments.value()?.into()),
                Arg::Value(value) if flags.old.is_none() => flags.old = Some(flag_value(value)?),
                Arg::Value(value) if flags.new.is_none() => flags.new = Some(flag_value(value)?),
                other => return Err(other.unexpected().into()),
            }
        }
        Ok(flags)
    }

    /// Writes the review to the files, or as Markdown to standard output if none is given.
    fn write(&self, review: &Review) -> Result<(), CommandError> {
        let json = review.to_json().map_err(CommandError::failed)?;
        let formats = [
            (&self.markdown, review::markdown(review)),
            (&self.json, json),
            (&self.html, review::html(review)),
        ];
        if formats.iter().all(|(path, _)| path.is_none()) {
            let mut out = std::io::stdout().lock();
            let text = review::markdown(review);
            return out.write_all(text.as_bytes()).map_err(CommandError::failed);
        }
        for (path, text) in formats {
            if let Some(path) = path {
                fs::write(path, text).map_err(CommandError::io(path))?;
            }
        }
        Ok(())
    }
}
