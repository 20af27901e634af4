//! The configuration of conversions: which field of a body takes its value from where.

use crate::config::ConversionConfig;

/// The configuration of the fields of a body, or of a part of it.
#[derive(Clone, Debug)]
pub(super) struct FieldRules<'c> {
    pub(super) operation: &'c str,
    /// Whether it is one of the further conversions, and `operation` the body's schema.
    pub(super) is_further: bool,
    pub(super) config: Option<&'c ConversionConfig>,
    /// The part, as the beginning of paths.
    pub(super) prefix: String,
}

impl<'c> FieldRules<'c> {
    pub(super) fn of(operation: &'c str, config: Option<&'c ConversionConfig>) -> Self {
        Self {
            operation,
            is_further: false,
            config,
            prefix: String::new(),
        }
    }

    pub(super) fn further(body: &'c str, config: &'c ConversionConfig) -> Self {
        Self {
            is_further: true,
            ..Self::of(body, Some(config))
        }
    }

    /// The path of a field from the body.
    pub(super) fn path(&self, field: &str) -> String {
        format!("{}{field}", self.prefix)
    }

    pub(super) fn inside(&self, field: &str) -> Self {
        Self {
            prefix: format!("{}.", self.path(field)),
            ..self.clone()
        }
    }

    /// Whether values come from fields of other names.
    pub(super) fn maps_fields(&self) -> bool {
        self.config.is_some_and(|config| !config.fields.is_empty())
    }

    pub(super) fn leaves(&self, path: &str) -> bool {
        self.config
            .is_some_and(|config| config.leave.contains(path))
    }

    pub(super) fn source(&self, path: &str) -> Option<&'c str> {
        Some(self.config?.fields.get(path)?.as_str())
    }
}

/// Returns the entry of the configuration that is about an operation, for errors.
pub(super) fn location_of(operation: &str) -> String {
    format!("spec/codegen.toml [conversions.{operation}]")
}
