//! Builders that know at compile time what is still missing.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use vod_spec::model::{Action, Definition, Field, Name, Type};
use vod_spec::names;

use crate::docs;
use crate::shape::{Context, beside, field_ident, snake, type_ident};

/// The builder of an Action's request: with a client it also sends.
pub(crate) fn of_action(cx: &Context<'_>, action: &Action) -> TokenStream {
    let Context { krate, .. } = cx;
    let parts = Parts::new(&action.name, &action.request, true);
    let core = builder(cx, &parts, &action.request, None);
    let Parts { builder, states, given, .. } = &parts;
    let response = beside(&action.name, "Response");
    let send_doc = format!(" Validates, signs and sends the request: await it for [`{response}`].");
    quote! {
        #core

        impl<'c, #(#states),*> #builder<&'c #krate::Runtime, #(#states),*> {
            #[doc = #send_doc]
            pub fn send(self) -> #krate::Sending<'c, #response>
            #given
            {
                self.via.send(self.request)
            }
        }
    }
}

/// The builder of a nested struct.
pub(crate) fn of_struct(
    cx: &Context<'_>,
    definition: &Definition,
    fields: &[Field],
) -> TokenStream {
    let parts = Parts::new(&definition.name, fields, false);
    builder(cx, &parts, fields, cx.place(definition))
}

/// `ApplyUpload::builder()`.
pub(crate) fn entry_of_action(action: &Action) -> TokenStream {
    let (name, builder) = (type_ident(&action.name), beside(&action.name, "Builder"));
    let deprecated = deprecated(action);
    let method = snake(&action.name).to_string();
    let method = method.trim_start_matches("r#");
    let doc = format!(" Builds [`{name}`]; `client.{method}()` gives a builder that also sends.");
    quote! {
        #[doc = #doc]
        #deprecated
        pub fn builder() -> #builder {
            #builder { request: Self::vacant(), via: (), state: ::core::marker::PhantomData }
        }
    }
}

/// `CosUpload::builder()`.
pub(crate) fn entry_of_struct(definition: &Definition) -> TokenStream {
    let (name, builder) = (type_ident(&definition.name), beside(&definition.name, "Builder"));
    let doc = format!(" Builds [`{name}`].");
    quote! {
        #[doc = #doc]
        pub fn builder() -> #builder {
            #builder { request: Self::vacant(), state: ::core::marker::PhantomData }
        }
    }
}

/// Said of the ways in, so that nothing that is generated uses what is deprecated.
pub(crate) fn deprecated(action: &Action) -> Option<TokenStream> {
    action.facts.deprecated.as_ref().map(|why| quote!(#[deprecated(note = #why)]))
}

/// Names of a builder's items, and one state for each required parameter.
struct Parts {
    name: Ident,
    builder: Ident,
    module: Ident,
    /// State parameters, in the order of the required fields.
    states: Vec<Ident>,
    /// `where` every required parameter was given.
    given: Option<TokenStream>,
    /// Whether it belongs to an Action, and so may hold a client.
    top: bool,
}

impl Parts {
    fn new(name: &Name, fields: &[Field], top: bool) -> Self {
        let required: Vec<&Field> = fields.iter().filter(|field| field.plain).collect();
        let states: Vec<Ident> = required.iter().map(|field| state(field)).collect();
        let module = snake(name);
        let given = required.iter().map(|field| {
            let (state, given) = (state(field), bound(field, "Given"));
            quote!(#state: #module::#given)
        });
        let given = (!required.is_empty()).then(|| quote!(where #(#given),*));
        Self {
            name: type_ident(name),
            builder: beside(name, "Builder"),
            module,
            states,
            given,
            top,
        }
    }

    /// The builder's type with a state for each required parameter.
    fn with(&self, states: &[TokenStream]) -> TokenStream {
        let Self { builder, top, .. } = self;
        let via = top.then(|| quote!(Via));
        let all: Vec<_> = via.iter().chain(states).collect();
        if all.is_empty() { quote!(#builder) } else { quote!(#builder<#(#all),*>) }
    }
}

/// The state parameter of a required field. No field can take the name of another's, nor that of
/// the builder's own parameter.
fn state(field: &Field) -> Ident {
    bound(field, "State")
}

/// A name beside a field: `videoType`, `Given` -> `VideoTypeGiven`.
fn bound(field: &Field, what: &str) -> Ident {
    let rust = field.name.rust.trim_start_matches("r#");
    format_ident!("{}{what}", names::pascal(rust).trim_end_matches('_'))
}

fn builder(cx: &Context<'_>, parts: &Parts, fields: &[Field], owner: Option<usize>) -> TokenStream {
    let Context { krate, .. } = cx;
    let Parts { name, builder, states, given, top, .. } = parts;
    let bounds = bounds(cx, parts, fields);
    let doc =
        format!(" Builds [`{name}`]: `build` is there once every required parameter is given.");
    let setters = fields.iter().map(|field| setter(cx, parts, field, owner));
    let extra = top.then(|| {
        quote! {
            #[doc = " Adds a parameter that the page does not know, by its name on the wire."]
            pub fn extra(
                mut self,
                name: impl ::core::convert::Into<::std::string::String>,
                value: impl ::core::convert::Into<::std::string::String>,
            ) -> Self {
                self.request.extra.set(name, value);
                self
            }
        }
    });
    let via = top.then(|| quote!(Via));
    let via_field = top.then(|| quote!(via: Via,));
    let defaults = top.then(|| quote!(Via = ())).into_iter();
    let defaults = defaults.chain(states.iter().map(|state| quote!(#state = #krate::NotGiven)));
    let own: Vec<TokenStream> = states.iter().map(|state| quote!(#state)).collect();
    let generics: Vec<&TokenStream> = via.iter().chain(&own).collect();
    let this = parts.with(&own);
    // One state a required parameter is as simple as it gets.
    let many = (states.len() > 6).then(|| quote!(#[allow(clippy::type_complexity)]));
    quote! {
        #bounds

        #[doc = #doc]
        #[must_use = "a builder does nothing until it is built or sent"]
        pub struct #builder<#(#defaults),*> {
            request: #name,
            #via_field
            #many
            state: ::core::marker::PhantomData<(#(#states,)*)>,
        }

        impl<#(#generics),*> #this {
            #(#setters)*
            #extra

            #[doc = " The request as data."]
            #[must_use]
            pub fn build(self) -> #name #given {
                self.request
            }
        }
    }
}

fn setter(cx: &Context<'_>, parts: &Parts, field: &Field, owner: Option<usize>) -> TokenStream {
    let Context { krate, .. } = cx;
    let Parts { builder, module, states, top, .. } = parts;
    let docs = docs::field(field);
    let name = field_ident(&field.name);
    let (argument, value) = cx.setter(field);
    let value =
        if cx.is_boxed(field, owner) { quote!(::std::boxed::Box::new(#value)) } else { value };
    if !field.plain {
        return quote! {
            #docs
            pub fn #name(mut self, value: #argument) -> Self {
                self.request.#name = ::core::option::Option::Some(#value);
                self
            }
        };
    }
    let (own, not_yet) = (state(field), bound(field, "NotYetGiven"));
    let after = states
        .iter()
        .map(|state| if *state == own { quote!(#krate::Given) } else { quote!(#state) });
    let after = parts.with(&after.collect::<Vec<_>>());
    let via = top.then(|| quote!(via: self.via,));
    quote! {
        #docs
        pub fn #name(mut self, value: #argument) -> #after
        where
            #own: #module::#not_yet,
        {
            self.request.#name = #value;
            #builder { request: self.request, #via state: ::core::marker::PhantomData }
        }
    }
}

/// A trait of its own for each required parameter: the compiler's message can then name it.
fn bounds(cx: &Context<'_>, parts: &Parts, fields: &[Field]) -> TokenStream {
    let Context { krate, .. } = cx;
    let Parts { name, module, .. } = parts;
    let required = fields.iter().filter(|field| field.plain);
    let bounds = required.map(|field| {
        let wire = &field.name.wire;
        let (given, not_yet) = (bound(field, "Given"), bound(field, "NotYetGiven"));
        let needs = format!("`{name}` needs `{wire}`");
        let add = format!("add `.{}(..)` before this call", field_ident(&field.name));
        let what = format!("`{wire}` is required ({}): {}", kind(cx, &field.ty), field.docs);
        let twice = format!("`{wire}` of `{name}` is given twice");
        let message = |tokens: TokenStream| cx.messages.then(|| quote!(#[diagnostic::#tokens]));
        let given_doc = format!(" `{wire}` has been given.");
        let not_yet_doc = format!(" `{wire}` has not been given yet.");
        let on_missing =
            message(quote!(on_unimplemented(message = #needs, label = #add, note = #what)));
        let remove = "remove this call, or the one before it";
        let on_twice = message(quote!(on_unimplemented(message = #twice, label = #remove)));
        let no_advice = message(quote!(do_not_recommend));
        quote! {
            #[doc = #given_doc]
            #on_missing
            pub trait #given {}

            #no_advice
            impl #given for #krate::Given {}

            #[doc = #not_yet_doc]
            #on_twice
            pub trait #not_yet {}

            #no_advice
            impl #not_yet for #krate::NotGiven {}
        }
    });
    let bounds: Vec<_> = bounds.collect();
    if bounds.is_empty() {
        return TokenStream::new();
    }
    let doc = format!(" What [`{name}`](super::{name}) must be given, a bound each.");
    quote! {
        #[doc = #doc]
        pub mod #module {
            #(#bounds)*
        }
    }
}

/// A type in the page's words.
fn kind(cx: &Context<'_>, ty: &Type) -> String {
    match ty {
        Type::String => "String".to_owned(),
        Type::Integer => "Integer".to_owned(),
        Type::Unsigned => "Unsigned".to_owned(),
        Type::Float => "Float".to_owned(),
        Type::Boolean => "Boolean".to_owned(),
        Type::Timestamp => "Timestamp".to_owned(),
        Type::Object => "Object".to_owned(),
        Type::Named(place) => {
            cx.definition(*place).map(|d| d.name.wire.clone()).unwrap_or_default()
        }
        Type::Array(item) => format!("Array of {}", kind(cx, item)),
    }
}
