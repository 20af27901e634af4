//! `cargo xtask codegen` as a command: what is written, what is removed, what a failure leaves alone.

#[path = "../../tests/src/files_below.rs"]
pub mod files_below;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fs, io};

use files_below::files_below;

const DOCUMENT: &str = include_str!("fixtures/things/document.yaml");

const CONFIG: &str = include_str!("fixtures/things/codegen.toml");

const MANIFEST: &str = include_str!("fixtures/things/features.toml");

/// A repository of its own for one test.
struct Repository {
    root: PathBuf,
}

impl Repository {
    fn new(name: &str) -> io::Result<Self> {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        if root.exists() {
            fs::remove_dir_all(&root)?;
        }
        let repository = Self { root };
        repository.write("spec/digitalocean.yaml", DOCUMENT)?;
        repository.write("spec/codegen.toml", CONFIG)?;
        repository.write("generated-client/Cargo.toml", MANIFEST)?;
        Ok(repository)
    }

    fn write(&self, path: &str, text: &str) -> io::Result<()> {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().unwrap_or(&path))?;
        fs::write(path, text)
    }

    /// Returns every file of the client and its content.
    fn client(&self) -> io::Result<BTreeMap<PathBuf, String>> {
        let paths = files_below(&self.root.join("generated-client"))?;
        let files = paths.into_iter().map(|path| {
            let text = fs::read_to_string(&path)?;
            Ok((path, text))
        });
        files.collect()
    }

    /// Runs codegen; returns exit code, standard output and standard error.
    fn codegen(&self, arguments: &[&str]) -> io::Result<(Option<i32>, String, String)> {
        let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .arg("codegen")
            .args(arguments)
            .env("CARGO_MANIFEST_DIR", self.root.join("xtask"))
            .output()?;
        let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
        Ok((
            output.status.code(),
            text(&output.stdout),
            text(&output.stderr),
        ))
    }
}

#[test]
fn the_written_files_are_up_to_date() -> io::Result<()> {
    let repository = Repository::new("codegen-writes")?;
    let (code, out, err) = repository.codegen(&["--check"])?;
    assert_eq!(code, Some(1), "{err}");
    assert!(
        out.contains("missing  src/generated/things/mod.rs"),
        "{out}"
    );
    assert!(out.contains("changed  Cargo.toml:4"), "{out}");
    assert!(err.contains("run `cargo xtask codegen`"), "{err}");

    let (code, _, err) = repository.codegen(&[])?;
    assert_eq!(code, Some(0), "{err}");
    let files = repository.client()?;
    let manifest = &files[&repository.root.join("generated-client/Cargo.toml")];
    assert!(manifest.contains("\nthings = []\n"), "{manifest}");
    assert!(
        manifest.ends_with("# codegen: end\nfake = []\n"),
        "{manifest}"
    );

    assert_eq!(repository.codegen(&["--check"])?.0, Some(0));
    let (_, _, err) = repository.codegen(&[])?;
    assert!(err.contains("; 0 changed"), "{err}");
    assert_eq!(repository.client()?, files);
    Ok(())
}

#[test]
fn orphans_and_their_folders_are_found_and_removed() -> io::Result<()> {
    let repository = Repository::new("codegen-orphans")?;
    repository.codegen(&[])?;
    repository.write("generated-client/src/generated/gone/mod.rs", "// old\n")?;
    let (code, out, _) = repository.codegen(&["--check"])?;
    assert_eq!(
        (code, out.as_str()),
        (Some(1), "orphaned src/generated/gone/mod.rs\n")
    );
    repository.codegen(&[])?;
    let folder = repository.root.join("generated-client/src/generated/gone");
    assert!(!folder.exists());
    assert_eq!(repository.codegen(&["--check"])?.0, Some(0));
    Ok(())
}

#[test]
fn changed_order_of_arguments_is_an_error_until_it_is_accepted() -> io::Result<()> {
    let repository = Repository::new("codegen-order")?;
    let document = |required: &str| {
        format!(
            "{DOCUMENT}    post:\n      operationId: things_create\n      tags: [Things]\n      requestBody: \
             {{required: true, content: {{application/json: {{schema: {{type: object, required: {required}, \
             properties: {{name: {{type: string}}, size: {{type: string}}}}}}}}}}}}\n      responses: {{'204': \
             {{description: None}}}}\n"
        )
    };
    let order = || fs::read_to_string(repository.root.join("spec/argument-order.toml"));
    repository.write("spec/digitalocean.yaml", &document("[name, size]"))?;
    assert_eq!(repository.codegen(&["--check"])?.0, Some(1));
    let (code, _, err) = repository.codegen(&[])?;
    assert_eq!(code, Some(0), "{err}");
    let recorded = order()?;
    assert!(
        recorded.ends_with("\n[things]\nThingCreate = [\"name\", \"size\"]\n"),
        "{recorded}"
    );
    assert_eq!(repository.codegen(&["--check"])?.0, Some(0));

    let before = repository.client()?;
    repository.write("spec/digitalocean.yaml", &document("[size, name]"))?;
    for arguments in [&["--check"][..], &[], &["--accept-order", "OtherCreate"]] {
        let (code, _, err) = repository.codegen(arguments)?;
        assert_eq!(code, Some(1), "{err}");
        let change = "things.ThingCreate: the arguments of `new` would change from (name, size) to (size, name)";
        assert!(err.contains(change), "{err}");
        assert!(err.contains("codegen --accept-order ThingCreate"), "{err}");
        let is_refused = err.contains("--accept-order OtherCreate: the order of no such type");
        assert_eq!(is_refused, arguments.len() == 2, "{err}");
        assert_eq!(
            (repository.client()?, order()?),
            (before.clone(), recorded.clone())
        );
    }
    let (code, _, err) = repository.codegen(&["--accept-order", "ThingCreate"])?;
    assert_eq!(code, Some(0), "{err}");
    assert!(order()?.contains("ThingCreate = [\"size\", \"name\"]"));
    assert_eq!(repository.codegen(&["--check"])?.0, Some(0));

    repository.write("spec/argument-order.toml", "things = 1")?;
    let (code, _, err) = repository.codegen(&[])?;
    assert_eq!(code, Some(1));
    assert!(
        err.contains("spec/argument-order.toml: TOML parse error"),
        "{err}"
    );
    Ok(())
}

#[test]
fn a_failed_run_changes_nothing() -> io::Result<()> {
    let repository = Repository::new("codegen-fails")?;
    repository.codegen(&[])?;
    repository.write("generated-client/src/generated/gone.rs", "// old\n")?;
    let before = repository.client()?;

    let truncated = &DOCUMENT[..DOCUMENT.len() / 2];
    for (path, text) in [
        ("spec/digitalocean.yaml", truncated),
        ("spec/codegen.toml", "groups = 1"),
        (
            "spec/overlays/10-fixes.yaml",
            "overlay: 1.0.0\nactions: [{target: $.nothing, remove: true}]\n",
        ),
    ] {
        repository.write(path, text)?;
        let (code, _, err) = repository.codegen(&[])?;
        assert_eq!(code, Some(1), "{path}: {err}");
        assert!(!err.is_empty());
        assert_eq!(repository.client()?, before, "{path}");
        repository.write("spec/digitalocean.yaml", DOCUMENT)?;
        repository.write("spec/codegen.toml", CONFIG)?;
    }
    let (code, ..) = repository.codegen(&["--spec", "no-such-file.yaml"])?;
    assert_eq!(code, Some(1));
    assert_eq!(repository.client()?, before);
    Ok(())
}

#[test]
fn a_manifest_without_the_markers_is_not_touched() -> io::Result<()> {
    let repository = Repository::new("codegen-markers")?;
    repository.write("generated-client/Cargo.toml", "[features]\n")?;
    let (code, _, err) = repository.codegen(&[])?;
    assert_eq!(code, Some(1));
    assert!(err.contains("# codegen: end"), "{err}");
    assert_eq!(repository.client()?.len(), 1);
    Ok(())
}

#[test]
fn files_that_are_not_overlays_are_refused() -> io::Result<()> {
    let repository = Repository::new("codegen-overlays")?;
    repository.write("spec/overlays/10-fixes.yml", "overlay: 1.0.0\n")?;
    let (code, _, err) = repository.codegen(&[])?;
    assert_eq!(code, Some(1), "{err}");
    assert!(
        err.contains("10-fixes.yml: only `*.yaml` files are read here"),
        "{err}"
    );
    Ok(())
}

#[test]
fn a_file_that_cannot_be_written_keeps_all_others_from_it() -> io::Result<()> {
    let repository = Repository::new("codegen-blocked")?;
    repository.write("generated-client/src/generated/gone.rs", "// old\n")?;
    let blocked = "generated-client/src/generated/things/ops.rs";
    let blocked = repository.root.join(blocked);
    fs::create_dir_all(&blocked)?;
    let before = repository.client()?;
    let (code, _, err) = repository.codegen(&[])?;
    assert_eq!(code, Some(1), "{err}");
    assert!(err.contains("ops.rs: "), "{err}");
    assert_eq!(repository.client()?, before);

    fs::remove_dir(&blocked)?;
    assert_eq!(repository.codegen(&[])?.0, Some(0));
    assert!(blocked.is_file());
    Ok(())
}
