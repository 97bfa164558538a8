//! What stands between the parentheses.

use proc_macro2::TokenStream as Tokens;
use quote::{ToTokens as _, quote};
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream};
use syn::{Ident, LitStr, Token};
use vod_codegen::Options;

const EXPECTED: &str =
    "expected the path of a page, then perhaps `, crate = ::path` or `, no_implicit_prelude`";

/// `"spec/README.md"`, perhaps with `, crate = ::path` and `, no_implicit_prelude`.
pub(crate) struct Input {
    pub(crate) path: LitStr,
    pub(crate) options: Options,
}

impl Parse for Input {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let path = input.parse()?;
        let mut options = Options { krate: quote!(::vod_api), messages: true };
        while input.parse::<Option<Token![,]>>()?.is_some() && !input.is_empty() {
            if input.parse::<Option<Token![crate]>>()?.is_some() {
                input.parse::<Token![=]>()?;
                options.krate = parse_crate(input)?;
                continue;
            }
            let word: Ident = input.parse()?;
            if word != "no_implicit_prelude" {
                return Err(syn::Error::new(word.span(), EXPECTED));
            }
            options.messages = false;
        }
        if !input.is_empty() {
            return Err(input.error(EXPECTED));
        }
        Ok(Self { path, options })
    }
}

/// `::vod_api`, `crate` or `a::b`. `syn::Path` would do, but for a feature of syn's that nothing
/// else here needs.
fn parse_crate(input: ParseStream<'_>) -> syn::Result<Tokens> {
    let mut path = input.parse::<Option<Token![::]>>()?.into_token_stream();
    loop {
        input.call(Ident::parse_any)?.to_tokens(&mut path);
        let Some(next) = input.parse::<Option<Token![::]>>()? else { return Ok(path) };
        next.to_tokens(&mut path);
    }
}
