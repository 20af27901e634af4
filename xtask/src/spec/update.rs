//! `cargo xtask spec update`: takes a new version of the document, from the import to the changelog.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use generator::Draft;
use generator::questions::{self, Question};
use generator::review::{self, Level, Review, Version as Compared, next_version};
use generator::surface;
use semver::Version;
use serde_json::json;

use super::update_flags::UpdateFlags;
use super::{changelog, prune, quarter_questions, sample_questions, version};
use crate::changes::{self, FileChange};
use crate::command_error::CommandError;
use crate::repository;
use crate::spec_files::SpecFiles;
use crate::spec_source::SpecSource;
use crate::{docs, generated_files};

/// The commands that follow, as README has them.
const NEXT: &str = "
Next, read what changed, accept what is recorded of the public API, check, and commit:

    cargo xtask spec diff --html target/spec.html
    INSTA_UPDATE=always cargo test -p generator --test surface
    INSTA_UPDATE=always cargo test -p xtask --test history
    INSTA_UPDATE=always cargo test -p xtask --test quarter -- --ignored
    git add --all && git diff --cached tests/surface tests/history tests/quarter
    cargo xtask check
    git commit";

/// Runs `spec update`.
pub(crate) fn run(arguments: lexopt::Parser) -> Result<(), CommandError> {
    let flags = UpdateFlags::parse(arguments)?;
    let root = repository::root()?;
    let update = Update::read(&root, &flags)?;
    print!("{}", update.report(&flags));
    if let Some(path) = &flags.json {
        let json = json!({
            "review": update.review,
            "questions": update.questions,
            "surface": { "removed": update.surface.0, "added": update.surface.1 },
        });
        fs::write(path, format!("{json:#}\n")).map_err(CommandError::io(path))?;
    }
    let open = update.open(&flags);
    if open > 0 {
        let written = match update.pruned {
            0 => "nothing was written".to_owned(),
            _ if flags.dry_run => "nothing was written".to_owned(),
            pruned => {
                write(&update.decided(&root))?;
                let made = counted(pruned, "decision", "decisions");
                format!("only what `--prune` removes from spec/ was written, {made}")
            }
        };
        return Err(CommandError::failed(format!(
            "{} missing: paste the lines of one choice of each, and run the command again; {written}",
            counted(open, "decision is", "decisions are")
        )));
    }
    let files = update.files(&root, &flags)?;
    println!("{}", summary(&files, flags.dry_run));
    if flags.dry_run {
        return Ok(());
    }
    write(&files)?;
    let removed = files.iter().filter(|(_, content)| content.is_none());
    let removed = removed.map(|(path, _)| path.as_path());
    generated_files::remove_empty_folders(removed, &root.join("generated-client"));
    println!("{NEXT}");
    Ok(())
}

/// A file and its new content; none for one to remove.
type NewFile = (PathBuf, Option<Vec<u8>>);

/// Everything that the new version means.
struct Update {
    files: SpecFiles,
    manifest: String,
    source: String,
    name: String,
    draft: Draft,
    review: Review,
    questions: Vec<Question>,
    /// How many decisions `--prune` made.
    pruned: usize,
    /// Files of `spec/docs` with nothing left in them.
    empty: Vec<String>,
    /// Lines of the listing of the public API that are removed and added.
    surface: (usize, usize),
    changelog: String,
    current: Version,
    next: Version,
}

impl Update {
    fn read(root: &Path, flags: &UpdateFlags) -> Result<Self, CommandError> {
        let spec = root.join("spec");
        let mut working = SpecFiles::read(&spec, &spec.join("digitalocean.yaml"))?;
        let texts = working.docs.clone();
        // A person may have removed everything from a file.
        working.docs.retain(|(_, text)| !text.trim().is_empty());
        let mut files = working.with_document(&flags.path)?;
        let old_files = working.before_decisions(root);
        files.docs.clone_from(&working.docs);
        let old = old_files.draft()?;
        let (mut draft, mut questions) = asked(root, &old, &files)?;
        let mut pruned = 0;
        for _ in 0..prune::ROUNDS {
            let edited = match flags.prune {
                true => prune::prune(&mut files, &questions),
                false => 0,
            };
            if edited == 0 {
                break;
            }
            pruned += edited;
            (draft, questions) = asked(root, &old, &files)?;
        }
        let is_left = |path: &String| files.docs.iter().any(|(left, _)| left == path);
        let empty = texts.into_iter().map(|(path, _)| path);
        let empty = empty.filter(|path| !is_left(path)).collect();
        let name = flags.origin.name().unwrap_or_else(|| files.name.clone());
        let surface = changed_lines(&listing(&old), &listing(&draft));
        let review = reviewed(old, draft.clone(), &name);

        let text = |path: &str| {
            let path = root.join(path);
            fs::read_to_string(&path).map_err(CommandError::io(&path))
        };
        let (manifest, changelog) = (text("Cargo.toml")?, text("CHANGELOG.md")?);
        let current = version::read(&manifest)?;
        // An unreleased version is not incremented again.
        let released = changelog::released(&changelog);
        let next = released.map_or(current.clone(), |released| {
            next_version(&released, review.deciding()).max(current.clone())
        });
        Ok(Self {
            source: SpecSource::read(&flags.path)?.manifest(&flags.origin),
            files,
            manifest,
            name,
            draft,
            review,
            questions,
            pruned,
            empty,
            surface,
            changelog,
            current,
            next,
        })
    }

    /// Returns the questions that no option of the command decides.
    fn left(&self, flags: &UpdateFlags) -> Vec<Question> {
        let given = flags.decisions();
        let left = self.questions.iter().filter(|question| {
            let mut options = question
                .choices
                .iter()
                .filter_map(|choice| choice.option.as_ref());
            !options.any(|option| given.contains(option))
        });
        left.cloned().collect()
    }

    /// Returns the number of decisions that are missing.
    fn open(&self, flags: &UpdateFlags) -> usize {
        let left = self.left(flags);
        left.iter().filter(|question| question.blocks).count()
    }

    fn report(&self, flags: &UpdateFlags) -> String {
        let left = self.left(flags);
        let mut text = review::markdown(&self.review);
        text.push_str(&questions::report(&left));
        let open = self.open(flags);
        text.push_str(&format!(
            "\n{}, {}.{} The listing of the public API loses {} and gains {}. {}\n",
            counted(open, "decision to make", "decisions to make"),
            counted(left.len() - open, "suggestion", "suggestions"),
            self.prunable(),
            counted(self.surface.0, "line", "lines"),
            counted(self.surface.1, "line", "lines"),
            self.verdict()
        ));
        text
    }

    /// Returns how many decisions `--prune` makes.
    fn prunable(&self) -> String {
        match self
            .questions
            .iter()
            .filter(|question| question.is_prunable())
            .count()
        {
            0 => String::new(),
            count => format!(
                " `--prune` makes {count} of the decisions: it removes what matches nothing."
            ),
        }
    }

    /// Returns what follows for the version.
    fn verdict(&self) -> String {
        let (current, next) = (&self.current, &self.next);
        let level = match self.review.level {
            None => return format!("The version stays {current}: nothing changed for users."),
            Some(Level::Breaking) => "there are breaking changes",
            Some(Level::Behaviour | Level::Addition) => "no change is breaking",
        };
        if changelog::released(&self.changelog).is_none() {
            format!("The version stays {current}, which is not released yet; {level}.")
        } else if next == current {
            format!("The version stays {current}, which already follows the last release; {level}.")
        } else {
            format!("The version becomes {next}: {level}.")
        }
    }

    /// Returns the files with decisions.
    fn decided(&self, root: &Path) -> Vec<NewFile> {
        let files = &self.files;
        let kept = files.texts().into_iter();
        let kept = kept.map(|(path, text)| (root.join(path), Some(text.into_bytes())));
        let empty = self.empty.iter().map(|path| (root.join(path), None));
        kept.chain(empty).collect()
    }

    /// Returns every file that changes.
    fn files(&self, root: &Path, flags: &UpdateFlags) -> Result<Vec<NewFile>, CommandError> {
        let client = root.join("generated-client");
        let mut tree = self.draft.render().map_err(CommandError::failed)?;
        generated_files::add_features(&mut tree, &self.draft.api, &client)?;
        let draft = (&self.draft.api, &self.draft.names);
        let registry = generator::registry(draft.0, draft.1).map_err(CommandError::failed)?;
        generated_files::add_registry(&mut tree, &registry);
        generated_files::add_argument_order(&mut tree, draft, &client, &flags.accepted)?;
        let differences = tree.compare(&generated_files::on_disk(&client)?);
        let generated = generated_files::files(&tree, &differences, &client);
        let mut files: Vec<NewFile> = generated
            .into_iter()
            .map(|(path, content)| (path, content.map(<[u8]>::to_vec)))
            .collect();
        files.extend(self.decided(root));
        let mut write = |path: &str, text: String| {
            files.push((root.join(path), Some(text.into_bytes())));
        };
        write("spec/SOURCE.toml", self.source.clone());
        // Missing texts of new items are decided, and new groups need their counts.
        write(docs::COMMITTED, docs::counts(&self.draft.coverage));
        let entry = review::changelog(&self.review);
        if !entry.is_empty() {
            let title = format!("API of {}", self.name);
            let text = changelog::with_entry(&self.changelog, &title, &entry)?;
            write("CHANGELOG.md", text);
        }
        if self.next != self.current {
            let text = version::in_manifest(&self.manifest, &self.next);
            write("Cargo.toml", text);
            let lock = root.join("Cargo.lock");
            let text = fs::read_to_string(&lock).map_err(CommandError::io(&lock))?;
            let text = version::in_lock(&text, &self.current, &self.next);
            write("Cargo.lock", text);
        }
        let document = root.join("spec/digitalocean.yaml");
        files.push((document, Some(self.files.document.clone())));
        files.retain(|(path, content)| fs::read(path).ok() != *content);
        Ok(files)
    }
}

/// Writes files, all or none.
fn write(files: &[NewFile]) -> Result<(), CommandError> {
    let changes = files.iter().map(|(path, content)| FileChange {
        path,
        content: content.as_deref(),
    });
    changes::make(&changes.collect::<Vec<_>>()).map(|_| ())
}

/// Returns the client of some files and what a person has to decide about it.
fn asked(
    root: &Path,
    old: &Draft,
    files: &SpecFiles,
) -> Result<(Draft, Vec<Question>), CommandError> {
    let draft = files.draft()?;
    let questions = files.with_input(|input| questions::questions(old, &draft, input));
    let mut questions = questions.map_err(CommandError::failed)?;
    questions.extend(sample_questions::questions(old, &draft, files)?);
    questions.extend(quarter_questions::questions(root, &draft.document)?);
    questions.sort_by_key(|question| question.topic);
    Ok((draft, questions))
}

/// Returns the lines of the listing of the public API, with their file.
fn listing(draft: &Draft) -> BTreeSet<String> {
    let files = surface::listing(&surface::read(&draft.api, &draft.names));
    let lines = files.iter().flat_map(|(file, text)| {
        let lines = text.lines();
        lines.map(move |line| format!("{file}: {line}"))
    });
    lines.collect()
}

fn changed_lines(old: &BTreeSet<String>, new: &BTreeSet<String>) -> (usize, usize) {
    (old.difference(new).count(), new.difference(old).count())
}

fn reviewed(old: Draft, new: Draft, name: &str) -> Review {
    let old = Compared::new("the current document", old);
    let mut review = review::review(&old, &Compared::new(name, new));
    // The questions say the same, and what to do.
    review.notes.clear();
    review
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

fn summary(files: &[NewFile], dry_run: bool) -> String {
    let removed = files
        .iter()
        .filter(|(_, content)| content.is_none())
        .count();
    let would = if dry_run { "would be" } else { "are" };
    let written = counted(files.len() - removed, "file", "files");
    format!("{written} {would} written, {removed} removed.")
}

#[cfg(test)]
mod tests {
    use super::NEXT;

    #[test]
    fn readme_has_the_commands_that_follow() {
        let readme = include_str!("../../../README.md");
        let commands: Vec<_> = NEXT
            .lines()
            .filter_map(|line| line.strip_prefix("    "))
            .collect();
        assert!(commands.contains(&"git commit"));
        for command in commands {
            assert!(readme.contains(&format!("\n   {command}")), "{command}");
        }
    }
}
