//! The constraint language: text of a Constraints cell -> rules, and what breaks a rule.

use std::collections::HashMap;
use std::fmt;

use crate::codes;
use crate::diagnostic::Diagnostics;
use crate::inline;
use crate::meant;
use crate::model::{Interval, Number, Rule, RuleAt};
use crate::nearest::nearest;
use crate::piece::Piece;
use crate::source::Span;

/// What a constraint may begin with, for the help of one that begins otherwise.
const WORDS: &[&str] =
    &["not empty", "one of", "known", "needs", "from", "flag", "unix seconds", "secret", "default"];

/// Reads a cell. A rule that cannot be read is told and left out.
pub(crate) fn rules(cell: Piece<'_>, diagnostics: &mut Diagnostics) -> Vec<RuleAt> {
    let cell = inline::uncomment(cell);
    let mut rules = Vec::new();
    let mut stated: HashMap<_, Span> = HashMap::new();
    for part in cell.split(";").map(inline::word) {
        if part.is_empty() {
            continue;
        }
        let Some(rule) = rule(part, diagnostics) else { continue };
        let span = part.span();
        // Of a kind one is stated, but `needs` of each name.
        let needs = if let Rule::Needs(name) = &rule { name.clone() } else { String::new() };
        let first = *stated.entry((std::mem::discriminant(&rule), needs)).or_insert(span);
        if first != span {
            let message = format!("`{}` states again what an earlier constraint states", part.text);
            diagnostics
                .error(codes::REPEATED_CONSTRAINT, span, message)
                .related(first, "stated first here")
                .help(match &rule {
                    Rule::Within(_) | Rule::Bytes(_) | Rule::Chars(_) | Rule::Items(_) => {
                        "join them into one, such as `128..=10000`"
                    }
                    _ => "leave one of them out",
                });
            continue;
        }
        rules.push(RuleAt { rule, span });
    }
    rules
}

fn rule(part: Piece<'_>, diagnostics: &mut Diagnostics) -> Option<Rule> {
    match part.text {
        "not empty" => return Some(Rule::NotEmpty),
        "flag" => return Some(Rule::Flag),
        "secret" => return Some(Rule::Secret),
        "unix seconds" => return Some(Rule::UnixSeconds),
        _ => {}
    }
    if let Some(list) = part.strip_prefix("one of ") {
        return values(list, diagnostics).map(Rule::OneOf);
    }
    if let Some(list) = part.strip_prefix("known ") {
        return values(list, diagnostics).map(Rule::Known);
    }
    if let Some(name) = part.strip_prefix("needs ") {
        return Some(Rule::Needs(inline::word(name).text.to_owned()));
    }
    if let Some(value) = part.strip_prefix("default ") {
        return Some(Rule::Default(inline::word(value).text.to_owned()));
    }
    if let Some(first) = part.strip_prefix("from ") {
        if let Ok(first) = first.text.trim().parse() {
            return Some(Rule::From(first));
        }
        let message = format!("`{}` is not the index of a first item", first.text.trim());
        diagnostics
            .error(codes::UNKNOWN_CONSTRAINT, first.trim().span(), message)
            .help("write `from 1`");
        return None;
    }
    let ranged = part.text.contains("..") && !part.text.contains(',');
    if ranged || part.text.starts_with(|c: char| c.is_ascii_digit() || c == '-') {
        return ranges(part, diagnostics);
    }
    let help = hint(part).or_else(|| {
        let near = diagnostics.nearest(part.text, WORDS.iter().copied()).or_else(|| {
            let given = part.text.split(' ').next().unwrap_or("");
            let first = |word: &'static str| (word.split(' ').next().unwrap_or(word), word);
            let mut words = WORDS.iter().copied().map(first);
            words.find(|(first, _)| nearest(given, [*first]).is_some()).map(|(_, word)| word)
        });
        near.map(|word| format!("did you mean `{word}`?"))
    });
    let help = match help {
        Some(help) => help,
        None => {
            "constraints are `not empty`, `1..=64 bytes`, `..=250 chars`, `..=10 items`, `0 or \
                 128..=1920`, `one of a, b`, `known a, b`, `needs X`, `from 1`, `flag`, `unix \
                 seconds`, `secret`, `default X`, with `;` between two"
                .to_owned()
        }
    };
    let message = format!("`{}` is not a constraint", part.text);
    diagnostics.error(codes::UNKNOWN_CONSTRAINT, part.span(), message).help(help);
    None
}

/// How to mend a constraint in the words of other pages, or several taken for one.
fn hint(part: Piece<'_>) -> Option<String> {
    let is_rule = |text: &str| {
        let text = text.trim();
        !text.is_empty() && rule(Piece::new(text, 0), &mut Diagnostics::default()).is_some()
    };
    // Where another sign stands for `;`, or none.
    for sign in ["；", ",", "，", "、", " and ", " "] {
        let ends = part.text.match_indices(sign).map(|(at, sign)| (at, at + sign.len())).take(8);
        for (end, next) in ends {
            let (first, rest) = (part.text.get(..end)?, part.text.get(next..)?);
            let whole = !first.contains(' ') || WORDS.contains(&first.trim());
            if whole && is_rule(first) && is_rule(rest) {
                return Some(format!("write `{}; {}`", first.trim(), rest.trim()));
            }
        }
    }
    if part.text.split_once(',').is_some_and(|(first, _)| is_rule(first)) {
        return Some("two constraints have `;` between them".to_owned());
    }
    meant::constraint(part.text)
}

fn values(list: Piece<'_>, diagnostics: &mut Diagnostics) -> Option<Vec<String>> {
    let mut seen: HashMap<&str, Piece<'_>> = HashMap::new();
    let mut values = Vec::new();
    for value in list.split(",").map(inline::word) {
        let quoted = value.text.len() > 1 && value.text.starts_with(['"', '\'']);
        let wide = value.text.contains(['，', '、', '；']);
        if quoted || wide {
            let (message, help) = if wide {
                ("this list has wide commas", "write `, ` between two values")
            } else {
                ("a value of this list is in quotes", "values stand as they travel: no quotes")
            };
            diagnostics.error(codes::UNKNOWN_CONSTRAINT, value.span(), message).help(help);
            return None;
        }
        if value.is_empty() {
            diagnostics
                .error(
                    codes::UNKNOWN_CONSTRAINT,
                    list.trim().span(),
                    "a value of this list is empty",
                )
                .help("write the values with `, ` between two");
            return None;
        }
        if let Some(first) = seen.insert(value.text, value) {
            let message = format!("`{}` is listed twice", value.text);
            diagnostics
                .error(codes::REPEATED_VALUE, value.span(), message)
                .related(first.span(), "listed first here")
                .help("leave one of them out");
            continue;
        }
        values.push(value.text.to_owned());
    }
    Some(values)
}

/// `1..=64 bytes`, `0 or 128..=1920`, `0..`.
fn ranges(part: Piece<'_>, diagnostics: &mut Diagnostics) -> Option<Rule> {
    let (list, unit) = match part.text.rsplit_once(' ') {
        Some((list, unit)) if unit.starts_with(|c: char| c.is_alphabetic()) => {
            (part.upto(list.len()), Some(part.from(list.len() + 1)))
        }
        _ => (part, None),
    };
    let mut intervals = Vec::new();
    for one in list.split(" or ").map(Piece::trim) {
        intervals.push(interval(one, part, diagnostics)?);
    }
    let Some(unit) = unit else { return Some(Rule::Within(intervals)) };
    let make = match unit.text {
        "bytes" => Rule::Bytes,
        "chars" => Rule::Chars,
        "items" => Rule::Items,
        _ => {
            let help = match diagnostics.nearest(unit.text, ["bytes", "chars", "items"]) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "lengths are counted in `bytes`, `chars` or `items`".to_owned(),
            };
            let message = format!("`{}` is not a unit", unit.text);
            diagnostics.error(codes::UNKNOWN_CONSTRAINT, unit.span(), message).help(help);
            return None;
        }
    };
    let whole = |number: Option<Number>| match number {
        None => Some(None),
        Some(Number::Integer(n)) => u64::try_from(n).ok().map(Some),
        Some(Number::Float(_)) => None,
    };
    if let [one] = intervals.as_slice()
        && let (Some(min), Some(max)) = (whole(one.min), whole(one.max))
    {
        return Some(make(Interval { min, max }));
    }
    let message = format!("`{}` is not one range of whole numbers", list.text);
    diagnostics
        .error(codes::BAD_RANGE, list.span(), message)
        .help("write one range, such as `1..=64`");
    None
}

/// `whole` is the constraint with its unit, for the help.
fn interval(
    text: Piece<'_>,
    whole: Piece<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Interval<Number>> {
    let bad = |diagnostics: &mut Diagnostics, help: String| {
        let message = format!("`{}` is not a range", text.text);
        diagnostics.error(codes::BAD_RANGE, text.span(), message).help(help);
        None
    };
    let usual = || {
        let usual = "write `1..=64`, `1..`, `..=64` or one number";
        hint(whole).unwrap_or_else(|| usual.to_owned())
    };
    let Some((low, high)) = text.split_once("..") else {
        let Some(only) = Number::read(text.text) else { return bad(diagnostics, usual()) };
        return Some(Interval { min: Some(only), max: Some(only) });
    };
    let (low, high) = (low.trim(), high.trim());
    let end = high.strip_prefix("=").map(Piece::trim);
    if end.is_none() && !high.is_empty() {
        let unit = whole.text.get(text.text.len()..).unwrap_or("");
        let (low, high) = (low.text, high.text.trim_start_matches('.'));
        let help = format!("both ends belong to the range: write `{low}..={high}{unit}`");
        return bad(diagnostics, help);
    }
    let number = |piece: Option<Piece<'_>>| match piece {
        Some(piece) if !piece.is_empty() => Number::read(piece.text).map(Some),
        _ => Some(None),
    };
    let (Some(min), Some(max)) = (number(Some(low)), number(end)) else {
        return bad(diagnostics, usual());
    };
    if min.is_none() && max.is_none() || end.is_some_and(Piece::is_empty) {
        return bad(diagnostics, usual());
    }
    if let (Some(low), Some(high)) = (min, max)
        && low > high
    {
        let message = format!("the range `{}` is upside down: no value lies in it", text.text);
        diagnostics
            .error(codes::BAD_RANGE, text.span(), message)
            .help(format!("did you mean `{high}..={low}`?"));
        return None;
    }
    Some(Interval { min, max })
}

impl Number {
    /// Reads a decimal number; one with a point or an exponent is a float.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        if let Ok(whole) = text.parse::<i128>() {
            return Some(Self::Integer(whole));
        }
        let plain = text.starts_with(|c: char| c.is_ascii_digit() || c == '-');
        let float = text.parse::<f64>().ok().filter(|n| plain && n.is_finite())?;
        Some(Self::Float(float))
    }
}

impl PartialOrd for Number {
    // Ends of ranges and values are far below 2^53 where a whole number meets a float.
    #[allow(clippy::cast_precision_loss)]
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        match (*self, *other) {
            (Self::Integer(a), Self::Integer(b)) => Some(a.cmp(&b)),
            (Self::Integer(a), Self::Float(b)) => (a as f64).partial_cmp(&b),
            (Self::Float(a), Self::Integer(b)) => a.partial_cmp(&(b as f64)),
            (Self::Float(a), Self::Float(b)) => a.partial_cmp(&b),
        }
    }
}

impl<T: PartialOrd + Copy> Interval<T> {
    /// Whether the value lies in it.
    #[must_use]
    pub fn holds(&self, value: T) -> bool {
        self.min.is_none_or(|min| min <= value) && self.max.is_none_or(|max| value <= max)
    }
}

impl Rule {
    /// Whether this text breaks the rule. Rules about numbers and arrays are not broken by text.
    #[must_use]
    pub fn broken_by_text(&self, text: &str) -> bool {
        let length = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        match self {
            Self::NotEmpty => text.is_empty(),
            Self::Bytes(range) => !range.holds(length(text.len())),
            Self::Chars(range) => !range.holds(length(text.chars().count())),
            Self::OneOf(values) => values.iter().all(|value| value != text),
            _ => false,
        }
    }

    /// Whether this number breaks the rule.
    #[must_use]
    pub fn broken_by_number(&self, number: Number) -> bool {
        match self {
            Self::Within(ranges) => ranges.iter().all(|range| !range.holds(number)),
            Self::OneOf(values) => values.iter().all(|value| Number::read(value) != Some(number)),
            _ => false,
        }
    }

    /// Whether an array of so many items breaks the rule.
    #[must_use]
    pub fn broken_by_items(&self, count: usize) -> bool {
        match self {
            Self::NotEmpty => count == 0,
            Self::Items(range) => !range.holds(u64::try_from(count).unwrap_or(u64::MAX)),
            _ => false,
        }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Integer(n) => n.fmt(f),
            Self::Float(n) => n.fmt(f),
        }
    }
}

impl<T: fmt::Display + PartialEq> fmt::Display for Interval<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.min, &self.max) {
            (Some(min), Some(max)) if min == max => write!(f, "{min}"),
            (Some(min), Some(max)) => write!(f, "{min}..={max}"),
            (Some(min), None) => write!(f, "{min}.."),
            (None, Some(max)) => write!(f, "..={max}"),
            (None, None) => f.write_str(".."),
        }
    }
}

/// The rule as a page states it.
impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotEmpty => f.write_str("not empty"),
            Self::Bytes(range) => write!(f, "{range} bytes"),
            Self::Chars(range) => write!(f, "{range} chars"),
            Self::Items(range) => write!(f, "{range} items"),
            Self::Within(ranges) => {
                let ranges: Vec<String> = ranges.iter().map(ToString::to_string).collect();
                f.write_str(&ranges.join(" or "))
            }
            Self::OneOf(values) => write!(f, "one of {}", values.join(", ")),
            Self::Known(values) => write!(f, "known {}", values.join(", ")),
            Self::Needs(name) => write!(f, "needs {name}"),
            Self::From(first) => write!(f, "from {first}"),
            Self::Flag => f.write_str("flag"),
            Self::UnixSeconds => f.write_str("unix seconds"),
            Self::Secret => f.write_str("secret"),
            Self::Default(value) => write!(f, "default {value}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Diagnostics, Number, Piece, rules};

    fn read(cell: &str) -> (Vec<String>, Vec<(usize, usize)>) {
        let mut diagnostics = Diagnostics::default();
        let rules = rules(Piece::new(cell, 0), &mut diagnostics);
        let spans = diagnostics.iter().map(|d| (d.span.start as usize, d.span.end as usize));
        (rules.iter().map(|at| at.rule.to_string()).collect(), spans.collect())
    }

    #[test]
    fn every_form_prints_as_it_is_written() {
        let cell = "not empty; 1..=64 bytes; ..=250 chars; ..=10 items; 0 or 128..=1920; one of a, \
                    b; known c, d; needs X; needs Y; from 1; flag; unix seconds; secret; default X";
        let (rules, wrong) = read(cell);
        assert_eq!(rules.join("; "), cell);
        assert_eq!(wrong, []);
        assert_eq!(read("1..; -5..=-0.5").0, ["1.."]);
        assert_eq!(read("-5..=-0.5").0, ["-5..=-0.5"]);
    }

    #[test]
    fn mistakes_have_their_place() {
        assert_eq!(read("secret; not emtpy").1, [(8, 17)]);
        assert_eq!(read("64..=1 bytes").1, [(0, 6)]);
        assert_eq!(read("1..64").1, [(0, 5)]);
        assert_eq!(read("1..=64 byte").1, [(7, 11)]);
        assert_eq!(read("one of a, b, a").1, [(13, 14)]);
        assert_eq!(read("from x").1, [(5, 6)]);
    }

    #[test]
    fn rules_are_broken_by_what_they_forbid() {
        let mut diagnostics = Diagnostics::default();
        let mut rule = |text| rules(Piece::new(text, 0), &mut diagnostics).remove(0).rule;
        assert!(rule("..=3 bytes").broken_by_text("视频"));
        assert!(!rule("..=3 chars").broken_by_text("视频"));
        assert!(rule("one of a, b").broken_by_text("c"));
        assert!(!rule("known a, b").broken_by_text("c"));
        let sizes = rule("0 or 128..=1920");
        assert!(!sizes.broken_by_number(Number::Integer(0)));
        assert!(sizes.broken_by_number(Number::Integer(127)));
        assert!(sizes.broken_by_number(Number::Float(1920.5)));
        assert!(rule("not empty").broken_by_items(0));
        assert!(rule("..=2 items").broken_by_items(3));
    }
}
