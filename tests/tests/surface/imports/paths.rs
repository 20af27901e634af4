//! The paths in tokens, whether they are code, imports or the definitions of macros.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use crate::source::ModulePath as Names;

/// Adds all paths that begin with `crate` (or `$crate`), `self`, `super` or one of the `inner` modules. The name of a
/// macro that is called ends with `!`.
pub(crate) fn collect(tokens: TokenStream, inner: &[String], paths: &mut Vec<Names>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        match token {
            // `path::inner::Item` begins elsewhere.
            TokenTree::Ident(first)
                if is_separator(&tokens, at + 1)
                    && (is_root(first) || inner.iter().any(|name| first == name))
                    && !(at >= 2 && is_separator(&tokens, at - 2) && first != "crate") =>
            {
                at = read(&tokens, at, &Vec::new(), paths);
            }
            TokenTree::Group(group) if is_visibility(group) => at += 1,
            TokenTree::Group(group) => {
                collect(group.stream(), inner, paths);
                at += 1;
            }
            _ => at += 1,
        }
    }
}

/// Returns whether a group is the `(in crate::a)` of `pub(in crate::a)`, which imports nothing.
fn is_visibility(group: &Group) -> bool {
    let first = group.stream().into_iter().next();
    group.delimiter() == Delimiter::Parenthesis
        && matches!(first, Some(TokenTree::Ident(first)) if first == "in")
}

fn is_root(ident: &proc_macro2::Ident) -> bool {
    ident == "crate" || ident == "self" || ident == "super"
}

fn is_separator(tokens: &[TokenTree], at: usize) -> bool {
    let is_colon = |token: Option<&TokenTree>| matches!(token, Some(TokenTree::Punct(sign)) if sign.as_char() == ':');
    is_colon(tokens.get(at)) && is_colon(tokens.get(at + 1))
}

/// Reads a path, or a tree of imports, that begins at `at`; returns the position after it.
fn read(tokens: &[TokenTree], mut at: usize, prefix: &Names, paths: &mut Vec<Names>) -> usize {
    let mut path = prefix.clone();
    loop {
        match tokens.get(at) {
            Some(TokenTree::Ident(name)) => {
                path.push(name.to_string());
                at += 1;
            }
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                tree(group.stream(), &path, paths);
                return at + 1;
            }
            // `*`, generic arguments, a fragment of a macro: the path ends before.
            _ => break,
        }
        if !is_separator(tokens, at) {
            break;
        }
        at += 2;
    }
    // A macro may have the name of a module.
    if let (Some(TokenTree::Punct(sign)), Some(TokenTree::Group(_))) =
        (tokens.get(at), tokens.get(at + 1))
        && let ('!', Some(name)) = (sign.as_char(), path.last_mut())
    {
        name.push('!');
    }
    paths.push(path);
    at
}

/// Reads the branches of a tree of imports.
fn tree(tokens: TokenStream, prefix: &Names, paths: &mut Vec<Names>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let is_comma =
        |token: &TokenTree| matches!(token, TokenTree::Punct(sign) if sign.as_char() == ',');
    for branch in tokens.split(is_comma).filter(|branch| !branch.is_empty()) {
        match branch.first() {
            Some(TokenTree::Ident(name)) if name == "self" => paths.push(prefix.clone()),
            _ => {
                read(branch, 0, prefix, paths);
            }
        }
    }
}
