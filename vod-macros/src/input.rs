//! What stands between the parentheses.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};
use syn::parse::{Parse, ParseStream};
use syn::{LitStr, Token};

/// `"spec/README.md"`, perhaps with `, crate = ::path`.
pub(crate) struct Input {
    pub(crate) path: LitStr,
    pub(crate) krate: TokenStream,
}

impl Parse for Input {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let path = input.parse()?;
        let mut krate = quote!(::vod_api);
        if input.parse::<Option<Token![,]>>()?.is_some() && !input.is_empty() {
            input.parse::<Token![crate]>()?;
            input.parse::<Token![=]>()?;
            krate = syn::Path::parse_mod_style(input)?.into_token_stream();
            input.parse::<Option<Token![,]>>()?;
        }
        if !input.is_empty() {
            return Err(input.error("expected the path of a page, then perhaps `, crate = ::path`"));
        }
        Ok(Self { path, krate })
    }
}
