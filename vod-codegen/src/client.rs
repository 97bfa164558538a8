//! The client: a method for each Action over the shared runtime.

use proc_macro2::TokenStream;
use quote::quote;

use crate::builder::deprecated;
use crate::docs;
use crate::shape::{Context, beside, snake, type_ident};

/// The client of an API.
pub(crate) fn client(cx: &Context<'_>) -> TokenStream {
    let Context { krate, api, .. } = cx;
    let doc = docs::doc(&[
        format!(
            "A client for {}. Cheap to clone: clones share connections and settings.",
            docs::rustdoc(&api.title)
        ),
        docs::rustdoc(&api.docs),
    ]);
    let methods = api.actions.iter().map(|action| {
        let name = type_ident(&action.name);
        let (builder, method) = (beside(&action.name, "Builder"), snake(&action.name));
        let docs = docs::doc(&[docs::rustdoc(&action.docs)]);
        let deprecated = deprecated(action);
        quote! {
            #docs
            #deprecated
            pub fn #method(&self) -> #builder<&#krate::Runtime> {
                #builder { request: #name::vacant(), via: &self.runtime, state: ::core::marker::PhantomData }
            }
        }
    });
    quote! {
        #doc
        #[derive(::core::fmt::Debug, ::core::clone::Clone)]
        pub struct Client {
            runtime: #krate::Runtime,
        }

        impl Client {
            #[doc = " A client that signs with a credential and has defaults for everything else."]
            pub fn new(credential: #krate::Credential) -> ::core::result::Result<Self, #krate::Error> {
                Self::builder().credential(credential).build()
            }

            #[doc = " Sets up a client."]
            #[must_use]
            pub fn builder() -> #krate::Builder<Self> {
                #krate::Builder::new()
            }

            #[doc = " Validates and signs a request without sending it."]
            pub fn sign<A: #krate::Action>(
                &self,
                request: &A,
            ) -> ::core::result::Result<#krate::HttpRequest, #krate::Error> {
                self.runtime.prepare(request, #krate::Stamp::now())?.into_http()
            }

            #[doc = " Sends a request that was built before: await it for the response."]
            pub fn send<A: #krate::Action>(&self, request: A) -> #krate::Sending<'_, A::Response> {
                self.runtime.send(request)
            }

            #[doc = " What this client shares with its clones and with the clients made from it."]
            #[must_use]
            pub fn runtime(&self) -> &#krate::Runtime {
                &self.runtime
            }

            #(#methods)*
        }

        impl ::core::convert::From<#krate::Runtime> for Client {
            fn from(runtime: #krate::Runtime) -> Self {
                Self { runtime }
            }
        }

        impl ::core::convert::AsRef<#krate::Runtime> for Client {
            fn as_ref(&self) -> &#krate::Runtime {
                &self.runtime
            }
        }

        impl<T: ::core::convert::AsRef<#krate::Runtime>> ::core::convert::From<&T> for Client {
            fn from(client: &T) -> Self {
                Self { runtime: ::core::clone::Clone::clone(::core::convert::AsRef::as_ref(client)) }
            }
        }
    }
}
