//! Names of methods: from the configuration or the `operationId`.

use crate::config::GroupConfig;
use crate::lower::error::{Decision, LowerError};
use crate::lower::lowering::Lowering;
use crate::lower::operations::path_operation::PathOperation;

impl Lowering<'_> {
    /// Returns the `operationId` without a prefix of the group, unless the configuration names the method.
    ///
    /// A PATCH is called `update_…`. Where a path has a PUT and a PATCH, the PUT is called `replace_…`.
    pub(super) fn method_name(
        &mut self,
        operation: PathOperation<'_>,
        group: &GroupConfig,
    ) -> String {
        let id = operation.id;
        if let Some(name) = group.methods.get(id) {
            self.mark("methods", id);
            return name.clone();
        }
        let prefix = group
            .prefixes
            .iter()
            .filter_map(|prefix| id.strip_prefix(prefix.as_str())?.strip_prefix('_'));
        if let Some(rest) = prefix.min_by_key(|rest| rest.len()) {
            let by_role = match operation.http_method {
                "patch" => ("patch", "update"),
                "put" if operation.item.patch.is_some() => ("update", "replace"),
                _ => return rest.to_owned(),
            };
            return renamed(rest, by_role).unwrap_or_else(|| rest.to_owned());
        }
        let error = LowerError::new(
            format!("spec/codegen.toml [groups] operation `{id}`"),
            format!("no prefix of the group fits; add to its `methods`: {id} = \"…\""),
        );
        let mut groups = self.config.groups.iter();
        let key = groups.find(|(_, other)| std::ptr::eq(*other, group));
        self.undecided(error.deciding(Decision::Method {
            group: key.map(|(key, _)| key.clone()).unwrap_or_default(),
            operation: id.to_owned(),
        }));
        id.to_owned()
    }
}

/// The name with another first word, if its first word is the given one.
fn renamed(name: &str, (from, to): (&str, &str)) -> Option<String> {
    let rest = name.strip_prefix(from)?;
    (rest.is_empty() || rest.starts_with('_')).then(|| format!("{to}{rest}"))
}
