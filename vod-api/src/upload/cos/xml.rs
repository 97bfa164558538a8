//! COS's XML: the few elements of its answers that count, and the list of parts.

use std::fmt::Write as _;

use quick_xml::Reader;
use quick_xml::events::Event;

/// The root of a document and the texts of its elements, by their paths below it.
#[derive(Debug, Default)]
pub(super) struct Document {
    pub(super) root: String,
    /// `Part/ETag` and the like, in the order of the document.
    texts: Vec<(String, String)>,
}

impl Document {
    /// Of a text; what is no XML ends the document where it stands.
    pub(super) fn read(xml: &str) -> Self {
        let mut document = Self::default();
        let mut reader = Reader::from_str(xml.trim_start());
        // A message may quote what it was sent, however badly.
        reader.config_mut().allow_dangling_amp = true;
        let mut path: Vec<String> = Vec::new();
        let mut text = String::new();
        while let Ok(event) = reader.read_event() {
            match event {
                Event::Start(element) => {
                    let name = element.local_name().as_ref().to_owned();
                    if path.is_empty() && document.root.is_empty() {
                        document.root.clone_from(&name);
                    }
                    path.push(name);
                    text.clear();
                }
                Event::Text(part) => {
                    text.push_str(&part.xml10_content());
                }
                Event::GeneralRef(name) => text.push_str(&resolved(&name)),
                Event::CData(part) => text.push_str(&part),
                Event::End(_) => {
                    // The root is no part of a path, but where it holds a text itself.
                    let within = path.get(1..).filter(|within| !within.is_empty());
                    let within = within.unwrap_or(&path).join("/");
                    document.texts.push((within, std::mem::take(&mut text)));
                    path.pop();
                }
                Event::Eof => break,
                _ => {}
            }
        }
        document
    }

    /// The text of the first element of a path.
    pub(super) fn text(&self, path: &str) -> &str {
        let text = self.texts.iter().find(|(at, _)| at == path);
        text.map_or("", |(_, text)| text)
    }

    pub(super) fn all<'d>(&'d self, path: &'d str) -> impl Iterator<Item = &'d str> + 'd {
        self.texts.iter().filter(move |(at, _)| at == path).map(|(_, text)| text.as_str())
    }
}

/// The text of an element of a refusal, also where that is no XML to its end: a server may quote
/// what it was sent as it is.
pub(super) fn told<'x>(xml: &'x str, document: &'x Document, name: &str) -> &'x str {
    let read = document.text(name);
    if !read.is_empty() {
        return read;
    }
    let within = xml.split_once(&format!("<{name}>")).map(|(_, rest)| rest);
    let within = within.and_then(|rest| rest.split_once(&format!("</{name}>")));
    within.map_or("", |(text, _)| text)
}

/// What `&name;` stands for.
fn resolved(name: &quick_xml::events::BytesRef<'_>) -> String {
    if let Ok(Some(c)) = name.resolve_char_ref() {
        return c.to_string();
    }
    let meant = match name.as_ref() {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        // No reference, but a text that was not escaped.
        other => return format!("&{other};"),
    };
    meant.to_owned()
}

/// The body of a request that completes an upload.
pub(super) fn complete<'p>(parts: impl Iterator<Item = (u32, &'p str)>) -> String {
    let mut xml = String::from("<CompleteMultipartUpload>");
    for (number, etag) in parts {
        let etag = etag.replace('&', "&amp;").replace('<', "&lt;");
        // Writing to a String cannot fail.
        let _ = write!(xml, "<Part><PartNumber>{number}</PartNumber><ETag>{etag}</ETag></Part>");
    }
    xml.push_str("</CompleteMultipartUpload>");
    xml
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_found_by_their_paths() {
        let document = Document::read(
            "  \n<?xml version='1.0'?><ListPartsResult xmlns=\"x\"><Key>a&amp;b&#x20;c</Key>\
             <Part><PartNumber>1</PartNumber><ETag>&quot;e&quot;</ETag></Part>\
             <Part><PartNumber>2</PartNumber><ETag/></Part></ListPartsResult>",
        );
        assert_eq!(document.root, "ListPartsResult");
        assert_eq!(document.text("Key"), "a&b c");
        assert_eq!(document.all("Part/PartNumber").collect::<Vec<_>>(), ["1", "2"]);
        assert_eq!(document.text("Part/ETag"), "\"e\"");
        assert_eq!(document.text("Part/Size"), "");
        let cut = "<Error><Message>a < b</Message><Code>x</Code>";
        assert_eq!(told(cut, &Document::read(cut), "Message"), "a < b");
        let quoting = Document::read("<Error><Message>k=a&t=1;2&q=b</Message></Error>");
        assert_eq!(quoting.text("Message"), "k=a&t=1;2&q=b");
    }

    #[test]
    fn what_is_no_xml_says_nothing() {
        for text in ["", "   ", "busy", "<a><b>cut", "\u{feff}<a/>", "<a>&unknown;</b>"] {
            let _ = Document::read(text).text("b");
        }
    }
}
