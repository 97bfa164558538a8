//! Takes one generated thing out of an expansion and leaves the rest whole, so that it compiles.

use quote::format_ident;
use syn::punctuated::Punctuated;
use syn::visit_mut::{self, VisitMut};
use syn::{
    Attribute, Fields, File, FnArg, ImplItem, Item, ItemImpl, Path, ReceiverKind, ReturnType, Stmt,
    Token, Type, parse_quote,
};

/// What can be taken out, by the name it has in the report.
pub(crate) const THINGS: [(&str, fn(&mut File)); 14] = [
    ("docs", docs),
    ("messages", messages),
    ("builder", builder),
    ("bounds", bounds),
    ("setters", setters),
    ("Debug", |file| trait_of_structs(file, "Debug")),
    ("Clone", |file| derived(file, "Clone")),
    ("PartialEq", |file| trait_of_structs(file, "PartialEq")),
    ("rules", rules),
    ("tables", tables),
    ("values", values),
    ("slots", slots),
    ("codes", codes),
    ("unknown", unknown),
];

/// Documentation.
pub(crate) fn docs(file: &mut File) {
    Attributes(|attribute: &Attribute| !attribute.path().is_ident("doc")).visit_file_mut(file);
}

/// What the compiler is told to say of a missing parameter.
fn messages(file: &mut File) {
    let ours = |path: &Path| path.segments.first().is_some_and(|first| first.ident == "diagnostic");
    Attributes(move |attribute: &Attribute| !ours(attribute.path())).visit_file_mut(file);
}

/// Builders, all that serves them, and the tests that use them.
pub(crate) fn builder(file: &mut File) {
    let of_builder = |ty: &Type| name(ty).ends_with("Builder");
    file.items.retain(|item| match item {
        Item::Struct(item) => !item.ident.to_string().ends_with("Builder"),
        Item::Impl(item) => !of_builder(&item.self_ty),
        Item::Mod(_) => false,
        _ => true,
    });
    methods(file, |method| {
        // The client itself is set up by a type called just `Builder`.
        let returns_one = matches!(&method.sig.output, ReturnType::Type(_, ty)
            if of_builder(ty) && name(ty) != "Builder");
        !returns_one && method.sig.ident != "vacant"
    });
}

/// The traits that say which parameter is missing, and the bounds with them.
fn bounds(file: &mut File) {
    file.items.retain(|item| !matches!(item, Item::Mod(item) if item.ident != "page_examples"));
    for method in all_methods(file) {
        if method.sig.receiver().is_some() {
            method.sig.generics.where_clause = None;
        }
    }
}

/// The setters of builders; a builder can still be made and sent. The tests go with them.
fn setters(file: &mut File) {
    file.items.retain(|item| !matches!(item, Item::Mod(item) if item.ident == "page_examples"));
    methods(file, |method| {
        let by_value = matches!(method.sig.inputs.first(), Some(FnArg::Receiver(receiver))
            if matches!(receiver.kind, ReceiverKind::Value));
        !by_value || method.sig.inputs.len() == 1
    });
}

/// A derive of every struct but the client.
pub(crate) fn derived(file: &mut File, gone: &str) {
    for item in &mut file.items {
        if let Item::Struct(item) = item
            && item.ident != "Client"
        {
            let derives =
                item.attrs.iter_mut().filter(|attribute| attribute.path().is_ident("derive"));
            for attribute in derives {
                let paths =
                    attribute.parse_args_with(Punctuated::<Path, Token![,]>::parse_terminated);
                let kept = paths
                    .into_iter()
                    .flatten()
                    .filter(|path| path.segments.last().is_none_or(|last| last.ident != gone));
                let kept: Punctuated<Path, Token![,]> = kept.collect();
                *attribute = parse_quote!(#[derive(#kept)]);
            }
        }
    }
}

/// What structs have by their tables, by derives instead: the other forms have no tables.
pub(crate) fn tabled(file: &mut File) {
    for derived in ["Debug", "PartialEq", "Default"] {
        let by_hand = |item: &ItemImpl| of_trait(item, derived) && !of_code(item);
        let names: Vec<String> = impls(file)
            .filter(|item| by_hand(item))
            .map(|item| name(&item.self_ty))
            .collect();
        file.items.retain(|item| !matches!(item, Item::Impl(item) if by_hand(item)));
        let derived = format_ident!("{derived}");
        for item in &mut file.items {
            if let Item::Struct(item) = item
                && names.contains(&item.ident.to_string())
            {
                item.attrs.push(parse_quote!(#[derive(#derived)]));
            }
        }
    }
}

/// A derive of structs, and what stands for it where a table does.
fn trait_of_structs(file: &mut File, gone: &str) {
    derived(file, gone);
    file.items.retain(
        |item| !matches!(item, Item::Impl(item) if of_trait(item, gone) && !of_code(item)),
    );
}

/// What parameters must fulfil.
pub(crate) fn rules(file: &mut File) {
    struct Rules;
    impl VisitMut for Rules {
        fn visit_expr_call_mut(&mut self, row: &mut syn::ExprCall) {
            if let syn::Expr::Path(path) = &*row.func
                && (path.path.is_ident("Required") || path.path.is_ident("Optional"))
                && let Some(rules) = row.args.get_mut(1)
            {
                *rules = parse_quote!(&[]);
            }
            visit_mut::visit_expr_call_mut(self, row);
        }

        fn visit_use_group_mut(&mut self, group: &mut syn::UseGroup) {
            let kept = group.items.clone().into_iter();
            let rule = |tree: &syn::UseTree| matches!(tree, syn::UseTree::Name(name) if name.ident == "Rule");
            group.items = kept.filter(|tree| !rule(tree)).collect();
        }
    }
    Rules.visit_file_mut(file);
}

/// Every row of every table.
fn tables(file: &mut File) {
    struct Tables;
    impl VisitMut for Tables {
        fn visit_impl_item_const_mut(&mut self, item: &mut syn::ImplItemConst) {
            if item.ident == "TABLE" {
                item.expr = parse_quote!(&::vod_api::__rt::Table { fields: &[], order: "" });
            } else if item.ident == "SHAPE" {
                item.expr = parse_quote!(&[]);
            }
        }
    }
    Tables.visit_file_mut(file);
}

/// The `match` that hands out a request's values.
fn values(file: &mut File) {
    bodies(
        file,
        "Tabled",
        "value",
        parse_quote!({
            let _ = field;
            ::vod_api::__rt::Value::Absent
        }),
    );
}

/// The `match` that hands out a response's slots.
fn slots(file: &mut File) {
    bodies(
        file,
        "Shaped",
        "slot",
        parse_quote!({
            let _ = field;
            ::vod_api::__rt::Slot::None
        }),
    );
}

/// Enums of error codes, and the tables of codes.
pub(crate) fn codes(file: &mut File) {
    file.items.retain(|item| match item {
        Item::Enum(item) => !item.ident.to_string().ends_with("Code"),
        Item::Impl(item) => !of_code(item),
        _ => true,
    });
    for item in impls(file).filter(|item| of_trait(item, "Action")) {
        for part in &mut item.items {
            match part {
                ImplItem::Type(part) if part.ident == "Code" => {
                    part.ty = parse_quote!(::vod_api::v2::CommonCode);
                }
                ImplItem::Const(part) => {
                    Errors.visit_expr_mut(&mut part.expr);
                }
                _ => {}
            }
        }
    }
}

/// Empties the rows of codes.
struct Errors;

impl VisitMut for Errors {
    fn visit_field_value_mut(&mut self, field: &mut syn::FieldValue) {
        if matches!(&field.member, syn::Member::Named(name) if name == "errors") {
            field.expr = parse_quote!(&[]);
        }
    }
}

/// Places for what the page does not know, in requests and in responses.
pub(crate) fn unknown(file: &mut File) {
    for item in &mut file.items {
        if let Item::Struct(item) = item
            && let Fields::Named(fields) = &mut item.fields
        {
            let kept = fields.named.clone().into_iter().filter(|field| {
                field.ident.as_ref().is_none_or(|name| name != "unknown" && name != "extra")
            });
            fields.named = kept.collect();
        }
    }
    struct Values;
    impl VisitMut for Values {
        fn visit_expr_struct_mut(&mut self, value: &mut syn::ExprStruct) {
            let kept = value.fields.clone().into_iter().filter(|field| {
                !matches!(&field.member, syn::Member::Named(name) if name == "unknown" || name == "extra")
            });
            value.fields = kept.collect();
            visit_mut::visit_expr_struct_mut(self, value);
        }
    }
    Values.visit_file_mut(file);
    methods(file, |method| method.sig.ident != "extra");
    // The arms that lead there.
    struct Arms;
    impl VisitMut for Arms {
        fn visit_arm_mut(&mut self, arm: &mut syn::Arm) {
            if let syn::Expr::Call(call) = &*arm.body
                && let syn::Expr::Path(path) = &*call.func
            {
                let mut words = path.path.segments.iter().rev().map(|one| one.ident.to_string());
                let words = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
                let nothing = match (words.1.as_str(), words.0.as_str()) {
                    ("Value", "Extra" | "Unknown") => {
                        parse_quote!(::vod_api::__rt::Value::Absent)
                    }
                    ("Slot", "Unknown") => parse_quote!(::vod_api::__rt::Slot::None),
                    _ => return,
                };
                arm.body = Box::new(nothing);
            }
        }
    }
    Arms.visit_file_mut(file);
}

/// Whether an impl is one of an enum of error codes.
fn of_code(item: &ItemImpl) -> bool {
    name(&item.self_ty).ends_with("Code")
}

/// Whether an impl is one of this trait, by its last name.
pub(crate) fn of_trait(item: &ItemImpl, name: &str) -> bool {
    let path = item.trait_.as_ref().map(|(path, _)| path);
    path.and_then(|path| path.segments.last()).is_some_and(|last| last.ident == name)
}

/// The last name of a type's path.
pub(crate) fn name(ty: &Type) -> String {
    match ty {
        Type::Path(ty) => ty.path.segments.last().map(|last| last.ident.to_string()),
        _ => None,
    }
    .unwrap_or_default()
}

pub(crate) fn impls(file: &mut File) -> impl Iterator<Item = &mut ItemImpl> {
    file.items.iter_mut().filter_map(|item| match item {
        Item::Impl(item) => Some(item),
        _ => None,
    })
}

fn all_methods(file: &mut File) -> impl Iterator<Item = &mut syn::ImplItemFn> {
    impls(file).flat_map(|item| &mut item.items).filter_map(|item| match item {
        ImplItem::Fn(method) => Some(method),
        _ => None,
    })
}

/// Keeps some methods; an impl that is left with nothing goes, one of a trait stays.
pub(crate) fn methods(file: &mut File, mut keep: impl FnMut(&syn::ImplItemFn) -> bool) {
    for item in impls(file) {
        item.items.retain(|item| !matches!(item, ImplItem::Fn(method) if !keep(method)));
    }
    file.items.retain(
        |item| !matches!(item, Item::Impl(item) if item.trait_.is_none() && item.items.is_empty()),
    );
}

fn bodies(file: &mut File, of: &str, method: &str, body: syn::Expr) {
    for item in impls(file).filter(|item| of_trait(item, of)) {
        for part in &mut item.items {
            if let ImplItem::Fn(part) = part
                && part.sig.ident == method
            {
                part.block.stmts = vec![Stmt::Expr(body.clone(), None)];
            }
        }
    }
}

struct Attributes<F>(F);

impl<F: Fn(&Attribute) -> bool> VisitMut for Attributes<F> {
    fn visit_attributes_mut(&mut self, attributes: &mut Vec<Attribute>) {
        attributes.retain(&self.0);
    }
}
