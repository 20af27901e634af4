use std::fmt::Write as _;

/// Names of fields whose values are shown: they are known not to be secret, unless a field around
/// them has a name that suggests a secret.
const SHOWN: [&str; 12] = [
    "created_at",
    "id",
    "message",
    "phase",
    "region",
    "request_id",
    "slug",
    "state",
    "status",
    "total",
    "type",
    "updated_at",
];

/// Parts of names of fields that suggest a secret: nothing inside of them is shown.
const SECRET_PARTS: [&str; 32] = [
    "auth",
    "bearer",
    "cert",
    "config",
    "connection",
    "content",
    "cookie",
    "credential",
    "data",
    "dsn",
    "env",
    "header",
    "jwt",
    "key",
    "login",
    "logs",
    "otp",
    "param",
    "pass",
    "payload",
    "phrase",
    "private",
    "pwd",
    "query",
    "secret",
    "seed",
    "session",
    "signature",
    "token",
    "uri",
    "url",
    "value",
];

/// How much of a value, or of the name of a field, is shown.
const MAX_LENGTH: usize = 40;

/// How many objects and lists, one inside the other, are described.
const MAX_DEPTH: usize = 128;

/// How much is shown before the position, and in all.
const BEFORE: usize = 140;
const LENGTH: usize = 200;

/// How much of a description is kept while the position is not reached.
const MAX_BYTES: usize = 8 << 10;

/// Returns the offset of a line and column as serde_json counts them, both from one, in bytes.
pub(crate) fn offset_of(body: &[u8], line: usize, column: usize) -> usize {
    let start: usize = body
        .split_inclusive(|byte| *byte == b'\n')
        .take(line.saturating_sub(1))
        .map(<[u8]>::len)
        .sum();
    (start + column).min(body.len())
}

/// Returns whether the value of a field is shown, by the names of the field and those around it.
pub(crate) fn is_shown<'a>(names: impl DoubleEndedIterator<Item = &'a str>) -> bool {
    let mut names = names.rev();
    let is_known = names.next().is_some_and(|name| SHOWN.contains(&name));
    is_known && !names.any(suggests_secret)
}

/// Returns whether nothing inside of a field is shown: its name suggests a secret, or is unusual
/// and may be a secret word in another spelling.
fn suggests_secret(name: &str) -> bool {
    let letters = name.chars().filter(|c| !matches!(c, '_' | '-' | '.' | '$'));
    let letters: String = letters.map(|c| c.to_ascii_lowercase()).collect();
    !is_usual(name) || SECRET_PARTS.iter().any(|part| letters.contains(part))
}

/// Returns whether a name of a field looks like one.
fn is_usual(name: &str) -> bool {
    let is_usual = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '$');
    name.len() <= MAX_LENGTH && name.chars().all(is_usual)
}

/// Returns the name of a field as it is shown. What is long or no usual name may be a value used as a
/// key.
pub(super) fn shown_name(name: &str) -> String {
    match is_usual(name) {
        true => format!("\"{name}\""),
        false => format!("key({})", name.chars().count()),
    }
}

/// Describes a JSON document around a position by its structure: names of fields, types and lengths
/// of values, and only such values as are known not to be secret.
///
/// The document need not be valid. Nothing is shown after the first mistake: a misplaced quote turns
/// values into names.
pub(crate) fn excerpt(body: &[u8], offset: usize) -> String {
    let text = String::from_utf8_lossy(body);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let mut scanner = Scanner {
        text,
        at: 0,
        offset,
        out: String::new(),
        position: None,
        names: Vec::new(),
        depth: 0,
    };
    let is_valid = scanner.value().is_some() && scanner.skip_blank().is_none();
    if scanner.out.is_empty() {
        return match text.trim().is_empty() {
            true => String::new(),
            false => format!("{} bytes that are not JSON", text.len()),
        };
    }
    if !is_valid && !scanner.is_done() {
        let _ = write!(scanner.out, "… ({} bytes)", text.len() - scanner.at);
    }
    scanner.window()
}

/// Reads JSON and writes its description. `None` means invalid JSON, or enough text.
struct Scanner<'a> {
    text: &'a str,
    /// The offset of the next character.
    at: usize,
    /// The position of interest in the text.
    offset: usize,
    out: String,
    /// The same position in the description.
    position: Option<usize>,
    /// The names of the fields around the current value.
    names: Vec<String>,
    /// The number of objects and lists around it.
    depth: usize,
}

impl Scanner<'_> {
    /// Returns the next character that is not blank.
    fn skip_blank(&mut self) -> Option<char> {
        let rest = &self.text[self.at..];
        let trimmed = rest.trim_start_matches([' ', '\t', '\r', '\n']);
        self.at += rest.len() - trimmed.len();
        if self.position.is_none() {
            match self.at >= self.offset {
                true => self.position = Some(self.out.len()),
                false => self.forget_start(),
            }
        }
        trimmed.chars().next()
    }

    /// Drops what is too far before the position to be shown: the document may be large.
    fn forget_start(&mut self) {
        if self.out.len() > MAX_BYTES {
            let start = self.out.ceil_char_boundary(self.out.len() - LENGTH);
            self.out.drain(..start);
        }
    }

    /// Returns whether the description is long enough.
    fn is_done(&self) -> bool {
        self.position
            .is_some_and(|position| self.out.len() > position + LENGTH)
    }

    fn value(&mut self) -> Option<()> {
        if self.is_done() || self.depth > MAX_DEPTH {
            return None;
        }
        match self.skip_blank()? {
            '{' => self.inside(Self::object),
            '[' => self.inside(Self::array),
            '"' => {
                let text = self.string()?;
                self.show("string", &text);
                Some(())
            }
            _ => self.literal(),
        }
    }

    fn inside(&mut self, read: fn(&mut Self) -> Option<()>) -> Option<()> {
        self.depth += 1;
        let read = read(self);
        self.depth -= 1;
        read
    }

    fn object(&mut self) -> Option<()> {
        self.punctuation('{')?;
        if self.skip_blank()? == '}' {
            return self.punctuation('}');
        }
        loop {
            self.skip_blank().filter(|next| *next == '"')?;
            let name = unescaped(&self.string()?)?;
            self.skip_blank().filter(|next| *next == ':')?;
            self.out.push_str(&shown_name(&name));
            self.punctuation(':')?;
            self.names.push(name);
            let value = self.value();
            self.names.pop();
            value?;
            match self.skip_blank()? {
                ',' => self.punctuation(',')?,
                _ => return self.punctuation('}'),
            }
        }
    }

    fn array(&mut self) -> Option<()> {
        self.punctuation('[')?;
        if self.skip_blank()? == ']' {
            return self.punctuation(']');
        }
        loop {
            self.value()?;
            match self.skip_blank()? {
                ',' => self.punctuation(',')?,
                _ => return self.punctuation(']'),
            }
        }
    }

    /// Takes a sign that must come next, and shows it.
    fn punctuation(&mut self, sign: char) -> Option<()> {
        self.skip_blank().filter(|next| *next == sign)?;
        self.at += 1;
        self.out.push(sign);
        Some(())
    }

    /// Takes a string; escapes stay as they are.
    fn string(&mut self) -> Option<String> {
        let content = &self.text[self.at + 1..];
        let mut is_escaped = false;
        let end = content.bytes().position(|byte| {
            let is_end = byte == b'"' && !is_escaped;
            is_escaped = byte == b'\\' && !is_escaped;
            is_end
        })?;
        let string = &content[..end];
        if string.chars().any(|c| c < ' ') {
            return None;
        }
        let string = string.to_owned();
        self.at += end + 2;
        Some(string)
    }

    fn literal(&mut self) -> Option<()> {
        let rest = &self.text[self.at..];
        let end = rest
            .find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '+' | '-'))
            .unwrap_or(rest.len());
        let literal = rest[..end].to_owned();
        let kind = match literal.as_str() {
            "null" => "null",
            "true" | "false" => "boolean",
            // Other words, such as `NaN`, are numbers in Rust only.
            number if is_number_in_json(number) => "number",
            _ => return None,
        };
        self.at += end;
        match kind {
            "null" => self.out.push_str(kind),
            kind => self.show(kind, &literal),
        }
        Some(())
    }

    /// Shows a value, or only its type and length.
    fn show(&mut self, kind: &str, value: &str) {
        let is_shown = is_shown(self.names.iter().map(String::as_str));
        let _ = match (is_shown, kind) {
            (true, "string") => write!(self.out, "\"{}\"", beginning(value)),
            (true, _) => write!(self.out, "{value}"),
            (false, "string") => write!(self.out, "string({})", value.chars().count()),
            (false, kind) => write!(self.out, "{kind}"),
        };
    }

    /// Returns the part of the description around the position.
    fn window(self) -> String {
        let out = self.out;
        let position = self.position.unwrap_or(out.len());
        let start = out.ceil_char_boundary(position.saturating_sub(BEFORE));
        let end = out.floor_char_boundary(start + LENGTH);
        out[start..end].to_owned()
    }
}

fn is_number_in_json(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    digits.starts_with(|first: char| first.is_ascii_digit()) && text.parse::<f64>().is_ok()
}

/// Returns the beginning of a value.
fn beginning(value: &str) -> String {
    let end = value.floor_char_boundary(MAX_LENGTH);
    match end < value.len() {
        true => format!("{}…", &value[..end]),
        false => value.to_owned(),
    }
}

/// Returns the content of a string, `None` if an escape in it is invalid.
fn unescaped(string: &str) -> Option<String> {
    match string.contains('\\') {
        true => serde_json::from_str(&format!("\"{string}\"")).ok(),
        false => Some(string.to_owned()),
    }
}
