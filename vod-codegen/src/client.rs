//! The client: a method for each Action over the shared runtime.

use proc_macro2::TokenStream;
use quote::quote;

use crate::builder::deprecated;
use crate::docs;
use crate::shape::{Context, beside, snake, type_ident};

/// The client of an API.
pub(crate) fn client(cx: &Context<'_>) -> TokenStream {
    let Context { rt, api, .. } = cx;
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
        let docs = docs::doc(&[docs::action(action)]);
        let deprecated = deprecated(action);
        quote! {
            #[doc = #docs]
            #deprecated
            #[inline]
            pub fn #method(&self) -> #builder<&#rt::Runtime> {
                #builder { request: #name::vacant(), via: &self.runtime, state: #rt::PhantomData }
            }
        }
    });
    quote! {
        #[doc = #doc]
        #[derive(#rt::Debug, #rt::Clone)]
        pub struct Client {
            runtime: #rt::Runtime,
        }

        impl Client {
            #[doc = " A client that signs with a credential and has defaults for everything else."]
            #[inline]
            pub fn new(credential: #rt::Credential) -> #rt::Result<Self, #rt::Error> {
                Self::builder().credential(credential).build()
            }

            #[doc = " Sets up a client."]
            #[must_use]
            #[inline]
            pub fn builder() -> #rt::Builder<Self> {
                #rt::Builder::new()
            }

            #[doc = " Validates and signs a request without sending it."]
            #[inline]
            pub fn sign<A: #rt::Action>(
                &self,
                request: &A,
            ) -> #rt::Result<#rt::HttpRequest, #rt::Error> {
                self.runtime.prepare_now(request)?.into_http()
            }

            #[doc = " Reads the answer to a request that was signed and sent by other means."]
            #[inline]
            pub fn read<A: #rt::Action>(
                &self,
                request: &A,
                answer: #rt::HttpResponse<impl #rt::Into<#rt::Vec<u8>>>,
            ) -> #rt::Result<A::Response, #rt::Error> {
                let status = answer.status().as_u16();
                self.runtime.read(request, status, answer.into_body())
            }

            #[doc = " Sends a request that was built before: await it for the response."]
            #[inline]
            pub fn send<A: #rt::Action>(&self, request: A) -> #rt::Sending<'_, A::Response> {
                self.runtime.send(request)
            }

            #[doc = " What this client shares with its clones and with the clients made from it."]
            #[must_use]
            #[inline]
            pub fn runtime(&self) -> &#rt::Runtime {
                &self.runtime
            }

            #(#methods)*
        }

        impl #rt::From<#rt::Runtime> for Client {
            #[inline]
            fn from(runtime: #rt::Runtime) -> Self {
                Self { runtime }
            }
        }

        impl #rt::AsRef<#rt::Runtime> for Client {
            #[inline]
            fn as_ref(&self) -> &#rt::Runtime {
                &self.runtime
            }
        }

        impl<T: #rt::AsRef<#rt::Runtime>> #rt::From<&T> for Client {
            #[inline]
            fn from(client: &T) -> Self {
                Self { runtime: #rt::Clone::clone(#rt::AsRef::as_ref(client)) }
            }
        }
    }
}
