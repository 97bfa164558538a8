//! What the words of other pages would be here: those of the vendor's tables, and of habit.
//!
//! Only for help lines; nothing is taken for what it was meant to be without being told.

use crate::names;

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
        "int" | "int32" | "int64" | "long" | "number" => "Integer",
        "uint" | "uint32" | "uint64" | "unsigned integer" => "Unsigned",
        "bool" => "Boolean",
        "double" | "float32" | "float64" => "Float",
        "str" | "text" => "String",
        "json" | "map" | "any" => "Object",
        "datetime" | "date" | "time" => "Timestamp",
        "array" | "list" => "Array of String",
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

/// The constraint that other words state.
pub(crate) fn constraint(text: &str) -> Option<String> {
    let folded = text.to_lowercase();
    match folded.as_str() {
        "required" | "optional" | "mandatory" => return Some(column_of_its_own()),
        "nonempty" | "non-empty" | "not blank" | "notempty" => return Some(write("not empty")),
        _ => {}
    }
    let numbers: Vec<&str> = folded
        .split(|c: char| !(c.is_ascii_digit() || c == '.'))
        .map(|number| number.trim_matches('.'))
        .filter(|number| !number.is_empty())
        .collect();
    let unit = [("byte", " bytes"), ("char", " chars"), ("item", " items")];
    let unit = unit.iter().find(|(word, _)| folded.contains(word)).map_or("", |(_, unit)| unit);
    let says = |words: &[&str]| words.iter().any(|word| folded.contains(word));
    match numbers.as_slice() {
        [low, high] if !says(&["or", ","]) || folded.starts_with(['[', '(']) => {
            Some(write(&format!("{low}..={high}{unit}")))
        }
        [one] => {
            let below = || one.parse::<u64>().ok()?.checked_sub(1).map(|one| one.to_string());
            let above = || one.parse::<u64>().ok()?.checked_add(1).map(|one| one.to_string());
            if says(&["less than", "fewer than", "shorter than"]) || folded.starts_with("< ") {
                return Some(write(&format!("..={}{unit}", below()?)));
            }
            if says(&["more than", "greater than", "longer than"]) || folded.starts_with("> ") {
                return Some(write(&format!("{}..{unit}", above()?)));
            }
            if says(&["max", "up to", "at most", "<=", "≤", "no more"]) {
                return Some(write(&format!("..={one}{unit}")));
            }
            says(&["min", "at least", ">=", "≥", "no less"])
                .then(|| write(&format!("{one}..{unit}")))
        }
        _ => None,
    }
}

fn write(what: &str) -> String {
    format!("write `{what}`")
}

fn column_of_its_own() -> String {
    "that is said in the column `Required`".to_owned()
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
        assert_eq!(told("at least 1 item"), "write `1.. items`");
        assert_eq!(constraint("whatever"), None);
        assert_eq!(rate_limit("1,000 counts/min").unwrap(), "1000/min");
        assert_eq!(rate_limit("100次/分钟").unwrap(), "100/min");
        assert_eq!(rate_limit("often"), None);
    }
}
