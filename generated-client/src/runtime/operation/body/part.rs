use std::fmt;
#[cfg(not(target_arch = "wasm32"))]
use std::{io, path::PathBuf};

use crate::runtime::operation::body::payload::Payload;

/// A file that is sent as a part of a body, with its name and its media type.
///
/// A part that is made of bytes has the name of its field.
#[derive(Clone)]
pub struct Part {
    pub(crate) content: Payload,
    pub(crate) file_name: Option<String>,
    pub(crate) media_type: Option<String>,
}

impl Part {
    /// Returns a part with this content.
    pub fn new(content: impl Into<Payload>) -> Self {
        Self {
            content: content.into(),
            file_name: None,
            media_type: None,
        }
    }

    /// Returns the content of a file, with the name of the file. It is read in chunks while it is sent.
    /// Not available in a browser.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn file(path: impl Into<PathBuf>) -> io::Result<Self> {
        let path = path.into();
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        let mut part = Self::new(Payload::file(path)?);
        part.file_name = name;
        Ok(part)
    }

    /// Sets the name of the file.
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }

    /// Sets the media type. The default is `application/octet-stream`.
    pub fn media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }
}

impl<P: Into<Payload>> From<P> for Part {
    fn from(content: P) -> Self {
        Self::new(content)
    }
}

/// Shows the length of the content only: it may hold secrets.
impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Part")
            .field("content", &self.content)
            .field("file_name", &self.file_name)
            .field("media_type", &self.media_type)
            .finish()
    }
}
