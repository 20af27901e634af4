//! Conventions for the names and types of the client as a whole. The configuration has a reason for each exception.
//!
//! A convention applies where the configuration has a table for its exceptions.

mod several_types;
#[cfg(test)]
mod tests;
mod update_names;

use crate::config::Config;
use crate::ir::Api;
use crate::lower::LowerError;
use crate::names::NameTable;
use crate::surface;

/// Returns an error for everything that is unlike the rest without a reason, and for every reason that nothing needs.
pub(crate) fn errors(api: &Api, names: &NameTable, config: &Config) -> Vec<LowerError> {
    if config.update_names.is_none() && config.several_types.is_none() {
        return Vec::new();
    }
    let surface = surface::read(api, names);
    let update_names = config.update_names.iter();
    let update_names = update_names.flat_map(|reasons| update_names::errors(&surface, reasons));
    let several_types = config.several_types.iter();
    let several_types = several_types.flat_map(|reasons| several_types::errors(&surface, reasons));
    update_names.chain(several_types).collect()
}
