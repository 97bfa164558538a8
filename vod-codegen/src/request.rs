//! Request structs: data with a table and a `match`.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;
use vod_spec::model::{Action, Definition, Field};
use vod_spec::order::{self, Step};

use crate::builder;
use crate::docs;
use crate::rules;
use crate::shape::{Context, field_ident, ident, struct_fields, type_ident};

/// The request struct of an Action and what makes it one.
pub(crate) fn action(cx: &Context<'_>, action: &Action) -> TokenStream {
    let Context { krate, rt, api, .. } = cx;
    let name = type_ident(&action.name);
    let docs = docs::doc(&[docs::rustdoc(&action.docs), facts(action)]);
    let fields = struct_fields(cx, &action.request, None);
    let steps = order::of_action(&action.request, api.protocol);
    let params = params(cx, &name, &action.request, &steps, true);
    let vacant = vacant(cx, &action.request, None, Some(&quote!(extra: #krate::Extra::new())));
    let builder = builder::entry_of_action(action);
    let tabled = tabled(cx, &name);
    quote! {
        #docs
        #[derive(::core::clone::Clone)]
        #[non_exhaustive]
        pub struct #name {
            #fields
            #[doc = " Parameters that the page does not know; sent and signed along."]
            pub extra: #krate::Extra,
        }

        impl #name {
            #builder

            #[doc = " Holds every rule of the page against the parameters: all violations, or none."]
            pub fn validate(&self) -> ::core::result::Result<(), #krate::InvalidParameters> {
                #rt::validate(<Self as #krate::Action>::INFO.name, self)
            }

            #vacant
        }

        #params
        #tabled
    }
}

/// What a struct has by its table, cheaper for the compiler than by a derive for each field.
pub(crate) fn tabled(cx: &Context<'_>, name: &Ident) -> TokenStream {
    let Context { rt, .. } = cx;
    let text = name.to_string();
    quote! {
        impl ::core::fmt::Debug for #name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                #rt::debug(#text, self, f)
            }
        }

        impl ::core::cmp::PartialEq for #name {
            fn eq(&self, other: &Self) -> bool {
                #rt::equal(self, other)
            }
        }
    }
}

/// What makes a nested struct part of a request.
pub(crate) fn nested(cx: &Context<'_>, definition: &Definition, fields: &[Field]) -> TokenStream {
    let Context { krate, rt, .. } = cx;
    let name = type_ident(&definition.name);
    let params = params(cx, &name, fields, &order::of_struct(fields), false);
    let unknown = definition
        .in_response
        .then(|| quote!(unknown: <#krate::Unknown as ::core::default::Default>::default()));
    let vacant = vacant(cx, fields, cx.place(definition), unknown.as_ref());
    let builder = builder::entry_of_struct(definition);
    quote! {
        impl #name {
            #builder

            #vacant
        }

        #params

        impl #rt::Encode for #name {
            fn encode(&self) -> #rt::Value<'_> {
                #rt::Value::Record(self)
            }
        }
    }
}

fn params(
    cx: &Context<'_>,
    name: &Ident,
    fields: &[Field],
    steps: &[Step],
    top: bool,
) -> TokenStream {
    let Context { krate, rt, .. } = cx;
    let table = table(cx, fields, steps);
    let values = values(cx, fields);
    let extra = top.then(|| {
        quote! {
            fn extra(&self) -> ::core::option::Option<&#krate::Extra> {
                ::core::option::Option::Some(&self.extra)
            }
        }
    });
    quote! {
        impl #rt::Params for #name {
            #table

            #values

            #extra
        }
    }
}

/// What the page says of the fields, and the order in which they are signed.
fn table(cx: &Context<'_>, fields: &[Field], steps: &[Step]) -> TokenStream {
    let rt = &cx.rt;
    let mut names = vec![quote!(Table)];
    let mut names_rule = false;
    let rows: Vec<TokenStream> = fields
        .iter()
        .map(|field| {
            let key = format!("{}=", field.name.wire);
            let required = field.required.then(|| quote!(.required()));
            let secret = field.is_secret().then(|| quote!(.secret()));
            let first = Some(field.first_index()).filter(|first| *first > 0).map(|first| {
                let first = Literal::u32_unsuffixed(first);
                quote!(.first(#first))
            });
            let rules = rules::rules(field, fields);
            names_rule |= !rules.is_empty();
            let rules = (!rules.is_empty()).then(|| quote!(.rules(&[#(#rules),*])));
            quote!(Field::new(#key) #required #secret #first #rules)
        })
        .collect();
    let order = steps.iter().map(|step| match step {
        Step::Own(place) => {
            let place = Literal::usize_unsuffixed(*place);
            quote!(Step::Own(#place))
        }
        Step::Common(common) => {
            let common = ident(common);
            quote!(Step::Common(Common::#common))
        }
    });
    names.extend((!fields.is_empty()).then(|| quote!(Field)));
    names.extend(names_rule.then(|| quote!(Rule)));
    names.extend((!steps.is_empty()).then(|| quote!(Step)));
    let common = steps.iter().any(|step| matches!(step, Step::Common(_)));
    names.extend(common.then(|| quote!(Common)));
    names.sort_by_key(ToString::to_string);
    quote! {
        fn table(&self) -> &'static #rt::Table {
            use #rt::{#(#names),*};
            static TABLE: Table = Table { fields: &[#(#rows),*], order: &[#(#order),*] };
            &TABLE
        }
    }
}

/// The value of each field by its place in the table.
fn values(cx: &Context<'_>, fields: &[Field]) -> TokenStream {
    let rt = &cx.rt;
    if fields.is_empty() {
        return quote! {
            fn value(&self, _: usize) -> #rt::Value<'_> {
                #rt::Value::Absent
            }
        };
    }
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
        quote!(#place => Encode::encode(&self.#name),)
    });
    let encodes = fields.iter().any(|field| !field.is_flag());
    let encode = encodes.then(|| quote!(use #rt::Encode;));
    quote! {
        fn value(&self, field: usize) -> #rt::Value<'_> {
            #encode
            match field {
                #(#values)*
                _ => #rt::Value::Absent,
            }
        }
    }
}

/// What a builder starts from: nothing given. Its states see to it that nobody gets to see a
/// required field before it is given.
fn vacant(
    cx: &Context<'_>,
    fields: &[Field],
    owner: Option<usize>,
    beside: Option<&TokenStream>,
) -> TokenStream {
    let fields = fields.iter().map(|field| {
        let name = field_ident(&field.name);
        let value = cx.vacant_value(field, owner);
        quote!(#name: #value,)
    });
    quote! {
        fn vacant() -> Self {
            Self {
                #(#fields)*
                #beside
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
