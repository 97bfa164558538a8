//! Which parameters are secret, by their full names on the wire.

use crate::model::{Api, Body, Field, Type};

/// Whether a dotted name (`pullset.1.url`) leads to a secret, or through one.
#[must_use]
pub fn is_secret(api: &Api, fields: &[Field], name: &str) -> bool {
    let mut parts = name.split('.').peekable();
    let mut fields = fields;
    while let Some(part) = parts.next() {
        let Some(field) = fields.iter().find(|field| field.name.wire == part) else { return false };
        if field.is_secret() {
            return true;
        }
        let mut item = &field.ty;
        while let Type::Array(inner) = item {
            // An index that was forgotten must not let the rest of the name pass for a stranger's.
            parts.next_if(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
            item = inner;
        }
        let Type::Named(place) = item else { return false };
        let Some(Body::Struct(inner)) = api.types.get(*place).map(|named| &named.body) else {
            return false;
        };
        fields = inner;
    }
    false
}

#[cfg(test)]
mod tests {
    use crate::protocol::Protocol;

    const PAGE: &str = "# Pull\n\nPulls.\n\n## Request\n\n\
        | Parameter | Required | Type | Constraints | Description |\n|---|---|---|---|---|\n\
        | files | Yes | Array of [File](#file) | from 1 | Files |\n\
        | keys | No | Array of String | secret | Keys |\n\n\
        ### File\n\n\
        | Field | Required | Type | Constraints | Description |\n|---|---|---|---|---|\n\
        | name | Yes | String | | Its name |\n\
        | url | Yes | String | secret | Where it is |\n\n\
        ## Response\n\n| Field | Always | Type | Description |\n|---|---|---|---|\n\
        | done | Yes | Boolean | Done |\n";

    #[test]
    fn a_secret_is_found_at_any_depth() {
        let reading = crate::read_action("p.md", Protocol::V2, &mut |_| Ok(PAGE.into()));
        assert!(reading.diagnostics.is_empty(), "{}", reading.diagnostics.render(&reading.sources));
        let api = &reading.api;
        let is_secret = |name| super::is_secret(api, &api.actions[0].request, name);
        for secret in ["files.1.url", "files.12.url", "files.url", "keys", "keys.0", "keys.0.x"] {
            assert!(is_secret(secret), "{secret}");
        }
        for plain in ["files", "files.1", "files.1.name", "url", "files.1.url2", "files.1.name.url"]
        {
            assert!(!is_secret(plain), "{plain}");
        }
    }
}
