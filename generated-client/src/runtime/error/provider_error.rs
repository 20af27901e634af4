use std::error::Error;

/// The error of a token provider.
pub type ProviderError = Box<dyn Error + Send + Sync>;
