//! Invocations of the runtime's macros: one entry per line, documentation as `///`.

use std::fmt::Write as _;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use super::flat::{flat, list, unquoted};

/// The longest line.
const WIDTH: usize = 100;

/// Lays out `name! { body }`.
pub(super) fn invocation(name: &str, body: TokenStream) -> String {
    let mut out = format!("{name}! {{\n");
    block(list(body), 4, &mut out);
    out.push('}');
    out
}

/// A comma- or semicolon-separated element of a block; a closing brace ends an element, too.
struct MacroEntry {
    attributes: Vec<TokenTree>,
    tokens: Vec<TokenTree>,
}

/// Divides the tokens of a block.
fn entries(tokens: Vec<TokenTree>) -> Vec<MacroEntry> {
    let mut entries: Vec<MacroEntry> = Vec::new();
    let mut open = false;
    let mut depth = 0_usize;
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        if !open && is_separator(&token) {
            // The separator behind a brace belongs to its entry.
            if let Some(entry) = entries.last_mut() {
                entry.tokens.push(token);
            }
            continue;
        }
        if !open {
            entries.push(MacroEntry {
                attributes: Vec::new(),
                tokens: Vec::new(),
            });
            open = true;
        }
        let Some(entry) = entries.last_mut() else {
            continue;
        };
        if matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '#')
            && entry.tokens.is_empty()
            && let Some(attribute) = tokens.next()
        {
            entry.attributes.push(attribute);
            continue;
        }
        match &token {
            TokenTree::Punct(punct) if punct.as_char() == '<' => depth += 1,
            TokenTree::Punct(punct) if punct.as_char() == '>' => depth = depth.saturating_sub(1),
            TokenTree::Punct(_) if depth == 0 && is_separator(&token) => open = false,
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => open = false,
            _ => {}
        }
        entry.tokens.push(token);
    }
    entries
}

fn is_separator(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if matches!(punct.as_char(), ',' | ';'))
}

/// Writes the entries of a block, one per line.
fn block(tokens: Vec<TokenTree>, indent: usize, out: &mut String) {
    for entry in entries(tokens) {
        for attribute in &entry.attributes {
            write_attribute(attribute, indent, out);
        }
        pad(indent, out);
        write_entry(entry.tokens, indent, out);
        out.push('\n');
    }
}

fn write_entry(mut tokens: Vec<TokenTree>, indent: usize, out: &mut String) {
    if let Some(TokenTree::Group(group)) = tokens.last()
        && group.delimiter() == Delimiter::Brace
    {
        let group = group.clone();
        tokens.pop();
        write_braced(&tokens, &group, indent, out);
        return;
    }
    if !tokens.last().is_some_and(is_separator) {
        let comma = proc_macro2::Punct::new(',', proc_macro2::Spacing::Alone);
        tokens.push(TokenTree::Punct(comma));
    }
    let line = flat(&tokens);
    if indent + line.chars().count() <= WIDTH {
        out.push_str(&line);
    } else {
        write_broken(&tokens, indent, out);
    }
}

fn write_braced(head: &[TokenTree], group: &Group, indent: usize, out: &mut String) {
    let content = list(group.stream());
    let head_line = flat(head);
    if content.is_empty() {
        let _ = write!(out, "{head_line} {{}}");
        return;
    }
    if may_be_one_line(head) && !has_own_lines(&content) {
        let line = format!("{head_line} {{ {} }}", flat(&content));
        if indent + line.chars().count() <= WIDTH {
            out.push_str(&line);
            return;
        }
    }
    let _ = writeln!(out, "{head_line} {{");
    block(content, indent + 4, out);
    pad(indent, out);
    out.push('}');
}

/// Returns whether each entry of a block has a line of its own: fields of records, and what has attributes.
fn has_own_lines(content: &[TokenTree]) -> bool {
    content.iter().any(|token| match token {
        TokenTree::Punct(punct) => punct.as_char() == '#',
        TokenTree::Ident(ident) => ident == "pub",
        _ => false,
    })
}

/// Returns whether braces behind this may stay in one line: the fields of an operation, and lists of conversions.
fn may_be_one_line(head: &[TokenTree]) -> bool {
    let is = |token: Option<&TokenTree>, word: &str| matches!(token, Some(TokenTree::Ident(ident)) if ident == word);
    is(head.last(), "from")
        || is(head.last(), "each")
        || (head.len() >= 2 && is(head.get(head.len() - 2), "struct"))
}

/// Writes an entry that is too long for a line: its last group that is worth it, element by element.
fn write_broken(tokens: &[TokenTree], indent: usize, out: &mut String) {
    let longest = tokens
        .iter()
        .enumerate()
        .filter_map(|(index, token)| match token {
            TokenTree::Group(group) if group.delimiter() != Delimiter::Brace => {
                Some((flat(std::slice::from_ref(token)).len(), index, group))
            }
            _ => None,
        })
        .max_by_key(|(length, index, _)| (*length, *index));
    let Some((_, index, group)) = longest else {
        out.push_str(&flat(tokens));
        return;
    };
    let whole = flat(&tokens[..=index]);
    let inner = flat(std::slice::from_ref(&tokens[index]));
    let (open, close) = inner.split_at(1);
    let close = &close[close.len().saturating_sub(1)..];
    let _ = writeln!(out, "{}{open}", &whole[..whole.len() - inner.len()]);
    // `page(Item, Extra)` is not a list.
    let is_list = group.delimiter() == Delimiter::Bracket || inner.contains(": ");
    write_elements(list(group.stream()), is_list, indent + 4, out);
    pad(indent, out);
    out.push_str(close);
    let rest = flat(&tokens[index + 1..]);
    if !rest.starts_with([',', ';']) && !rest.is_empty() {
        out.push(' ');
    }
    out.push_str(&rest);
}

/// Writes the elements of a group: literals and names side by side, everything else one per line.
fn write_elements(tokens: Vec<TokenTree>, trailing_comma: bool, indent: usize, out: &mut String) {
    let entries = entries(tokens);
    let is_short = |entry: &MacroEntry| match entry.tokens.as_slice() {
        [TokenTree::Literal(_), ..] => true,
        [TokenTree::Ident(_), rest @ ..] => rest.iter().all(is_separator),
        _ => false,
    };
    if entries.iter().all(is_short) {
        let literals: Vec<String> = entries.iter().map(|entry| element(&entry.tokens)).collect();
        fill(&literals, indent, out);
        return;
    }
    let last = entries.len().saturating_sub(1);
    for (index, entry) in entries.into_iter().enumerate() {
        let mut line = element(&entry.tokens);
        if index == last && !trailing_comma {
            line.pop();
        }
        pad(indent, out);
        if indent + line.chars().count() <= WIDTH {
            out.push_str(&line);
        } else {
            write_broken(&entry.tokens, indent, out);
            if !entry.tokens.last().is_some_and(is_separator) && trailing_comma {
                out.push(',');
            }
        }
        out.push('\n');
    }
}

/// Returns an element in one line, with a comma.
fn element(tokens: &[TokenTree]) -> String {
    match tokens {
        [tokens @ .., separator] if is_separator(separator) => flat(tokens) + ",",
        tokens => flat(tokens) + ",",
    }
}

/// Writes the statements of a block, as many in a line as fit.
pub(super) fn statements(tokens: Vec<TokenTree>, indent: usize, out: &mut String) {
    let mut line = String::new();
    for entry in entries(tokens) {
        let statement = flat(&entry.tokens);
        if !line.is_empty() && indent + line.len() + 1 + statement.len() > WIDTH {
            pad(indent, out);
            out.push_str(&line);
            out.push('\n');
            line.clear();
        }
        if indent + statement.len() > WIDTH {
            pad(indent, out);
            write_broken(&entry.tokens, indent, out);
            out.push('\n');
            continue;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(&statement);
    }
    if !line.is_empty() {
        pad(indent, out);
        out.push_str(&line);
        out.push('\n');
    }
}

/// Writes elements, as many in a line as fit.
fn fill(elements: &[String], indent: usize, out: &mut String) {
    let mut column = 0;
    for element in elements {
        let length = element.chars().count();
        if column > 0 && column + 1 + length > WIDTH {
            out.push('\n');
            column = 0;
        }
        if column == 0 {
            pad(indent, out);
            column = indent;
        } else {
            out.push(' ');
            column += 1;
        }
        out.push_str(element);
        column += length;
    }
    out.push('\n');
}

fn write_attribute(attribute: &TokenTree, indent: usize, out: &mut String) {
    pad(indent, out);
    let tokens = match attribute {
        TokenTree::Group(group) => list(group.stream()),
        other => vec![other.clone()],
    };
    match tokens.as_slice() {
        [
            TokenTree::Ident(name),
            TokenTree::Punct(_),
            TokenTree::Literal(text),
        ] if name == "doc" => {
            out.push_str("///");
            out.push_str(&unquoted(text));
        }
        tokens => {
            let _ = write!(out, "#[{}]", flat(tokens));
        }
    }
    out.push('\n');
}

fn pad(indent: usize, out: &mut String) {
    out.extend(std::iter::repeat_n(' ', indent));
}
