//! The model of an API -> the Rust items that stand for it.
//!
//! A library, so that it is tested and printed without a compiler around it; `vod-macros` only
//! finds the pages and hands the result on. What is generated is data: static tables and one
//! `match` a struct. Every loop lives in vod-api's runtime.

mod builder;
mod client;
mod codes;
mod docs;
mod example;
#[cfg(feature = "print")]
mod print;
mod request;
mod response;
mod rules;
mod shape;

use proc_macro2::TokenStream;
use quote::quote;
use vod_spec::model::{Api, Body};

#[cfg(feature = "print")]
pub use print::print;
use shape::Context;

/// What an expansion is told besides its pages.
#[derive(Debug, Clone)]
pub struct Options {
    /// The path under which the expansion finds vod-api, such as `::vod_api`.
    pub krate: TokenStream,
    /// Whether messages of our own may be given to the compiler. A crate without an implicit
    /// prelude cannot name the tool attribute that carries them.
    pub messages: bool,
}

/// The items of an API.
#[must_use]
pub fn expand(api: &Api, options: &Options) -> TokenStream {
    let cx = Context::new(api, options);
    let client = client::client(&cx);
    let service = codes::service(&cx);
    let actions = api.actions.iter().map(|action| {
        let members = shape::members(&action.request);
        let parts = [
            request::action(&cx, action, &members),
            builder::of_action(&cx, action, &members),
            response::action(&cx, action),
            codes::action(&cx, action),
        ];
        quote!(#(#parts)*)
    });
    let types = api.types.iter().map(|definition| match &definition.body {
        Body::Struct(fields) => {
            let members = shape::members(fields);
            let request = definition.in_request.then(|| {
                let params = request::nested(&cx, definition, fields, &members);
                let builder = builder::of_struct(&cx, definition, &members);
                quote!(#params #builder)
            });
            let response =
                definition.in_response.then(|| response::nested(&cx, definition, &members));
            let item = shape::definition(&cx, definition, &members);
            quote!(#item #request #response)
        }
        Body::Enum(values) => shape::open_enum(&cx, definition, values),
    });
    let examples = example::tests(&cx);
    let (krate, rt) = (&options.krate, &cx.rt);
    quote! {
        use #krate::__rt as #rt;

        #client
        #service
        #(#actions)*
        #(#types)*
        #examples
    }
}
