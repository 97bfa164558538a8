//! An expansion as a file that a person reads.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::quote;
use vod_spec::model::Api;

use crate::{Options, expand};

/// The items of an API as formatted source, with a line end after the last.
#[must_use]
pub fn print(api: &Api, options: &Options) -> String {
    let items = expand(api, options);
    // It would be a mistake of ours if the expansion were not Rust; then it is shown as it is.
    match syn::parse2(docs_by_line(items.clone())) {
        Ok(file) => spaced(&prettyplease::unparse(&file)),
        Err(_) => items.to_string() + "\n",
    }
}

/// Documentation as it is written by hand, an attribute for each line.
fn docs_by_line(tokens: TokenStream) -> TokenStream {
    let trees = tokens.into_iter();
    let split = trees.flat_map(|tree| match tree {
        TokenTree::Group(group) if is_doc(&group) => {
            let text = syn::parse2::<syn::MetaNameValue>(group.stream());
            match text.map(|meta| meta.value) {
                Ok(syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. })) => {
                    let text = text.value();
                    let mut lines = text.lines();
                    let first = lines.next().unwrap_or_default();
                    // The mark of an attribute stands before its brackets.
                    quote!([doc = #first] #(#[doc = #lines])*)
                }
                _ => TokenTree::Group(group).into(),
            }
        }
        TokenTree::Group(group) => {
            TokenTree::Group(Group::new(group.delimiter(), docs_by_line(group.stream()))).into()
        }
        other => TokenStream::from(other),
    });
    split.collect()
}

fn is_doc(group: &Group) -> bool {
    group.delimiter() == Delimiter::Bracket
        && matches!(group.stream().into_iter().next(), Some(TokenTree::Ident(name)) if name == "doc")
}

/// A blank line after each item and each function; the formatter leaves none.
fn spaced(source: &str) -> String {
    let mut text = String::with_capacity(source.len() + source.len() / 16);
    let mut lines = source.lines().peekable();
    while let Some(line) = lines.next() {
        text.extend([line, "\n"]);
        let depth = line.len() - line.trim_start().len();
        // At these depths a closing brace ends an item or a function of one.
        let ends = depth <= 4 && matches!(line.trim_start(), "}" | "};");
        let goes_on = lines.peek().is_some_and(|next| !next.trim_start().starts_with('}'));
        if ends && goes_on {
            text.push('\n');
        }
    }
    text
}
