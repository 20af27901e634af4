//! The build time of what keeps everything between reading and writing: unknown fields and conversions.
//!
//! The client is built from copies: as it is, without conversions, and without unknown fields, too. The copies are made
//! by edits of its macros, each of which must find its text.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::time::Duration;

use super::measure::{self, cargo};
use super::table::Table;
use crate::changes;
use crate::command_error::CommandError;
use crate::repository;

/// How often each copy is built. The least CPU time counts.
const ROUNDS: usize = 3;

/// A change of one file below `generated-client/src/runtime/codec`.
struct SourceEdit {
    file: &'static str,
    /// Where the replaced text begins.
    start: &'static str,
    /// Where it ends, if that is not the end of `start`.
    end: &'static str,
    by: &'static str,
}

const fn edit(file: &'static str, text: &'static str, by: &'static str) -> SourceEdit {
    SourceEdit {
        file,
        start: text,
        end: "",
        by,
    }
}

/// Makes nothing of declared conversions.
const NO_CONVERSIONS: &[SourceEdit] = &[edit(
    "conversion.rs",
    "macro_rules! conversion {\n",
    "macro_rules! conversion {\n    ($($any:tt)*) => {};\n",
)];

/// Leaves the field, its initial values and its methods out of all records. Shared code gets an empty set of fields.
const NO_UNKNOWN_FIELDS: &[SourceEdit] = &[
    edit(
        "record.rs",
        "            pub(crate) unknown_fields: $crate::runtime::codec::unknown_fields::UnknownFields,\n",
        "",
    ),
    SourceEdit {
        file: "record.rs",
        start: "            /// Returns the fields that this version of the client does not know.\n",
        end: "        impl $crate::runtime::codec::wire::Wire for $name {",
        by: "        }\n\n",
    },
    edit(
        "record.rs",
        "                    unknown_fields: ::core::default::Default::default(),\n",
        "",
    ),
    edit(
        "record.rs",
        "value, self.unknown_fields,",
        "value, $crate::runtime::codec::unknown_fields::UnknownFields::default(),",
    ),
    edit(
        "record.rs",
        "                    &mut self.unknown_fields,\n",
        "                    &mut ::core::default::Default::default(),\n",
    ),
    edit(
        "record.rs",
        "                    &self.unknown_fields,\n",
        "                    $crate::runtime::codec::unknown_fields::UnknownFields::NONE,\n",
    ),
    edit(
        "setters.rs",
        "$argument, new.unknown_fields,",
        "$argument, $crate::runtime::codec::unknown_fields::UnknownFields::default(),",
    ),
    edit(
        "unknown_fields.rs",
        "impl UnknownFields {\n",
        "impl UnknownFields {\n    pub(crate) const NONE: &'static Self = &Self(None);\n\n",
    ),
];

/// Builds the copies in turns and compares their CPU time.
pub(super) fn measure(root: &Path, work: &Path, table: &mut Table) -> Result<(), CommandError> {
    let copy = work.join("kept-fields");
    let _ = fs::remove_dir_all(&copy);
    copy_client(root, &copy)?;
    let target = work.join("kept-fields-target");
    let build = || {
        let mut command = cargo(&copy, &target, &["build", "-p", "generated-client"]);
        command.env("CARGO_INCREMENTAL", "0");
        // The copies without conversions do not use all their imports, and printing that takes seconds.
        command.env("RUSTFLAGS", "--cap-lints=allow");
        measure::measure(&mut command)
    };
    // The dependencies.
    build()?;
    let variants: [&[&[SourceEdit]]; 3] =
        [&[], &[NO_CONVERSIONS], &[NO_CONVERSIONS, NO_UNKNOWN_FIELDS]];
    let mut least = [Duration::MAX; 3];
    for _ in 0..ROUNDS {
        for (edits, least) in variants.iter().zip(&mut least) {
            write_codec(root, &copy, edits)?;
            measure::touch(&copy.join("generated-client/src/lib.rs"))?;
            *least = build()?.cpu.min(*least);
        }
    }
    let [whole, converting_nothing, keeping_nothing] = least.map(|cpu| cpu.as_secs_f64());
    let share = |more: f64, less: f64| format!("{:.1}", (more - less) / whole * 100.0);
    table.text(
        "crate alone: conversions, % of its CPU time",
        &share(whole, converting_nothing),
    );
    table.text(
        "crate alone: unknown fields, % of its CPU time",
        &share(converting_nothing, keeping_nothing),
    );
    table.printed(
        "crate alone: conversions and unknown fields, % of its CPU time",
        "≤ 3.0",
        &share(whole, keeping_nothing),
    )
}

/// Makes a workspace of the client alone.
fn copy_client(root: &Path, copy: &Path) -> Result<(), CommandError> {
    let read = |path: &Path| fs::read(path).map_err(CommandError::io(path));
    for file in repository::files_below(&root.join("generated-client"))? {
        let Ok(relative) = file.strip_prefix(root) else {
            continue;
        };
        changes::write_all(&[(&copy.join(relative), &read(&file)?)])?;
    }
    let manifest = root.join("Cargo.toml");
    let text = String::from_utf8_lossy(&read(&manifest)?).into_owned();
    let is_list =
        |line: &&str| line.starts_with("members = [") || line.starts_with("default-members");
    let others = text.lines().filter(|line| !is_list(line));
    let lines: Vec<_> = others
        .map(|line| match line {
            "[workspace]" => "[workspace]\nmembers = [\"generated-client\"]",
            other => other,
        })
        .collect();
    let lock = read(&root.join("Cargo.lock"))?;
    changes::write_all(&[
        (&copy.join("Cargo.toml"), lines.join("\n").as_bytes()),
        (&copy.join("Cargo.lock"), &lock),
    ])?;
    Ok(())
}

/// Writes the files that edits change, with those edits that are given.
fn write_codec(root: &Path, copy: &Path, edits: &[&[SourceEdit]]) -> Result<(), CommandError> {
    let folder = Path::new("generated-client/src/runtime/codec");
    let all = NO_CONVERSIONS.iter().chain(NO_UNKNOWN_FIELDS);
    let files: BTreeSet<_> = all.map(|edit| edit.file).collect();
    for file in files {
        let path = root.join(folder).join(file);
        let mut text = fs::read_to_string(&path).map_err(CommandError::io(&path))?;
        for edit in edits
            .iter()
            .copied()
            .flatten()
            .filter(|edit| edit.file == file)
        {
            text = edited(&text, edit)?;
        }
        changes::write_all(&[(&copy.join(folder).join(file), text.as_bytes())])?;
    }
    Ok(())
}

/// Replaces all occurrences of the text, of which there must be one.
fn edited(text: &str, edit: &SourceEdit) -> Result<String, CommandError> {
    let missing = || {
        CommandError::failed(format!(
            "{} has no `{}`: adapt the edits of the copy to the change of the macro",
            edit.file,
            edit.start.trim()
        ))
    };
    if edit.end.is_empty() {
        return match text.contains(edit.start) {
            true => Ok(text.replace(edit.start, edit.by)),
            false => Err(missing()),
        };
    }
    let (before, rest) = text.split_once(edit.start).ok_or_else(missing)?;
    let end = rest.find(edit.end).ok_or_else(missing)?;
    let after = rest.get(end..).unwrap_or_default();
    Ok(format!("{before}{}{after}", edit.by))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_edits_find_their_text() {
        let folder =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated-client/src/runtime/codec");
        for edit in NO_CONVERSIONS.iter().chain(NO_UNKNOWN_FIELDS) {
            let text = fs::read_to_string(folder.join(edit.file)).expect("a file of the codec");
            let changed = edited(&text, edit).expect("the text");
            assert_ne!(changed, text, "{}", edit.start);
        }
    }

    #[test]
    fn an_edit_without_its_text_is_an_error() {
        let range = SourceEdit {
            file: "record.rs",
            start: "a",
            end: "c",
            by: "-",
        };
        assert_eq!(edited("xabcy", &range).expect("both ends"), "x-cy");
        assert!(edited("xaby", &range).is_err());
        assert!(edited("xyz", &edit("record.rs", "a", "")).is_err());
    }
}
