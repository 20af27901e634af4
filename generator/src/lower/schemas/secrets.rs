//! Members and texts that are secrets: redacted wherever they are shown.

use crate::ir::{Scalar, TypeRef};
use crate::lower::Lowering;
use crate::lower::schemas::keywords::Sub;
use crate::lower::schemas::object::redact;

impl Lowering<'_> {
    /// The type of a member, redacted if the configuration says that it holds a secret.
    pub(in crate::lower) fn guard_secret(
        &mut self,
        name: &str,
        sub: &Sub<'_>,
        component: Option<&str>,
        ty: TypeRef,
    ) -> TypeRef {
        let pointer = sub.pointer();
        let owner = owner_of(pointer).or(component);
        let pointers = sub.pointers();
        let keys = pointers.iter().flat_map(|pointer| {
            let owner = owner_of(pointer).or(component);
            let member = owner.map(|owner| format!("{owner}.{name}"));
            [Some((*pointer).to_owned()), member]
        });
        let keys: Vec<String> = keys.flatten().collect();
        let config = self.config;
        for key in keys {
            if config.secrets.contains(&key) {
                self.mark("secrets", &key);
                return redact(ty);
            }
            if config.not_secrets.contains(&key) {
                self.mark("not_secrets", &key);
                return ty;
            }
        }
        let words: Vec<_> = name.split('_').collect();
        let candidate = config
            .secret_words
            .iter()
            .any(|word| words.contains(&word.as_str()) || word == name);
        if candidate && holds_string(&ty) {
            let key = owner.map_or_else(|| pointer.to_owned(), |owner| format!("{owner}.{name}"));
            self.report(
                pointer,
                format!("may hold a secret: list \"{key}\" under `secrets` or `not_secrets`"),
            );
        }
        ty
    }
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
    match ty {
        TypeRef::Scalar(Scalar::String) => true,
        TypeRef::List(inner) | TypeRef::Map(inner) | TypeRef::Optional(inner) => {
            holds_string(inner)
        }
        _ => false,
    }
}
