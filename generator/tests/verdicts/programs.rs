//! Users' programs: what is called compatible compiles with both clients, what is called breaking only with the old one.
//!
//! All cases together are one document, so that there are two clients and two crates of programs, not one per case.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use generator::review::{Kind, Level};
use generator::{Input, draft, render};
use serde_json::Value;

use crate::case::{Case, Side, cases, combined, folder};
use crate::files_below::files_below;

/// Kinds without a program, with the reason.
const WITHOUT_PROGRAM: [(&str, &str); 1] = [(
    "feature-narrowed",
    "programs fail where they enable this feature alone, which the manifests show",
)];

/// How often the programs are compiled: what fails early in the compiler hides what fails later.
const ROUNDS: usize = 5;

#[test]
fn programs_agree_with_the_verdicts() {
    let cases = cases();
    let (breaking, compatible) = (modules("breaking"), modules("compatible"));
    assert_eq!(breaking, expected(&cases, |level| level == Level::Breaking));
    assert_eq!(
        compatible,
        expected(&cases, |level| level != Level::Breaking)
    );

    write_client(&combined(
        cases.iter().map(|case| (case.name.as_str(), &case.old)),
    ));
    let none = BTreeSet::new();
    assert_eq!(failing("compatible", &none), none);
    assert_eq!(failing("breaking", &none), none);
    let old = features();

    write_client(&combined(
        cases.iter().map(|case| (case.name.as_str(), &case.new)),
    ));
    assert_eq!(failing("compatible", &none), none);
    let mut failed = BTreeSet::new();
    for _ in 0..ROUNDS {
        let more = failing("breaking", &failed);
        failed.extend(more.clone());
        if more.is_empty() {
            break;
        }
    }
    let compile: Vec<_> = breaking.difference(&failed).collect();
    assert!(
        compile.is_empty(),
        "called breaking, and compile: {compile:?}"
    );

    let narrowed = "feature_narrowed";
    assert_ne!(old[narrowed], features()[narrowed]);
}

/// The programs of a crate.
fn modules(name: &str) -> BTreeSet<String> {
    let entries = fs::read_dir(folder().join(name).join("src")).expect("programs");
    let names = entries.map(|entry| entry.expect("program").file_name());
    let names = names.map(|name| name.to_string_lossy().trim_end_matches(".rs").to_owned());
    names.filter(|name| name != "lib").collect()
}

/// The programs that the cases of some levels need.
fn expected(cases: &[Case], levels: impl Fn(Level) -> bool) -> BTreeSet<String> {
    let cases = cases.iter().filter(|case| {
        let kind = Kind::ALL.iter().find(|kind| kind.name() == case.kind());
        let without = WITHOUT_PROGRAM.iter().any(|(name, _)| *name == case.kind());
        kind.is_some_and(|kind| levels(kind.level())) && !without
    });
    cases.map(Case::program).collect()
}

fn target() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/verdicts")
}

/// Writes the client of a document, with the runtime of the real one.
fn write_client(side: &Side) {
    let config = toml::to_string(&side.config).expect("configuration");
    let document = side.document.to_string();
    let input = Input {
        name: "combined",
        document: document.as_bytes(),
        files: None,
        overlays: &[],
        config: &config,
        docs: &[],
    };
    let draft = draft(input).unwrap_or_else(|error| panic!("{error}"));
    let tree = generator::files(&draft.api, &draft.names).expect("Rust");

    let real = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated-client");
    let client = target().join("client");
    if client.exists() {
        fs::remove_dir_all(&client).expect("old client");
    }
    for part in [
        "src/runtime",
        "src/ext",
        "src/guide",
        "src/front.md",
        "src/lib.rs",
    ] {
        copy(&real.join(part), &client.join(part));
    }
    for (path, text) in tree.iter() {
        let path = client.join(path);
        fs::create_dir_all(path.parent().expect("folder")).expect("folder");
        fs::write(path, text).expect("generated file");
    }
    let manifest = fs::read_to_string(real.join("Cargo.toml")).expect("manifest");
    let manifest = self::manifest(&manifest, &render::features(&draft.api));
    fs::write(client.join("Cargo.toml"), manifest).expect("manifest");
}

/// The manifest of the real client with other groups, without tests, TLS and what it inherits.
fn manifest(real: &str, features: &str) -> String {
    let mut manifest: toml::Table = real.parse().expect("manifest");
    for key in ["dev-dependencies", "bench", "test", "example", "lints"] {
        manifest.remove(key);
    }
    let package = "name = 'generated-client'\nversion = '0.0.0'\nedition = '2024'\n";
    manifest.insert(
        "package".to_owned(),
        package.parse::<toml::Table>().expect("package").into(),
    );
    let own = "default = ['full']\nrustls-ring = []\nrustls-aws-lc = []\nnative-tls = []\nfake = []\nblocking = []\ngzip = []\nhttp2 = []\n";
    let features = format!("{own}{features}")
        .parse::<toml::Table>()
        .expect("features");
    manifest.insert("features".to_owned(), features.into());
    manifest.insert("workspace".to_owned(), toml::Table::new().into());
    toml::to_string(&manifest).expect("manifest")
}

/// The groups that each feature of the client enables.
fn features() -> toml::Table {
    let manifest = fs::read_to_string(target().join("client/Cargo.toml")).expect("manifest");
    let manifest: toml::Table = manifest.parse().expect("manifest");
    manifest["features"].as_table().expect("features").clone()
}

/// Copies a file, or all files of a folder.
fn copy(from: &Path, to: &Path) {
    if !from.is_dir() {
        fs::create_dir_all(to.parent().expect("folder")).expect("folder");
        fs::copy(from, to).expect("file");
        return;
    }
    for path in files_below(from).expect("folder") {
        copy(
            &path,
            &to.join(path.strip_prefix(from).expect("path below the folder")),
        );
    }
}

/// Compiles the programs of a crate without those in `without`; returns those that do not compile.
fn failing(name: &str, without: &BTreeSet<String>) -> BTreeSet<String> {
    let folder = folder().join(name);
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
    // The versions of the workspace, which are here already.
    fs::copy(lock, folder.join("Cargo.lock")).expect("Cargo.lock");
    let mut command = Command::new(std::env::var_os("CARGO").expect("cargo"));
    command
        .args([
            "rustc",
            "--quiet",
            "--lib",
            "--offline",
            "--profile",
            "check",
        ])
        .arg("--message-format=json")
        .current_dir(&folder)
        .env("CARGO_TARGET_DIR", target().join("build"))
        .env_remove("RUSTFLAGS")
        .arg("--");
    for name in without {
        command.arg(format!("--cfg=without_{name}"));
    }
    let output = command.output().expect("cargo");
    let text = String::from_utf8_lossy(&output.stdout);
    let (mut failing, mut errors) = (BTreeSet::new(), String::new());
    for line in text.lines() {
        let Ok(entry) = serde_json::from_str::<Value>(line) else {
            continue;
        };
        if entry["message"]["level"] == "error" {
            let spans = entry["message"]["spans"].as_array().into_iter().flatten();
            let files = spans.filter_map(|span| span["file_name"].as_str());
            let programs = files.filter_map(|file| file.strip_prefix("src/")?.strip_suffix(".rs"));
            failing.extend(programs.map(str::to_owned));
            let rendered = entry["message"]["rendered"].as_str();
            errors.push_str(rendered.unwrap_or_default());
        }
    }
    let message = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success() || !failing.is_empty(),
        "{name} does not compile: {message}\n{errors}"
    );
    eprintln!("{name}:\n{errors}");
    failing
}
