//! Request structs: data with a table and a `match`.

use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use vod_spec::model::{Action, Definition, Field, Repeatable};
use vod_spec::order::{self, Step};
use vod_spec::protocol::Protocol;

use crate::builder;
use crate::docs;
use crate::rules;
use crate::shape::{Context, Member, empty, ident, shown, struct_fields, type_ident, values};

/// The first of Unicode's private characters: they stand for the protocol's own parameters.
const PRIVATE: u32 = 0xe000;

/// The request struct of an Action and what makes it one.
pub(crate) fn action(cx: &Context<'_>, action: &Action, members: &[Member<'_>]) -> TokenStream {
    let Context { rt, api, .. } = cx;
    let name = type_ident(&action.name);
    let docs = docs::doc(&[docs::action(action), facts(action)]);
    let fields = struct_fields(cx, members, None);
    let steps = order::of_action(&action.request, api.protocol);
    let params = params(cx, &name, members, &steps, &quote!(#rt::Value::Extra(&self.extra)));
    let vacant = vacant(cx, members, None, &quote!(extra: #rt::Extra::new()));
    let builder = builder::entry_of_action(cx, action);
    let shown = shown(cx, &name, false);
    quote! {
        #[doc = #docs]
        #[derive(#rt::Clone)]
        #[non_exhaustive]
        pub struct #name {
            #fields
            #[doc = " Parameters that the page does not know; sent and signed along."]
            pub extra: #rt::Extra,
        }

        impl #name {
            #builder

            #[doc = " Holds every rule of the page against the parameters: all violations, or none."]
            #[inline]
            pub fn validate(&self) -> #rt::Result<(), #rt::InvalidParameters> {
                #rt::validate(<Self as #rt::Action>::INFO, self)
            }

            #vacant
        }

        #params
        #shown
    }
}

/// What makes a nested struct part of a request.
pub(crate) fn nested(
    cx: &Context<'_>,
    definition: &Definition,
    fields: &[Field],
    members: &[Member<'_>],
) -> TokenStream {
    let Context { rt, .. } = cx;
    let name = type_ident(&definition.name);
    let past = if definition.in_response {
        quote!(#rt::Value::Unknown(&self.unknown))
    } else {
        quote!(#rt::Value::Absent)
    };
    let params = params(cx, &name, members, &order::of_nested(fields, cx.api.protocol), &past);
    // One that answers bring too has a default.
    let vacant = if definition.in_response {
        quote! {
            #[inline]
            fn vacant() -> Self {
                <Self as #rt::Default>::default()
            }
        }
    } else {
        vacant(cx, members, cx.place(definition), &TokenStream::new())
    };
    let builder = builder::entry_of_struct(cx, definition);
    quote! {
        impl #name {
            #builder

            #vacant
        }

        #params

        impl #rt::Encode for #name {
            #[inline]
            fn encode(&self) -> #rt::Value<'_> {
                #rt::Value::Record(self)
            }
        }
    }
}

fn params(
    cx: &Context<'_>,
    name: &Ident,
    members: &[Member<'_>],
    steps: &[Step],
    past: &TokenStream,
) -> TokenStream {
    let Context { rt, .. } = cx;
    let table = table(cx, members, steps);
    let values = values(cx, members, past);
    quote! {
        impl #rt::Tabled for #name {
            #table

            #values
        }
    }
}

/// What the page says of the fields, and the order in which they are signed.
fn table(cx: &Context<'_>, members: &[Member<'_>], steps: &[Step]) -> TokenStream {
    let rt = &cx.rt;
    let fields = || members.iter().map(|member| member.field);
    let required = |field: &Field| if field.required { "Required" } else { "Optional" };
    let rules: Vec<Vec<TokenStream>> = fields().map(|field| rules::rules(field, members)).collect();
    let mut names: BTreeSet<&str> = fields().map(required).collect();
    names.insert("Table");
    names.extend(rules.iter().any(|rules| !rules.is_empty()).then_some("Rule"));
    let names = names.into_iter().map(ident);
    let rows = fields().map(|field| ident(required(field)));
    // API 2.0 signs names in an order of its own; API 3.0 sends the fields as they stand.
    let signed = cx.api.protocol == Protocol::V2;
    let sign = if signed { "=" } else { "" };
    let keys = fields().map(|field| format!("{}{sign}", field.name.wire));
    let order: String = steps.iter().filter(|_| signed).map(mark).collect();
    quote! {
        const TABLE: &'static #rt::Table = {
            use #rt::{#(#names),*};
            &Table { fields: &[#(#rows(#keys, &[#(#rules),*])),*], order: #order }
        };
    }
}

/// A step of the order as one character, which the runtime reads.
fn mark(step: &Step) -> char {
    let place = match step {
        Step::Own(place) => u32::try_from(*place).ok(),
        Step::Common(name) => {
            let common = Protocol::V2.common_parameters().iter().map(|common| common.name);
            common.zip(PRIVATE..).find(|(common, _)| common == name).map(|(_, mark)| mark)
        }
    };
    // No page has so many parameters that their places would not be characters.
    place.and_then(char::from_u32).unwrap_or_default()
}

/// What a builder starts from: nothing given. Its states see to it that nobody gets to see a
/// required field before it is given.
fn vacant(
    cx: &Context<'_>,
    members: &[Member<'_>],
    owner: Option<usize>,
    beside: &TokenStream,
) -> TokenStream {
    let value = empty(cx, members, owner, beside);
    quote! {
        #[inline]
        fn vacant() -> Self {
            #value
        }
    }
}

fn facts(action: &Action) -> String {
    let mut facts = Vec::new();
    if let Some(limit) = action.facts.rate_limit {
        facts.push(format!("{} calls in {} s are allowed", limit.calls, limit.per.as_secs()));
    }
    match &action.facts.repeatable {
        Some(Repeatable::Yes) => facts.push("sending it twice does no harm".to_owned()),
        Some(Repeatable::No) => facts.push("it must not be sent twice".to_owned()),
        Some(Repeatable::Until(code)) => facts.push(format!(
            "sending it twice does no harm: once it was carried out it is refused with `{code}`"
        )),
        None => {}
    }
    if facts.is_empty() { String::new() } else { format!("Facts: {}.", facts.join("; ")) }
}
