//! Tokens in one line.

use proc_macro2::{Delimiter, Group, Literal, Spacing, TokenStream, TokenTree};

/// The kind of the preceding token, which decides whether a blank follows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    Nothing,
    /// An identifier, a literal, the end of a group, or a sign with a blank behind it.
    Word,
    /// A sign that clings to what follows.
    Glue,
    /// An identifier, which clings to parentheses.
    Ident,
    /// `#`, which clings to brackets.
    Hash,
}

/// Returns the tokens in one line, with blanks where a person would put them.
pub(super) fn flat(tokens: &[TokenTree]) -> String {
    let mut out = String::new();
    write(tokens, &mut out);
    out
}

/// Returns the text of a string literal.
pub(super) fn unquoted(literal: &Literal) -> String {
    let source = literal.to_string();
    if let Some(text) = source
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'))
        && !text.contains('\\')
    {
        return text.to_owned();
    }
    syn::parse_str::<syn::LitStr>(&source)
        .map(|literal| literal.value())
        .unwrap_or(source)
}

/// Returns the tokens of a stream.
pub(super) fn list(tokens: TokenStream) -> Vec<TokenTree> {
    tokens.into_iter().collect()
}

fn write(tokens: &[TokenTree], out: &mut String) {
    let mut before = Before::Nothing;
    for (index, token) in tokens.iter().enumerate() {
        before = match token {
            TokenTree::Group(group) => {
                write_group(group, before, out);
                Before::Word
            }
            TokenTree::Ident(ident) => {
                blank(before, out);
                out.push_str(&ident.to_string());
                Before::Ident
            }
            TokenTree::Literal(literal) => {
                blank(before, out);
                out.push_str(&literal.to_string());
                Before::Word
            }
            TokenTree::Punct(punct) => {
                let joined = index > 0 && is_joint(&tokens[index - 1]);
                write_sign(punct.as_char(), joined, punct.spacing(), before, out)
            }
        };
    }
}

fn is_joint(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.spacing() == Spacing::Joint)
}

fn write_group(group: &Group, before: Before, out: &mut String) {
    let (open, close, clings) = match group.delimiter() {
        Delimiter::Parenthesis => ("(", ")", before == Before::Ident),
        Delimiter::Bracket => ("[", "]", before == Before::Hash),
        Delimiter::Brace if group.stream().is_empty() => ("{", "}", false),
        Delimiter::Brace => ("{ ", " }", false),
        Delimiter::None => ("", "", false),
    };
    if !clings {
        blank(before, out);
    }
    out.push_str(open);
    write(&list(group.stream()), out);
    out.push_str(close);
}

/// Writes a sign; returns what it is to the next token.
fn write_sign(
    sign: char,
    joined: bool,
    spacing: Spacing,
    before: Before,
    out: &mut String,
) -> Before {
    let (blank_before, after) = match sign {
        ',' | ';' => (false, Before::Word),
        // The second half of `::`.
        ':' if joined => (false, Before::Glue),
        ':' if spacing == Spacing::Joint => (false, Before::Glue),
        ':' => (false, Before::Word),
        // The second half of `=>`.
        '>' if joined => (false, Before::Word),
        '>' => (false, Before::Word),
        '<' | '.' => (false, Before::Glue),
        '&' | '$' | '\'' => (true, Before::Glue),
        '#' => (true, Before::Hash),
        '=' if spacing == Spacing::Joint => (true, Before::Glue),
        _ => (true, Before::Word),
    };
    if blank_before {
        blank(before, out);
    }
    out.push(sign);
    after
}

fn blank(before: Before, out: &mut String) {
    if matches!(before, Before::Word | Before::Ident) {
        out.push(' ');
    }
}
