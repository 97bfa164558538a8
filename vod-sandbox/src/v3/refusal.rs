//! Why API 3.0 refuses a request, and the envelope around every answer.

use serde_json::{Map, Value, json};

/// A refusal; the HTTP status is 200 all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) code: String,
    pub(super) message: String,
    /// What stands beside `Code` and `Message`, for whom signs by hand.
    details: Vec<(&'static str, String)>,
}

impl Refusal {
    pub(super) fn new(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self { code: code.into(), message: message.into(), details: Vec::new() }
    }

    pub(super) fn beside(mut self, name: &'static str, value: String) -> Self {
        self.details.push((name, value));
        self
    }

    fn fields(&self) -> Map<String, Value> {
        let own = [("Code", &self.code), ("Message", &self.message)];
        let details = self.details.iter().map(|(name, value)| (*name, value));
        let error: Map<String, Value> = own
            .into_iter()
            .chain(details)
            .map(|(name, value)| (name.to_owned(), value.as_str().into()))
            .collect();
        Map::from_iter([("Error".to_owned(), error.into())])
    }
}

/// The whole answer: an Action's fields, or an `Error`, inside `Response`.
pub(super) fn envelope(answer: &Result<Map<String, Value>, Refusal>, request_id: &str) -> Value {
    let mut fields = answer.clone().unwrap_or_else(|refusal| refusal.fields());
    fields.insert("RequestId".to_owned(), request_id.into());
    json!({ "Response": fields })
}

/// Names a call: the form of a UUID.
pub(super) fn request_id() -> String {
    let digits = format!("{:032x}", fastrand::u128(..));
    let part = |from: usize, to: usize| digits.get(from..to).unwrap_or_default();
    [part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32)].join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_stands_inside_response() {
        let refusal = Refusal::new("A.B", "no").beside("stringToSign", "text".to_owned());
        let told = json!({ "Code": "A.B", "Message": "no", "stringToSign": "text" });
        assert_eq!(
            envelope(&Err(refusal), "id"),
            json!({ "Response": { "Error": told, "RequestId": "id" } })
        );
        let lengths: Vec<usize> = request_id().split('-').map(str::len).collect();
        assert_eq!(lengths, [8, 4, 4, 4, 12]);
    }
}
