//! What our expansion is held against. Each form is drawn from it, so that all have the same
//! types, names and values.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::{
    Field, Fields, File, GenericArgument, Item, ItemStruct, PathArguments, Type, parse_quote,
};

use crate::without;

/// Plain structs with `Debug` and `Clone`, `Default` for answers. Nothing can be done with them.
pub(crate) fn plain(full: &File) -> File {
    let mut file = full.clone();
    without::tabled(&mut file);
    without::docs(&mut file);
    without::builder(&mut file);
    without::unknown(&mut file);
    without::derived(&mut file, "PartialEq");
    file.items.retain(|item| match item {
        Item::Struct(item) => item.ident != "Client",
        // The name under which all paths begin.
        item => matches!(item, Item::Use(_)),
    });
    file
}

/// The dyn row of the plan: plain structs, a visitor of requests and one of answers in place of
/// serde's, and a method of the client for each Action over one exchange that is not generic.
pub(crate) fn visitor(full: &File) -> File {
    let mut file = plain(full);
    let actions = actions(&file);
    let mut impls = Vec::new();
    for item in &file.items {
        let Item::Struct(item) = item else { continue };
        let name = &item.ident;
        let response = name.to_string().ends_with("Response");
        if !response {
            let visits = item.fields.iter().map(visit);
            impls.push(parse_quote! {
                impl Request for #name {
                    fn visit(&self, sink: &mut dyn Sink) {
                        #(#visits)*
                    }
                }
            });
        }
        if response || name.to_string().ends_with("Output") {
            let arms = item.fields.iter().map(arm);
            impls.push(parse_quote! {
                impl Answer for #name {
                    fn field(&mut self, name: &str, source: &mut dyn Source) -> Result<(), Error> {
                        match name {
                            #(#arms)*
                            _ => source.skip()?,
                        }
                        Ok(())
                    }
                }
            });
        }
    }
    file.items.extend(impls);
    let client = client(&actions);
    let runtime: File = parse_quote! {
        pub use ::vod_api::Error;

        /// Takes the values of a request.
        pub trait Sink {
            fn text(&mut self, name: &'static str, value: &str);
            fn integer(&mut self, name: &'static str, value: i64);
            fn unsigned(&mut self, name: &'static str, value: u64);
            fn boolean(&mut self, name: &'static str, value: bool);
            fn texts(&mut self, name: &'static str, value: &[String]);
            fn record(&mut self, name: &'static str, value: &dyn Request);
        }

        /// Gives the values of an answer.
        pub trait Source {
            fn null(&mut self) -> bool;
            fn text(&mut self) -> Result<String, Error>;
            fn integer(&mut self) -> Result<i64, Error>;
            fn unsigned(&mut self) -> Result<u64, Error>;
            fn float(&mut self) -> Result<f64, Error>;
            fn boolean(&mut self) -> Result<bool, Error>;
            fn texts(&mut self) -> Result<Vec<String>, Error>;
            fn record(&mut self, value: &mut dyn Answer) -> Result<(), Error>;
            fn skip(&mut self) -> Result<(), Error>;
        }

        pub trait Request: Send + Sync {
            fn visit(&self, sink: &mut dyn Sink);
        }

        pub trait Answer: Send {
            fn field(&mut self, name: &str, source: &mut dyn Source) -> Result<(), Error>;
        }

        #client
    };
    file.items.extend(runtime.items);
    file
}

fn visit(field: &Field) -> TokenStream {
    let name = &field.ident;
    let wire = wire(field);
    let (method, by_value) = kind(inner(&field.ty));
    if is_option(field) {
        let value = if by_value { quote!(*value) } else { quote!(value) };
        return quote!(if let Some(value) = &self.#name { sink.#method(#wire, #value); });
    }
    let value = if by_value { quote!(self.#name) } else { quote!(&self.#name) };
    quote!(sink.#method(#wire, #value);)
}

fn arm(field: &Field) -> TokenStream {
    let name = &field.ident;
    let wire = wire(field);
    let (method, _) = kind(inner(&field.ty));
    let ty = inner(&field.ty);
    match (is_option(field), method == "record") {
        (false, true) => quote!(#wire => source.record(&mut self.#name)?,),
        (true, true) => quote! {
            #wire => {
                if !source.null() {
                    source.record(self.#name.get_or_insert_with(<#ty as Default>::default))?;
                }
            }
        },
        (false, false) => quote!(#wire => self.#name = source.#method()?,),
        (true, false) => quote! {
            #wire => self.#name = if source.null() { None } else { Some(source.#method()?) },
        },
    }
}

/// The method that takes or gives a value of this type, and whether it takes it by value.
fn kind(ty: &Type) -> (Ident, bool) {
    let (method, by_value) = match without::name(ty).as_str() {
        "String" => ("text", false),
        "i64" => ("integer", true),
        "u64" => ("unsigned", true),
        "f64" => ("float", true),
        "bool" => ("boolean", true),
        "Vec" => ("texts", false),
        _ => ("record", false),
    };
    (format_ident!("{method}"), by_value)
}

/// The type in an `Option`, or the type.
fn inner(ty: &Type) -> &Type {
    if let Type::Path(path) = ty
        && let Some(last) = path.path.segments.last()
        && last.ident == "Option"
        && let PathArguments::AngleBracketed(arguments) = &last.arguments
        && let Some(GenericArgument::Type(ty)) = arguments.args.first()
    {
        return ty;
    }
    ty
}

/// `file_id` -> `fileId`.
fn wire(field: &Field) -> String {
    let name = field.ident.as_ref().map(Ident::to_string).unwrap_or_default();
    let mut words = name.split('_');
    let mut wire = words.next().unwrap_or_default().to_owned();
    for word in words {
        let (first, rest) = word.split_at(1);
        wire.extend([&first.to_uppercase(), rest]);
    }
    wire
}

/// A method for each Action over an exchange that is not generic.
fn client(actions: &[String]) -> TokenStream {
    let methods = actions.iter().map(|action| {
        let (method, response) = (snake(action), format_ident!("{action}Response"));
        let (name, request) = (action, format_ident!("{action}"));
        quote! {
            pub async fn #method(&self, request: #request) -> Result<#response, Error> {
                let mut response = #response::default();
                self.exchange(#name, &request, &mut response).await?;
                Ok(response)
            }
        }
    });
    quote! {
        /// The wire: what a runtime does for all Actions alike.
        pub trait Transport: Send + Sync {
            fn call<'c>(
                &'c self,
                action: &'static str,
                request: &'c dyn Request,
                response: &'c mut dyn Answer,
            ) -> std::pin::Pin<Box<dyn Future<Output = Result<(), Error>> + Send + 'c>>;
        }

        pub struct Client {
            transport: Box<dyn Transport>,
        }

        impl Client {
            pub fn new(transport: Box<dyn Transport>) -> Self {
                Self { transport }
            }

            async fn exchange(
                &self,
                action: &'static str,
                request: &dyn Request,
                response: &mut dyn Answer,
            ) -> Result<(), Error> {
                self.transport.call(action, request, response).await
            }

            #(#methods)*
        }
    }
}

/// The dyn row with static tables and a `match` of values in place of visitors, as our expansion
/// has them. No builder, no `PartialEq`, no rules, no codes, no unknown fields, no docs.
pub(crate) fn tables(full: &File) -> File {
    let mut file = full.clone();
    without::tabled(&mut file);
    without::docs(&mut file);
    without::builder(&mut file);
    without::unknown(&mut file);
    without::rules(&mut file);
    without::codes(&mut file);
    without::derived(&mut file, "PartialEq");
    let client = client(&actions(&file));
    let runtime = ["Tabled", "Encode", "Shaped", "Decode"];
    file.items.retain(|item| match item {
        Item::Struct(item) => item.ident != "Client",
        Item::Impl(item) => runtime.iter().any(|name| without::of_trait(item, name)),
        item => matches!(item, Item::Fn(_) | Item::Use(_)),
    });
    let client: File = parse_quote! {
        pub use ::vod_api::Error;
        use ::vod_api::__rt::Params as Request;

        pub trait Answer: ::vod_api::__rt::Record + Send {}
        impl<T: ::vod_api::__rt::Record + Send> Answer for T {}

        #client
    };
    file.items.extend(client.items);
    file
}

/// Serde derive both ways and a generic send, with the builder and the docs of ours.
pub(crate) fn serde(full: &File) -> File {
    let mut file = full.clone();
    without::tabled(&mut file);
    let actions = actions(&file);
    without::codes(&mut file);
    without::unknown(&mut file);
    let gone = ["Tabled", "Encode", "Shaped", "Decode", "Action"];
    file.items.retain(|item| match item {
        Item::Struct(item) => item.ident != "Client",
        Item::Impl(item) => {
            without::name(&item.self_ty) != "Client"
                && !gone.iter().any(|name| without::of_trait(item, name))
        }
        Item::Mod(item) => item.ident != "_page_examples",
        item => matches!(item, Item::Use(_)),
    });
    without::methods(&mut file, |method| method.sig.ident != "validate");
    for item in &mut file.items {
        match item {
            Item::Struct(item) if !item.ident.to_string().ends_with("Builder") => with_serde(item),
            _ => {}
        }
    }
    // The builder sends by way of a client that is generic over requests and responses.
    struct Runtime;
    impl syn::visit_mut::VisitMut for Runtime {
        fn visit_path_mut(&mut self, path: &mut syn::Path) {
            if path.segments.last().is_some_and(|last| last.ident == "Runtime") {
                *path = parse_quote!(crate::Client);
            }
            syn::visit_mut::visit_path_mut(self, path);
        }
    }
    syn::visit_mut::visit_file_mut(&mut Runtime, &mut file);
    for item in without::impls(&mut file) {
        let request = without::name(&item.self_ty);
        let request = request.trim_end_matches("Builder");
        for part in &mut item.items {
            if let syn::ImplItem::Fn(part) = part
                && part.sig.ident == "send"
            {
                let (response, method) = (format_ident!("{request}Response"), snake(request));
                part.sig.output = parse_quote!(
                    -> impl Future<Output = Result<#response, serde_json::Error>> + 'c
                );
                // It captures no state of the builder, as ours does not.
                part.block = parse_quote!({ self.via.#method(self.request) });
            }
        }
    }
    let methods = actions.iter().map(|action| {
        let (method, response) = (snake(action), format_ident!("{action}Response"));
        let (name, request) = (action, format_ident!("{action}"));
        quote! {
            pub async fn #method(&self, request: #request) -> Result<#response, serde_json::Error> {
                self.send(#name, &request).await
            }
        }
    });
    let client: File = parse_quote! {
        /// The wire: text to text.
        pub trait Transport: Send + Sync {
            fn call<'c>(
                &'c self,
                action: &'static str,
                request: String,
            ) -> std::pin::Pin<Box<dyn Future<Output = String> + Send + 'c>>;
        }

        pub struct Client {
            transport: Box<dyn Transport>,
        }

        impl Client {
            pub fn new(transport: Box<dyn Transport>) -> Self {
                Self { transport }
            }

            async fn send<Q: serde::Serialize, R: serde::de::DeserializeOwned>(
                &self,
                action: &'static str,
                request: &Q,
            ) -> Result<R, serde_json::Error> {
                let text = self.transport.call(action, serde_json::to_string(request)?).await;
                serde_json::from_str(&text)
            }

            #(#methods)*
        }
    };
    file.items.extend(client.items);
    file
}

fn with_serde(item: &mut ItemStruct) {
    let response = item.ident.to_string().ends_with("Response");
    let both = item.ident.to_string().ends_with("Output");
    if response || both {
        item.attrs.push(parse_quote!(#[derive(serde::Deserialize)]));
    }
    if !response {
        item.attrs.push(parse_quote!(#[derive(serde::Serialize)]));
    }
    item.attrs.push(parse_quote!(#[serde(rename_all = "camelCase")]));
    let Fields::Named(fields) = &mut item.fields else { return };
    for field in &mut fields.named {
        if !response && is_option(field) {
            field.attrs.push(parse_quote!(#[serde(skip_serializing_if = "Option::is_none")]));
        }
    }
}

fn is_option(field: &Field) -> bool {
    without::name(&field.ty) == "Option"
}

/// The Actions' names, from their responses.
fn actions(file: &File) -> Vec<String> {
    let structs = file.items.iter().filter_map(|item| match item {
        Item::Struct(item) => Some(item.ident.to_string()),
        _ => None,
    });
    structs.filter_map(|name| name.strip_suffix("Response").map(str::to_owned)).collect()
}

fn snake(name: &str) -> syn::Ident {
    format_ident!("{}", vod_spec::names::field(name))
}
