//! Builders that know at compile time what is still missing.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote};
use vod_spec::model::{Action, Definition, Field, Name, Type};
use vod_spec::names;

use crate::shape::{Context, Member, beside, snake, type_ident};

/// The builder of an Action's request: with a client it also sends.
pub(crate) fn of_action(cx: &Context<'_>, action: &Action, members: &[Member<'_>]) -> TokenStream {
    let Context { rt, .. } = cx;
    let parts = Parts::new(&action.name, members, true);
    let core = builder(cx, &parts, members, None);
    let Parts { builder, states, given, .. } = &parts;
    let response = beside(&action.name, "Response");
    let send_doc = format!(" Validates, signs and sends the request: await it for [`{response}`].");
    quote! {
        #core

        impl<'c, #(#states),*> #builder<&'c #rt::Runtime, (#(#states,)*)> {
            #[doc = #send_doc]
            #[inline]
            pub fn send(self) -> #rt::Sending<'c, #response>
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
    members: &[Member<'_>],
) -> TokenStream {
    let parts = Parts::new(&definition.name, members, false);
    builder(cx, &parts, members, cx.place(definition))
}

/// `ApplyUpload::builder()`.
pub(crate) fn entry_of_action(cx: &Context<'_>, action: &Action) -> TokenStream {
    let rt = &cx.rt;
    let (name, builder) = (type_ident(&action.name), beside(&action.name, "Builder"));
    let deprecated = deprecated(action);
    let method = snake(&action.name).to_string();
    let method = method.trim_start_matches("r#");
    let doc = format!(" Builds [`{name}`]; `client.{method}()` gives a builder that also sends.");
    quote! {
        #[doc = #doc]
        #deprecated
        #[inline]
        pub fn builder() -> #builder {
            #builder { request: Self::vacant(), via: (), state: #rt::PhantomData }
        }
    }
}

/// `CosUpload::builder()`.
pub(crate) fn entry_of_struct(cx: &Context<'_>, definition: &Definition) -> TokenStream {
    let rt = &cx.rt;
    let (name, builder) = (type_ident(&definition.name), beside(&definition.name, "Builder"));
    let doc = format!(" Builds [`{name}`].");
    quote! {
        #[doc = #doc]
        #[inline]
        pub fn builder() -> #builder {
            #builder { request: Self::vacant(), state: #rt::PhantomData }
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
    fn new(name: &Name, members: &[Member<'_>], top: bool) -> Self {
        let required = || members.iter().map(|member| member.field).filter(|field| field.plain);
        let states: Vec<Ident> = required().map(state).collect();
        let module = snake(name);
        let bounds = required().map(|field| bound(field, "Given"));
        let given = (!states.is_empty()).then(|| quote!(where #(#states: #module::#bounds),*));
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
    fn with(&self, states: &[impl ToTokens]) -> TokenStream {
        let Self { builder, top, .. } = self;
        let via = top.then(|| quote!(Via,));
        quote!(#builder<#via (#(#states,)*)>)
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

fn builder(
    cx: &Context<'_>,
    parts: &Parts,
    members: &[Member<'_>],
    owner: Option<usize>,
) -> TokenStream {
    let Context { rt, .. } = cx;
    let Parts { name, builder, states, given, top, .. } = parts;
    let bounds = bounds(cx, parts, members);
    let doc =
        format!(" Builds [`{name}`]: `build` is there once every required parameter is given.");
    let setters = members.iter().map(|member| setter(cx, parts, member, owner));
    let extra = top.then(|| {
        quote! {
            #[doc = " Adds a parameter that the page does not know, by its name on the wire."]
            #[inline]
            pub fn extra(
                mut self,
                name: impl #rt::Into<#rt::String>,
                value: impl #rt::Into<#rt::String>,
            ) -> Self {
                self.request.extra.set(name, value);
                self
            }
        }
    });
    let via = top.then(|| quote!(Via,));
    let via_field = top.then(|| quote!(via: Via,));
    let default_via = top.then(|| quote!(Via = (),));
    let not_given = states.iter().map(|_| quote!(#rt::NotGiven));
    let this = parts.with(states);
    // One state a required parameter is as simple as it gets.
    let many = (states.len() > 6).then(|| quote!(#[allow(clippy::type_complexity)]));
    quote! {
        #bounds

        #[doc = #doc]
        #[must_use = "a builder does nothing until it is built or sent"]
        pub struct #builder<#default_via State = (#(#not_given,)*)> {
            request: #name,
            #via_field
            state: #rt::PhantomData<State>,
        }

        #many
        impl<#via #(#states),*> #this {
            #(#setters)*
            #extra

            #[doc = " The request as data."]
            #[must_use]
            #[inline]
            pub fn build(self) -> #name #given {
                self.request
            }
        }
    }
}

fn setter(
    cx: &Context<'_>,
    parts: &Parts,
    member: &Member<'_>,
    owner: Option<usize>,
) -> TokenStream {
    let Member { field, name, docs } = member;
    let Context { rt, .. } = cx;
    let Parts { builder, states, top, .. } = parts;
    let (argument, value) = cx.setter(field);
    let value = if cx.is_boxed(field, owner) { quote!(#rt::Box::new(#value)) } else { value };
    if !field.plain {
        return quote! {
            #[doc = #docs]
            #[inline]
            pub fn #name(mut self, value: #argument) -> Self {
                self.request.#name = #rt::Some(#value);
                self
            }
        };
    }
    let own = state(field);
    let after =
        states.iter().map(|state| if *state == own { quote!(#rt::Given) } else { quote!(#state) });
    let after = parts.with(&after.collect::<Vec<_>>());
    let via = top.then(|| quote!(via: self.via,));
    quote! {
        #[doc = #docs]
        #[inline]
        pub fn #name(mut self, value: #argument) -> #after
        where
            #own: #rt::NotYetGiven,
        {
            self.request.#name = #value;
            #builder { request: self.request, #via state: #rt::PhantomData }
        }
    }
}

/// A trait of its own for each required parameter: the compiler's message can then name it.
fn bounds(cx: &Context<'_>, parts: &Parts, members: &[Member<'_>]) -> TokenStream {
    let Context { rt, .. } = cx;
    let Parts { name, module, .. } = parts;
    let no_advice = cx.messages.then(|| quote!(#[diagnostic::do_not_recommend]));
    let required = members.iter().filter(|member| member.field.plain);
    let bounds = required.map(|Member { field, name: setter, .. }| {
        let wire = &field.name.wire;
        let given = bound(field, "Given");
        let needs = format!("`{name}` needs `{wire}`");
        let add = format!("add `.{setter}(..)` before this call");
        let what = format!("`{wire}` is required ({}): {}", kind(cx, &field.ty), field.docs);
        let given_doc = format!(" `{wire}` has been given.");
        // Once where messages may be given, else not at all.
        let needs = cx.messages.then_some(needs).into_iter();
        quote! {
            #[doc = #given_doc]
            #(#[diagnostic::on_unimplemented(message = #needs, label = #add, note = #what)])*
            pub trait #given {}

            #no_advice
            impl #given for super::#rt::Given {}
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
