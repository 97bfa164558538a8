//! Error tables -> rows for the runtime and open enums for the user.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};
use vod_spec::model::{Action, ErrorCode, Repeatable};
use vod_spec::protocol::Protocol;

use crate::docs;
use crate::shape::{Context, beside, ident, type_ident};

/// What the index states of the service.
pub(crate) fn service(cx: &Context<'_>) -> TokenStream {
    let Context { rt, api, .. } = cx;
    let endpoint = &api.endpoint;
    let protocol = match api.protocol {
        Protocol::V2 => quote!(V2),
        Protocol::V3 => {
            let version = api.version.as_deref().unwrap_or_default();
            quote!(V3 { version: #version })
        }
    };
    let rows = rows(cx, &api.errors);
    let common = (!api.errors.is_empty()).then(|| {
        let name = format_ident!("CommonCode");
        code_enum(cx, &name, "Codes that any Action may answer.", &api.errors, None)
    });
    quote! {
        #[doc = " What the index page states of the service."]
        pub static SERVICE: #rt::Service =
            #rt::Service { protocol: #rt::Protocol::#protocol, endpoint: #endpoint, errors: #rows };

        #common
    }
}

/// What an Action's page states, and its codes.
pub(crate) fn action(cx: &Context<'_>, action: &Action) -> TokenStream {
    let Context { rt, api, .. } = cx;
    let name = type_ident(&action.name);
    let response = beside(&action.name, "Response");
    let code = beside(&action.name, "Code");
    let wire = &action.name.wire;
    let common = match api.protocol {
        _ if !api.errors.is_empty() => quote!(self::CommonCode),
        Protocol::V2 => quote!(#rt::v2::CommonCode),
        Protocol::V3 => quote!(#rt::v3::CommonCode),
    };
    let doc = format!("Codes that `{wire}` may answer.");
    let codes = code_enum(cx, &code, &doc, &action.errors, Some(&common));
    let info = info(cx, action);
    quote! {
        #codes

        impl #rt::Action for #name {
            type Response = #response;
            type Code = #code;
            const INFO: &'static #rt::ActionInfo = #info;
        }
    }
}

/// The facts of an Action's page.
fn info(cx: &Context<'_>, action: &Action) -> TokenStream {
    let rt = &cx.rt;
    let (name, facts) = (&action.name.wire, &action.facts);
    let endpoint = option(cx, facts.endpoint.as_ref().map(|endpoint| quote!(#endpoint)));
    let version = option(cx, facts.version.as_ref().map(|version| quote!(#version)));
    let timeout = facts.timeout.map(|timeout| {
        if timeout.subsec_nanos() == 0 {
            let seconds = Literal::u64_unsuffixed(timeout.as_secs());
            return quote!(#rt::Duration::from_secs(#seconds));
        }
        let millis =
            Literal::u64_unsuffixed(u64::try_from(timeout.as_millis()).unwrap_or(u64::MAX));
        quote!(#rt::Duration::from_millis(#millis))
    });
    let timeout = option(cx, timeout);
    let rate_limit = facts.rate_limit.map(|limit| {
        let (calls, seconds) =
            (Literal::u32_unsuffixed(limit.calls), Literal::u64_unsuffixed(limit.per.as_secs()));
        quote!((#calls, #seconds))
    });
    let rate_limit = option(cx, rate_limit);
    let repeatable = match &facts.repeatable {
        Some(Repeatable::Yes) => quote!(Yes),
        Some(Repeatable::Until(code)) => quote!(Until(#code)),
        Some(Repeatable::No) | None => quote!(No),
    };
    let rows = rows(cx, &action.errors);
    quote! {
        &#rt::ActionInfo {
            name: #name,
            service: &self::SERVICE,
            endpoint: #endpoint,
            version: #version,
            timeout: #timeout,
            rate_limit: #rate_limit,
            repeatable: #rt::Repeatable::#repeatable,
            errors: #rows,
        }
    }
}

fn option(cx: &Context<'_>, value: Option<TokenStream>) -> TokenStream {
    let rt = &cx.rt;
    value.map_or_else(|| quote!(#rt::None), |value| quote!(#rt::Some(#value)))
}

fn rows(cx: &Context<'_>, errors: &[ErrorCode]) -> TokenStream {
    let rt = &cx.rt;
    let rows = errors.iter().map(|error| ident(if error.retry { "Retry" } else { "Final" }));
    let codes = errors.iter().map(|error| &error.name.wire);
    let names = errors.iter().map(|error| error.v3.as_deref().unwrap_or_default());
    let meanings = errors.iter().map(|error| &error.docs);
    quote!(&[#(#rt::#rows(#codes, #names, #meanings)),*])
}

fn code_enum(
    cx: &Context<'_>,
    name: &Ident,
    doc: &str,
    errors: &[ErrorCode],
    common: Option<&TokenStream>,
) -> TokenStream {
    let Context { rt, .. } = cx;
    let doc = docs::doc(&[
        doc.to_owned(),
        "Open: a code that no page lists is kept in `Other`.".to_owned(),
    ]);
    let docs = errors
        .iter()
        .map(|error| docs::doc(&[format!("{}: {}", error.name.wire, docs::sentence(&error.docs))]));
    let names: Vec<_> = errors.iter().map(|error| type_ident(&error.name)).collect();
    let wires: Vec<_> = errors.iter().map(|error| error.name.wire.as_str()).collect();
    let common_variant = common.map(|common| {
        quote! {
            #[doc = " A code that any Action may answer."]
            Common(#common),
        }
    });
    let common_code = common.map(|_| quote!(Self::Common(code) => #rt::ErrorCode::code(code),));
    let other = if let Some(common) = common {
        quote! {
            match <#common as #rt::ErrorCode>::from_code(code) {
                #common::Other(code) => Self::Other(code),
                code => Self::Common(code),
            }
        }
    } else {
        quote!(Self::Other(#rt::ToOwned::to_owned(code)))
    };
    let from_code = if errors.is_empty() {
        other
    } else {
        quote! {
            match code {
                #(#wires => Self::#names,)*
                _ => #other,
            }
        }
    };
    quote! {
        #[doc = #doc]
        #[derive(#rt::Clone)]
        #[non_exhaustive]
        pub enum #name {
            #(#[doc = #docs] #names,)*
            #common_variant
            #[doc = " A code that no page lists, as it came."]
            Other(#rt::String),
        }

        impl #rt::ErrorCode for #name {
            #[inline]
            fn from_code(code: &str) -> Self {
                #from_code
            }

            #[inline]
            fn code(&self) -> &str {
                match self {
                    #(Self::#names => #wires,)*
                    #common_code
                    Self::Other(code) => code.as_str(),
                }
            }
        }

        impl #rt::Debug for #name {
            #[inline]
            fn fmt(&self, f: &mut #rt::fmt::Formatter<'_>) -> #rt::fmt::Result {
                #rt::fmt::Debug::fmt(#rt::ErrorCode::code(self), f)
            }
        }

        impl #rt::PartialEq for #name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                #rt::ErrorCode::code(self) == #rt::ErrorCode::code(other)
            }
        }

        impl #rt::Eq for #name {}
    }
}
