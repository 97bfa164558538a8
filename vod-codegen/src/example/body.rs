//! An example's JSON body of API 3.0 -> the builder chain that makes it.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use vod_spec::json::{Json, JsonValue};
use vod_spec::model::{Action, Body, Field, Type};

use crate::shape::{Context, field_ident, type_ident};

/// The request that a body shows. The pages were checked: what is no JSON makes an empty one.
pub(super) fn example(cx: &Context<'_>, action: &Action, body: &str) -> TokenStream {
    let name = type_ident(&action.name);
    let body = Json::parse(body).unwrap_or(JsonValue::Null);
    record(cx, &quote!(super::#name), &action.request, &body)
}

/// A builder chain that sets what an object gives.
fn record(
    cx: &Context<'_>,
    name: &TokenStream,
    fields: &[Field],
    object: &JsonValue,
) -> TokenStream {
    let JsonValue::Object(members) = object else { return quote!(#name::builder().build()) };
    let calls = fields.iter().filter_map(|field| {
        let (_, given) = members.iter().find(|(name, _)| name.value == field.name.wire)?;
        let value = value(cx, &field.ty, &given.value)?;
        let setter = field_ident(&field.name);
        Some(quote!(.#setter(#value)))
    });
    quote!(#name::builder() #(#calls)* .build())
}

fn value(cx: &Context<'_>, ty: &Type, given: &JsonValue) -> Option<TokenStream> {
    Some(match (ty, given) {
        (_, JsonValue::Null) => return None,
        (Type::String | Type::Timestamp, JsonValue::String(text)) => quote!(#text),
        (Type::Integer, JsonValue::Number(number)) => {
            let number = Literal::i64_suffixed(number.parse().ok()?);
            quote!(#number)
        }
        (Type::Unsigned, JsonValue::Number(number)) => {
            let number = Literal::u64_suffixed(number.parse().ok()?);
            quote!(#number)
        }
        (Type::Float, JsonValue::Number(number)) => {
            let number = Literal::f64_suffixed(number.parse().ok()?);
            quote!(#number)
        }
        (Type::Boolean, JsonValue::Boolean(on)) => quote!(#on),
        (Type::Boolean, JsonValue::Number(flag)) => {
            let on = flag == "1";
            quote!(#on)
        }
        (Type::Object, given) => {
            let (rt, text) = (&cx.rt, given.to_string());
            quote!(<#rt::Json as #rt::FromStr>::from_str(#text).unwrap_or_default())
        }
        (Type::Named(place), given) => {
            let definition = cx.definition(*place)?;
            let name = type_ident(&definition.name);
            match (&definition.body, given) {
                (Body::Enum(_), JsonValue::String(text)) => quote!(#text),
                (Body::Struct(fields), given) => record(cx, &quote!(super::#name), fields, given),
                _ => return None,
            }
        }
        (Type::Array(item), JsonValue::Array(items)) => {
            let items = items.iter().map(|given| value(cx, item, &given.value));
            let items: Option<Vec<_>> = items.collect();
            let items = items?;
            quote!([#(#items),*])
        }
        _ => return None,
    })
}
