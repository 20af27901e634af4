//! Documents that other YAML readers accept: JSON with escaped surrogates, and flow collections that are not indented.

/// More than the indentation of any block around a flow collection.
const DEEP: usize = 120;

/// Returns the text in a form that every YAML reader accepts; lines keep their numbers.
pub(super) fn repaired(yaml: &str) -> String {
    indented(&without_surrogates(yaml))
}

/// Replaces escaped surrogates (`\\ud83d\\ude00`) by their characters, single ones by U+FFFD.
fn without_surrogates(yaml: &str) -> String {
    let mut out = String::with_capacity(yaml.len());
    let mut rest = yaml;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (taken, replacement) = match (surrogate(rest), rest.get(6..).and_then(surrogate)) {
            (Some(high @ 0xd800..0xdc00), Some(low @ 0xdc00..0xe000)) => {
                let code = 0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00);
                (12, char::from_u32(code))
            }
            (Some(_), _) => (6, Some('\u{fffd}')),
            (None, _) => (0, None),
        };
        match replacement {
            Some(character) => out.push(character),
            None => {
                // The character after a backslash cannot start an escape.
                let taken = 1 + rest.chars().nth(1).map_or(0, char::len_utf8);
                out.push_str(&rest[..taken]);
                rest = &rest[taken..];
                continue;
            }
        }
        rest = &rest[taken..];
    }
    out + rest
}

/// The code of an escaped surrogate at the beginning of a text.
fn surrogate(text: &str) -> Option<u32> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    let code = u32::from_str_radix(digits, 16).ok()?;
    (0xd800..0xe000).contains(&code).then_some(code)
}

/// Indents the lines inside flow collections.
fn indented(yaml: &str) -> String {
    // JSON has no blocks, so that no indentation is too small.
    if yaml.trim_start().starts_with(['{', '[']) {
        return yaml.to_owned();
    }
    let mut out = String::with_capacity(yaml.len());
    let mut scan = Scan::default();
    // The indentation of the line that a block scalar belongs to.
    let mut block: Option<usize> = None;
    for line in yaml.split_inclusive('\n') {
        let indentation = line.len() - line.trim_start().len();
        if scan.depth > 0 {
            out.push_str(&" ".repeat(DEEP));
        } else if let Some(outer) = block {
            if line.trim().is_empty() || indentation > outer {
                out.push_str(line);
                continue;
            }
            block = None;
        }
        out.push_str(line);
        scan.line(line);
        if scan.depth == 0 && starts_block(line) {
            block = Some(indentation);
        }
    }
    out
}

/// Whether a line ends with the header of a block scalar.
fn starts_block(line: &str) -> bool {
    let words = line.trim_end().rsplit([' ', ':']);
    let last = words.into_iter().next().unwrap_or_default();
    let modifiers = last.strip_prefix(['|', '>']);
    modifiers.is_some_and(|modifiers| {
        let mut modifiers = modifiers.chars();
        modifiers.all(|c| matches!(c, '+' | '-' | '1'..='9'))
    })
}

/// The brackets and quotes that are open at a position of the text.
#[derive(Default)]
struct Scan {
    /// How many flow collections are open.
    depth: usize,
    /// The quote of the open string.
    quote: Option<char>,
}

impl Scan {
    /// Reads a line.
    fn line(&mut self, line: &str) {
        let mut characters = line.chars().peekable();
        // Quotes and brackets only have a meaning where a value starts.
        let mut starts_value = true;
        let mut after_blank = true;
        while let Some(character) = characters.next() {
            if let Some(quote) = self.quote {
                match character {
                    '\\' if quote == '"' => drop(characters.next()),
                    _ if character == quote => self.quote = None,
                    _ => {}
                }
                continue;
            }
            let is_blank = character.is_whitespace();
            let before_blank = characters.peek().is_none_or(|next| next.is_whitespace());
            let flow = self.depth > 0;
            match character {
                '#' if after_blank => return,
                '"' | '\'' if starts_value => self.quote = Some(character),
                '[' | '{' if starts_value || flow => self.depth += 1,
                ']' | '}' => self.depth = self.depth.saturating_sub(1),
                _ => {}
            }
            starts_value = match character {
                _ if is_blank => starts_value,
                '[' | '{' | ',' => flow || starts_value,
                ':' => flow || before_blank,
                '-' | '?' => starts_value && before_blank,
                _ => false,
            };
            after_blank = is_blank;
        }
        // Only strings inside flow collections are followed over lines; others are left as they are.
        if self.depth == 0 {
            self.quote = None;
        }
    }
}
