//! The first sentence about a method, made from its name and path where no overlay wrote one.

use crate::config::CreationConfig;
use crate::lower::documentation::words::singular;
use crate::lower::lowering::Lowering;
use crate::names::divided;

impl<'d> Lowering<'d> {
    /// A sentence like `Lists the snapshots of a volume.` from `list_snapshots`, `volume` and a path that names the volume.
    pub(in crate::lower) fn summary(&mut self, method: &str, noun: &str, path: &str) -> String {
        let spaced = divided(method);
        let (verb, rest) = spaced.split_once('_').unwrap_or((&spaced, ""));
        let (object, by) = match rest.split_once("by_") {
            Some((object, by)) if object.is_empty() || object.ends_with('_') => {
                (object.trim_end_matches('_'), Some(self.spelling.clause(by)))
            }
            _ => (rest, None),
        };
        let mut owners = self.owners(path, noun);
        let object = ObjectPhrase::new(self.spelling.clause(object), noun, verb == "list");
        let (object, owner) = object.after_owner(&mut owners, path.ends_with('}'));
        // `list_agents_by_workspace`, below a workspace: it is the owner.
        let is_owner = |by: &String| owner.as_ref().is_some_and(|owner| is_same(owner, by));
        let by = by.filter(|by| !is_owner(by));
        let by = by.map(|by| format!(" by {by}")).unwrap_or_default();
        let creation = self.creation(verb, &object.text);
        let preposition =
            creation.map_or_else(|| preposition(verb), |creation| &creation.preposition);
        let target = object.target(verb, owner.as_deref(), preposition);
        let said = creation.and_then(|creation| creation.first_word.as_deref());
        format!("{} {target}{by}.", self.said(said.unwrap_or(verb)))
    }

    /// How the creation of something is said, if the configuration says so.
    fn creation(&mut self, verb: &str, text: &str) -> Option<&'d CreationConfig> {
        let creations = &self.config.creations;
        let word = last_word(text);
        let creation = creations.get(&word).filter(|_| verb == "create")?;
        self.mark("creations", &word);
        Some(creation)
    }

    /// The owners in the path, outermost first: the objects that its arguments name, as the configuration names them.
    fn owners(&mut self, path: &str, noun: &str) -> Vec<String> {
        let mut owners = Vec::new();
        let mut prefix = String::new();
        let mut kind: Option<(usize, &str)> = None;
        for (depth, segment) in path.split('/').enumerate().skip(1) {
            prefix.push('/');
            prefix.push_str(segment);
            if let Some(name) = self.config.nouns.get(&prefix) {
                self.mark("nouns", &prefix);
                owners.push(name.clone());
                kind = None;
            } else if !segment.starts_with('{') {
                kind = Some((depth, segment));
            } else if let Some((depth, kind)) = kind.take() {
                let name = self.spelling.clause(&singular(&divided(kind)));
                // The segment after the version names the subject of the group.
                let is_noun = depth < 3 || ends_with_words(noun, &name);
                owners.push(if is_noun { noun.to_owned() } else { name });
            }
        }
        owners
    }

    /// Returns the first word of a summary for the first word of a method: `Returns` for `get`.
    fn said(&self, verb: &str) -> String {
        match verb {
            "get" => "Returns".to_owned(),
            "patch" => "Changes".to_owned(),
            other => third_person(self.spelling.phrase(other)),
        }
    }
}

/// The object of a method.
struct ObjectPhrase {
    text: String,
    /// The noun of the group, if it is one of its resources.
    noun: Option<String>,
    /// Whether the path names which one it is.
    is_named: bool,
    many: bool,
}

impl ObjectPhrase {
    fn new(text: String, noun: &str, many: bool) -> Self {
        const ATTRIBUTES: [&str; 2] = ["custom", "default"];
        let one = singular(&text);
        let is_several = many || one != text;
        let own = if text.is_empty() || ends_with_words(noun, &one) {
            Some(if is_several {
                plural(noun)
            } else {
                noun.to_owned()
            })
        } else if text == "multiple" {
            Some(format!("multiple {}", plural(noun)))
        } else {
            let is_attribute = ATTRIBUTES.contains(&text.as_str());
            is_attribute.then(|| format!("{text} {noun}"))
        };
        Self {
            noun: own.is_some().then(|| noun.to_owned()),
            text: own.unwrap_or(text),
            is_named: false,
            many,
        }
    }

    /// Puts the object after its owner: words that name the owner move to it.
    fn after_owner(
        mut self,
        owners: &mut Vec<String>,
        ends_with_argument: bool,
    ) -> (Self, Option<String>) {
        let head = self.noun.as_ref().unwrap_or(&self.text);
        if let Some(last) = owners.last()
            && (ends_with_argument || is_same(last, head))
        {
            if ends_with_words(last, &self.text) {
                self.text.clone_from(last);
            }
            self.is_named = true;
            owners.pop();
        }
        let Some(mut owner) = owners.pop() else {
            return (self, None);
        };
        let words: Vec<_> = self.text.split(' ').collect();
        let is_owner = |word: &&&str| owner.split(' ').any(|own| own.eq_ignore_ascii_case(word));
        let mut said = words.iter().take_while(is_owner).count();
        if let (0, Some(at)) = (said, words.iter().position(|word| *word == owner))
            && at + 1 < words.len()
        {
            said = at + 1;
            owner = words[..said].join(" ");
        }
        if said < words.len() {
            self.text = words[said..].join(" ");
        }
        (self, Some(owner))
    }

    /// The object with its article, and whose it is.
    fn target(&self, verb: &str, owner: Option<&str>, preposition: &str) -> String {
        let is_singular = singular(&self.text) == self.text;
        let is_any = self.is_named
            || self.noun.is_some()
            || matches!(
                verb,
                "add"
                    | "assign"
                    | "attach"
                    | "create"
                    | "detach"
                    | "import"
                    | "post"
                    | "remove"
                    | "run"
                    | "unassign"
            );
        let object = match (is_singular, is_any && !(self.many && owner.is_some())) {
            (false, _) if owner.is_none() => self.text.clone(),
            (true, true) if !self.many => with_article(&self.text),
            (false, true) => self.text.clone(),
            _ => format!("the {}", self.text),
        };
        match owner {
            Some(owner) => format!("{object} {preposition} {}", with_article(owner)),
            None => object,
        }
    }
}

/// Returns the word between what a method does something with and its owner.
fn preposition(verb: &str) -> &'static str {
    match verb {
        "create" => "for",
        "add" | "assign" | "attach" => "to",
        "detach" | "remove" | "unassign" => "from",
        _ => "of",
    }
}

/// Whether two nouns name the same kind of thing, judged by their last words.
fn is_same(one: &str, other: &str) -> bool {
    last_word(one) == last_word(other)
}

fn last_word(words: &str) -> String {
    let last = words.rsplit(' ').next().unwrap_or_default();
    singular(last).to_lowercase()
}

fn ends_with_words(words: &str, end: &str) -> bool {
    let (words, end) = (words.to_lowercase(), end.to_lowercase());
    let before = words.strip_suffix(&end);
    before.is_some_and(|before| before.is_empty() || before.ends_with(' '))
}

/// The noun with `a` or `an`, as it is spoken: letter by letter where no vowel helps.
fn with_article(noun: &str) -> String {
    if noun.starts_with("the ") {
        return noun.to_owned();
    }
    let word = noun.split(' ').next().unwrap_or_default();
    let is_spelled = word.len() > 1
        && word
            .chars()
            .all(|letter| letter.is_ascii_uppercase() && !is_vowel(letter));
    let first = word.chars().next().unwrap_or_default();
    let sounds_like_vowel = if is_spelled {
        "FHLMNRSX".contains(first)
    } else {
        is_vowel(first) && (!word.starts_with('u') || word.starts_with("up"))
    };
    format!("{} {noun}", if sounds_like_vowel { "an" } else { "a" })
}

fn is_vowel(letter: char) -> bool {
    "aeiouAEIOU".contains(letter)
}

fn third_person(mut verb: String) -> String {
    if verb.ends_with(['s', 'x', 'z']) || verb.ends_with("ch") || verb.ends_with("sh") {
        verb.push_str("es");
    } else if ends_with_consonant_y(&verb) {
        verb.pop();
        verb.push_str("ies");
    } else {
        verb.push('s');
    }
    verb
}

fn plural(noun: &str) -> String {
    if ends_with_consonant_y(noun) {
        format!("{}ies", noun.trim_end_matches('y'))
    } else if noun.ends_with(['s', 'x']) || noun.ends_with("ch") || noun.ends_with("sh") {
        format!("{noun}es")
    } else {
        format!("{noun}s")
    }
}

fn ends_with_consonant_y(word: &str) -> bool {
    let before = word.strip_suffix('y').and_then(|word| word.chars().last());
    before.is_some_and(|letter| !is_vowel(letter))
}
