//! Members and texts that are secrets: redacted wherever they are shown.

use crate::ir::walk;
use crate::ir::{Scalar, TypeRef};
use crate::lower::error::{Decision, LowerError};
use crate::lower::lowering::Lowering;
use crate::lower::schemas::keywords::Sub;
use crate::lower::schemas::object::redact;
use crate::names;

impl Lowering<'_> {
    /// The type of a member, redacted if the configuration says that it holds a secret.
    pub(in crate::lower) fn guard_secret(
        &mut self,
        name: &str,
        sub: &Sub<'_>,
        component: Option<&str>,
        format: Option<&str>,
        ty: TypeRef,
    ) -> TypeRef {
        let pointer = sub.pointer();
        let owner = owner_of(pointer).or(component);
        let config = self.config;
        for key in keys(name, sub, component) {
            if config.secrets.contains(&key) {
                self.mark("secrets", &key);
                return redact(ty);
            }
            if config.not_secrets.contains(&key) {
                self.mark("not_secrets", &key);
                return ty;
            }
        }
        if format == Some("password") && holds_string(&ty) {
            return redact(ty);
        }
        if holds_string(&ty) && self.may_hold_secret(name, &sub.pointers(), component, &ty) {
            let key = owner.map_or_else(|| pointer.to_owned(), |owner| format!("{owner}.{name}"));
            let message = format!(
                "may hold a secret: list \"{key}\" under `secrets` or `not_secrets` in spec/codegen.toml"
            );
            self.undecided(LowerError::new(pointer, message).deciding(Decision::Secret { key }));
        }
        ty
    }

    /// Whether the name of a member says that it holds a secret; or the schema around it says so, and the member is a
    /// map, a list, or a value without a name of its own.
    fn may_hold_secret(
        &self,
        name: &str,
        pointers: &[&str],
        component: Option<&str>,
        ty: &TypeRef,
    ) -> bool {
        let is_secret = |word: &str| self.config.secret_words.contains(word);
        let divided = names::divided(name);
        let words: Vec<_> = divided.split('_').collect();
        let joined = format!("_{divided}_");
        // A word of the configuration may be several of the name: `api_key` is in `apiKey`.
        let mut several = self
            .config
            .secret_words
            .iter()
            .filter(|word| word.contains('_'));
        if words.iter().any(|word| is_secret(word))
            || is_secret(name)
            || several.any(|word| joined.contains(&format!("_{word}_")))
        {
            return true;
        }
        // Lists of regions and the like: their members say what they mean.
        let is_concept = |word: &&str| {
            let mut concepts = self.config.same_types.values();
            concepts.any(|same| same.members.contains(*word))
        };
        if words.last().is_some_and(is_concept) {
            return false;
        }
        let holds_many = matches!(ty, TypeRef::List(_) | TypeRef::Map(_));
        let is_value = words
            .iter()
            .any(|word| self.config.secret_values.contains(*word));
        if !holds_many && !is_value {
            return false;
        }
        let around = pointers.iter().flat_map(|pointer| around(pointer));
        let mut around = around.chain(component.map(str::to_owned));
        around.any(|name| {
            let words = names::divided(&name);
            let mut words = words.split('_');
            words.any(|word| self.config.secret_schemas.contains(word))
        })
    }
}

/// The names of what holds the value at `pointer`: components, members, and the last fixed segment of a path.
fn around(pointer: &str) -> Vec<String> {
    let parts: Vec<&str> = pointer.split('/').skip(1).collect();
    let mut names = Vec::new();
    match parts.as_slice() {
        ["components", _, name, ..] => names.push((*name).to_owned()),
        ["paths", path, ..] => {
            let mut segments = path.rsplit("~1").filter(|segment| !segment.contains('{'));
            names.extend(segments.next().map(str::to_owned));
        }
        _ => {}
    }
    let members = parts.windows(2).filter(|pair| pair[0] == "properties");
    names.extend(members.map(|pair| pair[1].to_owned()));
    // The last one is the value itself.
    if parts.iter().rev().nth(1) == Some(&"properties") {
        names.pop();
    }
    names
}

impl Lowering<'_> {
    /// Returns whether the configuration says that the text of a response is a secret.
    pub(in crate::lower) fn is_secret_text(&mut self, pointer: &str) -> bool {
        let config = self.config;
        if config.secrets.contains(pointer) {
            self.mark("secrets", pointer);
            return true;
        }
        if config.not_secrets.contains(pointer) {
            self.mark("not_secrets", pointer);
            return false;
        }
        let mut words = pointer.split(['/', '_', '-']);
        if words.any(|word| config.secret_words.iter().any(|secret| secret == word)) {
            self.report(
                pointer,
                format!("may be a secret: list \"{pointer}\" under `secrets` or `not_secrets`"),
            );
        }
        false
    }

    /// Whether the empty string is a value of a required member, by configuration.
    pub(in crate::lower) fn may_be_empty(
        &mut self,
        name: &str,
        sub: &Sub<'_>,
        component: Option<&str>,
    ) -> bool {
        let config = self.config;
        let key = keys(name, sub, component)
            .into_iter()
            .find(|key| config.may_be_empty.contains(key));
        if let Some(key) = &key {
            self.mark("may_be_empty", key);
        }
        key.is_some()
    }
}

/// The name of a member in the configuration: its pointer, or its schema and name.
pub(super) fn keys(name: &str, sub: &Sub<'_>, component: Option<&str>) -> Vec<String> {
    let pointers = sub.pointers();
    let keys = pointers.iter().flat_map(|pointer| {
        let owner = owner_of(pointer).or(component);
        let member = owner.map(|owner| format!("{owner}.{name}"));
        [Some((*pointer).to_owned()), member]
    });
    keys.flatten().collect()
}

/// The component schema in whose own text the member at `pointer` is declared directly.
fn owner_of(pointer: &str) -> Option<&str> {
    let rest = pointer.strip_prefix("#/components/schemas/")?;
    let (owner, path) = rest.split_once('/')?;
    let path = path
        .strip_prefix("allOf/")
        .and_then(|path| path.split_once('/').map(|(_, path)| path))
        .unwrap_or(path);
    let member = path.strip_prefix("properties/")?;
    (!member.contains('/')).then_some(owner)
}

fn holds_string(ty: &TypeRef) -> bool {
    *walk::innermost(ty) == TypeRef::Scalar(Scalar::String)
}
