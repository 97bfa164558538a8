//! Rust types and names for what the pages hold.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;
use vod_spec::model::{Api, Body, Definition, EnumValue, Field, Name, Type};
use vod_spec::names;

use crate::{Options, docs};

/// What the runtime module is called in an expansion: no page can have such a name.
pub(crate) const RUNTIME: &str = "__rt";

/// What every part of the expansion needs to know.
pub(crate) struct Context<'a> {
    pub(crate) api: &'a Api,
    /// Under this name the expansion sees all that it uses: vod-api's hidden runtime module.
    pub(crate) rt: Ident,
    /// Whether `#[diagnostic::…]` can be written.
    pub(crate) messages: bool,
}

impl<'a> Context<'a> {
    pub(crate) fn new(api: &'a Api, options: &Options) -> Self {
        Self { api, rt: Ident::new(RUNTIME, Span::call_site()), messages: options.messages }
    }

    /// A definition by its place in the model.
    pub(crate) fn definition(&self, place: usize) -> Option<&'a Definition> {
        self.api.types.get(place)
    }

    /// The type of a field, `Option` and all.
    pub(crate) fn field_type(&self, field: &Field, owner: Option<usize>) -> TokenStream {
        let rt = &self.rt;
        let inner = self.value_type(field);
        let inner = if self.is_boxed(field, owner) { quote!(#rt::Box<#inner>) } else { inner };
        if field.plain { inner } else { quote!(#rt::Option<#inner>) }
    }

    /// The place of a definition in the model.
    pub(crate) fn place(&self, definition: &Definition) -> Option<usize> {
        self.api.types.iter().position(|other| other.name == definition.name)
    }

    /// Whether a field of `owner` leads back to it, so that it must stand behind a pointer.
    pub(crate) fn is_boxed(&self, field: &Field, owner: Option<usize>) -> bool {
        matches!(field.ty, Type::Named(place) if owner.is_some_and(|owner| self.reaches(place, owner)))
    }

    /// What a field holds before it is given.
    pub(crate) fn vacant_value(&self, field: &Field, owner: Option<usize>) -> TokenStream {
        let Self { rt, .. } = self;
        if !field.plain {
            return quote!(#rt::None);
        }
        let value = match &field.ty {
            Type::String | Type::Timestamp if field.is_secret() => {
                quote!(#rt::Secret::from(""))
            }
            Type::String | Type::Timestamp => quote!(#rt::String::new()),
            Type::Integer | Type::Unsigned => quote!(0),
            Type::Float => quote!(0.0),
            Type::Boolean => quote!(false),
            Type::Object => quote!(#rt::Json::Null),
            Type::Array(_) => quote!(#rt::Vec::new()),
            Type::Named(place) => {
                let definition = self.definition(*place);
                let name = definition.map(|definition| type_ident(&definition.name));
                let body = definition.map(|definition| &definition.body);
                if matches!(body, Some(Body::Enum(_))) {
                    quote!(self::#name::Other(#rt::String::new()))
                } else if definition.is_some_and(|definition| definition.in_response) {
                    quote!(<self::#name as #rt::Default>::default())
                } else {
                    quote!(self::#name::vacant())
                }
            }
        };
        if self.is_boxed(field, owner) { quote!(#rt::Box::new(#value)) } else { value }
    }

    /// The type of a field's value.
    pub(crate) fn value_type(&self, field: &Field) -> TokenStream {
        self.rust_type(&field.ty, field.is_secret())
    }

    fn rust_type(&self, ty: &Type, secret: bool) -> TokenStream {
        let Self { rt, .. } = self;
        match ty {
            Type::String | Type::Timestamp if secret => quote!(#rt::Secret),
            Type::String | Type::Timestamp => quote!(#rt::String),
            Type::Integer => quote!(i64),
            Type::Unsigned => quote!(u64),
            Type::Float => quote!(f64),
            Type::Boolean => quote!(bool),
            Type::Object => quote!(#rt::Json),
            Type::Named(place) => {
                let name = self.definition(*place).map(|definition| type_ident(&definition.name));
                // `self::` steps over a state parameter of the same name.
                quote!(self::#name)
            }
            Type::Array(item) => {
                let item = self.rust_type(item, secret);
                quote!(#rt::Vec<#item>)
            }
        }
    }

    /// The type a setter takes, and how its argument becomes the value.
    pub(crate) fn setter(&self, field: &Field) -> (TokenStream, TokenStream) {
        let (rt, value) = (&self.rt, self.value_type(field));
        let converts = |ty: &Type| match ty {
            Type::String | Type::Timestamp => true,
            Type::Named(place) => {
                matches!(self.definition(*place).map(|d| &d.body), Some(Body::Enum(_)))
            }
            _ => false,
        };
        match &field.ty {
            Type::Array(item) => {
                let item_type = self.rust_type(item, field.is_secret());
                let item =
                    if converts(item) { quote!(impl #rt::Into<#item_type>) } else { item_type };
                (quote!(impl #rt::IntoIterator<Item = #item>), quote!(#rt::list(value)))
            }
            ty if converts(ty) => (quote!(impl #rt::Into<#value>), quote!(#rt::Into::into(value))),
            _ => (value, quote!(value)),
        }
    }

    /// Whether a struct holds another without an array between them, over any number of steps.
    pub(crate) fn reaches(&self, from: usize, to: usize) -> bool {
        let mut seen = vec![false; self.api.types.len()];
        let mut next = vec![from];
        while let Some(place) = next.pop() {
            if place == to {
                return true;
            }
            if seen.get(place).copied().unwrap_or(true) {
                continue;
            }
            if let Some(mark) = seen.get_mut(place) {
                *mark = true;
            }
            if let Some(Body::Struct(fields)) = self.definition(place).map(|d| &d.body) {
                next.extend(fields.iter().filter_map(|field| match field.ty {
                    Type::Named(place) => Some(place),
                    _ => None,
                }));
            }
        }
        false
    }
}

/// The identifier of a type.
pub(crate) fn type_ident(name: &Name) -> Ident {
    ident(&name.rust)
}

/// The identifier of a field.
pub(crate) fn field_ident(name: &Name) -> Ident {
    ident(&name.rust)
}

/// The name of what is generated beside a type: `ApplyUpload`, `Response` -> `ApplyUploadResponse`.
pub(crate) fn beside(name: &Name, what: &str) -> Ident {
    ident(&names::beside(&name.rust, what))
}

/// An identifier from the model, raw where the model says so.
pub(crate) fn ident(rust: &str) -> Ident {
    match rust.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(rust, Span::call_site()),
    }
}

/// `ApplyUpload` -> `apply_upload`, for a method or a module.
pub(crate) fn snake(name: &Name) -> Ident {
    ident(&names::method(&name.rust))
}

/// A field as every part of the expansion needs it, made once.
pub(crate) struct Member<'a> {
    pub(crate) field: &'a Field,
    pub(crate) name: Ident,
    pub(crate) docs: Literal,
}

/// The fields of a struct.
pub(crate) fn members(fields: &[Field]) -> Vec<Member<'_>> {
    let member = |field| Member { field, name: field_ident(&field.name), docs: docs::field(field) };
    fields.iter().map(member).collect()
}

/// The struct of a definition.
pub(crate) fn definition(
    cx: &Context<'_>,
    definition: &Definition,
    members: &[Member<'_>],
) -> TokenStream {
    let Context { rt, .. } = cx;
    let name = type_ident(&definition.name);
    let docs = docs::doc(&[
        docs::rustdoc(&definition.docs),
        format!("`{}` on the wire.", definition.name.wire),
    ]);
    let fields = struct_fields(cx, members, cx.place(definition));
    let unknown = definition.in_response.then(|| {
        quote! {
            #[doc = " What came and is not on the page."]
            pub unknown: #rt::Unknown,
        }
    });
    let default = definition.in_response.then(|| default(cx, &name, members, cx.place(definition)));
    let shown = shown(cx, &name, definition.in_response);
    quote! {
        #[doc = #docs]
        #[derive(#rt::Clone)]
        #[non_exhaustive]
        pub struct #name {
            #fields
            #unknown
        }

        #default

        #shown
    }
}

/// The value of each field by its place in the table or shape, and what stands past the last one.
pub(crate) fn values(cx: &Context<'_>, members: &[Member<'_>], past: &TokenStream) -> TokenStream {
    let rt = &cx.rt;
    if members.is_empty() {
        return quote! {
            #[inline]
            fn value(&self, _: usize) -> #rt::Value<'_> {
                #past
            }
        };
    }
    let numbered = || members.iter().enumerate();
    let is_flag = |member: &Member<'_>| member.field.is_flag();
    let (places, names): (Vec<_>, Vec<_>) = numbered()
        .filter(|(_, member)| !is_flag(member))
        .map(|(place, member)| (Literal::usize_unsuffixed(place), &member.name))
        .unzip();
    let encode = (!places.is_empty()).then(|| quote!(use #rt::Encode;));
    let flags = numbered().filter(|(_, member)| is_flag(member)).map(|(place, member)| {
        let (place, name) = (Literal::usize_unsuffixed(place), &member.name);
        let value =
            if member.field.plain { quote!(#rt::Some(self.#name)) } else { quote!(self.#name) };
        quote!(#place => #rt::flag(#value),)
    });
    quote! {
        #[inline]
        fn value(&self, field: usize) -> #rt::Value<'_> {
            #encode
            match field {
                #(#places => Encode::encode(&self.#names),)*
                #(#flags)*
                _ => #past,
            }
        }
    }
}

/// A struct with nothing in it, and what stands beside its fields.
pub(crate) fn empty(
    cx: &Context<'_>,
    members: &[Member<'_>],
    owner: Option<usize>,
    beside: &TokenStream,
) -> TokenStream {
    let names = members.iter().map(|member| &member.name);
    let values = members.iter().map(|member| cx.vacant_value(member.field, owner));
    quote! {
        Self {
            #(#names: #values,)*
            #beside
        }
    }
}

/// What an answer is before it is read: literals, cheaper for the compiler than a derive's calls.
pub(crate) fn default(
    cx: &Context<'_>,
    name: &Ident,
    members: &[Member<'_>],
    owner: Option<usize>,
) -> TokenStream {
    let Context { rt, .. } = cx;
    let value = empty(cx, members, owner, &quote!(unknown: #rt::Unknown::new()));
    quote! {
        impl #rt::Default for #name {
            #[inline]
            fn default() -> Self {
                #value
            }
        }
    }
}

/// What a struct has by its table or shape, cheaper for the compiler than by derives.
pub(crate) fn shown(cx: &Context<'_>, name: &Ident, answer: bool) -> TokenStream {
    let Context { rt, .. } = cx;
    let text = name.to_string();
    let (debug, equal) =
        if answer { ("debug_answer", "equal_answers") } else { ("debug", "equal") };
    let (debug, equal) = (ident(debug), ident(equal));
    quote! {
        impl #rt::Debug for #name {
            #[inline]
            fn fmt(&self, f: &mut #rt::fmt::Formatter<'_>) -> #rt::fmt::Result {
                #rt::#debug(#text, self, f)
            }
        }

        impl #rt::PartialEq for #name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                #rt::#equal(self, other)
            }
        }
    }
}

/// The fields of a struct, with their docs.
pub(crate) fn struct_fields(
    cx: &Context<'_>,
    members: &[Member<'_>],
    owner: Option<usize>,
) -> TokenStream {
    let docs = members.iter().map(|member| &member.docs);
    let names = members.iter().map(|member| &member.name);
    let types = members.iter().map(|member| cx.field_type(member.field, owner));
    quote!(#(#[doc = #docs] pub #names: #types,)*)
}

/// An enum that keeps what it does not know.
pub(crate) fn open_enum(
    cx: &Context<'_>,
    definition: &Definition,
    values: &[EnumValue],
) -> TokenStream {
    let Context { rt, .. } = cx;
    let name = type_ident(&definition.name);
    let docs = docs::doc(&[
        docs::rustdoc(&definition.docs),
        "Open: a value that no page lists is kept in `Other`.".to_owned(),
    ]);
    let other = Ident::new("Other", Span::call_site());
    let variants = values.iter().map(|value| {
        docs::doc(&[docs::sentence(&value.docs), format!("`{}` on the wire.", value.name.wire)])
    });
    let wires: Vec<_> = values.iter().map(|value| value.name.wire.as_str()).collect();
    let names: Vec<_> = values.iter().map(|value| type_ident(&value.name)).collect();
    quote! {
        #[doc = #docs]
        #[derive(#rt::Debug, #rt::Clone, #rt::PartialEq, #rt::Eq, #rt::Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#[doc = #variants] #names,)*
            #[doc = " A value that the page does not list, as it came."]
            #other(#rt::String),
        }

        impl #name {
            #[doc = " The value on the wire."]
            #[must_use]
            #[inline]
            pub fn as_str(&self) -> &str {
                match self {
                    #(Self::#names => #wires,)*
                    Self::#other(value) => value.as_str(),
                }
            }
        }

        impl #rt::Default for #name {
            #[inline]
            fn default() -> Self {
                Self::#other(#rt::String::new())
            }
        }

        impl #rt::From<&str> for #name {
            #[inline]
            fn from(value: &str) -> Self {
                match value {
                    #(#wires => Self::#names,)*
                    other => Self::#other(#rt::ToOwned::to_owned(other)),
                }
            }
        }

        impl #rt::Encode for #name {
            #[inline]
            fn encode(&self) -> #rt::Value<'_> {
                #rt::Value::Text(self.as_str())
            }
        }

        impl #rt::Decode for #name {
            #[inline]
            fn slot(&mut self) -> #rt::Slot<'_> {
                #rt::Slot::Choice(self)
            }
        }

        impl #rt::ChoiceSlot for #name {
            #[inline]
            fn choose(&mut self, value: &str) {
                *self = #rt::From::from(value);
            }
        }
    }
}
