//! Request structs: data with a table and a `match`.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use vod_spec::model::{Action, Body, Definition, Field, Type};
use vod_spec::order::{self, Step};

use crate::docs;
use crate::rules;
use crate::shape::{Context, field_ident, ident, struct_fields, type_ident};

/// The request struct of an Action and what makes it one.
pub(crate) fn action(cx: &Context<'_>, action: &Action) -> TokenStream {
    let Context { krate, rt, api, .. } = cx;
    let name = type_ident(&action.name);
    let facts = facts(action);
    let docs = docs::doc(&[docs::rustdoc(&action.docs), facts]);
    let fields = struct_fields(cx, &action.request, None);
    let steps = order::of_action(&action.request, api.protocol);
    let params = params(cx, &quote!(#name), &action.request, &steps, true);
    let vacant = vacant(cx, &quote!(#name), &action.request, Some(&quote!(extra)));
    quote! {
        #docs
        #[derive(::core::fmt::Debug, ::core::clone::Clone, ::core::cmp::PartialEq)]
        #[non_exhaustive]
        pub struct #name {
            #fields
            #[doc = " Parameters that the page does not know; sent and signed along."]
            pub extra: #krate::Extra,
        }

        impl #name {
            #[doc = " Holds every rule of the page against the parameters: all violations, or none."]
            pub fn validate(&self) -> ::core::result::Result<(), #krate::InvalidParameters> {
                #rt::validate(<Self as #krate::Action>::INFO.name, self)
            }
        }

        #params
        #vacant
    }
}

/// What makes a nested struct part of a request.
pub(crate) fn nested(cx: &Context<'_>, definition: &Definition, fields: &[Field]) -> TokenStream {
    let Context { rt, .. } = cx;
    let name = type_ident(&definition.name);
    let params = params(cx, &quote!(#name), fields, &order::of_struct(fields), false);
    let unknown = definition.in_response.then(|| quote!(unknown));
    let vacant = vacant(cx, &quote!(#name), fields, unknown.as_ref());
    quote! {
        #params
        #vacant

        impl #rt::Encode for #name {
            fn encode(&self) -> #rt::Value<'_> {
                #rt::Value::Record(self)
            }
        }
    }
}

fn params(
    cx: &Context<'_>,
    name: &TokenStream,
    fields: &[Field],
    steps: &[Step],
    top: bool,
) -> TokenStream {
    let Context { krate, rt, .. } = cx;
    let rows = fields.iter().map(|field| {
        let wire = &field.name.wire;
        let key = format!("{wire}=");
        let (required, secret) = (field.required, field.is_secret());
        let first = Literal::u32_unsuffixed(field.first_index());
        let rules = rules::rules(cx, field, fields);
        quote! {
            #rt::Field { name: #wire, key: #key, required: #required, secret: #secret, first: #first, rules: #rules }
        }
    });
    let order = steps.iter().map(|step| match step {
        Step::Own(place) => {
            let place = Literal::usize_unsuffixed(*place);
            quote!(#rt::Step::Own(#place))
        }
        Step::Common(common) => {
            let common = ident(common);
            quote!(#rt::Step::Common(#rt::Common::#common))
        }
    });
    let values = fields.iter().enumerate().map(|(place, field)| {
        let place = Literal::usize_unsuffixed(place);
        let name = field_ident(&field.name);
        if field.is_flag() {
            let flag = if field.plain {
                quote!(::core::option::Option::Some(self.#name))
            } else {
                quote!(self.#name)
            };
            return quote!(#place => #rt::flag(#flag),);
        }
        quote!(#place => #rt::Encode::encode(&self.#name),)
    });
    let extra = top.then(|| {
        quote! {
            fn extra(&self) -> ::core::option::Option<&#krate::Extra> {
                ::core::option::Option::Some(&self.extra)
            }
        }
    });
    quote! {
        impl #rt::Params for #name {
            fn table(&self) -> &'static #rt::Table {
                static TABLE: #rt::Table = #rt::Table {
                    fields: &[#(#rows),*],
                    order: &[#(#order),*],
                };
                &TABLE
            }

            fn value(&self, field: usize) -> #rt::Value<'_> {
                match field {
                    #(#values)*
                    _ => #rt::Value::Absent,
                }
            }

            #extra
        }
    }
}

/// What a builder starts from: nothing given. Its states see to it that nobody gets to see a
/// required field before it is given.
fn vacant(
    cx: &Context<'_>,
    name: &TokenStream,
    fields: &[Field],
    beside: Option<&TokenStream>,
) -> TokenStream {
    let fields = fields.iter().map(|field| {
        let name = field_ident(&field.name);
        let record = match field.ty {
            Type::Named(place) if field.plain => cx.definition(place),
            _ => None,
        };
        if let Some(Definition { name: record, body: Body::Struct(_), .. }) = record {
            let record = type_ident(record);
            quote!(#name: self::#record::vacant(),)
        } else {
            quote!(#name: ::core::default::Default::default(),)
        }
    });
    let beside = beside.map(|name| quote!(#name: ::core::default::Default::default(),));
    quote! {
        impl #name {
            fn vacant() -> Self {
                Self {
                    #(#fields)*
                    #beside
                }
            }
        }
    }
}

fn facts(action: &Action) -> String {
    let mut facts = Vec::new();
    if let Some(limit) = action.facts.rate_limit {
        facts.push(format!("{} calls in {} s are allowed", limit.calls, limit.per.as_secs()));
    }
    match action.facts.repeatable {
        Some(true) => facts.push("sending it twice does no harm".to_owned()),
        Some(false) => facts.push("it must not be sent twice".to_owned()),
        None => {}
    }
    if facts.is_empty() { String::new() } else { format!("Facts: {}.", facts.join("; ")) }
}
