//! Request bodies that are not JSON: bytes, files, and parts of `multipart/form-data`.

#[cfg(not(target_arch = "wasm32"))]
mod file_chunks;
#[allow(
    dead_code,
    reason = "unused where no operation sends files and fields together"
)]
pub(crate) mod multipart;
#[allow(
    dead_code,
    unreachable_pub,
    reason = "unused where no operation sends files and fields together"
)]
pub(crate) mod part;
pub(crate) mod payload;
pub(crate) mod payload_stream;
