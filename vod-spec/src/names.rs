//! Names on the wire -> names in Rust.

/// `videoType` -> `video_type`, `fileIDs` -> `file_ids`, `type` -> `r#type`, `self` -> `self_`.
///
/// What is generated beside fields and setters keeps its name: `send` -> `send_`.
#[must_use]
pub fn field(wire: &str) -> String {
    taken(snake(wire), &["build", "extra", "send", "unknown"])
}

/// `ApplyUpload` -> `apply_upload`: a client's method. The client's own keep their names.
#[must_use]
pub fn method(wire: &str) -> String {
    const OWN: &[&str] = &[
        "as_ref", "builder", "clone", "from", "into", "new", "read", "runtime", "send", "sign",
        "upload",
    ];
    taken(snake(wire), OWN)
}

fn snake(wire: &str) -> String {
    let words: Vec<String> = words(wire).iter().map(|word| word.to_lowercase()).collect();
    keyword(guard(words.join("_"), "_"))
}

fn taken(name: String, own: &[&str]) -> String {
    if own.contains(&name.as_str()) { name + "_" } else { name }
}

/// `ApplyUpload`, `Response` -> `ApplyUploadResponse`: what is generated beside a type.
#[must_use]
pub fn beside(rust: &str, what: &str) -> String {
    // `Client_` bears its mark only where it must.
    format!("{}{what}", rust.trim_end_matches('_'))
}

/// `cosUpload` -> `CosUpload`, `file-list` -> `FileList`: an Action, a struct, an enum.
///
/// What is generated for the API as a whole keeps its name: `Client` -> `Client_`.
#[must_use]
pub fn r#type(wire: &str) -> String {
    taken(pascal(wire), &["Client", "CommonCode"])
}

/// `mp4` -> `Mp4`: a value of an enum, which keeps `Other` for itself.
#[must_use]
pub fn value(wire: &str) -> String {
    taken(pascal(wire), &["Other"])
}

/// Words joined with capitals, and nothing kept free.
#[must_use]
pub fn pascal(wire: &str) -> String {
    let pascal: String = words(wire)
        .iter()
        .map(|word| {
            let mut chars = word.chars();
            let first = chars.next().map(|first| first.to_uppercase().to_string());
            first.unwrap_or_default() + &chars.as_str().to_lowercase()
        })
        .collect();
    keyword(guard(pascal, "V"))
}

/// `32001` -> `Code32001`, `-10001` -> `CodeMinus10001`.
#[must_use]
pub fn code(wire: &str) -> String {
    match wire.strip_prefix('-') {
        Some(digits) => format!("CodeMinus{digits}"),
        None if wire.starts_with(|first: char| first.is_ascii_digit()) => format!("Code{wire}"),
        None => taken(pascal(wire), &["Common", "Other"]),
    }
}

/// The anchor that a heading has when the page is rendered.
#[must_use]
pub fn anchor(heading: &str) -> String {
    let kept =
        heading.trim().chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.flat_map(char::to_lowercase).map(|c| if c == ' ' { '-' } else { c }).collect()
}

/// Words begin at a capital after a small letter, at the last capital of a run before a small
/// letter, and after anything that is no letter or digit.
fn words(wire: &str) -> Vec<String> {
    let chars: Vec<char> = wire.chars().collect();
    let mut words = vec![String::new()];
    for (at, c) in chars.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| chars.get(at)).copied().unwrap_or('_');
        let after = chars.get(at + 1).copied().unwrap_or('_');
        // The `s` of `IDs` is a plural and no word.
        let plural = after == 's' && chars.get(at + 2).is_none_or(|next| !next.is_lowercase());
        let begins = c.is_uppercase()
            && (before.is_lowercase()
                || before.is_ascii_digit()
                || (before.is_uppercase() && after.is_lowercase() && !plural));
        if begins || !c.is_ascii_alphanumeric() {
            words.push(String::new());
        }
        if c.is_ascii_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.push(*c);
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

fn guard(name: String, prefix: &str) -> String {
    match name.chars().next() {
        None => "_".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("{prefix}{name}"),
        Some(_) => name,
    }
}

fn keyword(name: String) -> String {
    const RAW: &[&str] = &[
        "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do",
        "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in",
        "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
        "return", "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe",
        "unsized", "use", "virtual", "where", "while", "yield",
    ];
    if matches!(name.as_str(), "self" | "Self" | "super" | "crate" | "_") {
        return name + "_";
    }
    if RAW.contains(&name.as_str()) { format!("r#{name}") } else { name }
}

#[cfg(test)]
mod tests {
    #[test]
    fn wire_names_become_rust_names() {
        for (wire, rust) in [
            ("videoType", "video_type"),
            ("SubAppId", "sub_app_id"),
            ("fileIDs", "file_ids"),
            ("URL", "url"),
            ("storageRegionV5", "storage_region_v5"),
            ("MD5Sum", "md5_sum"),
            ("type", "r#type"),
            ("self", "self_"),
            ("3gp", "_3gp"),
        ] {
            assert_eq!(super::field(wire), rust);
        }
        assert_eq!(super::r#type("cosUpload"), "CosUpload");
        assert_eq!(super::r#type("3gp"), "V3gp");
        assert_eq!(super::r#type("Self"), "Self_");
        assert_eq!(super::method("Read"), "read_");
        assert_eq!(super::code("-10001"), "CodeMinus10001");
        assert_eq!(super::anchor("Cos Upload"), "cos-upload");
    }
}
