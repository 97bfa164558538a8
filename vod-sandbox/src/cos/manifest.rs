//! The list of parts that a `CompleteMultipartUpload` names, out of its XML.

/// A part as it is named; its ETag without quotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) number: u16,
    pub(super) etag: String,
}

/// The parts in their order; none if the text is no such document.
pub(super) fn read(text: &str) -> Option<Vec<Named>> {
    let mut rest = text.trim_start_matches('\u{feff}').trim();
    if rest.starts_with("<?xml") {
        rest = rest.split_once("?>")?.1;
    }
    let (inside, behind) = element(rest, "CompleteMultipartUpload")?;
    let mut parts = Vec::new();
    let mut rest = inside.trim();
    while !rest.is_empty() {
        let (part, next) = element(rest, "Part")?;
        parts.push(named(part)?);
        rest = next.trim();
    }
    (behind.trim().is_empty() && !parts.is_empty()).then_some(parts)
}

/// Number and ETag in either order; what else COS may once give back of a part counts for nothing.
fn named(part: &str) -> Option<Named> {
    let (mut number, mut etag) = (None, None);
    let mut rest = part.trim();
    while !rest.is_empty() {
        let name = rest.strip_prefix('<')?;
        let name = name.get(..name.find(|c: char| !c.is_ascii_alphanumeric())?)?;
        let (text, next) = element(rest, name)?;
        match name {
            "PartNumber" => number = Some(text.trim().parse().ok()?),
            "ETag" => {
                let text = text.replace("&quot;", "\"").replace("&#34;", "\"");
                etag = Some(text.trim().trim_matches('"').to_owned());
            }
            _ => {}
        }
        rest = next.trim();
    }
    Some(Named { number: number?, etag: etag? })
}

/// What is inside the element that a text begins with, and what stands behind it.
fn element<'t>(text: &'t str, name: &str) -> Option<(&'t str, &'t str)> {
    let (tag, rest) = text.trim_start().strip_prefix('<')?.split_once('>')?;
    let attributes = tag.strip_prefix(name)?;
    if !(attributes.is_empty() || attributes.starts_with(char::is_whitespace)) {
        return None;
    }
    rest.split_once(&format!("</{name}>"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_read_however_they_are_written() {
        let two = [("1", "a"), ("10000", "b")];
        let two = two.map(|(n, etag)| Named { number: n.parse().unwrap(), etag: etag.to_owned() });
        for text in [
            "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>\"a\"</ETag></Part>\
             <Part><PartNumber>10000</PartNumber><ETag>b</ETag></Part></CompleteMultipartUpload>",
            "\u{feff}<?xml version='1.0'?>\n<CompleteMultipartUpload xmlns=\"x\">\n <Part>\n\
             <ETag>&quot;a&quot;</ETag> <PartNumber> 1 </PartNumber> </Part>\n<Part>\
             <ETag>&#34;b&#34;</ETag><Size>3</Size><PartNumber>10000</PartNumber></Part>\n\
             </CompleteMultipartUpload>\n",
        ] {
            assert_eq!(read(text).as_deref(), Some(&two[..]), "{text}");
        }
    }

    #[test]
    fn what_is_no_list_of_parts_is_none() {
        for text in [
            "",
            "parts",
            "<CompleteMultipartUpload></CompleteMultipartUpload>",
            "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber></Part></CompleteMultipartUpload>",
            "<CompleteMultipartUpload><Part><ETag>a</ETag></Part></CompleteMultipartUpload>",
            "<CompleteMultipartUpload><Part><PartNumber>-1</PartNumber><ETag>a</ETag></Part></CompleteMultipartUpload>",
            "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>a</ETag></CompleteMultipartUpload>",
            "<Complete><Part><PartNumber>1</PartNumber><ETag>a</ETag></Part></Complete>",
            "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>a</ETag></Part></CompleteMultipartUpload>x",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
