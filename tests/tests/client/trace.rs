//! What a log shows of a call.

use std::fmt::{self, Write as _};
use std::sync::{Arc, Mutex};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};
use vod_api::{Credential, v3};

use crate::script::{Script, deleted, refused};

/// Writes everything down.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<String>>);

impl Log {
    fn fields(&self, name: &str, record: impl FnOnce(&mut dyn Visit)) {
        let mut log = self.0.lock().unwrap();
        write!(log, "{name}").unwrap();
        record(&mut Fields(&mut log));
        log.push('\n');
    }
}

struct Fields<'l>(&'l mut String);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        write!(self.0, " {field}={value:?}").unwrap();
    }
}

impl Subscriber for Log {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("vod_api")
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        self.fields(span.metadata().name(), |fields| span.record(fields));
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, record: &Record<'_>) {
        self.fields("+", |fields| record.record(fields));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        self.fields(event.metadata().level().as_str(), |fields| event.record(fields));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[tokio::test(start_paused = true)]
async fn a_call_and_its_tries_are_spans_with_the_names_of_opentelemetry() {
    let log = Log::default();
    let script = Script::of([|| Ok(refused("InternalError")), deleted]);
    let credential = Credential::new("AKID", "a very secret key").with_token("a very secret token");
    let client: v3::Client = script.builder().credential(credential).build().unwrap();
    // While there is one listener alone, tracing asks the thread that comes to a place first whether
    // anyone listens, and that may be another test's.
    let _second = tracing::Dispatch::new(log.clone());
    let guard = tracing::subscriber::set_default(log.clone());
    client.delete_media().file_id("7").send().await.unwrap();
    drop(guard);
    let log = log.0.lock().unwrap().clone();
    let wait = log.lines().find(|line| line.starts_with("INFO")).unwrap();
    assert!(
        wait.contains("action=\"DeleteMedia\"") && wait.contains("error=InternalError"),
        "{wait}"
    );
    let at = "server.address=\"vod.tencentcloudapi.com\"";
    for line in [
        "call otel.name=\"DeleteMedia\" otel.kind=\"internal\" rpc.system.name=\"tencentcloud\" \
         rpc.method=\"DeleteMedia\"",
        &format!(
            "try otel.kind=\"client\" http.request.method=\"POST\" http.request.resend_count=0 {at}"
        ),
        &format!(
            "try otel.kind=\"client\" http.request.method=\"POST\" http.request.resend_count=1 {at}"
        ),
        "+ http.response.status_code=200",
        "DEBUG message=sending bytes=14",
    ] {
        assert!(log.lines().any(|written| written == line), "{line}\n{log}");
    }
    for secret in ["very secret", "Signature=", "FileId"] {
        assert!(!log.contains(secret), "{secret} in\n{log}");
    }
}
