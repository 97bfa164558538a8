//! Response structs: a shape and a `match` that hands out slots.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;
use vod_spec::model::{Action, Definition};

use crate::shape::{
    Context, Member, beside, default, ident, members, shown, struct_fields, type_ident, values,
};

/// The response struct of an Action.
pub(crate) fn action(cx: &Context<'_>, action: &Action) -> TokenStream {
    let Context { rt, .. } = cx;
    let request = type_ident(&action.name);
    let name = beside(&action.name, "Response");
    let doc = format!(" The answer to [`{request}`].");
    let members = members(&action.response);
    let fields = struct_fields(cx, &members, None);
    let past = quote!(#rt::Value::Unknown(&self.unknown));
    let values = values(cx, &members, &past);
    let record = record(cx, &name, &members, &values);
    let default = default(cx, &name, &members, None);
    let shown = shown(cx, &name, true);
    quote! {
        #[doc = #doc]
        #[derive(#rt::Clone)]
        #[non_exhaustive]
        pub struct #name {
            #fields
            #[doc = " What came and is not on the page."]
            pub unknown: #rt::Unknown,
        }

        #default

        #record

        #shown
    }
}

/// What makes a nested struct part of a response.
pub(crate) fn nested(
    cx: &Context<'_>,
    definition: &Definition,
    members: &[Member<'_>],
) -> TokenStream {
    let Context { rt, .. } = cx;
    let name = type_ident(&definition.name);
    let past = quote!(#rt::Value::Unknown(&self.unknown));
    // What requests have too reads its values by its table, and writes them.
    let (values, encode) = if definition.in_request {
        let value = quote! {
            #[inline]
            fn value(&self, field: usize) -> #rt::Value<'_> {
                #rt::Tabled::value(self, field)
            }
        };
        (value, None)
    } else {
        let encode = quote! {
            impl #rt::Encode for #name {
                #[inline]
                fn encode(&self) -> #rt::Value<'_> {
                    #rt::Value::Answer(self)
                }
            }
        };
        (values(cx, members, &past), Some(encode))
    };
    let record = record(cx, &name, members, &values);
    quote! {
        #record

        #encode

        impl #rt::Decode for #name {
            #[inline]
            fn slot(&mut self) -> #rt::Slot<'_> {
                #rt::Slot::Record(self)
            }
        }
    }
}

fn record(
    cx: &Context<'_>,
    name: &Ident,
    members: &[Member<'_>],
    values: &TokenStream,
) -> TokenStream {
    let Context { rt, .. } = cx;
    let when = |member: &Member<'_>| if member.field.plain { "Always" } else { "Sometimes" };
    let rows = members.iter().map(|member| ident(when(member)));
    let wires = members.iter().map(|member| &member.field.name.wire);
    let places = (0..members.len()).map(Literal::usize_unsuffixed);
    let fields = members.iter().map(|member| &member.name);
    let used: BTreeSet<&str> = members.iter().map(when).collect();
    let used = used.into_iter().map(ident);
    let used = (!members.is_empty()).then(|| quote!(use #rt::{#(#used),*};));
    let slot = if members.is_empty() {
        quote! {
            #[inline]
            fn slot(&mut self, _: usize) -> #rt::Slot<'_> {
                #rt::Slot::Unknown(&mut self.unknown)
            }
        }
    } else {
        quote! {
            #[inline]
            fn slot(&mut self, field: usize) -> #rt::Slot<'_> {
                use #rt::Decode;
                match field {
                    #(#places => Decode::slot(&mut self.#fields),)*
                    _ => #rt::Slot::Unknown(&mut self.unknown),
                }
            }
        }
    };
    quote! {
        impl #rt::Shaped for #name {
            const SHAPE: #rt::Shape = {
                #used
                &[#(#rows(#wires)),*]
            };

            #values

            #slot
        }
    }
}
