//! `cargo xtask spec`: takes new versions of the upstream document, and compares them.

mod changelog;
mod diff;
mod flag_value;
mod prune;
mod quarter_questions;
mod sample_questions;
mod samples;
mod semver;
mod standalone;
mod update;
mod update_flags;
mod version;

use std::io::Write;
use std::path::{Path, PathBuf};

use generator::import::{self, Document};
use lexopt::Arg;

use self::flag_value::flag_value;
use crate::changes;
use crate::command_error::CommandError;
use crate::repository;
use crate::spec_source::{Origin, SpecSource};

/// Runs a command about the document.
pub(crate) fn run(mut arguments: lexopt::Parser) -> Result<(), CommandError> {
    match arguments.next()? {
        Some(Arg::Value(command)) if command == "import" => import(ImportFlags::parse(arguments)?),
        Some(Arg::Value(command)) if command == "bundle" => bundle(&BundleFlags::parse(arguments)?),
        Some(Arg::Value(command)) if command == "diff" => diff::run(arguments),
        Some(Arg::Value(command)) if command == "semver" => semver::run(arguments),
        Some(Arg::Value(command)) if command == "update" => update::run(arguments),
        Some(other) => Err(other.unexpected().into()),
        None => Err(CommandError::usage(
            "`spec` needs `update`, `diff`, `semver`, `import` or `bundle`",
        )),
    }
}

struct ImportFlags {
    path: PathBuf,
    origin: Origin,
}

impl ImportFlags {
    fn parse(mut arguments: lexopt::Parser) -> Result<Self, CommandError> {
        let (mut path, mut origin) = (None, Origin::default());
        while let Some(argument) = arguments.next()? {
            match argument {
                Arg::Long("commit") => origin.commit = Some(flag_value(arguments.value()?)?),
                Arg::Long("date") => origin.date = Some(flag_value(arguments.value()?)?),
                Arg::Value(value) if path.is_none() => path = Some(PathBuf::from(value)),
                other => return Err(other.unexpected().into()),
            }
        }
        origin.check()?;
        let path = path
            .ok_or_else(|| CommandError::usage("`spec import` needs the path of the document"))?;
        Ok(Self { path, origin })
    }
}

struct BundleFlags {
    path: PathBuf,
    out: PathBuf,
}

impl BundleFlags {
    fn parse(mut arguments: lexopt::Parser) -> Result<Self, CommandError> {
        let (mut path, mut out) = (None, None);
        while let Some(argument) = arguments.next()? {
            match argument {
                Arg::Long("out") => out = Some(PathBuf::from(arguments.value()?)),
                Arg::Value(value) if path.is_none() => path = Some(PathBuf::from(value)),
                other => return Err(other.unexpected().into()),
            }
        }
        let path = path
            .ok_or_else(|| CommandError::usage("`spec bundle` needs the path of the document"))?;
        let out = out.ok_or_else(|| CommandError::usage("`spec bundle` needs `--out FILE`"))?;
        Ok(Self { path, out })
    }
}

fn import(flags: ImportFlags) -> Result<(), CommandError> {
    let spec = repository::root()?.join("spec");
    let source = SpecSource::read(&flags.path)?;
    let document = import::without_prose(&bundled(&source)?);
    let origin = flags.origin.or(Origin::next_to(&flags.path));
    let (document_path, source_path) = (spec.join("digitalocean.yaml"), spec.join("SOURCE.toml"));
    let files = [
        (document_path.as_path(), document.to_yaml().into_bytes()),
        (source_path.as_path(), source.manifest(&origin).into_bytes()),
    ];
    write(&[(files[0].0, &files[0].1), (files[1].0, &files[1].1)])
}

fn bundle(flags: &BundleFlags) -> Result<(), CommandError> {
    let document = bundled(&SpecSource::read(&flags.path)?)?;
    write(&[(&flags.out, document.to_yaml().as_bytes())])
}

fn bundled(source: &SpecSource) -> Result<Document, CommandError> {
    import::bundle(&source.files, &source.entry).map_err(CommandError::failed)
}

fn write(files: &[(&Path, &[u8])]) -> Result<(), CommandError> {
    let changed = changes::write_all(files)?;
    let mut out = std::io::stdout().lock();
    for (path, content) in files {
        let state = if changed.contains(path) {
            "written"
        } else {
            "unchanged"
        };
        let line = writeln!(out, "{}: {state}, {} bytes", path.display(), content.len());
        line.map_err(CommandError::io(path))?;
    }
    Ok(())
}
