//! Examples of the pages -> tests in the crate that uses them.
//!
//! The request is built by its builder and must encode to exactly what the page shows; the
//! response must decode with every field in a place of its own, and be written as it came.

mod body;
mod form;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use vod_spec::protocol::Protocol;

use crate::shape::{Context, snake, type_ident};

/// The test module of an API; empty without examples.
pub(crate) fn tests(cx: &Context<'_>) -> TokenStream {
    let rt = &cx.rt;
    let tests = cx.api.actions.iter().flat_map(|action| {
        action.examples.iter().enumerate().map(|(at, example)| {
            let request = &example.request.value;
            let (text, request) = match cx.api.protocol {
                Protocol::V2 => form::example(cx, action, request),
                Protocol::V3 => (request.clone(), body::example(cx, action, request)),
            };
            let action_name = type_ident(&action.name);
            let response = example.response.as_ref().map(|json| {
                let json = &json.value;
                quote!(#rt::example::response::<super::#action_name>(#json);)
            });
            let method = snake(&action.name).to_string();
            let method = method.trim_start_matches("r#").trim_end_matches('_');
            let name = format_ident!("{method}_example_{}", at + 1);
            quote! {
                #[test]
                fn #name() {
                    #rt::example::request(&#request, #text);
                    #response
                }
            }
        })
    });
    let tests: Vec<_> = tests.collect();
    if tests.is_empty() {
        return TokenStream::new();
    }
    quote! {
        #[cfg(test)]
        mod _page_examples {
            #![allow(deprecated)]
            use super::#rt;
            #(#tests)*
        }
    }
}
