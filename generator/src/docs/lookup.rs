//! Finds the text of an item in `spec/docs`, and notes which entries have been used.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::content::{self, NameWords};
use super::coverage::TextStatus;
use super::error::DocsError;
use super::source::{DocsFile, Documentation, Sentence, TypeEntry};

/// The item that a text is looked up for.
pub(super) struct Subject<'a> {
    /// Words that a text about it only repeats: its own name, its derived sentence, the names of its parents.
    pub(super) names: Vec<&'a str>,
    /// The kind of its value, e.g. `string`.
    pub(super) kind: &'a str,
    /// The sentence that the generator makes of its name.
    pub(super) derived: &'a str,
    /// Whether the type that has it is only sent (`request`), or also or only received (`response`); empty for others.
    pub(super) role: &'a str,
    /// The keys of the type that has it, of which one may have a noun.
    pub(super) owner: &'a [String],
}

impl<'a> Subject<'a> {
    /// Returns an item that no type has.
    pub(super) fn new(names: Vec<&'a str>, kind: &'a str, derived: &'a str) -> Self {
        Self {
            names,
            kind,
            derived,
            role: "",
            owner: &[],
        }
    }
}

/// The placeholder of shared sentences for the noun of the type.
const NOUN: &str = "{noun}";

/// The text of an item.
pub(super) struct FoundText {
    pub(super) text: String,
    /// Whether it only repeats the names of the item and its parents: the item then counts as undocumented.
    pub(super) says_nothing: bool,
}

impl FoundText {
    /// Returns whether there is a text, and whether it says something.
    pub(super) fn state(found: Option<&Self>) -> TextStatus {
        match found {
            None => TextStatus::Missing,
            Some(found) if found.says_nothing => TextStatus::SaysNothing,
            Some(_) => TextStatus::Present,
        }
    }
}

pub(super) struct Lookup<'s> {
    source: &'s Documentation,
    types: BTreeMap<&'s str, (&'s DocsFile, &'s TypeEntry)>,
    /// Entries that an item has taken, by location.
    used: BTreeSet<String>,
    words: NameWords,
    pub(super) errors: Vec<DocsError>,
}

impl<'s> Lookup<'s> {
    pub(super) fn new(source: &'s Documentation) -> Self {
        let mut types: BTreeMap<&str, (&DocsFile, &TypeEntry)> = BTreeMap::new();
        let mut errors = Vec::new();
        for file in &source.files {
            for (key, entry) in &file.entries.types {
                if let Some((first, _)) = types.get(key.as_str()) {
                    let message = format!("{} has this type already; keep one entry", first.path);
                    errors.push(DocsError::new(type_location(file, key), message));
                } else {
                    types.insert(key, (file, entry));
                }
            }
        }
        Self {
            source,
            types,
            used: BTreeSet::new(),
            words: NameWords::default(),
            errors,
        }
    }

    pub(super) fn group(&mut self, group: &str, subject: &Subject<'_>) -> Option<FoundText> {
        let file = self.file_of(group)?;
        let text = file.entries.group.as_deref()?;
        Some(self.take(format!("{}: group", file.path), text, Some(subject)))
    }

    pub(super) fn operation(
        &mut self,
        group: &str,
        key: &str,
        subject: &Subject<'_>,
    ) -> Option<FoundText> {
        let file = self.file_of(group)?;
        let text = file.entries.operations.get(key)?.docs.as_deref()?;
        let location = format!("{}: operations.{key}.docs", file.path);
        Some(self.take(location, text, Some(subject)))
    }

    /// Returns the example of an operation that somebody wrote: in the group's file, or in one for all groups.
    pub(super) fn example(&mut self, group: &str, key: &str) -> Option<String> {
        let common = self.source.files.iter().filter(|file| file.group.is_none());
        let mut files = self.file_of(group).into_iter().chain(common);
        let (file, code) = files.find_map(|file| {
            let code = file.entries.operations.get(key)?.example.as_ref()?;
            Some((file, code))
        })?;
        self.used
            .insert(format!("{}: operations.{key}.example", file.path));
        Some(code.clone())
    }

    /// Returns all values for examples, of those names that something has.
    pub(super) fn samples(&mut self, names: &BTreeSet<&str>) -> BTreeMap<String, Value> {
        let mut samples = BTreeMap::new();
        for file in &self.source.files {
            for (name, value) in &file.entries.samples {
                if names.contains(name.as_str()) {
                    self.used.insert(format!("{}: samples.{name}", file.path));
                    samples.insert(name.clone(), value.clone());
                }
            }
        }
        samples
    }

    pub(super) fn parameter(
        &mut self,
        group: &str,
        key: &str,
        name: &str,
        subject: &Subject<'_>,
    ) -> Option<FoundText> {
        let own = self.file_of(group).and_then(|file| {
            let text = file.entries.operations.get(key)?.parameters.get(name)?;
            Some((file, text))
        });
        if let Some((file, text)) = own {
            let location = format!("{}: operations.{key}.parameters.{name}", file.path);
            return Some(self.take(location, text, Some(subject)));
        }
        let parameter = self.default(&[group], subject, "parameters", |file| {
            sentence(file.entries.parameters.get(name)?, name, subject)
        });
        parameter.or_else(|| self.named_alike(name, &[group], subject))
    }

    pub(super) fn ty(&mut self, keys: &[String], subject: &Subject<'_>) -> Option<FoundText> {
        let (file, key, text) = self.entry(keys.iter(), |entry| entry.docs.as_deref())?;
        let location = format!("{}.docs", type_location(file, key));
        Some(self.take(location, text, Some(subject)))
    }

    /// Looks up a field: in the entries of its type, then of the schema that declares it, then in the defaults.
    pub(super) fn field<'k>(
        &mut self,
        keys: impl Iterator<Item = &'k String>,
        name: &str,
        groups: &[&str],
        subject: &Subject<'_>,
    ) -> Option<FoundText> {
        let field = self.entry(keys, |entry| entry.fields.get(name).map(String::as_str));
        if let Some((file, key, text)) = field {
            let location = format!("{}.fields.{name}", type_location(file, key));
            return Some(self.take(location, text, Some(subject)));
        }
        self.named_alike(name, groups, subject)
    }

    pub(super) fn value(
        &mut self,
        keys: &[String],
        wire: &str,
        groups: &[&str],
        subject: &Subject<'_>,
    ) -> Option<FoundText> {
        let value = self.entry(keys.iter(), |entry| {
            entry.values.get(wire).map(String::as_str)
        });
        if let Some((file, key, text)) = value {
            let location = format!("{}.values.{wire}", type_location(file, key));
            return Some(self.take(location, text, Some(subject)));
        }
        self.default(groups, subject, "values", |file| {
            Some((wire.to_owned(), file.entries.values.get(wire)?))
        })
    }

    /// Looks up a variant of a union, by its name.
    pub(super) fn variant(&mut self, keys: &[String], name: &str) -> Option<String> {
        let variant = self.entry(keys.iter(), |entry| {
            entry.values.get(name).map(String::as_str)
        });
        let (file, key, text) = variant?;
        let location = format!("{}.values.{name}", type_location(file, key));
        Some(self.take(location, text, None).text)
    }

    /// Returns the locations of all entries that no item has taken.
    pub(super) fn unused(&self) -> Vec<String> {
        let all = self.source.files.iter().flat_map(DocsFile::locations);
        all.filter(|location| !self.used.contains(location))
            .collect()
    }

    /// Returns the file and key of the entry of a type.
    pub(super) fn file_of_type(&self, key: &str) -> Option<&'s DocsFile> {
        self.types.get(key).map(|(file, _)| *file)
    }

    fn file_of(&self, group: &str) -> Option<&'s DocsFile> {
        let mut files = self.source.files.iter();
        files.find(|file| file.group.as_deref() == Some(group))
    }

    fn entry<'k, T>(
        &self,
        keys: impl Iterator<Item = &'k String>,
        get: impl Fn(&'s TypeEntry) -> Option<T>,
    ) -> Option<(&'s DocsFile, &'k str, T)> {
        for key in keys {
            if let Some((file, entry)) = self.types.get(key.as_str())
                && let Some(text) = get(entry)
            {
                return Some((file, key, text));
            }
        }
        None
    }

    /// Looks up a field or parameter in the defaults.
    fn named_alike(
        &mut self,
        name: &str,
        groups: &[&str],
        subject: &Subject<'_>,
    ) -> Option<FoundText> {
        self.default(groups, subject, "defaults", |file| {
            sentence(file.entries.defaults.get(name)?, name, subject)
        })
    }

    /// Looks for a sentence that serves several items: in the files of the groups, then in those of all groups.
    fn default(
        &mut self,
        groups: &[&str],
        subject: &Subject<'_>,
        section: &str,
        get: impl Fn(&'s DocsFile) -> Option<(String, &'s str)>,
    ) -> Option<FoundText> {
        let own = groups.iter().filter_map(|group| self.file_of(group));
        let common = self.source.files.iter().filter(|file| file.group.is_none());
        let (file, (key, text)) = own
            .chain(common)
            .find_map(|file| Some((file, get(file)?)))?;
        let location = format!("{}: {section}.{key}", file.path);
        let text = self.with_noun(&location, text, subject);
        // Names that say everything are exempt in the files that one reviewer reads as a whole.
        let checked = file.group.is_some().then_some(subject);
        Some(self.take(location, &text, checked))
    }

    /// Puts the noun of the type into a shared sentence that has the placeholder.
    fn with_noun(&mut self, location: &str, text: &'s str, subject: &Subject<'_>) -> String {
        if !text.contains(NOUN) {
            return text.to_owned();
        }
        let noun = subject.owner.iter().find_map(|key| {
            let file = self.source.files.iter();
            let found = file.filter_map(|file| Some((file, file.entries.nouns.get(key)?)));
            found.map(|(file, noun)| (file, key, noun)).next()
        });
        let Some((file, key, noun)) = noun else {
            let key = subject.owner.first().map_or("", String::as_str);
            let message = format!("`{NOUN}` has no meaning for `{key}`; add it to `nouns`");
            self.errors.push(DocsError {
                without_noun: Some(key.to_owned()),
                ..DocsError::new(location, message)
            });
            return text.to_owned();
        };
        self.used.insert(format!("{}: nouns.{key}", file.path));
        text.replace(NOUN, noun)
    }

    /// Notes the use of an entry, and checks its text the first time.
    fn take(&mut self, location: String, text: &str, subject: Option<&Subject<'_>>) -> FoundText {
        let says_nothing = subject.is_some_and(|of| self.words.say_all(text, &of.names, of.kind));
        if !self.used.contains(&location) {
            if let Some(message) = flaw(text, subject) {
                self.errors.push(DocsError::new(&location, message));
            }
            self.used.insert(location);
        }
        FoundText {
            text: ended(text),
            says_nothing,
        }
    }
}

/// Returns what is wrong with a text.
fn flaw(text: &str, subject: Option<&Subject<'_>>) -> Option<String> {
    if let Some(flaw) = content::flaw(text) {
        return Some(flaw.to_owned());
    }
    let subject = subject?;
    content::is_same(text, subject.derived).then(|| {
        format!(
            "the generator writes \"{}\" by itself; say more, or remove the line",
            subject.derived
        )
    })
}

/// Returns the sentence for a kind of value or the role of its type, with its key.
fn sentence<'s>(
    sentence: &'s Sentence,
    name: &str,
    subject: &Subject<'_>,
) -> Option<(String, &'s str)> {
    match sentence {
        Sentence::Always(text) => Some((name.to_owned(), text)),
        Sentence::ByType(kinds) => {
            let mut keys = [subject.kind, subject.role].into_iter();
            let (key, text) = keys.find_map(|key| Some((key, kinds.get(key)?)))?;
            Some((format!("{name}.{key}"), text))
        }
    }
}

fn type_location(file: &DocsFile, key: &str) -> String {
    format!("{}: types.{key}", file.path)
}

/// Returns the text with a period at its end.
fn ended(text: &str) -> String {
    let text = text.trim();
    if text.ends_with(['.', ':', '!', '?']) || text.ends_with("```") {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}

impl DocsFile {
    /// Returns the locations of all texts of the file.
    fn locations(&self) -> Vec<String> {
        let entries = &self.entries;
        let mut keys: Vec<String> = entries.group.iter().map(|_| "group".to_owned()).collect();
        for (key, entry) in &entries.operations {
            let docs = entry.docs.iter().map(|_| format!("operations.{key}.docs"));
            let example = entry.example.iter();
            let parameters = entry.parameters.keys();
            keys.extend(docs);
            keys.extend(example.map(|_| format!("operations.{key}.example")));
            keys.extend(parameters.map(|name| format!("operations.{key}.parameters.{name}")));
        }
        for (key, entry) in &entries.types {
            keys.extend(entry.docs.iter().map(|_| format!("types.{key}.docs")));
            let fields = entry.fields.keys();
            keys.extend(fields.map(|name| format!("types.{key}.fields.{name}")));
            let values = entry.values.keys();
            keys.extend(values.map(|name| format!("types.{key}.values.{name}")));
        }
        for (section, sentences) in [
            ("parameters", &entries.parameters),
            ("defaults", &entries.defaults),
        ] {
            for (name, sentence) in sentences {
                match sentence {
                    Sentence::Always(_) => keys.push(format!("{section}.{name}")),
                    Sentence::ByType(kinds) => {
                        let kinds = kinds.keys();
                        keys.extend(kinds.map(|kind| format!("{section}.{name}.{kind}")));
                    }
                }
            }
        }
        keys.extend(entries.nouns.keys().map(|key| format!("nouns.{key}")));
        keys.extend(entries.values.keys().map(|wire| format!("values.{wire}")));
        keys.extend(entries.samples.keys().map(|name| format!("samples.{name}")));
        keys.into_iter()
            .map(|key| format!("{}: {key}", self.path))
            .collect()
    }
}
