//! What the words of other pages would be here: those of the vendor's tables, and of habit.
//!
//! Only for help lines; nothing is taken for what it was meant to be without being told.

use crate::names;
use crate::protocol::Protocol;

/// The column that other pages call so.
pub(crate) fn column<'k>(name: &str, known: &[&'k str]) -> Option<&'k str> {
    const WORDS: &[(&str, &[&str])] = &[
        ("parameter name", &["Parameter", "Field"]),
        ("field name", &["Field", "Parameter"]),
        ("parameter", &["Field"]),
        ("field", &["Parameter"]),
        ("name", &["Parameter", "Field", "Value", "Fact"]),
        ("required", &["Always"]),
        ("always", &["Required"]),
        ("meaning", &["Description"]),
        ("参数名称", &["Parameter", "Field"]),
        ("必填", &["Required", "Always"]),
        ("必选", &["Required", "Always"]),
        ("类型", &["Type"]),
        ("描述", &["Description"]),
        ("说明", &["Description"]),
        ("error code", &["Code"]),
        ("错误码", &["Code"]),
    ];
    let folded = name.to_lowercase();
    let (_, meant) = WORDS.iter().find(|(word, _)| *word == folded)?;
    meant.iter().find_map(|meant| known.iter().copied().find(|name| name == meant))
}

/// The type that other pages write so.
pub(crate) fn ty(text: &str) -> Option<String> {
    let folded = text.to_lowercase();
    let word = match folded.as_str() {
        "int" | "int32" | "int64" | "long" | "number" | "整型" | "整数" => "Integer",
        "uint" | "uint32" | "uint64" | "unsigned integer" => "Unsigned",
        "bool" | "布尔" => "Boolean",
        "double" | "float32" | "float64" => "Float",
        "str" | "text" | "字符串" => "String",
        "json" | "map" | "any" => "Object",
        "datetime" | "date" | "time" | "timestamp iso8601" => "Timestamp",
        "array" | "list" | "数组" => "Array of String",
        _ => "",
    };
    if !word.is_empty() {
        return Some(word.to_owned());
    }
    let item = text.strip_suffix("[]").or_else(|| {
        let inside = text.strip_suffix('>')?.split_once('<')?;
        ["array", "list", "vec"].contains(&inside.0.to_lowercase().as_str()).then_some(inside.1)
    });
    let item = item.or_else(|| {
        let head = folded.strip_prefix("array of ").or_else(|| folded.strip_prefix("list of "))?;
        text.get(text.len() - head.len()..)
    })?;
    let item = item.trim();
    Some(format!("Array of {}", ty(item).unwrap_or_else(|| item.to_owned())))
}

/// How to say here what a constraint says in other words.
pub(crate) fn constraint(text: &str) -> Option<String> {
    let folded = text.to_lowercase();
    match folded.trim() {
        "none" | "-" | "--" | "n/a" | "/" | "无" => {
            return Some("leave the cell empty".to_owned());
        }
        "required" | "optional" | "mandatory" | "必填" => {
            return Some("that is said in the column `Required`".to_owned());
        }
        "nonempty" | "non-empty" | "not blank" | "notempty" => return Some(write("not empty")),
        "password" | "hidden" | "sensitive" => return Some(write("secret")),
        "positive" => return Some(write("1..")),
        "needs" | "one of" | "known" | "default" | "from" => {
            return Some(format!("`{folded}` says nothing by itself: write `{folded} …`"));
        }
        _ => {}
    }
    words(text).or_else(|| range(&folded))
}

/// A constraint that begins with another word for one of ours.
fn words(text: &str) -> Option<String> {
    const OURS: &[(&str, &[&str])] = &[
        ("default", &["defaults to ", "default is ", "default: ", "default:", "default=", "默认"]),
        ("needs", &["requires ", "needs: ", "depends on ", "with "]),
        ("one of", &["oneof ", "enum ", "one of: ", "any of ", "in "]),
        ("known", &["known: ", "such as ", "e.g. "]),
        ("from", &["starts from ", "starts at ", "counted from "]),
    ];
    let folded = text.to_lowercase();
    let (ours, rest) = OURS.iter().find_map(|(ours, others)| {
        let head = others.iter().find(|head| folded.starts_with(**head))?;
        Some((ours, text.get(head.len()..)?.trim()))
    })?;
    (!rest.is_empty()).then(|| write(&format!("{ours} {rest}")))
}

/// A range in words, or between other signs.
fn range(folded: &str) -> Option<String> {
    // A comma amid digits groups them; dots between two numbers part them.
    let plain = grouped(folded).replace("...", " ").replace("..", " ");
    let numbers: Vec<&str> = plain
        .split(|c: char| !(c.is_ascii_digit() || c == '.'))
        .map(|number| number.trim_matches('.'))
        .filter(|number| !number.is_empty())
        .collect();
    let unit = [("byte", " bytes"), ("char", " chars"), ("item", " items")];
    let unit = unit.iter().find(|(word, _)| folded.contains(word)).map_or("", |(_, unit)| unit);
    let says = |words: &[&str]| words.iter().any(|word| folded.contains(word));
    let moved = |number: &str, by: i64| {
        number.parse::<i64>().ok().and_then(|number| number.checked_add(by)).map(|n| n.to_string())
    };
    let at_most = |number: &str| Some(write(&format!("..={number}{unit}")));
    let at_least = |number: &str| Some(write(&format!("{number}..{unit}")));
    match numbers.as_slice() {
        [low, high] => {
            let open = folded.trim_start().starts_with('(');
            let end = folded.trim_end().ends_with(')');
            let bracketed = open || folded.trim_start().starts_with('[');
            if (plain.contains(" or ") || plain.contains(',')) && !bracketed {
                return None;
            }
            let low = if open { moved(low, 1)? } else { (*low).to_owned() };
            let high = if bracketed && end { moved(high, -1)? } else { (*high).to_owned() };
            Some(write(&format!("{low}..={high}{unit}")))
        }
        [one] => {
            let more = says(&["more", "longer", "greater", "larger", "exceed", "over ", "above"]);
            let less = says(&["less", "fewer", "shorter", "smaller", "below", "under "]);
            let negated = says(&["no ", "not ", "n't ", "cannot ", "never "]);
            let trimmed = folded.trim_start();
            match (more, less, negated) {
                (true, false, true) => return at_most(one),
                (false, true, true) => return at_least(one),
                (true, false, false) => return at_least(&moved(one, 1)?),
                (false, true, false) => return at_most(&moved(one, -1)?),
                _ => {}
            }
            if says(&["max", "up to", "at most", "<=", "≤"]) {
                return at_most(one);
            }
            if says(&["min", "at least", ">=", "≥"]) {
                return at_least(one);
            }
            match trimmed.chars().next() {
                Some('<') => at_most(&moved(one, -1)?),
                Some('>') => at_least(&moved(one, 1)?),
                _ => None,
            }
        }
        _ => None,
    }
}

/// The text without the commas that group the digits of a number.
fn grouped(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let digit =
        |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(char::is_ascii_digit);
    let groups = |at: usize| {
        digit(at.checked_sub(1))
            && (1..=3).all(|more| digit(Some(at + more)))
            && !digit(Some(at + 4))
    };
    let kept = chars.iter().enumerate().filter(|(at, c)| **c != ',' || !groups(*at));
    kept.map(|(_, c)| *c).collect()
}

fn write(what: &str) -> String {
    format!("write `{what}`")
}

/// A count and a unit of time as other pages write them: `100 counts/min`, `1,000次/分钟`.
pub(crate) fn rate_limit(text: &str) -> Option<String> {
    let digits: String = text
        .chars()
        .take_while(|c| c.is_ascii_digit() || *c == ',')
        .filter(char::is_ascii_digit)
        .collect();
    let folded = text.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| folded.contains(word));
    let unit = if says(&["/min", "分钟", "per min", "a min"]) {
        "min"
    } else if says(&["/s", "秒", "per s", "a s"]) {
        "s"
    } else if says(&["/h", "小时", "per h", "an h"]) {
        "h"
    } else {
        return None;
    };
    (!digits.is_empty()).then(|| format!("{digits}/{unit}"))
}

/// The protocol that is called so.
pub(crate) fn protocol(text: &str) -> Option<Protocol> {
    let folded = text.to_lowercase();
    match folded.trim_start_matches("api").trim().trim_start_matches('v') {
        "2" | "2.0" => Some(Protocol::V2),
        "3" | "3.0" => Some(Protocol::V3),
        _ => None,
    }
}

/// The section that other pages call so.
pub(crate) fn section(heading: &str) -> Option<&'static str> {
    const WORDS: &[(&str, &str)] = &[
        ("input parameter", "Request"),
        ("output parameter", "Response"),
        ("request parameter", "Request"),
        ("response parameter", "Response"),
        ("输入参数", "Request"),
        ("输出参数", "Response"),
        ("error code", "Errors"),
        ("错误码", "Errors"),
    ];
    let folded = heading.to_lowercase();
    WORDS.iter().find(|(words, _)| folded.contains(words)).map(|(_, meant)| *meant)
}

/// The section heading that a type's name needs.
pub(crate) fn heading(link_text: &str, anchor: &str) -> String {
    if names::anchor(link_text) == anchor {
        return link_text.to_owned();
    }
    names::r#type(anchor)
}

#[cfg(test)]
mod tests {
    use super::{constraint, rate_limit, ty};

    #[test]
    fn words_of_other_pages_become_ours() {
        assert_eq!(ty("String[]").unwrap(), "Array of String");
        assert_eq!(ty("Array<int64>").unwrap(), "Array of Integer");
        assert_eq!(ty("array of string").unwrap(), "Array of string");
        assert_eq!(ty("CosUpload"), None);
        let told = |text| constraint(text).unwrap();
        assert_eq!(told("128-10000"), "write `128..=10000`");
        assert_eq!(told("[128, 10000]"), "write `128..=10000`");
        assert_eq!(told("max 64 bytes"), "write `..=64 bytes`");
        assert_eq!(told("less than 64 bytes"), "write `..=63 bytes`");
        for (text, meant) in [
            ("No more than 20 bytes", "..=20 bytes"),
            ("must not be longer than 64 chars", "..=64 chars"),
            ("not greater than 3", "..=3"),
            ("no less than 10", "10.."),
            ("cannot exceed 100", "..=100"),
            ("over 3", "4.."),
            ("<10", "..=9"),
            ("[0, 10)", "0..=9"),
            ("(0, 10]", "1..=10"),
            ("1...10", "1..=10"),
            ("1-64 bytes", "1..=64 bytes"),
            ("128-10,000", "128..=10000"),
            ("default: x", "default x"),
            ("requires coverType", "needs coverType"),
            ("oneof x, y", "one of x, y"),
        ] {
            assert_eq!(told(text), format!("write `{meant}`"));
        }
        assert_eq!(told("at least 1 item"), "write `1.. items`");
        assert_eq!(constraint("whatever"), None);
        assert_eq!(rate_limit("1,000 counts/min").unwrap(), "1000/min");
        assert_eq!(rate_limit("100次/分钟").unwrap(), "100/min");
        assert_eq!(rate_limit("often"), None);
    }
}
