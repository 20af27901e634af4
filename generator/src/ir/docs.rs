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

    /// Returns the first sentence or sentences, then the facts. A fact such as `A UUID.` is left out where the first
    /// sentences name the kind of value already.
    pub fn sentences(&self) -> Vec<String> {
        let first = self.text.as_ref().unwrap_or(&self.derived);
        let said = first.to_lowercase().replace("url", "uri");
        let is_repeated = |fact: &str| {
            let fact = fact.to_lowercase();
            let kind = fact.strip_prefix("a ").or(fact.strip_prefix("an "));
            let kind = kind.unwrap_or(&fact).strip_suffix('.');
            kind.is_some_and(|kind| said.contains(kind))
        };
        let facts = self.facts.iter().filter(|fact| !is_repeated(fact));
        std::iter::once(first)
            .chain(facts)
            .filter(|sentence| !sentence.is_empty())
            .cloned()
            .collect()
    }
}
