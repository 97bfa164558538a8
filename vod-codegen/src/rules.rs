//! Constraints of the page -> the runtime's rules.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use vod_spec::model::{Field, Interval, Number, Rule, Type};

use crate::shape::Context;

/// The rules of a field that are checked before anything is sent.
pub(crate) fn rules(cx: &Context<'_>, field: &Field, siblings: &[Field]) -> TokenStream {
    let Context { rt, .. } = cx;
    let stated = field.rules.iter().filter_map(|at| rule(cx, &at.rule, siblings));
    let typed =
        matches!(innermost(&field.ty), Type::Timestamp).then(|| quote!(#rt::Rule::Timestamp));
    let rules = stated.chain(typed);
    quote!(&[#(#rules),*])
}

fn innermost(ty: &Type) -> &Type {
    if let Type::Array(item) = ty { innermost(item) } else { ty }
}

fn rule(cx: &Context<'_>, rule: &Rule, siblings: &[Field]) -> Option<TokenStream> {
    let Context { rt, .. } = cx;
    let length = |Interval { min, max }: &Interval<u64>| {
        let (min, max) =
            (option(min.map(Literal::u64_unsuffixed)), option(max.map(Literal::u64_unsuffixed)));
        quote!(#min, #max)
    };
    let tokens = match rule {
        Rule::NotEmpty => quote!(NotEmpty),
        Rule::Bytes(interval) => {
            let ends = length(interval);
            quote!(Bytes(#ends))
        }
        Rule::Chars(interval) => {
            let ends = length(interval);
            quote!(Chars(#ends))
        }
        Rule::Items(interval) => {
            let ends = length(interval);
            quote!(Items(#ends))
        }
        Rule::Within(sets) => within(sets),
        Rule::OneOf(values) => quote!(OneOf(&[#(#values),*])),
        Rule::Needs(other) => {
            let place = siblings.iter().position(|field| field.name.wire == *other)?;
            let place = Literal::usize_unsuffixed(place);
            quote!(Needs(#place, #other))
        }
        Rule::Known(_)
        | Rule::From(_)
        | Rule::Flag
        | Rule::UnixSeconds
        | Rule::Secret
        | Rule::Default(_) => return None,
    };
    Some(quote!(#rt::Rule::#tokens))
}

fn within(sets: &[Interval<Number>]) -> TokenStream {
    let ends = |set: &Interval<Number>| [set.min, set.max];
    let whole = sets.iter().flat_map(ends).all(|end| !matches!(end, Some(Number::Float(_))));
    let end = |end: Option<Number>| {
        option(end.map(|number| match number {
            Number::Integer(number) if whole => Literal::i128_unsuffixed(number),
            // Page numbers are short: the conversion loses nothing a page would state.
            #[allow(clippy::cast_precision_loss)]
            Number::Integer(number) => Literal::f64_unsuffixed(number as f64),
            Number::Float(number) => Literal::f64_unsuffixed(number),
        }))
    };
    let sets = sets.iter().map(|set| {
        let (min, max) = (end(set.min), end(set.max));
        quote!((#min, #max))
    });
    if whole { quote!(Within(&[#(#sets),*])) } else { quote!(WithinFloat(&[#(#sets),*])) }
}

fn option(value: Option<Literal>) -> TokenStream {
    value.map_or_else(
        || quote!(::core::option::Option::None),
        |value| quote!(::core::option::Option::Some(#value)),
    )
}
