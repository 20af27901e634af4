//! The TLS library, chosen by feature.

/// Whether any is compiled in.
pub(crate) const IS_AVAILABLE: bool = cfg!(any(
    feature = "rustls-ring",
    feature = "rustls-aws-lc",
    feature = "native-tls"
));

/// The features that bring one.
pub(crate) const FEATURES: &str = "`rustls-ring`, `rustls-aws-lc` or `native-tls`";

/// Makes ring the process's default for rustls, unless the process has chosen already.
#[cfg(all(feature = "rustls-ring", not(feature = "rustls-aws-lc")))]
pub(super) fn prepare() {
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        // Another thread may win the race; either choice works.
        drop(rustls::crypto::ring::default_provider().install_default());
    }
}

#[cfg(not(all(feature = "rustls-ring", not(feature = "rustls-aws-lc"))))]
pub(super) fn prepare() {}
