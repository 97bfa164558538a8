//! An example's form of API 2.0 -> the builder chain that makes it.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use vod_spec::model::{Action, Body, Field, Type};

use crate::shape::{Context, field_ident, type_ident};

/// The request that a form shows, and its text on one line.
pub(super) fn example(cx: &Context<'_>, action: &Action, form: &str) -> (String, TokenStream) {
    let text: String = form.split_whitespace().collect();
    let pairs: Vec<(String, String)> = text.split('&').filter_map(pair).collect();
    let request = request(cx, action, &pairs);
    (text, request)
}

fn request(cx: &Context<'_>, action: &Action, pairs: &[(String, String)]) -> TokenStream {
    let name = type_ident(&action.name);
    let given: Vec<(&str, &str)> = pairs
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .filter(|(name, _)| *name != "Action")
        .collect();
    record(cx, &quote!(super::#name), &action.request, &given)
}

/// A builder chain that sets what the pairs give.
fn record(
    cx: &Context<'_>,
    name: &TokenStream,
    fields: &[Field],
    pairs: &[(&str, &str)],
) -> TokenStream {
    let calls = fields.iter().filter_map(|field| {
        let inside: Vec<(&str, &str)> = pairs
            .iter()
            .filter_map(|(name, value)| {
                let rest = name.strip_prefix(field.name.wire.as_str())?;
                if rest.is_empty() {
                    Some(("", *value))
                } else {
                    Some((rest.strip_prefix('.')?, *value))
                }
            })
            .collect();
        let value = value(cx, field, &field.ty, &inside)?;
        let setter = field_ident(&field.name);
        Some(quote!(.#setter(#value)))
    });
    quote!(#name::builder() #(#calls)* .build())
}

fn value(
    cx: &Context<'_>,
    field: &Field,
    ty: &Type,
    pairs: &[(&str, &str)],
) -> Option<TokenStream> {
    let (_, text) = pairs.first()?;
    Some(match ty {
        Type::String | Type::Timestamp => quote!(#text),
        Type::Integer => {
            let number = Literal::i64_suffixed(text.parse().ok()?);
            quote!(#number)
        }
        Type::Unsigned => {
            let number = Literal::u64_suffixed(text.parse().ok()?);
            quote!(#number)
        }
        Type::Float => {
            let number = Literal::f64_suffixed(text.parse().ok()?);
            quote!(#number)
        }
        Type::Boolean => {
            let on = if field.is_flag() { *text == "1" } else { *text == "true" };
            quote!(#on)
        }
        Type::Object => {
            let Context { rt, .. } = cx;
            quote!(<#rt::Json as #rt::FromStr>::from_str(#text).unwrap_or_default())
        }
        Type::Named(place) => {
            let definition = cx.definition(*place)?;
            let name = type_ident(&definition.name);
            match &definition.body {
                Body::Enum(_) => quote!(#text),
                Body::Struct(fields) => record(cx, &quote!(super::#name), fields, pairs),
            }
        }
        Type::Array(item) => {
            let mut items: Vec<(u32, Vec<(&str, &str)>)> = Vec::new();
            for (name, value) in pairs {
                let (index, rest) = name.split_once('.').unwrap_or((name, ""));
                let index = index.parse().ok()?;
                match items.iter_mut().find(|(at, _)| *at == index) {
                    Some((_, inside)) => inside.push((rest, value)),
                    None => items.push((index, vec![(rest, value)])),
                }
            }
            items.sort_by_key(|(at, _)| *at);
            let items = items.iter().map(|(_, inside)| value(cx, field, item, inside));
            let items: Option<Vec<_>> = items.collect();
            let items = items?;
            quote!([#(#items),*])
        }
    })
}

fn pair(text: &str) -> Option<(String, String)> {
    let (name, value) = text.split_once('=')?;
    Some((decoded(name), decoded(value)))
}

/// Percent-encoded text as it was; the pages were checked, so a stray `%` stays as it is.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        let byte = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()).filter(|_| first == b'%');
        bytes.push(byte.unwrap_or(first));
        rest = if byte.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
