//! How types are used: in which direction, whether at all, and that each can be built.

use super::Doubt;
use crate::codes;
use crate::diagnostic::Diagnostics;
use crate::model::{Api, Body, Definition, Field, Type};
use crate::protocol::Protocol;

/// The definition a type leads to, and whether an array stands between.
pub(super) fn named(ty: &Type) -> Option<(usize, bool)> {
    let (mut ty, mut array) = (ty, false);
    while let Type::Array(item) = ty {
        (ty, array) = (item, true);
    }
    if let Type::Named(at) = ty { Some((*at, array)) } else { None }
}

/// Sets `in_request`, `in_response` and `plain`.
pub(super) fn mark_use(api: &mut Api) {
    let start = |fields: fn(&crate::model::Action) -> &[Field]| -> Vec<usize> {
        let fields = api.actions.iter().flat_map(fields);
        fields.filter_map(|field| named(&field.ty).map(|(at, _)| at)).collect()
    };
    let requests = start(|action| &action.request);
    let responses = start(|action| &action.response);
    reach(&mut api.types, requests, |definition| &mut definition.in_request);
    reach(&mut api.types, responses, |definition| &mut definition.in_response);
    for action in &mut api.actions {
        action.request.iter_mut().for_each(|field| field.plain = field.required);
        action.response.iter_mut().for_each(|field| field.plain = field.always);
    }
    for definition in &mut api.types {
        let (asked, answered) = (definition.in_request, definition.in_response);
        if let Body::Struct(fields) = &mut definition.body {
            for field in fields {
                field.plain = (!asked || field.required)
                    && (!answered || field.always)
                    && (asked || answered);
            }
        }
    }
}

fn reach(types: &mut [Definition], mut open: Vec<usize>, mark: fn(&mut Definition) -> &mut bool) {
    while let Some(at) = open.pop() {
        let Some(definition) = types.get_mut(at) else { continue };
        if std::mem::replace(mark(definition), true) {
            continue;
        }
        if let Body::Struct(fields) = &definition.body {
            open.extend(fields.iter().filter_map(|field| named(&field.ty).map(|(at, _)| at)));
        }
    }
}

/// Types that stand where they cannot, unused types, cycles of required fields.
pub(super) fn check(api: &Api, doubt: &Doubt, diagnostics: &mut Diagnostics) {
    for action in &api.actions {
        expressible(api.protocol, &action.request, diagnostics);
    }
    for (at, definition) in api.types.iter().enumerate() {
        let name = &definition.name;
        if let (true, Body::Struct(fields)) = (definition.in_request, &definition.body) {
            expressible(api.protocol, fields, diagnostics);
        }
        for (lacks, used, column, whose) in [
            (&doubt.no_required, definition.in_request, "Required", "requests"),
            (&doubt.no_always, definition.in_response, "Always", "answers"),
        ] {
            if used && lacks.contains(&at) {
                let message =
                    format!("{whose} use `{}`, whose table says nothing of `{column}`", name.wire);
                diagnostics
                    .error(codes::COLUMN, name.span, message)
                    .help(format!("add a column `{column}`"));
            }
        }
        let anchor = crate::names::anchor(&name.wire);
        let used = definition.in_request || definition.in_response;
        let may_be = doubt.lossy || doubt.shared.contains(&at) || doubt.meant.contains(&anchor);
        if !used && !may_be {
            diagnostics
                .error(codes::UNUSED_TYPE, name.span, format!("nothing uses `{}`", name.wire))
                .help(format!(
                    "link to it from a table as `[{}](#{anchor})`, or leave the section out",
                    name.wire
                ));
        }
    }
    cycles(&api.types, diagnostics);
}

/// That every parameter can be written as the protocol writes requests.
fn expressible(protocol: Protocol, fields: &[Field], diagnostics: &mut Diagnostics) {
    // A JSON body takes anything.
    if protocol == Protocol::V3 {
        return;
    }
    for field in fields {
        let mut item = &field.ty;
        while let Type::Array(inner) = item {
            item = inner;
        }
        if *item == Type::Object {
            let message = format!("`{}` cannot be an `Object` in a request of v2", field.name.wire);
            diagnostics.error(codes::MISPLACED_TYPE, field.ty_span, message).help(
                "any JSON has no form as parameters: link to a struct's section, or write `String` \
                 for JSON as text",
            );
        }
    }
}

/// The plain fields of a struct that lead to a struct, and where.
fn plain_links(definition: &Definition) -> impl Iterator<Item = (&Field, usize)> {
    let fields = match &definition.body {
        Body::Struct(fields) => fields.as_slice(),
        Body::Enum(_) => &[],
    };
    fields.iter().filter(|field| field.plain).filter_map(|field| {
        named(&field.ty).and_then(|(to, array)| (!array).then_some((field, to)))
    })
}

/// Takes away, again and again, what can be built of what was taken away; the rest lies on cycles
/// or leads to one.
fn cycles(types: &[Definition], diagnostics: &mut Diagnostics) {
    let mut needs: Vec<usize> = types.iter().map(|one| plain_links(one).count()).collect();
    let mut users: Vec<Vec<usize>> = vec![Vec::new(); types.len()];
    for (from, definition) in types.iter().enumerate() {
        for (_, to) in plain_links(definition) {
            if let Some(users) = users.get_mut(to) {
                users.push(from);
            }
        }
    }
    let free = needs.iter().enumerate().filter(|(_, needs)| **needs == 0);
    let mut open: Vec<usize> = free.map(|(at, _)| at).collect();
    while let Some(at) = open.pop() {
        for user in users.get(at).into_iter().flatten() {
            if let Some(needs) = needs.get_mut(*user) {
                *needs -= 1;
                if *needs == 0 {
                    open.push(*user);
                }
            }
        }
    }
    let mut walk_of = vec![0_usize; types.len()];
    for start in 0..types.len() {
        let (mut at, mut path) = (start, Vec::new());
        // Follow what cannot be built until it comes round, or into an earlier walk.
        while needs.get(at).is_some_and(|needs| *needs > 0) && walk_of.get(at) == Some(&0) {
            if let Some(walk) = walk_of.get_mut(at) {
                *walk = start + 1;
            }
            let Some(definition) = types.get(at) else { break };
            let stuck = |(_, to): &(&Field, usize)| needs.get(*to).is_some_and(|needs| *needs > 0);
            let Some((field, to)) = plain_links(definition).find(stuck) else { break };
            path.push((at, definition, field));
            at = to;
        }
        let first = path.iter().position(|(seen, ..)| *seen == at);
        let Some(ring) = first.and_then(|first| path.get(first..)) else { continue };
        let Some((_, definition, field)) = ring.first() else { continue };
        let message = format!(
            "`{}` cannot be built: it must hold `{}`, and so itself",
            definition.name.wire, field.name.wire
        );
        let error = diagnostics.error(codes::REQUIRED_CYCLE, field.name.span, message);
        for (_, _, field) in ring.iter().skip(1).take(8) {
            error.related(field.name.span, "by way of this field");
        }
        error.help("let one of these fields be `No`");
    }
}
