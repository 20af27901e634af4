//! Documentation of one item.

/// Documentation of one item: our own text where there is one, and sentences made of facts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Docs {
    /// The text of `spec/docs`, Markdown.
    pub text: Option<String>,
    /// The sentence that the generator derives from the item's name; used where none is written.
    pub derived: String,
    /// Sentences about what the document states, e.g. `Read-only.`
    pub notes: Vec<String>,
    /// Code that calls an operation, if somebody wrote it; otherwise the example is derived.
    pub example: Option<String>,
}

impl Docs {
    /// Returns documentation without a text of ours.
    pub fn derived(derived: impl Into<String>, notes: Vec<String>) -> Self {
        Self {
            text: None,
            derived: derived.into(),
            notes,
            example: None,
        }
    }

    /// Returns the first sentence or sentences, then the notes that they do not state.
    pub fn sentences(&self) -> Vec<String> {
        std::iter::once(self.first().to_owned())
            .chain(self.notes_not_in_text())
            .filter(|sentence| !sentence.is_empty())
            .collect()
    }

    /// Returns the text of ours, or the derived sentence where there is none.
    pub fn first(&self) -> &str {
        self.text.as_deref().unwrap_or(&self.derived)
    }

    /// Leaves out the default, which means nothing in what servers send.
    pub fn leave_out_default(&mut self) {
        self.notes.retain(|note| !note.starts_with("Default "));
    }

    /// Returns the notes without those such as `A UUID.` whose kind of value the first sentences name already. Others,
    /// such as `Required.`, are left out only where the text has the same sentence: the word alone has other meanings.
    pub fn notes_not_in_text(&self) -> Vec<String> {
        let text = self.first().to_lowercase().replace("url", "uri");
        let is_in_text = |note: &str| {
            let note = note.to_lowercase();
            let kind = note.strip_prefix("a ").or(note.strip_prefix("an "));
            match kind {
                Some(kind) => text.contains(kind.trim_end_matches('.')),
                None => text
                    .split_inclusive(". ")
                    .any(|sentence| sentence.trim() == note),
            }
        };
        let notes = self.notes.iter().filter(|note| !is_in_text(note));
        let is_secret = text.contains("secret");
        notes
            .map(|note| match note.strip_prefix("A secret: ") {
                Some(rest) if is_secret => rest.to_owned(),
                _ => note.clone(),
            })
            .collect()
    }
}
