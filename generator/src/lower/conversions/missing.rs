//! Updates whose body is made from nothing that the GET of their path returns: each has a reason in the configuration.

use super::{ConversionPass, location_of};
use crate::config::Config;
use crate::ir::{Operation, TypeId};
use crate::lower::error::{Decision, LowerError};

/// The table of reasons.
const TABLE: &str = "no_conversion";

impl ConversionPass<'_> {
    /// Asks for the reason why the body of an update is made from nothing that the GET of its path returns.
    pub(super) fn unconverted(&mut self, operation: &Operation, body: TypeId, config: &Config) {
        let is_update = matches!(&*operation.http_method, "PUT" | "PATCH");
        let mut operations = self.api.groups.iter().flat_map(|group| &group.operations);
        let has_get = operations.any(|get| get.http_method == "GET" && get.path == operation.path);
        let is_converted = self.made.keys().any(|(_, made)| *made == body);
        if !is_update || !has_get || is_converted {
            return;
        }
        let id = &operation.id;
        self.used.insert(format!("{id}.{TABLE}"));
        if !config.no_conversion.contains_key(id) {
            let message = format!(
                "the body has nothing in common with what the GET of the path returns; say where its fields come from, or \
                 why they come from nowhere:\n\n[conversions.{id}]\nfields = {{ \"…\" = \"…\" }}\n\n[{TABLE}]\n\
                 {id} = \"…\"\n"
            );
            let decision = Decision::NoConversion {
                operation: id.clone(),
            };
            self.errors
                .push(LowerError::new(location_of(id), message).deciding(decision));
        }
    }

    /// Refuses reasons for conversions that exist, and for operations that do not.
    pub(super) fn unused_reasons(&mut self, config: &Config) {
        for operation in config.no_conversion.keys() {
            if !self.used.contains(&format!("{operation}.{TABLE}")) {
                let message = format!(
                    "`{operation}` is not an update, or its body is made from what the GET returns; remove the entry"
                );
                let error = LowerError::new(format!("spec/codegen.toml [{TABLE}]"), message);
                self.errors.push(error.deciding(Decision::Unused {
                    table: TABLE.to_owned(),
                    entry: operation.clone(),
                }));
            }
        }
    }
}
