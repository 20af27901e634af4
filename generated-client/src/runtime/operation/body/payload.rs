#[cfg(not(target_arch = "wasm32"))]
use std::path::PathBuf;
use std::{fmt, io, sync::Arc};

use bytes::Bytes;

#[cfg(not(target_arch = "wasm32"))]
use crate::runtime::operation::body::file_chunks::read_file;
use crate::runtime::operation::body::payload_stream::{OpenSource, PayloadStream};
use crate::runtime::platform::future::BoxFuture;

/// A body of bytes: held in memory, or read from a source for each attempt.
///
/// ```
/// use digitalocean::Payload;
/// # use digitalocean::fake::Fake;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let client = Fake::new().client()?;
/// # let path = std::env::temp_dir().join(format!("payload-{}.jsonl", std::process::id()));
/// # std::fs::write(&path, "{}")?;
/// // The file is read while it is sent. No credential is sent to a presigned URL.
/// let upload_url = "https://bucket.example/key?signature=1";
/// client.batch_inference().upload_file(upload_url, Payload::file(&path)?).await?;
/// # std::fs::remove_file(path)?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Payload(pub(crate) PayloadSource);

#[derive(Clone)]
pub(crate) enum PayloadSource {
    Json(Bytes),
    Bytes(Bytes),
    Stream(u64, Arc<dyn OpenSource>),
}

impl Payload {
    pub(crate) fn json(bytes: Bytes) -> Self {
        Self(PayloadSource::Json(bytes))
    }

    /// Returns a body that is held in memory.
    pub fn bytes(bytes: impl Into<Bytes>) -> Self {
        Self(PayloadSource::Bytes(bytes.into()))
    }

    /// Returns a body of a known length that `open` starts to read, once for each attempt. In a
    /// browser it is read into memory before it is sent.
    pub fn stream<F>(length: u64, open: F) -> Self
    where
        F: Fn() -> BoxFuture<'static, io::Result<PayloadStream>> + Send + Sync + 'static,
    {
        Self(PayloadSource::Stream(length, Arc::new(open)))
    }

    /// Returns the content of a file, which is read in chunks while it is sent. Not available in a
    /// browser.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn file(path: impl Into<PathBuf>) -> io::Result<Self> {
        let path = path.into();
        let metadata = std::fs::metadata(&path)?;
        if !metadata.is_file() {
            let message = format!("{} is not a file", path.display());
            return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
        }
        let open = move || read_file(path.clone());
        Ok(Self::stream(metadata.len(), open))
    }

    /// Returns the number of bytes.
    pub fn length(&self) -> u64 {
        match &self.0 {
            PayloadSource::Json(bytes) | PayloadSource::Bytes(bytes) => bytes.len() as u64,
            PayloadSource::Stream(length, _) => *length,
        }
    }

    /// Reads the whole body.
    #[cfg(any(feature = "fake", target_arch = "wasm32"))]
    pub(crate) async fn collect(self) -> io::Result<Bytes> {
        let source = match self.0 {
            PayloadSource::Json(bytes) | PayloadSource::Bytes(bytes) => return Ok(bytes),
            PayloadSource::Stream(_, source) => source,
        };
        let mut stream = source.open().await?;
        let mut body = Vec::new();
        while let Some(chunk) =
            std::future::poll_fn(|context| stream.as_mut().poll_next(context)).await
        {
            body.extend_from_slice(&chunk?);
        }
        Ok(body.into())
    }

    /// Returns the bytes, unless they are read from a source.
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match &self.0 {
            PayloadSource::Json(bytes) | PayloadSource::Bytes(bytes) => Some(bytes),
            PayloadSource::Stream(..) => None,
        }
    }
}

impl From<Vec<u8>> for Payload {
    fn from(bytes: Vec<u8>) -> Self {
        Self::bytes(bytes)
    }
}

impl From<Bytes> for Payload {
    fn from(bytes: Bytes) -> Self {
        Self::bytes(bytes)
    }
}

impl From<String> for Payload {
    fn from(text: String) -> Self {
        Self::bytes(text)
    }
}

impl From<&str> for Payload {
    fn from(text: &str) -> Self {
        Self::bytes(text.to_owned())
    }
}

impl From<&[u8]> for Payload {
    fn from(bytes: &[u8]) -> Self {
        Self::bytes(bytes.to_vec())
    }
}

/// Shows the length only: a body may hold secrets.
impl fmt::Debug for Payload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Payload({} bytes)", self.length())
    }
}
