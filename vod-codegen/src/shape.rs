//! Rust types and names for what the pages hold.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use vod_spec::model::{Api, Body, Definition, EnumValue, Field, Name, Type};
use vod_spec::names;

use crate::{Options, docs, request};

/// What every part of the expansion needs to know.
pub(crate) struct Context<'a> {
    pub(crate) api: &'a Api,
    /// vod-api as the expansion finds it.
    pub(crate) krate: &'a TokenStream,
    /// Its hidden runtime module.
    pub(crate) rt: TokenStream,
    /// Whether `#[diagnostic::…]` can be written.
    pub(crate) messages: bool,
}

impl<'a> Context<'a> {
    pub(crate) fn new(api: &'a Api, options: &'a Options) -> Self {
        let Options { krate, messages } = options;
        Self { api, krate, rt: quote!(#krate::__rt), messages: *messages }
    }

    /// A definition by its place in the model.
    pub(crate) fn definition(&self, place: usize) -> Option<&'a Definition> {
        self.api.types.get(place)
    }

    /// The type of a field, `Option` and all.
    pub(crate) fn field_type(&self, field: &Field, owner: Option<usize>) -> TokenStream {
        let inner = self.value_type(field);
        let inner =
            if self.is_boxed(field, owner) { quote!(::std::boxed::Box<#inner>) } else { inner };
        if field.plain { inner } else { quote!(::core::option::Option<#inner>) }
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
        let Self { krate, .. } = self;
        if !field.plain {
            return quote!(::core::option::Option::None);
        }
        let value = match &field.ty {
            Type::String | Type::Timestamp if field.is_secret() => {
                quote!(#krate::Secret::from(""))
            }
            Type::String | Type::Timestamp => quote!(::std::string::String::new()),
            Type::Integer | Type::Unsigned => quote!(0),
            Type::Float => quote!(0.0),
            Type::Boolean => quote!(false),
            Type::Object => quote!(#krate::Json::Null),
            Type::Array(_) => quote!(::std::vec::Vec::new()),
            Type::Named(place) => {
                let definition = self.definition(*place);
                let name = definition.map(|definition| type_ident(&definition.name));
                let body = definition.map(|definition| &definition.body);
                if matches!(body, Some(Body::Enum(_))) {
                    quote!(self::#name::Other(::std::string::String::new()))
                } else {
                    quote!(self::#name::vacant())
                }
            }
        };
        if self.is_boxed(field, owner) { quote!(::std::boxed::Box::new(#value)) } else { value }
    }

    /// The type of a field's value.
    pub(crate) fn value_type(&self, field: &Field) -> TokenStream {
        self.rust_type(&field.ty, field.is_secret())
    }

    fn rust_type(&self, ty: &Type, secret: bool) -> TokenStream {
        let Self { krate, .. } = self;
        match ty {
            Type::String | Type::Timestamp if secret => quote!(#krate::Secret),
            Type::String | Type::Timestamp => quote!(::std::string::String),
            Type::Integer => quote!(i64),
            Type::Unsigned => quote!(u64),
            Type::Float => quote!(f64),
            Type::Boolean => quote!(bool),
            Type::Object => quote!(#krate::Json),
            Type::Named(place) => {
                let name = self.definition(*place).map(|definition| type_ident(&definition.name));
                // `self::` steps over a state parameter of the same name.
                quote!(self::#name)
            }
            Type::Array(item) => {
                let item = self.rust_type(item, secret);
                quote!(::std::vec::Vec<#item>)
            }
        }
    }

    /// The type a setter takes, and how its argument becomes the value.
    pub(crate) fn setter(&self, field: &Field) -> (TokenStream, TokenStream) {
        let value = self.value_type(field);
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
                let item = if converts(item) {
                    quote!(impl ::core::convert::Into<#item_type>)
                } else {
                    item_type
                };
                let rt = &self.rt;
                (quote!(impl ::core::iter::IntoIterator<Item = #item>), quote!(#rt::list(value)))
            }
            ty if converts(ty) => (
                quote!(impl ::core::convert::Into<#value>),
                quote!(::core::convert::Into::into(value)),
            ),
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

/// The struct of a definition.
pub(crate) fn definition(
    cx: &Context<'_>,
    definition: &Definition,
    fields: &[Field],
) -> TokenStream {
    let Context { krate, .. } = cx;
    let name = type_ident(&definition.name);
    let docs = docs::doc(&[
        docs::rustdoc(&definition.docs),
        format!("`{}` on the wire.", definition.name.wire),
    ]);
    let fields = struct_fields(cx, fields, cx.place(definition));
    let unknown = definition.in_response.then(|| {
        quote! {
            #[doc = " What came and is not on the page."]
            pub unknown: #krate::Unknown,
        }
    });
    // A struct of requests alone has a table; one that answers bring has none to be read by.
    let (derives, tabled) = if definition.in_response {
        let derives = quote! {
            ::core::fmt::Debug, ::core::clone::Clone, ::core::cmp::PartialEq, ::core::default::Default
        };
        (derives, None)
    } else {
        (quote!(::core::clone::Clone), Some(request::tabled(cx, &name)))
    };
    quote! {
        #docs
        #[derive(#derives)]
        #[non_exhaustive]
        pub struct #name {
            #fields
            #unknown
        }

        #tabled
    }
}

/// The fields of a struct, with their docs.
pub(crate) fn struct_fields(
    cx: &Context<'_>,
    fields: &[Field],
    owner: Option<usize>,
) -> TokenStream {
    let fields = fields.iter().map(|field| {
        let docs = docs::field(field);
        let name = field_ident(&field.name);
        let ty = cx.field_type(field, owner);
        quote! {
            #docs
            pub #name: #ty,
        }
    });
    quote!(#(#fields)*)
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
    let variant = |value: &EnumValue| type_ident(&value.name);
    let variants = values.iter().map(|value| {
        let name = variant(value);
        let docs = docs::doc(&[
            docs::sentence(&value.docs),
            format!("`{}` on the wire.", value.name.wire),
        ]);
        quote!(#docs #name,)
    });
    let wires: Vec<_> = values.iter().map(|value| value.name.wire.as_str()).collect();
    let names: Vec<_> = values.iter().map(variant).collect();
    quote! {
        #docs
        #[derive(::core::fmt::Debug, ::core::clone::Clone, ::core::cmp::PartialEq, ::core::cmp::Eq, ::core::hash::Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            #[doc = " A value that the page does not list, as it came."]
            #other(::std::string::String),
        }

        impl #name {
            #[doc = " The value on the wire."]
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    #(Self::#names => #wires,)*
                    Self::#other(value) => value.as_str(),
                }
            }
        }

        impl ::core::default::Default for #name {
            fn default() -> Self {
                Self::#other(::std::string::String::new())
            }
        }

        impl ::core::convert::From<&str> for #name {
            fn from(value: &str) -> Self {
                match value {
                    #(#wires => Self::#names,)*
                    other => Self::#other(::std::borrow::ToOwned::to_owned(other)),
                }
            }
        }

        impl #rt::Encode for #name {
            fn encode(&self) -> #rt::Value<'_> {
                #rt::Value::Text(self.as_str())
            }
        }

        impl #rt::Decode for #name {
            fn slot(&mut self) -> #rt::Slot<'_> {
                #rt::Slot::Choice(self)
            }
        }

        impl #rt::ChoiceSlot for #name {
            fn choose(&mut self, value: &str) {
                *self = ::core::convert::From::from(value);
            }
        }
    }
}
