//! A request as it would go out, shown and not sent.

use serde_json::{Map, Value, json};
use vod_api::{Plan, PlannedFile, Prepared};

use crate::output::{self, Failure};

/// Shows a call.
pub(crate) fn call(prepared: &Prepared, json: bool) -> Result<(), Failure> {
    if json { output::ordered(fields(prepared)) } else { output::print(text(prepared)) }
}

/// Shows the first request of an upload, and the files that go where its answer says.
pub(crate) fn upload(prepared: &Prepared, plan: &Plan, json: bool) -> Result<(), Failure> {
    let files = [("video", Some(&plan.video)), ("cover", plan.cover.as_ref())];
    let files = || files.iter().filter_map(|(what, file)| Some((what, (*file)?)));
    if json {
        let file = |(what, file): (&&str, &PlannedFile)| {
            json!({
                "file": what,
                "path": file.path.to_string_lossy(),
                "bytes": file.bytes,
                "mediaType": file.media_type,
            })
        };
        let [method, url, headers, body, string_to_sign, signature] = fields(prepared);
        let files = ("files", files().map(file).collect());
        let all = [method, url, headers, body, string_to_sign, signature, files];
        return output::ordered(all);
    }
    let mut lines = vec![text(prepared), "\nthen to COS, where the answer says".to_owned()];
    lines.extend(files().map(|(what, file)| {
        let PlannedFile { path, bytes, media_type, .. } = file;
        let length =
            bytes.map_or("length not known yet".to_owned(), |bytes| format!("{bytes} bytes"));
        let path = path.to_string_lossy();
        format!("{what}  {} ({length}, {media_type})", output::line(&path))
    }));
    lines.push("\nthen CommitUpload, with the session key of the answer".to_owned());
    output::print(lines.join("\n"))
}

fn fields(prepared: &Prepared) -> [(&'static str, Value); 6] {
    let headers: Map<String, Value> = prepared
        .headers()
        .into_iter()
        .map(|(name, value)| (name.to_owned(), json!(value)))
        .collect();
    [
        ("method", json!(prepared.method())),
        ("url", json!(prepared.url())),
        ("headers", json!(headers)),
        ("body", json!(prepared.body())),
        ("stringToSign", json!(prepared.string_to_sign())),
        ("signature", json!(prepared.signature())),
    ]
}

fn text(prepared: &Prepared) -> String {
    let mut lines = vec![format!("{} {}", prepared.method(), prepared.url())];
    lines.extend(prepared.headers().iter().map(|(name, value)| format!("{name}: {value}")));
    lines.extend(prepared.body().map(|body| format!("\n{body}")));
    lines.push(format!("\nstring to sign\n{}", prepared.string_to_sign()));
    lines.push(format!("\nsignature\n{}", prepared.signature()));
    lines.join("\n")
}
