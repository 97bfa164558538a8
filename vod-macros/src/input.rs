//! What stands between the parentheses.

use quote::{ToTokens as _, quote};
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
                options.krate = syn::Path::parse_mod_style(input)?.into_token_stream();
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
