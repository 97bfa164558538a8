//! `api!` and `pages!`: they find the pages, have them read and checked, and hand the expansion
//! on. They read the pages they were given and touch nothing else.

mod input;
mod locate;
mod missing;

use proc_macro::TokenStream;
use proc_macro2::{Span, TokenStream as Tokens};
use quote::{quote, quote_spanned};

use input::Input;
use locate::Pages;
use vod_spec::Reading;

/// Draws a client from an index page: `api!("spec/README.md")`.
///
/// The path is relative to the package. Give `crate = ::path` after it when vod-api is known under
/// another name, and `no_implicit_prelude` in a crate without one: the compiler then cannot be given
/// messages of our own about missing parameters. Every mistake of every page is one compile error;
/// the sound Actions are there all the same. An edited page is built anew by cargo; rust-analyzer
/// sees the edit when the call is edited or a check runs.
#[proc_macro]
pub fn api(input: TokenStream) -> TokenStream {
    expand(input, |input, pages| {
        let reading = vod_spec::read(&input.path.value(), &mut |path| pages.load(path));
        let errors = errors(&reading, pages, input.path.span());
        let items = vod_codegen::expand(&reading.api, &input.options);
        quote!(#errors #items)
    })
}

/// Embeds an index page and every page it links to: `pages!("spec/README.md")` is a
/// `&'static [(&'static str, &'static str)]` of paths and texts. A page that is not there is a
/// compile error.
#[proc_macro]
pub fn pages(input: TokenStream) -> TokenStream {
    let constant: Tokens = expand(input, |input, pages| {
        let reading = vod_spec::read(&input.path.value(), &mut |path| pages.load(path));
        // What a page says is for its reader to judge; that every page is there is for us.
        let errors = (!pages.complete()).then(|| errors(&reading, pages, input.path.span()));
        let pages = reading.sources.pages().map(|(path, text)| quote!((#path, #text)));
        quote! {
            #errors
            const PAGES: &[(&str, &str)] = &[#(#pages),*];
            PAGES
        }
    })
    .into();
    quote!({ #constant }).into()
}

/// One compile error for each mistake.
fn errors(reading: &Reading, pages: &Pages, span: Span) -> Tokens {
    let errors = reading.diagnostics.iter().map(|diagnostic| {
        let mut diagnostic = diagnostic.clone();
        if let Some(help) = pages.help(&diagnostic.message) {
            diagnostic.help = Some(help.to_owned());
        }
        let code = diagnostic.code;
        let text = diagnostic.render(&reading.sources);
        // The compiler puts its own `error: ` before it.
        let head = format!("error[{code}]: ");
        let message = format!("{code}: {}", text.strip_prefix(&head).unwrap_or(&text));
        quote_spanned!(span=> ::core::compile_error!(#message);)
    });
    errors.collect()
}

fn expand(input: TokenStream, with: impl FnOnce(&Input, &mut Pages) -> Tokens) -> TokenStream {
    let site = proc_macro::Span::call_site();
    let input: Input = match syn::parse(input) {
        Ok(input) => input,
        Err(error) => return error.into_compile_error().into(),
    };
    let mut pages = Pages::new(site);
    let items = with(&input, &mut pages);
    let tracked = pages.tracked(input.path.span());
    quote!(#tracked #items).into()
}
