//! Hosts, environment variables and credentials: the constant that the runtime reads.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::{
    context::Context,
    module::{CodeItem, Module, Unit},
    type_printer::TypePrinter,
};
use crate::ir::{CallLimits, Counted, Credential, NamedHost, PageStyle, Scheme};

/// The file of the types, and those of what they consist of. The runtime imports the facts, so that they import the files
/// that declare an item, and not the runtime's re-exports.
const TYPES: &str = "crate::runtime::operation::facts";
const AUTHORIZATION: &str = "crate::runtime::operation::authorization";
const COUNTED: &str = "crate::runtime::operation::counted";
const PAGE_STYLE: &str = "crate::runtime::operation::page_style";
const PRODUCT: &str = "crate::runtime::operation::product";

/// Returns the module of the facts.
pub(super) fn module(context: Context<'_>) -> Module {
    let facts = &context.api.facts;
    let mut types = TypePrinter::new(context);
    types.uses.add(TYPES, "Facts");
    let (base_url, base_url_variable) = (&facts.base_url, &facts.base_url_variable);
    let credentials = facts
        .credentials
        .iter()
        .map(|one| credential(one, &mut types));
    let credentials: Vec<_> = credentials.collect();
    let hosts: Vec<_> = facts
        .hosts
        .iter()
        .map(|one| host(one, &mut types))
        .collect();
    let page_sizes = facts.page_sizes.iter();
    let page_sizes = page_sizes.map(|(style, size)| page_size(*style, size.get(), &mut types));
    let page_sizes: Vec<_> = page_sizes.collect();
    let calls = calls(facts.calls);
    let security = facts.security.iter();
    let security = security.map(|names| quote! { &[#(#names),*] });
    let has_versioned_paths = facts.has_versioned_paths;
    let counted = facts.counted.iter();
    let counted: Vec<_> = counted.map(|one| counted_by(one, &mut types)).collect();
    types.uses.add(PRODUCT, "product");
    let (product, user_agent) = (name(&facts.product), name(&facts.user_agent));
    let servers = &facts.servers;
    let has_type_without_body = facts.has_type_without_body;
    let stream_member = optional(facts.stream_member.as_ref());
    let item = quote! {
        pub(crate) const FACTS: Facts = Facts {
            product: product!([#product] [#user_agent]),
            base_url: #base_url,
            base_url_variable: #base_url_variable,
            credentials: &[#(#credentials),*],
            security: &[#(#security),*],
            has_versioned_paths: #has_versioned_paths,
            hosts: &[#(#hosts),*],
            has_type_without_body: #has_type_without_body,
            stream_member: #stream_member,
            servers: &[#(#servers),*],
            page_sizes: &[#(#page_sizes),*],
            calls: #calls,
            counted: &[#(#counted),*],
        };
    };
    Module {
        path: vec!["facts".to_owned()],
        docs: "Hosts, environment variables and credentials.".to_owned(),
        units: vec![Unit {
            defines: vec!["FACTS".to_owned()],
            uses: types.uses,
            code_items: vec![CodeItem::Item(item)],
            ..Unit::default()
        }],
        ..Module::default()
    }
}

/// Returns a credential.
fn credential(credential: &Credential, types: &mut TypePrinter<'_>) -> TokenStream {
    types.uses.add(TYPES, "CredentialFacts");
    types.uses.add(AUTHORIZATION, "Scheme");
    let scheme = match &credential.scheme {
        Scheme::Bearer => quote! { Scheme::Bearer },
        Scheme::Basic => quote! { Scheme::Basic },
        Scheme::Header(name) => quote! { Scheme::Header(#name) },
        Scheme::Query(name) => quote! { Scheme::Query(#name) },
        Scheme::Cookie(name) => quote! { Scheme::Cookie(#name) },
    };
    let Credential {
        setter,
        variables,
        or_token,
        is_required,
        ..
    } = credential;
    quote! {
        CredentialFacts {
            setter: #setter,
            scheme: #scheme,
            variables: &[#(#variables),*],
            or_token: #or_token,
            is_required: #is_required,
        }
    }
}

/// Returns a host with a name.
fn host(host: &NamedHost, types: &mut TypePrinter<'_>) -> TokenStream {
    types.uses.add(TYPES, "HostFacts");
    let (url, variable) = (
        optional(host.url.as_ref()),
        optional(host.variable.as_ref()),
    );
    let NamedHost {
        name,
        setter,
        is_slow,
        ..
    } = host;
    quote! {
        HostFacts { name: #name, setter: #setter, base_url: #url, variable: #variable, is_slow: #is_slow }
    }
}

/// Returns the page size of the lists of a style.
fn page_size(style: PageStyle, size: u32, types: &mut TypePrinter<'_>) -> TokenStream {
    types.uses.add(PAGE_STYLE, "Style");
    let style = format_ident!("{}", style.name());
    let size = Literal::u32_unsuffixed(size);
    quote! { (Style::#style, #size) }
}

/// Returns the general rate limits.
fn calls(limits: Option<CallLimits>) -> TokenStream {
    let Some(limits) = limits else {
        return quote! { None };
    };
    let minute = Literal::usize_unsuffixed(limits.per_minute);
    let hour = Literal::usize_unsuffixed(limits.per_hour);
    quote! { Some((#minute, #hour)) }
}

/// Returns a string that may be absent.
fn optional(value: Option<&String>) -> TokenStream {
    match value {
        Some(value) => quote! { Some(#value) },
        None => quote! { None },
    }
}

/// Returns a configured name, or that of the crate.
fn name(configured: &Option<String>) -> TokenStream {
    match configured {
        Some(name) => quote! { #name },
        None => quote! { env!("CARGO_PKG_NAME") },
    }
}

/// Returns an operation with special rate limits.
fn counted_by(counted: &Counted, types: &mut TypePrinter<'_>) -> TokenStream {
    types.uses.add(COUNTED, "Bucket");
    types.uses.add(COUNTED, "Counted");
    let (method, path) = (&counted.http_method, &counted.path);
    let buckets = counted.buckets.iter().map(|bucket| {
        let name = &bucket.name;
        let limit = Literal::u32_unsuffixed(bucket.limit);
        let seconds = Literal::u32_unsuffixed(bucket.seconds);
        let counts = bucket.counts.as_ref().map(|member| quote! { .by(#member) });
        quote! { Bucket::new(#name, #limit, #seconds) #counts }
    });
    quote! { Counted::new(#method, #path, &[#(#buckets),*]) }
}
