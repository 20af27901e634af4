//! A complete crate for a client: manifest, root, runtime and generated code.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::generate::Generated;
use crate::names::LIBRARIES;
use crate::render;
use crate::tree::FileTree;

/// The start of the groups in `[features]` of the manifest.
const GROUPS: &str = "# codegen: groups";

/// The other parts of a crate, besides the generated code.
#[derive(Clone, Copy, Debug)]
pub struct CrateParts<'a> {
    /// Name of the crate.
    pub name: &'a str,
    /// The manifest of the client that the runtime was written for.
    pub manifest: &'a str,
    /// The files of the runtime, by path below its folder; they are copied as they are.
    pub runtime: &'a BTreeMap<String, String>,
    /// The configuration, which is kept with the client.
    pub config: &'a str,
}

/// Returns all files of the crate.
pub fn client_crate(generated: &Generated, parts: CrateParts<'_>) -> FileTree {
    let mut tree = FileTree::default();
    for (path, text) in generated.tree.iter() {
        tree.insert(path, text);
    }
    for (path, text) in parts.runtime {
        tree.insert(format!("src/runtime/{path}"), text.as_str());
    }
    tree.insert("src/lib.rs", root(parts.name));
    tree.insert("Cargo.toml", manifest(generated, parts));
    tree.insert("codegen.toml", parts.config);
    tree
}

fn root(name: &str) -> String {
    let libraries = LIBRARIES.join(", ");
    format!(
        "//! Client `{name}`, generated from an OpenAPI document.\n\n\
         #[allow(deprecated, reason = \"deprecated items are used like all others where they are declared\")]\n#[rustfmt::skip]\nmod generated;\nmod runtime;\n\n\
         pub use generated::*;\npub use runtime::public::*;\n\n\
         // Their types occur in signatures.\npub use {{{libraries}}};\n"
    )
}

fn manifest(generated: &Generated, parts: CrateParts<'_>) -> String {
    let name = parts.name;
    let mut text = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\npublish = false\n\n\
         [lib]\n# The tests of the runtime are those of the client that it was written for.\ntest = false\ndoctest = false\n\n\
         [features]\ndefault = [\"full\", \"gzip\", \"http2\", \"rustls-ring\"]\n"
    );
    let features = section(parts.manifest, "features");
    // The groups of the other client follow.
    let own = features.split(GROUPS).next().unwrap_or_default();
    for line in own
        .lines()
        .filter(|line| !line.starts_with(['#', '"', ']']) && !line.starts_with("default"))
    {
        // Writing into a string does not fail.
        let _ = writeln!(text, "{line}");
    }
    let _ = writeln!(text, "{}", render::features(&generated.api));
    let _ = writeln!(
        text,
        "[dependencies]\n{}",
        section(parts.manifest, "dependencies").trim_end()
    );
    for name in target_sections(parts.manifest) {
        let lines = section(parts.manifest, name).trim_end();
        let _ = writeln!(text, "\n[{name}]\n{lines}");
    }
    text.push_str(
        "\n[lints.rust]\nunsafe_code = \"forbid\"\n# An API needs only parts of the runtime.\ndead_code = \"allow\"\n\
         unused_imports = \"allow\"\nunused_macros = \"allow\"\n\n[workspace]\n",
    );
    text
}

/// The names of the tables with the dependencies of some targets only.
fn target_sections(manifest: &str) -> impl Iterator<Item = &str> {
    let heads = manifest.lines().filter_map(|line| line.strip_prefix('['));
    let names = heads.filter_map(|head| head.strip_suffix(']'));
    names.filter(|name| name.starts_with("target.") && name.ends_with(".dependencies"))
}

/// The lines of a table of a manifest.
fn section<'m>(manifest: &'m str, name: &str) -> &'m str {
    let head = format!("\n[{name}]\n");
    let Some(start) = manifest.find(&head).map(|start| start + head.len()) else {
        return "";
    };
    let rest = &manifest[start..];
    &rest[..rest.find("\n[").map_or(rest.len(), |end| end + 1)]
}
