//! Reads `application/x-www-form-urlencoded` text, in a query or a body.

use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;

/// Names and values, decoded. Of a name sent twice the last counts, as it does in PHP.
pub(crate) type Parameters = BTreeMap<String, String>;

/// Decodes a query or a form; bytes that are no UTF-8 become U+FFFD.
pub(crate) fn read(text: &str) -> Parameters {
    let decode =
        |text: &str| percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned();
    text.split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (decode(name), decode(value)))
        .collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn plus_and_percent_are_decoded() {
        let read = super::read("a=1+2%2B%E8%85%BE&b&a=3%26&");
        assert_eq!(read.get("a").map(String::as_str), Some("3&"));
        assert_eq!(read.get("b").map(String::as_str), Some(""));
        assert_eq!(read.len(), 2);
        assert_eq!(super::read("k=1+2%2B%E8%85%BE")["k"], "1 2+腾");
    }
}
