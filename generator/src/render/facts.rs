//! Hosts, environment variables and credentials: the constant that the runtime reads.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{
    module::{Module, Piece, Unit},
    scope::{Context, Types},
};
use crate::ir::{Counted, Scheme};

/// Returns the module of the facts.
pub(super) fn module(context: Context<'_>) -> Module {
    let facts = &context.api.facts;
    let mut types = Types::new(context);
    types.runtime("Facts");
    types.runtime("Scheme");
    let scheme = match &facts.scheme {
        Scheme::Bearer => quote! { Scheme::Bearer },
        Scheme::Basic => quote! { Scheme::Basic },
        Scheme::Header(name) => quote! { Scheme::Header(#name) },
        Scheme::Query(name) => quote! { Scheme::Query(#name) },
        Scheme::Cookie(name) => quote! { Scheme::Cookie(#name) },
        Scheme::Optional => quote! { Scheme::Optional },
    };
    let (base_url, base_url_variable) = (&facts.base_url, &facts.base_url_variable);
    let (inference_url, agent_url_variable) = (&facts.inference_url, &facts.agent_url_variable);
    let has_versioned_paths = facts.has_versioned_paths;
    let tokens = &facts.token_variables;
    let model_access_keys = &facts.model_access_key_variables;
    let agent_keys = &facts.agent_key_variables;
    let counted = facts.counted.iter();
    let counted: Vec<_> = counted.map(|one| counted_by(one, &mut types)).collect();
    types.runtime("product");
    let (product, user_agent) = (name(&facts.product), name(&facts.user_agent));
    let servers = &facts.servers;
    let has_type_without_body = facts.has_type_without_body;
    let stream_member = match &facts.stream_member {
        Some(member) => quote! { Some(#member) },
        None => quote! { None },
    };
    let item = quote! {
        pub(crate) const FACTS: Facts = Facts {
            product: product!([#product] [#user_agent]),
            base_url: #base_url,
            base_url_variable: #base_url_variable,
            scheme: #scheme,
            has_versioned_paths: #has_versioned_paths,
            token_variables: &[#(#tokens),*],
            inference_url: #inference_url,
            model_access_key_variables: &[#(#model_access_keys),*],
            agent_url_variable: #agent_url_variable,
            agent_key_variables: &[#(#agent_keys),*],
            has_type_without_body: #has_type_without_body,
            stream_member: #stream_member,
            servers: &[#(#servers),*],
            counted: &[#(#counted),*],
        };
    };
    Module {
        path: vec!["facts".to_owned()],
        docs: "Hosts, environment variables and credentials.".to_owned(),
        units: vec![Unit {
            defines: vec!["FACTS".to_owned()],
            uses: types.uses,
            pieces: vec![Piece::Item(item)],
            ..Unit::default()
        }],
        ..Module::default()
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
fn counted_by(counted: &Counted, types: &mut Types<'_>) -> TokenStream {
    types.runtime("Bucket");
    types.runtime("Counted");
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
