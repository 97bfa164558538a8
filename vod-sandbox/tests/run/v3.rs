//! Requests of API 3.0, signed with TC3-HMAC-SHA256 by code of the tests' own.

use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{Answer, Run, hex, now};

/// A request that is right until a test changes it.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub(crate) method: &'static str,
    pub(crate) query: String,
    /// Sent as `Host`.
    pub(crate) host: String,
    pub(crate) signed_host: String,
    pub(crate) id: String,
    pub(crate) key: String,
    pub(crate) service: &'static str,
    pub(crate) timestamp: u64,
    /// Days that the scope's date is ahead of the timestamp.
    pub(crate) days: u64,
    /// Beside `host`, in the order of their names.
    pub(crate) signed: Vec<&'static str>,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: String,
}

impl Call {
    pub(crate) fn set(mut self, name: &'static str, value: &str) -> Self {
        self.headers.retain(|(given, _)| *given != name);
        self.headers.push((name, value.to_owned()));
        self
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(given, _)| *given != name);
        self
    }

    fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(given, _)| given.eq_ignore_ascii_case(name));
        found.map_or("", |(_, value)| value)
    }

    /// Counted year by year and month by month.
    fn date(&self) -> String {
        let mut days = self.timestamp / 86400 + self.days;
        let leap = |year: u64| {
            year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
        };
        let (mut year, mut month) = (1970, 0);
        while days >= 365 + u64::from(leap(year)) {
            days -= 365 + u64::from(leap(year));
            year += 1;
        }
        let february = 28 + u64::from(leap(year));
        let months = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        while days >= months[month] {
            days -= months[month];
            month += 1;
        }
        format!("{year}-{:02}-{:02}", month + 1, days + 1)
    }

    /// The request as bytes, signed.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut names = self.signed.clone();
        names.push("host");
        names.sort_unstable();
        let mut lines = String::new();
        for name in &names {
            let value = if *name == "host" { &self.signed_host } else { self.header(name) };
            lines.extend([name, ":", &value.to_lowercase(), "\n"]);
        }
        let payload = hex(&Sha256::digest(&self.body));
        let names = names.join(";");
        let canonical = format!("{}\n/\n{}\n{lines}\n{names}\n{payload}", self.method, self.query);
        let scope = format!("{}/{}/tc3_request", self.date(), self.service);
        let hash = hex(&Sha256::digest(&canonical));
        let text = format!("TC3-HMAC-SHA256\n{}\n{scope}\n{hash}", self.timestamp);
        let key = mac(format!("TC3{}", self.key).as_bytes(), &self.date());
        let key = mac(&mac(&key, self.service), "tc3_request");
        let signature = hex(&mac(&key, &text));
        let right = format!(
            "TC3-HMAC-SHA256 Credential={}/{scope}, SignedHeaders={names}, Signature={signature}",
            self.id
        );
        let query = if self.query.is_empty() { String::new() } else { format!("?{}", self.query) };
        let mut head = format!(
            "{} /{query} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Length: {}\r\n",
            self.method,
            self.host,
            self.body.len()
        );
        let given = self.headers.iter().any(|(name, _)| *name == "Authorization");
        if !given {
            head.extend(["Authorization: ", &right, "\r\n"]);
        }
        for (name, value) in &self.headers {
            head.extend([*name, ": ", value.as_str(), "\r\n"]);
        }
        format!("{head}\r\n{}", self.body).into_bytes()
    }
}

impl Run {
    /// A right request.
    pub(crate) fn v3(&self, action: &str, body: &Value) -> Call {
        let timestamp = now();
        Call {
            method: "POST",
            query: String::new(),
            host: self.address(),
            signed_host: self.address(),
            id: self.sandbox.secret_id().to_owned(),
            key: self.sandbox.secret_key().to_owned(),
            service: "vod",
            timestamp,
            days: 0,
            signed: vec!["content-type"],
            headers: vec![
                ("Content-Type", "application/json; charset=utf-8".to_owned()),
                ("X-TC-Action", action.to_owned()),
                ("X-TC-Version", "2018-07-17".to_owned()),
                ("X-TC-Timestamp", timestamp.to_string()),
            ],
            body: body.to_string(),
        }
    }

    /// A right GET; its query is signed as it is sent.
    pub(crate) fn v3_get(&self, action: &str, query: &str) -> Call {
        let call = self.v3(action, &json!({}));
        let call = Call { method: "GET", query: query.to_owned(), body: String::new(), ..call };
        call.set("Content-Type", "application/x-www-form-urlencoded")
    }

    pub(crate) fn answer(&self, call: &Call) -> Answer {
        self.send(&call.bytes())
    }

    /// What stands inside `Response`.
    pub(crate) fn ask(&self, action: &str, body: &Value) -> Value {
        self.answer(&self.v3(action, body)).response()
    }

    /// Opens an upload of a file, and of a cover.
    pub(crate) fn apply(&self, more: &Value) -> Value {
        let mut body = json!({ "MediaType": "mp4" });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let opened = self.ask("ApplyUpload", &body);
        assert_eq!(opened.get("Error"), None, "{opened}");
        opened
    }

    /// Puts an object by Host header, with the pair and token of an ApplyUpload.
    pub(crate) fn put(&self, opened: &Value, path: &str, body: &str) -> Answer {
        let lent = &opened["TempCertificate"];
        self.put_with(opened, path, body, lent["Token"].as_str())
    }

    pub(crate) fn put_with(
        &self,
        opened: &Value,
        path: &str,
        body: &str,
        token: Option<&str>,
    ) -> Answer {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let lent = &opened["TempCertificate"];
        let (id, key) = (text(&lent["SecretId"]), text(&lent["SecretKey"]));
        let (bucket, region) = (text(&opened["StorageBucket"]), text(&opened["StorageRegion"]));
        let host = format!("{bucket}.cos.{region}.myqcloud.com");
        let head = super::head_of((&id, &key), now(), ("PUT", &host, path), body.len());
        let token = token.map(|token| format!("x-cos-security-token: {token}\r\n"));
        self.send(format!("{head}{}\r\n{body}", token.unwrap_or_default()).as_bytes())
    }
}

impl Answer {
    /// What stands inside `Response`; nothing stands beside it.
    pub(crate) fn response(&self) -> Value {
        assert_eq!(self.status, 200, "{}", self.text());
        let mut answer = self.json();
        let inside = answer["Response"].take();
        assert_eq!(answer, json!({ "Response": null }));
        assert_eq!(inside["RequestId"].as_str().unwrap().len(), 36);
        inside
    }

    /// Code and Message of a refusal.
    pub(crate) fn refusal(&self) -> (String, String) {
        let inside = self.response();
        let text = |name: &str| inside["Error"][name].as_str().unwrap_or_default().to_owned();
        (text("Code"), text("Message"))
    }
}

fn mac(key: &[u8], text: &str) -> Vec<u8> {
    let mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.chain_update(text).finalize().into_bytes().to_vec()
}
