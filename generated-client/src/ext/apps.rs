use crate::apps::{AppHealth, AppHealthResponse};

impl AppHealthResponse {
    /// Returns the health, whether it came in its wrapper or not.
    #[inline]
    #[must_use]
    pub fn into_health(self) -> AppHealth {
        self.app_health.unwrap_or(AppHealth {
            components: self.components,
            functions_components: self.functions_components,
            unknown_fields: self.unknown_fields,
        })
    }
}
