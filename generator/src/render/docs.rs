//! Documentation: sentences to lines of Markdown that rustdoc and Clippy accept.
//!
//! Sentences are facts about the API written by us, but they quote names and values of the document. Text outside code
//! spans and links is therefore repaired: URLs become links, identifiers become code, and signs that Markdown or rustdoc
//! would read as markup are escaped. Lines are broken at blanks outside code spans and links only.

pub(super) mod item_text;

use std::borrow::Cow;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// The longest line, indentation and `/// ` included.
const WIDTH: usize = 100;

/// Returns `#[doc]` attributes with the sentences as one paragraph; `indent` is where the lines will begin.
pub(super) fn paragraph(sentences: &[String], indent: usize) -> TokenStream {
    attributes(lines(&sentences.join(" "), indent))
}

/// Returns `#[doc]` attributes with several blocks, already valid Markdown, a blank line between two.
pub(super) fn blocks(blocks: &[Block], indent: usize) -> TokenStream {
    attributes(block_lines(blocks, indent))
}

/// Returns the lines of several blocks, already valid Markdown, a blank line between two.
pub(super) fn block_lines(blocks: &[Block], indent: usize) -> Vec<String> {
    let mut all = Vec::new();
    for block in blocks {
        if !all.is_empty() {
            all.push(String::new());
        }
        match block {
            Block::Paragraph(text) => all.extend(wrap(text, indent)),
            Block::Verbatim(lines) => {
                all.extend(lines.iter().map(|line| printable(line).into_owned()));
            }
            Block::List(items) => all.extend(items.iter().flat_map(|item| list_item(item, indent))),
        }
    }
    all
}

/// Returns `#[doc]` attributes with one paragraph, already valid Markdown.
pub(super) fn text(text: &str, indent: usize) -> TokenStream {
    attributes(wrap(text, indent))
}

/// A block of Markdown.
pub(super) enum Block {
    Paragraph(String),
    /// Items, each wrapped.
    List(Vec<String>),
    /// Lines that stay as they are.
    Verbatim(Vec<String>),
}

fn list_item(item: &str, indent: usize) -> Vec<String> {
    let lines = wrap(item, indent + 2).into_iter().enumerate();
    lines
        .map(|(index, line)| format!("{}{line}", if index == 0 { "- " } else { "  " }))
        .collect()
}

/// Returns the sentences as valid Markdown, in one line.
pub(super) fn markdown(sentences: &[String]) -> String {
    tokens(&sentences.join(" ")).join(" ")
}

/// Returns `text`, repaired, in lines.
pub(super) fn lines(text: &str, indent: usize) -> Vec<String> {
    fill(tokens(text), indent)
}

/// Returns `text`, which is valid Markdown, in lines.
pub(super) fn wrap(text: &str, indent: usize) -> Vec<String> {
    fill(
        spans(&printable(text))
            .into_iter()
            .fold(Vec::new(), |words, span| {
                join_words(words, span.text(), span.is_atom())
            }),
        indent,
    )
}

/// Returns text without what the compiler refuses in comments: control characters, and signs that turn the direction.
fn printable(text: &str) -> Cow<'_, str> {
    let turns = |sign: char| matches!(sign, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let is_refused = |sign: char| sign.is_control() || turns(sign);
    // Nearly all texts are ASCII, whose bytes are compared faster than letters are read.
    let is_plain = text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    match !is_plain && text.contains(is_refused) {
        true => Cow::Owned(text.replace(is_refused, " ")),
        false => Cow::Borrowed(text),
    }
}

fn attributes(lines: Vec<String>) -> TokenStream {
    let lines = lines.into_iter().map(|line| {
        let line = if line.is_empty() {
            line
        } else {
            format!(" {line}")
        };
        Literal::string(&line)
    });
    quote! { #(#[doc = #lines])* }
}

/// A part of a Markdown text.
enum Span<'t> {
    Code(&'t str),
    Link(&'t str),
    Plain(&'t str),
}

impl<'t> Span<'t> {
    fn text(&self) -> &'t str {
        match self {
            Self::Code(text) | Self::Link(text) | Self::Plain(text) => text,
        }
    }

    fn is_atom(&self) -> bool {
        !matches!(self, Self::Plain(_))
    }
}

/// Divides text into code spans, links and the rest.
fn spans(text: &str) -> Vec<Span<'_>> {
    let mut spans = Vec::new();
    let mut plain = 0;
    let mut at = 0;
    let is_sign = |byte: u8| matches!(byte, b'`' | b'[' | b'<');
    while let Some(next) = text[at..].bytes().position(is_sign) {
        at += next;
        let rest = &text[at..];
        let length = match rest.as_bytes()[0] {
            b'`' => code_length(rest),
            b'[' => link_length(rest),
            _ => autolink_length(rest),
        };
        let Some(length) = length else {
            at += 1;
            continue;
        };
        if plain < at {
            spans.push(Span::Plain(&text[plain..at]));
        }
        let span = &text[at..at + length];
        spans.push(if span.starts_with('`') {
            Span::Code(span)
        } else {
            Span::Link(span)
        });
        at += length;
        plain = at;
    }
    if plain < text.len() {
        spans.push(Span::Plain(&text[plain..]));
    }
    spans
}

fn code_length(text: &str) -> Option<usize> {
    let fence = text.bytes().take_while(|&byte| byte == b'`').count();
    let closing = &text[..fence];
    text[fence..].find(closing).map(|end| fence + end + fence)
}

fn link_length(text: &str) -> Option<usize> {
    let label = text.find(']')?;
    if label == 1 || text[1..label].contains('[') {
        return None;
    }
    if text[label + 1..].starts_with('(') {
        return text[label + 1..].find(')').map(|end| label + 1 + end + 1);
    }
    // A link by name: only to code, everything else in brackets is text.
    (text[1..label].starts_with('`') && text[1..label].ends_with('`') && label > 3)
        .then_some(label + 1)
}

fn autolink_length(text: &str) -> Option<usize> {
    let url = text.strip_prefix('<')?;
    (url.starts_with("https://") || url.starts_with("http://")).then_some(())?;
    text.find('>')
        .filter(|&end| !text[..end].contains(' '))
        .map(|end| end + 1)
}

/// Returns the words of `text`, repaired; a code span or link is never divided.
fn tokens(text: &str) -> Vec<String> {
    spans(&printable(text))
        .into_iter()
        .fold(Vec::new(), |words, span| match span {
            Span::Code(code) | Span::Link(code) => join_words(words, code, true),
            Span::Plain(plain) => join_words(words, &repaired(plain), false),
        })
}

/// Appends words; what is not separated by a blank stays one word.
fn join_words(mut words: Vec<String>, text: &str, atom: bool) -> Vec<String> {
    // The marker of a blank at the end of the words so far is an empty last word.
    if atom {
        match words.last_mut() {
            Some(last) => last.push_str(text),
            None => words.push(text.to_owned()),
        }
        return words;
    }
    for (index, word) in text.split(char::is_whitespace).enumerate() {
        match words.last_mut() {
            Some(last) if index == 0 => last.push_str(word),
            Some(last) if last.is_empty() => word.clone_into(last),
            _ => words.push(word.to_owned()),
        }
    }
    words
}

fn fill(words: Vec<String>, indent: usize) -> Vec<String> {
    let width = WIDTH.saturating_sub(indent + 4);
    let mut lines: Vec<String> = Vec::new();
    for word in with_separators(words) {
        match lines.last_mut() {
            Some(line) if fits(line, &word, width) || begins_block(&word) => {
                line.push(' ');
                line.push_str(&word);
            }
            Some(_) => lines.push(word),
            None if begins_block(&word) => lines.push(escaped_marker(&word)),
            None => lines.push(word),
        }
    }
    lines
}

/// Returns the words with each separator joined to the word before it, so that none begins a line.
fn with_separators(words: Vec<String>) -> Vec<String> {
    let mut joined: Vec<String> = Vec::new();
    for word in words.into_iter().filter(|word| !word.is_empty()) {
        match joined.last_mut() {
            Some(before) if word == "·" => before.push_str(" ·"),
            _ => joined.push(word),
        }
    }
    joined
}

fn fits(line: &str, word: &str, width: usize) -> bool {
    // Bytes are never fewer than columns.
    let bytes = line.len() + 1 + word.len();
    bytes <= width || line.chars().count() + 1 + word.chars().count() <= width
}

/// Returns whether a line that begins with this word would be a list, a heading or a quotation.
fn begins_block(word: &str) -> bool {
    let number = word.trim_end_matches(['.', ')']);
    let numbered = number.len() < word.len()
        && !number.is_empty()
        && number.bytes().all(|byte| byte.is_ascii_digit());
    numbered
        || matches!(word, "-" | "+" | "*" | "=")
        || word.starts_with(['#', '>'])
        || word.starts_with("---")
}

/// Returns a word that would begin a block so that it does not.
fn escaped_marker(word: &str) -> String {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    format!("{}\\{}", &word[..digits], &word[digits..])
}

/// Repairs plain text word by word.
fn repaired(plain: &str) -> String {
    let mut out = String::with_capacity(plain.len() + 16);
    for (index, word) in plain.split(' ').enumerate() {
        if index > 0 {
            out.push(' ');
        }
        // Most words have letters only.
        match word.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            true => out.push_str(word),
            false => repair_word(word, &mut out),
        }
    }
    out
}

fn repair_word(word: &str, out: &mut String) {
    let core = word.trim_end_matches(['.', ',', ';', ':', ')', '?', '!']);
    let tail = &word[core.len()..];
    let start = core.len() - core.trim_start_matches('(').len();
    let (head, core) = core.split_at(start);
    if core.starts_with("https://") || core.starts_with("http://") {
        out.extend([head, "<", core, ">", tail]);
    } else if is_identifier(core) {
        out.extend([head, "`", core, "`", tail]);
    } else {
        for c in word.chars() {
            if matches!(c, '<' | '>' | '[' | ']' | '*' | '`' | '_' | '|' | '\\') {
                out.push('\\');
            }
            out.push(c);
        }
    }
}

/// Returns whether a word is a name of code: `snake_case`, `a::b`.
fn is_identifier(word: &str) -> bool {
    let inner = word.trim_matches('_').contains('_') || word.contains("::");
    inner
        && word.bytes().all(|byte| {
            byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b':' | b'.' | b'-' | b'/')
        })
}

#[cfg(test)]
mod tests;
