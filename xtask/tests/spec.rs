//! `cargo xtask spec` as a command: files, flags, exit codes.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fs, io};

const SPEC: &str = include_str!("fixtures/upstream/spec.yaml");

/// A repository for one test, with an upstream tree next to it.
struct Workspace {
    root: PathBuf,
}

impl Workspace {
    fn new(name: &str) -> io::Result<Self> {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        if root.exists() {
            fs::remove_dir_all(&root)?;
        }
        let workspace = Self { root };
        workspace.write("upstream/tree/spec.yaml", SPEC)?;
        workspace.write(
            "upstream/tree/ops/a.yml",
            include_str!("fixtures/upstream/operation.yaml"),
        )?;
        workspace.write("upstream/tree/README.md", "ignored")?;
        workspace.write("upstream/tree/.github/ci.yml", "ignored: [")?;
        Ok(workspace)
    }

    fn write(&self, path: &str, text: &str) -> io::Result<()> {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().unwrap_or(&path))?;
        fs::write(path, text)
    }

    fn read(&self, path: &str) -> io::Result<String> {
        fs::read_to_string(self.root.join(path))
    }

    /// Runs the command in the repository; returns exit code, standard output and standard error.
    fn xtask(&self, arguments: &[&str]) -> io::Result<(Option<i32>, String, String)> {
        let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(arguments)
            .current_dir(&self.root)
            .env("CARGO_MANIFEST_DIR", self.root.join("repository/xtask"))
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
fn import_writes_document_and_source_and_leaves_them_the_second_time() -> io::Result<()> {
    let workspace = Workspace::new("import")?;
    let (code, out, err) = workspace.xtask(&["spec", "import", "upstream/tree"])?;
    assert_eq!((code, err.as_str()), (Some(0), ""));
    assert!(out.contains("digitalocean.yaml: written"), "{out}");
    let document = workspace.read("repository/spec/digitalocean.yaml")?;
    assert!(
        document.contains("operationId: a\n") && !document.contains("Prose"),
        "{document}"
    );
    let source = workspace.read("repository/spec/SOURCE.toml")?;
    assert!(
        source.contains("files = 2\n") && source.contains("sha256 = \""),
        "{source}"
    );
    assert!(!source.contains("commit"), "{source}");

    let (code, out, _) = workspace.xtask(&["spec", "import", "upstream/tree/spec.yaml"])?;
    assert_eq!(code, Some(0));
    assert!(
        out.contains("digitalocean.yaml: unchanged") && out.contains("SOURCE.toml: unchanged"),
        "{out}"
    );
    assert_eq!(
        fs::read_dir(workspace.root.join("repository/spec"))?.count(),
        2,
        "temporary files stay"
    );
    Ok(())
}

#[test]
fn the_origin_is_read_from_flags_or_from_the_file_next_to_the_tree() -> io::Result<()> {
    let workspace = Workspace::new("origin")?;
    workspace.write(
        "upstream/ORIGIN.md",
        "The tree at commit 0123456789abcdef (2026-08-07), as published.\n",
    )?;
    workspace.xtask(&["spec", "import", "upstream/tree"])?;
    let source = workspace.read("repository/spec/SOURCE.toml")?;
    assert!(
        source.contains("commit = \"0123456789abcdef\"\ndate = \"2026-08-07\"\n"),
        "{source}"
    );
    let flags = [
        "spec",
        "import",
        "upstream/tree",
        "--commit",
        "fedcba9876",
        "--date=2026-09-01",
    ];
    assert_eq!(workspace.xtask(&flags)?.0, Some(0));
    let source = workspace.read("repository/spec/SOURCE.toml")?;
    assert!(
        source.contains("commit = \"fedcba9876\"\ndate = \"2026-09-01\"\n"),
        "{source}"
    );
    Ok(())
}

#[test]
fn a_bundle_is_complete_and_imports_to_the_same_document() -> io::Result<()> {
    let workspace = Workspace::new("bundle")?;
    workspace.xtask(&["spec", "import", "upstream/tree"])?;
    let document = workspace.read("repository/spec/digitalocean.yaml")?;
    let (code, _, err) =
        workspace.xtask(&["spec", "bundle", "upstream/tree", "--out", "bundle.yaml"])?;
    assert_eq!((code, err.as_str()), (Some(0), ""));
    assert!(workspace.read("bundle.yaml")?.contains("summary: Prose.\n"));
    assert_eq!(
        workspace.xtask(&["spec", "import", "bundle.yaml"])?.0,
        Some(0)
    );
    assert_eq!(
        workspace.read("repository/spec/digitalocean.yaml")?,
        document
    );
    Ok(())
}

#[test]
fn nothing_is_written_when_the_tree_is_broken() -> io::Result<()> {
    let workspace = Workspace::new("broken")?;
    workspace.xtask(&["spec", "import", "upstream/tree"])?;
    let before = workspace.read("repository/spec/digitalocean.yaml")?;
    workspace.write(
        "upstream/tree/ops/a.yml",
        "operationId: a\nparameters: [{$ref: gone.yml}]\n",
    )?;
    let (code, out, err) = workspace.xtask(&["spec", "import", "upstream/tree"])?;
    assert_eq!((code, out.as_str()), (Some(1), ""));
    assert!(
        err.starts_with(
            "error: ops/a.yml:2: #/parameters/0/$ref: `$ref: gone.yml` cannot be resolved"
        ),
        "{err}"
    );
    assert_eq!(workspace.read("repository/spec/digitalocean.yaml")?, before);
    let (code, ..) =
        workspace.xtask(&["spec", "bundle", "upstream/tree", "--out", "bundle.yaml"])?;
    assert_eq!(
        (code, workspace.root.join("bundle.yaml").exists()),
        (Some(1), false)
    );
    Ok(())
}

#[test]
fn the_entry_file_must_be_clear() -> io::Result<()> {
    let workspace = Workspace::new("entry")?;
    // A folder with nothing but the tree in it is as good.
    assert_eq!(workspace.xtask(&["spec", "import", "upstream"])?.0, Some(0));
    let (code, _, err) = workspace.xtask(&["spec", "import", "upstream/tree/ops"])?;
    assert_eq!(code, Some(1));
    assert!(
        err.contains("no file with `openapi` at its top; name the entry file"),
        "{err}"
    );
    workspace.write("upstream/tree/other.yaml", SPEC)?;
    let (code, _, err) = workspace.xtask(&["spec", "import", "upstream/tree"])?;
    assert_eq!(code, Some(1));
    assert!(err.contains("are all OpenAPI documents; name one"), "{err}");
    assert_eq!(
        workspace
            .xtask(&["spec", "import", "upstream/tree/spec.yaml"])?
            .0,
        Some(0)
    );
    let (code, _, err) = workspace.xtask(&["spec", "import", "upstream/gone"])?;
    assert_eq!(code, Some(1));
    assert!(err.starts_with("error: upstream/gone: "), "{err}");
    Ok(())
}

#[test]
fn a_usage_error_differs_from_a_failed_command() -> io::Result<()> {
    let workspace = Workspace::new("usage")?;
    let cases: [(&[&str], &str); 9] = [
        (&[], "no command given"),
        (&["specs"], "\"specs\""),
        (
            &["spec"],
            "`spec` needs `update`, `diff`, `semver`, `import` or `bundle`",
        ),
        (&["spec", "import"], "`spec import` needs the path"),
        (&["spec", "import", "a", "b"], "\"b\""),
        (&["spec", "import", "a", "--force"], "--force"),
        (
            &["spec", "import", "a", "--commit", "main"],
            "`--commit` needs a hash",
        ),
        (
            &["spec", "import", "a", "--date", "today"],
            "`--date` needs the form",
        ),
        (&["spec", "bundle", "a"], "`spec bundle` needs `--out FILE`"),
    ];
    for (arguments, expected) in cases {
        let (code, _, err) = workspace.xtask(arguments)?;
        assert_eq!(code, Some(2), "{arguments:?}: {err}");
        assert!(
            err.contains(expected) && err.contains("Usage: cargo xtask COMMAND"),
            "{arguments:?}: {err}"
        );
    }
    Ok(())
}

#[test]
fn both_files_of_an_import_are_written_or_none() -> io::Result<()> {
    let workspace = Workspace::new("import-blocked")?;
    let blocked = workspace.root.join("repository/spec/SOURCE.toml");
    fs::create_dir_all(&blocked)?;
    workspace.write("repository/spec/digitalocean.yaml", "before")?;
    let (code, _, err) = workspace.xtask(&["spec", "import", "upstream/tree"])?;
    assert_eq!(code, Some(1), "{err}");
    assert!(err.contains("SOURCE.toml: "), "{err}");
    assert_eq!(
        workspace.read("repository/spec/digitalocean.yaml")?,
        "before"
    );
    let files = fs::read_dir(workspace.root.join("repository/spec"))?;
    assert_eq!(files.count(), 2, "something is left");
    Ok(())
}
