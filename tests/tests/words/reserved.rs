//! Setters of query parameters are methods of the runtime's `Request`, in addition to its own. Their names are read
//! from its sources, so that a new method there is a reserved name here.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use generator::names::{RESERVED_GROUPS, RESERVED_SETTERS, RESERVED_TYPES};
use proc_macro2::{TokenStream, TokenTree};
use syn::{GenericArgument, ImplItem, Item, ItemImpl, PathArguments, Type};

use tests::files_below;

/// Methods that the files of the runtime do not show: `into` by a trait of the standard library, and the setter of an
/// optional body, which operations have that take one.
const OTHERS: [&str; 2] = ["body", "into"];

#[test]
fn no_query_parameter_is_called_like_a_method_of_requests() {
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated-client/src/runtime");
    let mut methods: BTreeSet<String> = OTHERS.map(str::to_owned).into();
    for file in files(&runtime) {
        let text = fs::read_to_string(&file).expect("file of the runtime");
        let parsed = syn::parse_file(&text).expect("Rust");
        for item in &parsed.items {
            if let Item::Impl(item) = item
                && is_of_every_request(item)
            {
                methods.extend(item.items.iter().filter_map(method));
            }
        }
    }
    for known in ["send", "download", "call_head", "json_of_nothing"] {
        assert_eq!(
            methods.contains(known),
            known != "json_of_nothing",
            "{known}"
        );
    }
    let reserved: BTreeSet<String> = RESERVED_SETTERS
        .iter()
        .map(|&name| name.to_owned())
        .collect();
    assert_eq!(
        reserved, methods,
        "RESERVED_SETTERS in names/groups.rs is not what the runtime has"
    );
}

/// Groups are modules, features and methods of the client, in addition to those that every client has.
#[test]
fn no_group_is_called_like_a_part_of_every_client() {
    let client = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated-client");
    let manifest = fs::read_to_string(client.join("Cargo.toml")).expect("manifest");
    let features = manifest.split("\n[features]\n").nth(1).expect("features");
    let own = features
        .split("# codegen: groups")
        .next()
        .expect("features");
    let mut taken: BTreeSet<String> = own
        .lines()
        .filter_map(|line| line.split_once(" = "))
        .map(|(feature, _)| feature.trim_start_matches('_').replace('-', "_"))
        .collect();
    for file in [
        "src/runtime/mod.rs",
        "src/runtime/public.rs",
        "src/generated/mod.rs",
        "src/runtime/client/mod.rs",
        "src/runtime/client/builder.rs",
        "src/runtime/client/from_env.rs",
    ] {
        let text = fs::read_to_string(client.join(file)).expect("file of the client");
        let parsed = syn::parse_file(&text).expect("Rust");
        let is_client = file.contains("/client/");
        let is_runtime = file.ends_with("runtime/mod.rs");
        for item in parsed.items {
            match item {
                // Private modules of the runtime are out of the way.
                Item::Mod(module)
                    if is_runtime && !matches!(module.vis, syn::Visibility::Public(_)) => {}
                Item::Mod(module)
                    if !is_client && !features.contains(&format!("{} = [", module.ident)) =>
                {
                    taken.insert(module.ident.to_string());
                }
                Item::Impl(item) if is_client && is_of_client(&item) => {
                    taken.extend(item.items.iter().filter_map(method));
                }
                _ => {}
            }
        }
    }
    for known in ["redis", "facts", "builder"] {
        assert!(taken.contains(known), "{known}");
    }
    taken.retain(|name| name != "tests");
    let reserved: BTreeSet<String> = RESERVED_GROUPS.map(str::to_owned).into();
    let missing: Vec<_> = taken.difference(&reserved).collect();
    assert!(
        missing.is_empty(),
        "RESERVED_GROUPS in names/groups.rs lacks {missing:?}"
    );
}

/// Names that Rust imports everywhere. A type of this name would hide them from a macro that is called next to it.
const PRELUDE: [&str; 42] = [
    "AsMut",
    "AsRef",
    "Box",
    "Clone",
    "Copy",
    "Default",
    "DoubleEndedIterator",
    "Drop",
    "Eq",
    "Err",
    "ExactSizeIterator",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Future",
    "Hash",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Send",
    "Sized",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Vec",
    "Debug",
    "Value",
];

#[test]
fn no_type_hides_a_name_of_the_prelude_that_macros_use() {
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated-client/src/runtime");
    let mut used = BTreeSet::new();
    for file in files(&runtime) {
        let text = fs::read_to_string(&file).expect("file of the runtime");
        let parsed = syn::parse_file(&text).expect("Rust");
        for item in parsed.items {
            if let Item::Macro(item) = item {
                without_path(item.mac.tokens, &mut used);
            }
        }
    }
    assert!(used.contains("IntoIterator"), "{used:?}");
    used.retain(|name| PRELUDE.contains(&name.as_str()));
    let reserved: BTreeSet<String> = RESERVED_TYPES.map(str::to_owned).into();
    let missing: Vec<_> = used.difference(&reserved).collect();
    assert!(
        missing.is_empty(),
        "RESERVED_TYPES in names/reserved.rs lacks {missing:?}"
    );
}

/// Collects the identifiers that no path and no `$` precedes.
fn without_path(tokens: TokenStream, found: &mut BTreeSet<String>) {
    let mut before = String::new();
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                without_path(group.stream(), found);
                before.clear();
            }
            TokenTree::Ident(ident) => {
                if !before.ends_with("::") && !before.ends_with('$') {
                    found.insert(ident.to_string());
                }
                before.clear();
            }
            TokenTree::Punct(sign) => before.push(sign.as_char()),
            TokenTree::Literal(_) => before.clear(),
        }
    }
}

/// Whether methods are those of `Client`.
fn is_of_client(item: &ItemImpl) -> bool {
    match &*item.self_ty {
        Type::Path(ty) => ty.path.is_ident("Client"),
        _ => false,
    }
}

/// The files of the runtime, those of its tests left out.
fn files(folder: &Path) -> Vec<PathBuf> {
    let is_test = |path: &Path| {
        let mut parts = path.strip_prefix(folder).unwrap_or(path).iter();
        parts.any(|part| part == "tests" || part == "tests.rs")
    };
    let mut files = files_below(folder).expect("folder of the runtime");
    files.retain(|path| path.extension().is_some_and(|kind| kind == "rs") && !is_test(path));
    files
}

/// Returns whether methods are those of the requests of any operation: not of one that is named, such as
/// `Request<Custom<T>>`, and not of numbered lists, whose `page` and `per_page` are setters that the runtime has.
fn is_of_every_request(item: &ItemImpl) -> bool {
    let Type::Path(ty) = &*item.self_ty else {
        return false;
    };
    let Some(last) = ty.path.segments.last() else {
        return false;
    };
    let PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return false;
    };
    let parameters: Vec<_> = item
        .generics
        .type_params()
        .map(|parameter| &parameter.ident)
        .collect();
    let is_generic = arguments.args.iter().all(|argument| match argument {
        GenericArgument::Type(Type::Path(ty)) => ty
            .path
            .get_ident()
            .is_some_and(|ident| parameters.contains(&ident)),
        _ => false,
    });
    let bounds = item
        .generics
        .type_params()
        .flat_map(|parameter| &parameter.bounds);
    let is_numbered = bounds.into_iter().any(|bound| match bound {
        syn::TypeParamBound::Trait(bound) => bound.path.is_ident("Numbered"),
        _ => false,
    });
    last.ident == "Request" && is_generic && !is_numbered
}

fn method(item: &ImplItem) -> Option<String> {
    match item {
        ImplItem::Fn(method) => Some(method.sig.ident.to_string()),
        _ => None,
    }
}
