//! A simulated quarter: twelve changes of upstream, one after another, taken with `cargo xtask spec update`.
//!
//! The changes are overlays in `tests/quarter`, applied to the document as it is. Each step takes the first choice of each
//! question, with the lines that the command prints, and ends with a client that compiles.

mod build;
#[path = "../../../tests/src/files_below.rs"]
pub mod files_below;

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fs, io};

use generator::import::Document;
use generator::overlay;
use generator::questions::Edit;
use serde_json::Value;

use crate::build::Compilation;
use crate::files_below::files_below;

type Failed = Box<dyn Error>;

/// The placeholder for a sentence or a reason that a person would write.
const SENTENCE: &str = "Written for this test alone.";

/// The longest difference of the listing of the public API that a person reads in a few minutes.
const LONGEST: u64 = 50;

/// The step after which the client is released, so that the next change is one of a released version.
const RELEASED_AFTER: &str = "06-required-field";

#[test]
#[ignore = "runs for minutes; `cargo xtask check quarter` runs it"]
fn twelve_changes_one_after_another() -> Result<(), Failed> {
    let workspace = Workspace::new()?;
    let (mut text, mut builds) = (String::new(), Vec::new());
    for change in changes()? {
        let (entry, build) = workspace.take(&change)?;
        text.push_str(&entry);
        builds.push(build);
        if change.name == RELEASED_AFTER {
            workspace.release()?;
        }
    }
    builds.push(workspace.compile("all", &["full"])?);
    for build in builds {
        build.finish()?;
    }
    insta_settings().bind(|| insta::assert_snapshot!("quarter", text));
    Ok(())
}

fn insta_settings() -> insta::Settings {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(repository().join("tests/quarter"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A change of upstream: its name and the overlay that makes it.
struct UpstreamChange {
    name: String,
    overlay: String,
}

fn changes() -> io::Result<Vec<UpstreamChange>> {
    let mut changes = Vec::new();
    for entry in fs::read_dir(repository().join("tests/quarter"))? {
        let path = entry?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "yaml")
        {
            let name = path.file_stem().unwrap_or_default().to_string_lossy();
            changes.push(UpstreamChange {
                name: name.into_owned(),
                overlay: fs::read_to_string(&path)?,
            });
        }
    }
    changes.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(changes)
}

/// A copy of what the command reads and writes.
struct Workspace {
    root: PathBuf,
}

impl Workspace {
    fn new() -> Result<Self, Failed> {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("quarter");
        if root.exists() {
            fs::remove_dir_all(&root)?;
        }
        let own = [
            "spec",
            "generated-client/src",
            "generated-client/Cargo.toml",
            "Cargo.lock",
        ];
        for part in own {
            copy(&repository().join(part), &root.join(part))?;
        }
        let workspace = Self { root };
        let manifest = fs::read_to_string(repository().join("Cargo.toml"))?;
        let mut table: toml::Table = manifest.parse()?;
        let members = toml::Value::Array(vec!["generated-client".into()]);
        let settings = table
            .get_mut("workspace")
            .and_then(toml::Value::as_table_mut);
        let settings = settings.ok_or("no workspace")?;
        settings.insert("members".to_owned(), members);
        settings.remove("default-members");
        workspace.write("Cargo.toml", &toml::to_string(&table)?)?;
        // The targets of the client that are not copied.
        let manifest: toml::Table = workspace.read("generated-client/Cargo.toml")?.parse()?;
        let kept = ["package", "lib", "features", "dependencies", "target"];
        let mut manifest = manifest;
        manifest.retain(|key, _| kept.contains(&key));
        let features = workspace.read("generated-client/Cargo.toml")?;
        workspace.write(
            "generated-client/Cargo.toml",
            &with_markers(&manifest, &features)?,
        )?;
        workspace.write(
            "CHANGELOG.md",
            "# Changelog\n\n## Unreleased\n\n## 0.1.0 (2026-08-07)\n",
        )?;
        Ok(workspace)
    }

    /// Takes a change; returns a report, and the build of the client, which goes on while the next change is taken.
    fn take(&self, change: &UpstreamChange) -> Result<(String, Compilation), Failed> {
        let bytes = fs::read(self.root.join("spec/digitalocean.yaml"))?;
        let document = Document::parse("document", &bytes)?.to_value();
        let changed = overlay::apply(document, &[(&change.name, &change.overlay)])?;
        self.write("upstream.json", &changed.document.to_string())?;

        let before = self.read("CHANGELOG.md")?;
        // Every entry of the changelog has a heading of its own.
        let date = format!("2026-09-{}", change.name.get(..2).unwrap_or("01"));
        let first = self.update(&date, &[])?;
        let blocking = blocking(&first.json);
        let mut options = Vec::new();
        for question in &blocking {
            options.extend(self.choose(question)?);
        }
        let json = if blocking.is_empty() {
            first.json
        } else {
            // All questions are asked in one run: a choice causes no further question.
            let second = self.update(&date, &options)?;
            let mut left = self::blocking(&second.json);
            left.retain(|question| !question["choices"][0]["option"].is_string());
            assert!(left.is_empty(), "{}: asked again: {left:#?}", change.name);
            assert!(second.done, "{}: {}", change.name, second.text);
            second.json
        };
        let surface = &json["surface"];
        let lines =
            surface["removed"].as_u64().unwrap_or(0) + surface["added"].as_u64().unwrap_or(0);
        assert!(lines < LONGEST, "{}: {lines} lines", change.name);
        let groups = groups(&json);
        let counts = self.read("spec/docs/undocumented.toml")?;
        let is_counted = |group: &String| counts.contains(&format!("[{group}]\n"));
        assert!(groups.iter().all(is_counted), "{}: {counts}", change.name);
        let groups: Vec<_> = groups.iter().map(String::as_str).collect();
        let build = self.compile(&change.name, &groups)?;

        let mut text = format!("# {}\n\n", change.name);
        text.push_str(&format!(
            "questions: {}\n",
            counted(&json_questions(&json), &blocking)
        ));
        text.push_str(&format!("version: {}\n", self.version()?));
        text.push_str(&format!("lines of the public API: {lines}\n"));
        let entry = entry(&before, &self.read("CHANGELOG.md")?);
        assert!(is_complete(&entry), "{}: {entry}", change.name);
        text.push_str(&entry);
        Ok((text, build))
    }

    fn update(&self, date: &str, options: &[String]) -> Result<Run, Failed> {
        let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args([
                "spec",
                "update",
                "upstream.json",
                "--prune",
                "--json",
                "update.json",
            ])
            .args(["--date", date, "--commit", "0123456"])
            .args(options)
            .current_dir(&self.root)
            .env("CARGO_MANIFEST_DIR", self.root.join("xtask"))
            .output()?;
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        let json = self.read("update.json").map_err(|_| error.clone())?;
        fs::remove_file(self.root.join("update.json"))?;
        Ok(Run {
            done: output.status.success(),
            text: error,
            json: serde_json::from_str(&json)?,
        })
    }

    /// Takes the first choice of a question; returns the options of the command that it needs.
    fn choose(&self, question: &Value) -> Result<Vec<String>, Failed> {
        if let Some(option) = question["choices"][0]["option"].as_str() {
            return Ok(option.split(' ').map(str::to_owned).collect());
        }
        let edits = question["choices"][0]["edits"].clone();
        let edits: Vec<Edit> =
            serde_json::from_value(edits).map_err(|error| format!("{error}: {question:#}"))?;
        assert!(!edits.is_empty(), "nothing can be pasted: {question:#}");
        for mut edit in edits {
            edit.lines = edit.lines.replace('…', SENTENCE);
            let known = self.read(&edit.file).unwrap_or_default();
            let text = edit.apply(&known)?;
            self.write(&edit.file, &text)?;
        }
        Ok(Vec::new())
    }

    /// Starts to compile the client with some groups, as it is now.
    fn compile(&self, name: &str, features: &[&str]) -> Result<Compilation, Failed> {
        let folder = self.root.with_file_name(format!("quarter-{name}"));
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        for part in ["Cargo.toml", "Cargo.lock", "generated-client"] {
            copy(&self.root.join(part), &folder.join(part))?;
        }
        Ok(Compilation::start(name, folder, &features.join(",")))
    }

    /// Gives what is unreleased the number of the next version.
    fn release(&self) -> Result<(), Failed> {
        let heading = format!("## Unreleased\n\n## {} (2026-10-01)", self.version()?);
        let changelog = self.read("CHANGELOG.md")?;
        self.write(
            "CHANGELOG.md",
            &changelog.replace("## Unreleased", &heading),
        )?;
        Ok(())
    }

    fn version(&self) -> Result<String, Failed> {
        let manifest: toml::Table = self.read("Cargo.toml")?.parse()?;
        let version = manifest["workspace"]["package"]["version"].as_str();
        let version = version.ok_or("no version")?.to_owned();
        let lock = self.read("Cargo.lock")?;
        let package = format!("name = \"generated-client\"\nversion = \"{version}\"");
        assert!(lock.contains(&package), "Cargo.lock has another version");
        Ok(version)
    }

    fn read(&self, path: &str) -> io::Result<String> {
        fs::read_to_string(self.root.join(path))
    }

    fn write(&self, path: &str, text: &str) -> io::Result<()> {
        let path = self.root.join(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(path, text)
    }
}

/// One run of the command.
struct Run {
    done: bool,
    text: String,
    json: Value,
}

fn json_questions(json: &Value) -> Vec<Value> {
    json["questions"].as_array().cloned().unwrap_or_default()
}

fn blocking(json: &Value) -> Vec<Value> {
    let mut questions = json_questions(json);
    questions.retain(|question| question["blocks"] == true);
    questions
}

/// The number of questions by topic, and of suggestions.
fn counted(all: &[Value], blocking: &[Value]) -> String {
    let mut topics: BTreeMap<&str, usize> = BTreeMap::new();
    for question in blocking {
        *topics
            .entry(question["topic"].as_str().unwrap_or_default())
            .or_default() += 1;
    }
    let suggestions = all
        .iter()
        .filter(|question| question["blocks"] == false)
        .count();
    let topics: Vec<_> = topics
        .iter()
        .map(|(topic, count)| format!("{count} {topic}"))
        .collect();
    format!(
        "{} ({}); suggestions: {suggestions}",
        blocking.len(),
        topics.join(", ")
    )
}

/// The groups that changed and still exist.
fn groups(json: &Value) -> BTreeSet<String> {
    let changes = json["review"]["changes"].as_array().into_iter().flatten();
    let there = changes.filter(|change| change["kind"] != "group-removed");
    let groups = there.filter_map(|change| change["group"].as_str());
    let mut groups: BTreeSet<String> = groups.map(str::to_owned).collect();
    groups.remove("client");
    groups
}

/// Returns what was added to the changelog.
fn entry(before: &str, after: &str) -> String {
    let known: Vec<&str> = before.lines().collect();
    let lines = after.lines();
    let rest = lines.clone().count() - known.len();
    let start = lines
        .clone()
        .zip(&known)
        .take_while(|(one, other)| one == *other)
        .count();
    let added: Vec<&str> = lines.skip(start).take(rest).collect();
    let text = if added.is_empty() {
        "no entry".to_owned()
    } else {
        added.join("\n")
    };
    format!("{text}\n\n")
}

/// Whether every heading has something below it.
fn is_complete(entry: &str) -> bool {
    let lines: Vec<&str> = entry.lines().filter(|line| !line.is_empty()).collect();
    let mut pairs = lines.windows(2);
    let is_followed = |line: &str, next: &str| match line {
        _ if line.starts_with("### ") => next.starts_with("#### "),
        _ if line.starts_with("#### ") => next.starts_with("- "),
        _ => true,
    };
    let ends = lines.last().is_none_or(|line| !line.starts_with('#'));
    ends && pairs.all(|pair| is_followed(pair[0], pair[1]))
}

/// Returns the manifest with the lines around the groups, which are comments.
fn with_markers(manifest: &toml::Table, text: &str) -> Result<String, Failed> {
    const BEGIN: &str = "# codegen: groups, written by `cargo xtask codegen`\n";
    const END: &str = "# codegen: end\n";
    let mut manifest = manifest.clone();
    manifest.remove("features");
    let (_, rest) = text.split_once("[features]\n").ok_or("no features")?;
    let (features, _) = rest.split_once("\n[").ok_or("no end of features")?;
    assert!(features.contains(BEGIN) && features.contains(END.trim_end()));
    Ok(format!(
        "{}\n[features]\n{features}\n",
        toml::to_string(&manifest)?
    ))
}

/// Copies a file, or all files of a folder.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    if !from.is_dir() {
        fs::create_dir_all(to.parent().unwrap_or(to))?;
        return fs::copy(from, to).map(|_| ());
    }
    for path in files_below(from)? {
        copy(&path, &to.join(path.strip_prefix(from).unwrap_or(&path)))?;
    }
    Ok(())
}
