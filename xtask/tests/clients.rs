//! Clients of other documents: generated with `--init` and nothing else, complete, and used by programs.

#[path = "../../tests/src/files_below.rs"]
pub mod files_below;

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{fs, io};

use files_below::files_below;

type Failed = Box<dyn Error>;

#[test]
fn two_clients_have_the_runtime_of_the_first_one() -> Result<(), Failed> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("two-clients");
    let runtime = files(&repository().join("generated-client/src/runtime"))?;
    for name in ["payments", "devices"] {
        let out = folder.join(name);
        succeed(&generate(name, &out, &["--init"])?)?;
        assert!(runtime == files(&out.join("src/runtime"))?, "{name}");
        let root = fs::read_to_string(out.join("src/lib.rs"))?;
        assert!(!out.join("src/fake").exists() && !out.join("src/ext").exists());
        assert!(root.contains("mod runtime;"), "{root}");
        // The written configuration describes the written crate.
        succeed(&generate(name, &out, &["--check"])?)?;
    }
    let client = |name: &str| files(&folder.join(name).join("src/generated"));
    assert!(client("payments")? != client("devices")?);
    Ok(())
}

/// The runtime is part of every client, so that it must not name the product of one. Examples in documentation are
/// programs of the client that the runtime is written for.
#[test]
fn the_runtime_does_not_name_the_product() -> Result<(), Failed> {
    let runtime = repository().join("generated-client/src/runtime");
    for (path, bytes) in files(&runtime)? {
        if path.starts_with("tests") || path.ends_with("tests.rs") {
            continue;
        }
        let text = String::from_utf8(bytes)?;
        let mut in_example = false;
        for line in text.lines() {
            let comment = line.trim_start().strip_prefix("//").unwrap_or_default();
            if comment
                .trim_start_matches(['/', '!', ' '])
                .starts_with("```")
            {
                in_example = !in_example;
            }
            let is_example = in_example && !comment.is_empty();
            let is_named = line.to_ascii_lowercase().contains("digitalocean");
            assert!(is_example || !is_named, "{}: {line}", path.display());
        }
    }
    Ok(())
}

/// One operation that is supported and one that is not.
const MATRIX: &str = include_str!("fixtures/matrix.yaml");

#[test]
fn unsupported_operations_are_refused_or_left_out() -> Result<(), Failed> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("matrix");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let document = folder.join("document.yaml");
    fs::write(&document, MATRIX)?;
    let out = folder.join("client");

    let refused = generate_from(&document, &out, &["--init"])?;
    assert!(!refused.status.success() && !out.exists());
    let message = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(
        message.contains("#/paths/~1sessions~1{id}/get"),
        "{message}"
    );

    let left_out = generate_from(&document, &out, &["--init", "--skip-unsupported"])?;
    succeed(&left_out)?;
    let message = String::from_utf8_lossy(&left_out.stderr).into_owned();
    assert!(
        message.contains("left out: #/paths/~1sessions~1{id}/get"),
        "{message}"
    );
    let generated = files(&out.join("src/generated"))?;
    let text: String = generated
        .values()
        .map(|bytes| String::from_utf8_lossy(bytes))
        .collect();
    assert!(text.contains("list_jars") && !text.contains("get_session"));
    Ok(())
}

/// A document of several files, one of whose references has no target.
const TREE: [(&str, &str); 3] = [
    (
        "document.yaml",
        include_str!("fixtures/trees/document.yaml"),
    ),
    (
        "paths/trees.yaml",
        include_str!("fixtures/trees/paths/trees.yaml"),
    ),
    ("tree.yaml", include_str!("fixtures/trees/tree.yaml")),
];

/// Adds the target.
const MISSING: &str = include_str!("fixtures/trees/missing.yaml");

#[test]
fn overlays_correct_references_before_files_are_joined() -> Result<(), Failed> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("trees");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(folder.join("paths"))?;
    for (file, text) in TREE {
        fs::write(folder.join(file), text)?;
    }
    let (document, out) = (folder.join("document.yaml"), folder.join("client"));

    let refused = generate_from(&document, &out, &["--init"])?;
    assert!(!refused.status.success());
    let message = String::from_utf8_lossy(&refused.stderr).into_owned();
    let expected = "#/components/schemas/Leaf/properties/color: `$ref: #/components/schemas/Color` refers to a component that does not exist";
    assert!(message.contains(expected), "{message}");

    let overlay = folder.join("overlay.txt");
    fs::write(&overlay, MISSING)?;
    let overlay = overlay.display().to_string();
    succeed(&generate_from(
        &document,
        &out,
        &["--init", "--overlay", &overlay],
    )?)?;
    let generated = files(&out.join("src/generated"))?;
    let text: String = generated
        .values()
        .map(|bytes| String::from_utf8_lossy(bytes))
        .collect();
    for expected in ["pub struct Leaf {", "Green = \"green\""] {
        assert!(text.contains(expected), "{expected}");
    }
    Ok(())
}

#[test]
fn a_configuration_that_cannot_be_read_is_kept() -> Result<(), Failed> {
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("kept");
    fs::create_dir_all(&out)?;
    let config = out.join("codegen.toml");
    for content in [&b"[groups"[..], b"title = \"\xFF\""] {
        fs::write(&config, content)?;
        let document = repository().join("tests/clients/documents/wiki.yaml");
        let refused = generate_from(&document, &out, &["--init"])?;
        assert!(!refused.status.success());
        assert_eq!(fs::read(&config)?, content);
        assert!(!out.join("src").exists());
    }
    Ok(())
}

#[test]
#[ignore = "compiles a client for each document; `cargo xtask check clients` runs it"]
fn programs_use_the_clients_of_all_documents() -> Result<(), Failed> {
    let root = repository();
    let folder = root.join("target/clients");
    for name in documents()? {
        succeed(&generate(&name, &folder.join(&name), &["--init"])?)?;
    }
    let programs = root.join("tests/clients");
    // The versions of the workspace, which are here already.
    fs::copy(root.join("Cargo.lock"), programs.join("Cargo.lock"))?;
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(["test", "--quiet", "--offline"]);
    command.current_dir(&programs);
    command.env("CARGO_TARGET_DIR", folder.join("target"));
    command.env("RUSTFLAGS", "-D warnings");
    if !command.status()?.success() {
        return Err(format!("failed: {command:?}").into());
    }
    Ok(())
}

/// The names of the documents. Each has a client that the programs depend on, and a program of its name.
fn documents() -> Result<Vec<String>, Failed> {
    let folder = repository().join("tests/clients");
    let manifest = fs::read_to_string(folder.join("Cargo.toml"))?;
    let mut names = Vec::new();
    for entry in fs::read_dir(folder.join("documents"))? {
        let path = entry?.path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        assert!(folder.join(format!("tests/{name}.rs")).exists(), "{name}");
        assert!(
            manifest.contains(&format!("../../target/clients/{name}\"")),
            "{name}"
        );
        names.push(name.into_owned());
    }
    Ok(names)
}

fn generate(name: &str, out: &Path, flags: &[&str]) -> io::Result<Output> {
    let document = repository().join(format!("tests/clients/documents/{name}.yaml"));
    generate_from(&document, out, flags)
}

fn generate_from(document: &Path, out: &Path, flags: &[&str]) -> io::Result<Output> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command
        .args(["codegen", "--spec"])
        .arg(document)
        .arg("--out")
        .arg(out)
        .args(flags);
    command.output()
}

fn succeed(output: &Output) -> Result<(), Failed> {
    match output.status.success() {
        true => Ok(()),
        false => Err(String::from_utf8_lossy(&output.stderr).into()),
    }
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The files below a folder, with their content.
fn files(folder: &Path) -> io::Result<BTreeMap<PathBuf, Vec<u8>>> {
    let paths = files_below(folder)?;
    let files = paths.into_iter().map(|path| {
        let below = path.strip_prefix(folder).unwrap_or(&path).to_owned();
        Ok((below, fs::read(&path)?))
    });
    files.collect()
}
