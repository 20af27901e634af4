use std::fmt;

use bytes::Bytes;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use percent_encoding::percent_decode_str;

use crate::runtime::codec::escaped::is_invisible;
use crate::runtime::operation::raw_response::RawResponse;

/// A response that is a file.
///
/// ```
/// # use digitalocean::fake::{Fake, Reply};
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() -> Result<(), digitalocean::Error> {
/// # let fake = Fake::new();
/// # let reply = Reply::body("application/pdf", "%PDF-1.7");
/// # fake.enqueue(reply.header("content-disposition", "attachment; filename=\"invoice.pdf\""));
/// # let client = fake.client()?;
/// let invoice = client.billing().get_invoice_pdf("invoice-uuid").await?;
/// assert_eq!(invoice.name(), Some("invoice.pdf"));
/// assert_eq!(invoice.content_type(), Some("application/pdf"));
/// println!("{} bytes", invoice.bytes().len());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct File {
    bytes: Bytes,
    name: Option<String>,
    content_type: Option<String>,
}

impl File {
    pub(crate) fn read(response: &RawResponse) -> Self {
        let header = |name| {
            response
                .headers()
                .get(name)
                .and_then(|value| value.to_str().ok())
        };
        Self {
            bytes: response.body().clone(),
            name: header(CONTENT_DISPOSITION).and_then(file_name),
            content_type: header(CONTENT_TYPE).map(str::to_owned),
        }
    }

    /// Returns the content.
    pub fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// Returns the content by value.
    pub fn into_bytes(self) -> Bytes {
        self.bytes
    }

    /// Returns the content as text; what is not UTF-8 is replaced.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// Returns the name that the server proposes, without any folder.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Returns the media type.
    pub fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }
}

impl AsRef<[u8]> for File {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

/// Shows the length of the content only: it may hold secrets.
impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("File")
            .field("bytes", &format_args!("{} bytes", self.bytes.len()))
            .field("name", &self.name)
            .field("content_type", &self.content_type)
            .finish()
    }
}

/// Reads the name out of a `content-disposition` header. Folders and drives are cut off: the name may end up
/// in a path. So are characters that make it look like another one.
fn file_name(header: &str) -> Option<String> {
    let mut plain = None;
    let mut extended = None;
    for (name, value) in parameters(header) {
        if name.eq_ignore_ascii_case("filename*") {
            let encoded = value.rsplit('\'').next().unwrap_or_default();
            extended = Some(percent_decode_str(encoded).decode_utf8_lossy().into_owned());
        } else if name.eq_ignore_ascii_case("filename") {
            plain = Some(value);
        }
    }
    let name = extended.or(plain)?;
    let name = name.rsplit(['/', '\\', ':']).next().unwrap_or_default();
    let name = name.replace(|c: char| c.is_control() || is_invisible(c), "");
    let name = name.trim();
    (!name.is_empty() && name != "." && name != "..").then(|| name.to_owned())
}

/// Cuts a header into its parameters, at semicolons that are not quoted.
fn parameters(header: &str) -> Vec<(String, String)> {
    let mut parts = vec![String::new()];
    let (mut quoted, mut escaped) = (false, false);
    for character in header.chars() {
        let last = parts.len() - 1;
        match character {
            _ if escaped => {
                escaped = false;
                parts[last].push(character);
            }
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            ';' if !quoted => parts.push(String::new()),
            _ => parts[last].push(character),
        }
    }
    parts
        .iter()
        .filter_map(|part| part.split_once('='))
        .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
        .collect()
}
