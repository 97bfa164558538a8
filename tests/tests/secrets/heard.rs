//! Everything that any crate of this process says to `tracing` or to `log`, at any level.

use std::fmt::{self, Write as _};
use std::sync::{Mutex, Once, PoisonError};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::hunt;

static HEARD: Mutex<String> = Mutex::new(String::new());

/// Writes down all that is said from now on, by every test.
pub(crate) fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        tracing::subscriber::set_global_default(Ear).unwrap();
        log::set_logger(&Ear).unwrap();
        log::set_max_level(log::LevelFilter::Trace);
    });
}

/// All that was said so far.
pub(crate) fn said() -> String {
    HEARD.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

/// Fails when a secret stands in a text, or was said by anyone.
#[track_caller]
pub(crate) fn assert_silent(shown: &str) {
    let (hunt, said) = (hunt::all(), said());
    let found = [("shown", shown), ("said", &said)]
        .into_iter()
        .find_map(|(where_, text)| Some(format!("{where_}: {}", hunt.find(text.as_bytes())?)));
    drop(hunt);
    if let Some(found) = found {
        panic!("a secret was {found}");
    }
    // Whatever a signature is, it does not come with its name.
    for text in [shown, &said] {
        for mark in ["Signature=", "signature=", "SecretKey=", "Token="] {
            let hidden = |rest: &str| rest.starts_with("[redacted]");
            let mut rest = text.split(mark).skip(1);
            assert!(rest.all(hidden), "{mark} in {text}");
        }
    }
}

struct Ear;

impl Ear {
    fn write(what: &str, record: impl FnOnce(&mut dyn Visit)) {
        let mut line = format!("{what}:");
        record(&mut Line(&mut line));
        line.push('\n');
        HEARD.lock().unwrap_or_else(PoisonError::into_inner).push_str(&line);
    }
}

struct Line<'l>(&'l mut String);

impl Visit for Line<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let _ = write!(self.0, " {field}={value:?}");
    }
}

impl Subscriber for Ear {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        Self::write(span.metadata().target(), |line| span.record(line));
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        Self::write("recorded", |line| values.record(line));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        Self::write(event.metadata().target(), |line| event.record(line));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

impl log::Log for Ear {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        // At trace, and only there, ureq lists every byte that it sends: SECURITY.md says so.
        if record.target().starts_with("ureq") && record.level() == log::Level::Trace {
            return;
        }
        let line = format!("{}: {}\n", record.target(), record.args());
        HEARD.lock().unwrap_or_else(PoisonError::into_inner).push_str(&line);
    }

    fn flush(&self) {}
}
