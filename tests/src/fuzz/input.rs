use digitalocean::fake::Reply;

use crate::calls::{ENTRIES, Entry};

/// A response to a method, in the format of HTTP:
///
/// ```text
/// droplets.get 200
/// content-type: application/json
///
/// {"droplet": {}}
/// ```
///
/// Every sequence of bytes is valid: an unknown method name selects some method, an invalid status means 200.
#[derive(Clone)]
pub struct FuzzInput {
    /// The called method.
    pub entry: &'static Entry,
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl FuzzInput {
    /// Reads an input.
    pub fn parse(bytes: &[u8]) -> Self {
        let end = bytes.windows(2).position(|pair| pair == b"\n\n");
        let (head, body) = match end {
            Some(end) => (&bytes[..end], &bytes[end + 2..]),
            None => (bytes, &[][..]),
        };
        let head = String::from_utf8_lossy(head);
        let mut lines = head.split('\n');
        let first = lines.next().unwrap_or_default();
        let (name, status) = first.split_once(' ').unwrap_or((first, ""));
        let status = status.trim().parse();
        let headers = lines.filter_map(|line| line.split_once(':'));
        Self {
            entry: entry(name),
            status: status
                .ok()
                .filter(|status| (100..=999).contains(status))
                .unwrap_or(200),
            headers: headers
                .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
                .collect(),
            body: body.to_vec(),
        }
    }

    /// Writes the input down.
    pub fn to_bytes(&self) -> Vec<u8> {
        let Entry { group, method, .. } = self.entry;
        let mut text = format!("{group}.{method} {}\n", self.status);
        for (name, value) in &self.headers {
            text.push_str(&format!("{name}: {value}\n"));
        }
        text.push('\n');
        let mut bytes = text.into_bytes();
        bytes.extend_from_slice(&self.body);
        bytes
    }

    /// Returns the response.
    pub fn reply(&self) -> Reply {
        let reply = Reply::body("application/json", self.body.clone());
        let reply = reply.with_status(self.status.try_into().unwrap_or_default());
        self.headers
            .iter()
            .fold(reply, |reply, (name, value)| reply.header(name, value))
    }
}

/// Returns the method with a name, or a substitute for an unknown name.
fn entry(name: &str) -> &'static Entry {
    let known = name.split_once('.').and_then(|(group, method)| {
        let mut entries = ENTRIES.iter();
        entries.find(|entry| entry.group == group && entry.method == method)
    });
    known.unwrap_or_else(|| {
        let sum = name.bytes().fold(0_usize, |sum, byte| {
            sum.wrapping_mul(31).wrapping_add(usize::from(byte))
        });
        &ENTRIES[sum % ENTRIES.len()]
    })
}
