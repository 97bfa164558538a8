//! Error tables -> rows for the runtime and open enums for the user.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};
use vod_spec::model::{Action, ErrorCode};

use crate::docs;
use crate::shape::{Context, beside, type_ident};

/// What the index states of the service.
pub(crate) fn service(cx: &Context<'_>) -> TokenStream {
    let Context { krate, api, .. } = cx;
    let endpoint = &api.endpoint;
    let rows = rows(cx, &api.errors);
    let common = (!api.errors.is_empty()).then(|| {
        let name = format_ident!("CommonCode");
        code_enum(cx, &name, "Codes that any Action may answer.", &api.errors, None)
    });
    quote! {
        #[doc = " What the index page states of the service."]
        pub static SERVICE: #krate::Service = #krate::Service { endpoint: #endpoint, errors: #rows };

        #common
    }
}

/// What an Action's page states, and its codes.
pub(crate) fn action(cx: &Context<'_>, action: &Action) -> TokenStream {
    let Context { krate, api, .. } = cx;
    let name = type_ident(&action.name);
    let response = beside(&action.name, "Response");
    let code = beside(&action.name, "Code");
    let wire = &action.name.wire;
    let rows = rows(cx, &action.errors);
    let common = if api.errors.is_empty() {
        quote!(#krate::v2::CommonCode)
    } else {
        quote!(self::CommonCode)
    };
    let doc = format!("Codes that `{wire}` may answer.");
    let codes = code_enum(cx, &code, &doc, &action.errors, Some(&common));
    let facts = &action.facts;
    let endpoint = facts.endpoint.as_ref().map(|endpoint| quote!(.endpoint(#endpoint)));
    let timeout = facts.timeout.map(|timeout| {
        if timeout.subsec_nanos() == 0 {
            let seconds = Literal::u64_unsuffixed(timeout.as_secs());
            return quote!(.timeout(::core::time::Duration::from_secs(#seconds)));
        }
        let millis =
            Literal::u64_unsuffixed(u64::try_from(timeout.as_millis()).unwrap_or(u64::MAX));
        quote!(.timeout(::core::time::Duration::from_millis(#millis)))
    });
    let rate = facts.rate_limit.map(|limit| {
        let (calls, per) =
            (Literal::u32_unsuffixed(limit.calls), Literal::u64_unsuffixed(limit.per.as_secs()));
        quote!(.rate_limit(#calls, ::core::time::Duration::from_secs(#per)))
    });
    let repeatable = (facts.repeatable == Some(true)).then(|| quote!(.repeatable()));
    quote! {
        #codes

        impl #krate::Action for #name {
            type Response = #response;
            type Code = #code;
            const INFO: &'static #krate::ActionInfo =
                &#krate::ActionInfo::new(#wire, &self::SERVICE, #rows) #endpoint #timeout #rate #repeatable;
        }
    }
}

fn rows(cx: &Context<'_>, errors: &[ErrorCode]) -> TokenStream {
    let Context { krate, .. } = cx;
    let rows = errors.iter().map(|error| {
        let (code, meaning) = (&error.name.wire, &error.docs);
        let retry = error.retry.then(|| quote!(.retry()));
        quote!(#krate::CodeInfo::new(#code, #meaning) #retry)
    });
    quote!(&[#(#rows),*])
}

fn code_enum(
    cx: &Context<'_>,
    name: &Ident,
    doc: &str,
    errors: &[ErrorCode],
    common: Option<&TokenStream>,
) -> TokenStream {
    let Context { krate, .. } = cx;
    let doc = docs::doc(&[
        doc.to_owned(),
        "Open: a code that no page lists is kept in `Other`.".to_owned(),
    ]);
    let variants = errors.iter().map(|error| {
        let name = type_ident(&error.name);
        let docs = docs::doc(&[format!("{}: {}", error.name.wire, docs::sentence(&error.docs))]);
        quote!(#docs #name,)
    });
    let names: Vec<_> = errors.iter().map(|error| type_ident(&error.name)).collect();
    let wires: Vec<_> = errors.iter().map(|error| error.name.wire.as_str()).collect();
    let common_variant = common.map(|common| {
        quote! {
            #[doc = " A code that any Action may answer."]
            Common(#common),
        }
    });
    let common_code = common.map(|_| quote!(Self::Common(code) => #krate::ErrorCode::code(code),));
    let other = if let Some(common) = common {
        quote! {
            match <#common as #krate::ErrorCode>::from_code(code) {
                #common::Other(code) => Self::Other(code),
                code => Self::Common(code),
            }
        }
    } else {
        quote!(Self::Other(::std::borrow::ToOwned::to_owned(code)))
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
        #doc
        #[derive(::core::fmt::Debug, ::core::clone::Clone, ::core::cmp::PartialEq, ::core::cmp::Eq, ::core::hash::Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            #common_variant
            #[doc = " A code that no page lists, as it came."]
            Other(::std::string::String),
        }

        impl #krate::ErrorCode for #name {
            fn from_code(code: &str) -> Self {
                #from_code
            }

            fn code(&self) -> &str {
                match self {
                    #(Self::#names => #wires,)*
                    #common_code
                    Self::Other(code) => code.as_str(),
                }
            }
        }
    }
}
