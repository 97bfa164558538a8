//! Constraints of the page -> the runtime's rules.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use vod_spec::model::{Field, Interval, Number, Rule, Type};

use crate::shape::Member;

/// What the runtime is to know of a field: the rules that are checked before anything is sent, and
/// those that say how its value travels; for a place where `Rule` is in scope.
pub(crate) fn rules(field: &Field, siblings: &[Member<'_>]) -> Vec<TokenStream> {
    let stated = field.rules.iter().filter_map(|at| rule(&at.rule, siblings));
    let typed = matches!(innermost(&field.ty), Type::Timestamp).then(|| quote!(Rule::Timestamp));
    stated.chain(typed).collect()
}

fn innermost(ty: &Type) -> &Type {
    if let Type::Array(item) = ty { innermost(item) } else { ty }
}

fn rule(rule: &Rule, siblings: &[Member<'_>]) -> Option<TokenStream> {
    Some(match rule {
        Rule::NotEmpty => quote!(Rule::NotEmpty),
        Rule::Bytes(interval) => length(&quote!(Bytes), interval),
        Rule::Chars(interval) => length(&quote!(Chars), interval),
        Rule::Items(interval) => length(&quote!(Items), interval),
        Rule::Within(sets) => within(sets),
        Rule::OneOf(values) => quote!(Rule::OneOf(&[#(#values),*])),
        Rule::Needs(other) => {
            let place = siblings.iter().position(|one| one.field.name.wire == *other)?;
            let place = Literal::usize_unsuffixed(place);
            quote!(Rule::Needs(#place, #other))
        }
        Rule::From(first) if *first > 0 => {
            let first = Literal::u32_unsuffixed(*first);
            quote!(Rule::From(#first))
        }
        Rule::From(_)
        | Rule::Known(_)
        | Rule::Secret
        | Rule::Flag
        | Rule::UnixSeconds
        | Rule::Default(_) => {
            return None;
        }
    })
}

fn length(what: &TokenStream, interval: &Interval<u64>) -> TokenStream {
    let min = Literal::u64_unsuffixed(interval.min.unwrap_or(0));
    let max = end(interval.max.map(Literal::u64_unsuffixed), &quote!(u64::MAX));
    quote!(Rule::#what(#min, #max))
}

fn within(sets: &[Interval<Number>]) -> TokenStream {
    let ends = |set: &Interval<Number>| [set.min, set.max];
    let whole = sets.iter().flat_map(ends).all(|end| !matches!(end, Some(Number::Float(_))));
    let literal = |number| match number {
        Number::Integer(number) if whole => Literal::i128_unsuffixed(number),
        // Page numbers are short: the conversion loses nothing a page would state.
        #[allow(clippy::cast_precision_loss)]
        Number::Integer(number) => Literal::f64_unsuffixed(number as f64),
        Number::Float(number) => Literal::f64_unsuffixed(number),
    };
    let (name, ty) =
        if whole { (quote!(Within), quote!(i128)) } else { (quote!(WithinFloat), quote!(f64)) };
    let sets = sets.iter().map(|set| {
        let min = end(set.min.map(literal), &quote!(#ty::MIN));
        let max = end(set.max.map(literal), &quote!(#ty::MAX));
        quote!((#min, #max))
    });
    quote!(Rule::#name(&[#(#sets),*]))
}

fn end(end: Option<Literal>, open: &TokenStream) -> TokenStream {
    end.map_or_else(|| open.clone(), |end| quote!(#end))
}
