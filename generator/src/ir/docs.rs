//! Documentation of one item.

/// Documentation of one item: our own text where there is one, and sentences made of facts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Docs {
    /// The text of `spec/docs`, Markdown.
    pub text: Option<String>,
    /// The sentence that the generator derives from the item's name; used where none is written.
    pub derived: String,
    /// Sentences about what the document states, e.g. `Read-only.`
    pub facts: Vec<String>,
    /// Code that calls an operation, if somebody wrote it; otherwise the example is derived.
    pub example: Option<String>,
}

impl Docs {
    /// Returns documentation without a text of ours.
    pub fn derived(derived: impl Into<String>, facts: Vec<String>) -> Self {
        Self {
            text: None,
            derived: derived.into(),
            facts,
            example: None,
        }
    }

    /// Returns the first sentence or sentences, then the facts that they do not state.
    pub fn sentences(&self) -> Vec<String> {
        std::iter::once(self.first().to_owned())
            .chain(self.facts_not_said())
            .filter(|sentence| !sentence.is_empty())
            .collect()
    }

    /// Returns the text of ours, or the derived sentence where there is none.
    pub fn first(&self) -> &str {
        self.text.as_deref().unwrap_or(&self.derived)
    }

    /// Leaves out the default, which means nothing in what servers send.
    pub fn leave_out_default(&mut self) {
        self.facts.retain(|fact| !fact.starts_with("Default "));
    }

    /// Returns the facts without those such as `A UUID.` whose kind of value the first sentences name already. Others,
    /// such as `Required.`, are left out only where the text has the same sentence: the word alone has other meanings.
    pub fn facts_not_said(&self) -> Vec<String> {
        let said = self.first().to_lowercase().replace("url", "uri");
        let is_said = |fact: &str| {
            let fact = fact.to_lowercase();
            let kind = fact.strip_prefix("a ").or(fact.strip_prefix("an "));
            match kind {
                Some(kind) => said.contains(kind.trim_end_matches('.')),
                None => said
                    .split_inclusive(". ")
                    .any(|sentence| sentence.trim() == fact),
            }
        };
        let facts = self.facts.iter().filter(|fact| !is_said(fact));
        let is_secret = said.contains("secret");
        facts
            .map(|fact| match fact.strip_prefix("A secret: ") {
                Some(rest) if is_secret => rest.to_owned(),
                _ => fact.clone(),
            })
            .collect()
    }
}
