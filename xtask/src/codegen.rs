//! `cargo xtask codegen`: writes the generated part of the client, or says how it differs.

use std::path::{Path, PathBuf};

use generator::ir::Report;
use generator::tree::FileTree;
use generator::{Generated, generate_with_registry};
use lexopt::{Arg, ValueExt as _};

use crate::client_crate::{self, CrateOptions};
use crate::command_error::CommandError;
use crate::generated_files;
use crate::progress::Progress;
use crate::repository;
use crate::spec_files::SpecFiles;

/// Runs `codegen`.
pub(crate) fn run(arguments: lexopt::Parser) -> Result<(), CommandError> {
    let flags = Flags::parse(arguments)?;
    let root = repository::root()?;
    if let Some(out) = &flags.out {
        return client_crate::write(&root, &flags.client(out)?);
    }
    if flags.config.is_some() || flags.init || flags.skip_unsupported {
        return Err(CommandError::usage(
            "--config, --init and --skip-unsupported need --out DIR",
        ));
    }
    let document = flags
        .spec
        .unwrap_or_else(|| root.join("spec/digitalocean.yaml"));
    let client = root.join("generated-client");
    let mut progress = Progress::of("codegen");
    progress.stage("read files");
    let files = SpecFiles::read(&root.join("spec"), &document)?;
    let (tree, names) = generated(&files, &client, &flags.accepted, &mut progress)?;
    progress.stage("compare with the files on disk");
    let differences = tree.compare(&generated_files::on_disk(&client)?);
    if flags.check {
        progress.finish("in all");
        return generated_files::report(&differences);
    }
    progress.stage("write files");
    generated_files::write(&tree, &differences, &client)?;
    progress.finish("in all");
    for Report { pointer, message } in names {
        eprintln!("codegen: {pointer}: {message}");
    }
    eprintln!(
        "codegen: {} files, {} lines; {} changed",
        tree.len(),
        tree.lines(),
        differences.len()
    );
    Ok(())
}

struct Flags {
    check: bool,
    spec: Option<PathBuf>,
    /// Types whose arguments of `new` may change.
    accepted: Vec<String>,
    config: Option<PathBuf>,
    overlays: Vec<PathBuf>,
    out: Option<PathBuf>,
    init: bool,
    skip_unsupported: bool,
}

impl Flags {
    fn parse(mut arguments: lexopt::Parser) -> Result<Self, CommandError> {
        let mut flags = Self {
            check: false,
            spec: None,
            accepted: Vec::new(),
            config: None,
            overlays: Vec::new(),
            out: None,
            init: false,
            skip_unsupported: false,
        };
        while let Some(argument) = arguments.next()? {
            match argument {
                Arg::Long("check") => flags.check = true,
                Arg::Long("spec") => flags.spec = Some(PathBuf::from(arguments.value()?)),
                Arg::Long("accept-order") => flags.accepted.push(arguments.value()?.string()?),
                Arg::Long("config") => flags.config = Some(PathBuf::from(arguments.value()?)),
                Arg::Long("overlay") => flags.overlays.push(PathBuf::from(arguments.value()?)),
                Arg::Long("out") => flags.out = Some(PathBuf::from(arguments.value()?)),
                Arg::Long("init") => flags.init = true,
                Arg::Long("skip-unsupported") => flags.skip_unsupported = true,
                other => return Err(other.unexpected().into()),
            }
        }
        Ok(flags)
    }

    /// The client of another document.
    fn client<'f>(&'f self, out: &'f Path) -> Result<CrateOptions<'f>, CommandError> {
        let Some(spec) = &self.spec else {
            return Err(CommandError::usage("--out needs --spec FILE"));
        };
        Ok(CrateOptions {
            spec,
            config: self.config.as_deref(),
            overlays: &self.overlays,
            out,
            init: self.init,
            skip_unsupported: self.skip_unsupported,
            check: self.check,
        })
    }
}

/// Returns all that codegen writes, by path below the client's folder, and the names that were not free.
fn generated(
    files: &SpecFiles,
    client: &Path,
    accepted: &[String],
    progress: &mut Progress,
) -> Result<(FileTree, Vec<Report>), CommandError> {
    let mut on_stage = |stage| progress.stage(stage);
    let generated = files.with_input(|input| generate_with_registry(input, &mut on_stage));
    let (generated, registry) = generated.map_err(CommandError::failed)?;
    let Generated {
        mut tree,
        api,
        names,
        ..
    } = generated;
    progress.stage("add features and registry");
    generated_files::add_features(&mut tree, &api, client)?;
    generated_files::add_registry(&mut tree, &registry);
    generated_files::add_argument_order(&mut tree, (&api, &names), client, accepted)?;
    Ok((tree, names.reports))
}
