//! Page prose -> doc attributes.

use proc_macro2::Literal;
use vod_spec::model::{Action, Field, Rule, Type};

/// Paragraphs as the text of one doc attribute; empty ones are left out.
pub(crate) fn doc(paragraphs: &[String]) -> Literal {
    let kept: Vec<&str> =
        paragraphs.iter().map(|text| text.trim()).filter(|text| !text.is_empty()).collect();
    // One attribute for all lines: each costs the compiler as much as a short statement.
    let mut text = String::new();
    for line in kept.join("\n\n").lines() {
        if !text.is_empty() {
            text.push('\n');
        }
        if !line.is_empty() {
            text.extend([" ", line]);
        }
    }
    Literal::string(&text)
}

/// What an Action's page says of it.
pub(crate) fn action(action: &Action) -> String {
    if action.docs.is_empty() {
        return format!("`{}` on the wire.", action.name.wire);
    }
    rustdoc(&action.docs)
}

/// What a field's rustdoc says: the description, then its rules and its name on the wire.
pub(crate) fn field(field: &Field) -> Literal {
    let mut facts = vec![format!("`{}`", field.name.wire)];
    match field.ty {
        Type::Timestamp => facts.push("ISO 8601".to_owned()),
        Type::Array(_) if field.first_index() != 0 => {
            facts.push(format!("first item is number {} on the wire", field.first_index()));
        }
        _ => {}
    }
    let rules = field.rules.iter().filter(|at| !matches!(at.rule, Rule::From(_) | Rule::Secret));
    facts.extend(rules.map(|at| match &at.rule {
        Rule::OneOf(values) => format!("one of {}", code(values)),
        Rule::Known(values) => format!("known: {}", code(values)),
        Rule::Default(value) => format!("`{value}` when not given"),
        Rule::Needs(other) => format!("needs `{other}`"),
        rule => rule.to_string(),
    }));
    doc(&[sentence(&field.docs), format!("On the wire: {}.", facts.join("; "))])
}

fn code(values: &[String]) -> String {
    values.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>().join(", ")
}

/// A description cell as a sentence.
pub(crate) fn sentence(text: &str) -> String {
    let text = rustdoc(text);
    if text.is_empty() || text.ends_with(['.', '!', '?', '。']) { text } else { text + "." }
}

/// Markdown of a page as rustdoc takes it without a warning: links within the pages become their
/// text, brackets and angles that are no links are escaped, code stays as it is.
pub(crate) fn rustdoc(markdown: &str) -> String {
    let mut text = String::with_capacity(markdown.len());
    let mut rest = markdown;
    let mut code = false;
    while let Some(first) = rest.chars().next() {
        let mut step = first.len_utf8();
        match first {
            '`' => {
                code = !code;
                text.push('`');
            }
            '[' if !code => {
                if let Some((label, target, length)) = link(rest) {
                    let outside = target.starts_with("https://") || target.starts_with("http://");
                    let label = label.replace(['[', ']'], "");
                    if outside {
                        text.extend(["[", &label, "](", target, ")"]);
                    } else {
                        text.push_str(&label);
                    }
                    step = length;
                } else {
                    text.push_str("\\[");
                }
            }
            ']' | '<' if !code => {
                text.push('\\');
                text.push(first);
            }
            'h' if !code && (rest.starts_with("http://") || rest.starts_with("https://")) => {
                let url = rest.split([' ', '\n', ')', '>']).next().unwrap_or(rest);
                let url = url.trim_end_matches(['.', ',', ';']);
                text.extend(["<", url, ">"]);
                step = url.len();
            }
            other => text.push(other),
        }
        rest = rest.get(step..).unwrap_or("");
    }
    text
}

fn link(text: &str) -> Option<(&str, &str, usize)> {
    let middle = text.find("](")?;
    let close = middle + text.get(middle..)?.find(')')?;
    let label = text.get(1..middle)?;
    (!label.contains('\n') || label.len() < 200).then_some((
        label,
        text.get(middle + 2..close)?,
        close + 1,
    ))
}

#[cfg(test)]
mod tests {
    #[test]
    fn prose_becomes_rustdoc_without_warnings() {
        let text = "See [Commit](Commit.md) and [doc](https://x.y/z); a[0] < b, `a[0]`";
        let rustdoc = super::rustdoc(text);
        assert_eq!(rustdoc, r"See Commit and [doc](https://x.y/z); a\[0\] \< b, `a[0]`");
    }
}
