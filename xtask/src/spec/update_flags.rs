//! The flags of `cargo xtask spec update`.

use std::path::PathBuf;

use lexopt::Arg;

use super::flag_value::flag_value;
use crate::command_error::CommandError;
use crate::spec_source::Origin;

/// The flags of `spec update`.
pub(super) struct UpdateFlags {
    pub(super) path: PathBuf,
    pub(super) origin: Origin,
    pub(super) dry_run: bool,
    /// Whether entries that match nothing are removed.
    pub(super) prune: bool,
    /// Whether new items may have no documentation.
    pub(super) undocumented: bool,
    pub(super) json: Option<PathBuf>,
    /// Types whose arguments of `new` may change.
    pub(super) accepted: Vec<String>,
    /// Types that may get another name.
    pub(super) renamed: Vec<String>,
}

impl UpdateFlags {
    pub(super) fn parse(mut arguments: lexopt::Parser) -> Result<Self, CommandError> {
        let mut flags = Self {
            path: PathBuf::new(),
            origin: Origin::default(),
            dry_run: false,
            prune: false,
            undocumented: false,
            json: None,
            accepted: Vec::new(),
            renamed: Vec::new(),
        };
        while let Some(argument) = arguments.next()? {
            match argument {
                Arg::Long("commit") => flags.origin.commit = Some(flag_value(arguments.value()?)?),
                Arg::Long("date") => flags.origin.date = Some(flag_value(arguments.value()?)?),
                Arg::Long("dry-run") => flags.dry_run = true,
                Arg::Long("prune") => flags.prune = true,
                Arg::Long("undocumented") => flags.undocumented = true,
                Arg::Long("accept-order") => {
                    flags.accepted.push(flag_value(arguments.value()?)?);
                }
                Arg::Long("accept-rename") => {
                    flags.renamed.push(flag_value(arguments.value()?)?);
                }
                Arg::Long("json") => flags.json = Some(PathBuf::from(arguments.value()?)),
                Arg::Value(value) if flags.path.as_os_str().is_empty() => flags.path = value.into(),
                other => return Err(other.unexpected().into()),
            }
        }
        flags.origin.check()?;
        if flags.path.as_os_str().is_empty() {
            return Err(CommandError::usage(
                "`spec update` needs the path of the document",
            ));
        }
        flags.origin = flags.origin.or(Origin::next_to(&flags.path));
        Ok(flags)
    }

    /// Returns the options that decide something, as questions name them.
    pub(super) fn decisions(&self) -> Vec<String> {
        let orders = self.accepted.iter();
        let orders = orders.map(|name| format!("--accept-order {name}"));
        let names = self.renamed.iter();
        let names = names.map(|name| format!("--accept-rename {name}"));
        let texts = self.undocumented.then(|| "--undocumented".to_owned());
        orders.chain(names).chain(texts).collect()
    }
}
