//! Finds the module in which the item of a path is declared.

use crate::sources::{Names, Sources};

/// The longest chain of re-exports.
const DEPTH: usize = 16;

/// The declaration of an item.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// In a module of this crate; for generated items with the first name below `generated`.
    Module(Names),
    /// In another crate.
    External,
    /// Nowhere.
    Unknown,
}

impl Sources {
    /// Returns the module that declares the item of `path`, written in `module`.
    pub(crate) fn resolve(&self, module: &[String], path: &[String]) -> Target {
        self.find(module, path, DEPTH)
    }

    fn find(&self, module: &[String], path: &[String], depth: usize) -> Target {
        let Some((first, rest)) = path.split_first() else {
            return Target::Module(module.to_vec());
        };
        if depth == 0 {
            return Target::Unknown;
        }
        match first.as_str() {
            "crate" => return self.find(&[], rest, depth),
            "self" => return self.find(module, rest, depth),
            "super" => {
                let parent = module.split_last().map_or(&[][..], |(_, parent)| parent);
                return self.find(parent, rest, depth);
            }
            _ => {}
        }
        if module.first().is_some_and(|first| first == "generated")
            || module.is_empty() && first == "generated"
        {
            let name = if module.is_empty() {
                rest.first()
            } else {
                Some(first)
            };
            return Target::Module(
                [
                    vec!["generated".to_owned()],
                    name.cloned().into_iter().collect(),
                ]
                .concat(),
            );
        }
        let inner = [module, std::slice::from_ref(first)].concat();
        if self.modules.contains_key(&inner) {
            return self.find(&inner, rest, depth);
        }
        let Some(content) = self.modules.get(module) else {
            return Target::Unknown;
        };
        if content.items.contains(first) {
            return Target::Module(module.to_vec());
        }
        if let Some((_, target)) = content.uses.iter().find(|(name, _)| name == first) {
            let path = [target.as_slice(), rest].concat();
            return self.imported(module, &path, depth - 1);
        }
        let mut found = Target::Unknown;
        for glob in &content.globs {
            let path = [glob.as_slice(), path].concat();
            match self.imported(module, &path, depth - 1) {
                Target::Unknown => {}
                target => found = target,
            }
            if matches!(&found, Target::Module(module) if module.first().is_some_and(|first| first != "generated"))
            {
                break;
            }
        }
        found
    }

    /// Resolves the path of a `use` declaration.
    fn imported(&self, module: &[String], path: &[String], depth: usize) -> Target {
        let first = path.first().map_or("", String::as_str);
        if matches!(first, "crate" | "self" | "super") {
            return self.find(module, path, depth);
        }
        let is_own = self
            .modules
            .get(module)
            .is_some_and(|content| content.items.iter().any(|item| item == first));
        if is_own {
            self.find(module, path, depth)
        } else {
            Target::External
        }
    }
}
