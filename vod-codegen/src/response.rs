//! Response structs: a shape and a `match` that hands out slots.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;
use vod_spec::model::{Action, Definition, Field};

use crate::shape::{Context, beside, field_ident, struct_fields, type_ident};

/// The response struct of an Action.
pub(crate) fn action(cx: &Context<'_>, action: &Action) -> TokenStream {
    let Context { krate, .. } = cx;
    let request = type_ident(&action.name);
    let name = beside(&action.name, "Response");
    let doc = format!(" The answer to [`{request}`].");
    let fields = struct_fields(cx, &action.response, None);
    let record = record(cx, &name, &action.response);
    quote! {
        #[doc = #doc]
        #[derive(::core::fmt::Debug, ::core::clone::Clone, ::core::cmp::PartialEq, ::core::default::Default)]
        #[non_exhaustive]
        pub struct #name {
            #fields
            #[doc = " What came and is not on the page."]
            pub unknown: #krate::Unknown,
        }

        #record
    }
}

/// What makes a nested struct part of a response.
pub(crate) fn nested(cx: &Context<'_>, definition: &Definition, fields: &[Field]) -> TokenStream {
    let Context { rt, .. } = cx;
    let name = type_ident(&definition.name);
    let record = record(cx, &name, fields);
    quote! {
        #record

        impl #rt::Decode for #name {
            fn slot(&mut self) -> #rt::Slot<'_> {
                #rt::Slot::Record(self)
            }
        }
    }
}

fn record(cx: &Context<'_>, name: &Ident, fields: &[Field]) -> TokenStream {
    let Context { krate, rt, .. } = cx;
    let rows = fields.iter().map(|field| {
        let wire = &field.name.wire;
        let when = if field.plain { quote!(always) } else { quote!(sometimes) };
        quote!(FieldShape::#when(#wire))
    });
    let slots = fields.iter().enumerate().map(|(place, field)| {
        let place = Literal::usize_unsuffixed(place);
        let name = field_ident(&field.name);
        quote!(#place => Decode::slot(&mut self.#name),)
    });
    let row = (!fields.is_empty()).then(|| quote!(FieldShape,));
    let slot = if fields.is_empty() {
        quote! {
            fn slot(&mut self, _: usize) -> #rt::Slot<'_> {
                #rt::Slot::None
            }
        }
    } else {
        quote! {
            fn slot(&mut self, field: usize) -> #rt::Slot<'_> {
                use #rt::Decode;
                match field {
                    #(#slots)*
                    _ => #rt::Slot::None,
                }
            }
        }
    };
    quote! {
        impl #rt::Record for #name {
            fn shape(&self) -> &'static #rt::Shape {
                use #rt::{#row Shape};
                static SHAPE: Shape = Shape { fields: &[#(#rows),*] };
                &SHAPE
            }

            #slot

            fn unknown(&mut self) -> &mut #krate::Unknown {
                &mut self.unknown
            }
        }
    }
}
