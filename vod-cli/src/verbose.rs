//! What the client does, told on stderr to whoever asked for it by `-v`.

use std::fmt;
use std::io;

use tracing::field::{Field, Visit};
use tracing::span::Record;
use tracing::{Event, Subscriber};
use tracing_subscriber::field::RecordFields;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::fmt::format::{FormatEvent, FormatFields, Writer};
use tracing_subscriber::fmt::{FmtContext, FormattedFields};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::registry::{LookupSpan, Registry, Scope};

use crate::{output, progress};

/// Whose events are told. What other crates say is not ours to vouch for.
const OURS: [&str; 3] = ["vod_api", "vod_sandbox", "vod::"];

/// Tells from now on what happens, the more the oftener `-v` was given.
pub(crate) fn listen(times: u8) {
    let level = match times {
        0 => return,
        1 => LevelFilter::INFO,
        2 => LevelFilter::DEBUG,
        _ => LevelFilter::TRACE,
    };
    let lines = tracing_subscriber::fmt::layer()
        .event_format(Line)
        .fmt_fields(Fields)
        .with_ansi(false)
        // It would be told on stderr that stderr cannot be written.
        .log_internal_errors(false)
        .with_writer(|| Stderr);
    let ours = Targets::new().with_targets(OURS.map(|target| (target, level)));
    // It can only fail where something listens already, and nothing else does.
    let _ = tracing::subscriber::set_global_default(Registry::default().with(ours).with(lines));
}

/// `level: span and its fields: message and fields`.
struct Line;

impl<S, N> FormatEvent<S, N> for Line
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(
        &self,
        context: &FmtContext<'_, S, N>,
        mut line: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let level = event.metadata().level().as_str().to_ascii_lowercase();
        write!(line, "{level}:")?;
        for span in context.event_scope().into_iter().flat_map(Scope::from_root) {
            let extensions = span.extensions();
            let fields = extensions.get::<FormattedFields<N>>();
            let fields = fields.map_or("", |fields| fields.fields.as_str());
            write!(line, " {}{fields}:", span.name())?;
        }
        context.format_fields(line, event)
    }
}

/// The message and the fields of an event, or the fields of a span.
struct Fields;

impl<'w> FormatFields<'w> for Fields {
    fn format_fields<R: RecordFields>(&self, line: Writer<'w>, fields: R) -> fmt::Result {
        let mut shown = Shown { line, done: Ok(()) };
        fields.record(&mut shown);
        shown.done
    }

    fn add_fields(&self, span: &'w mut FormattedFields<Self>, more: &Record<'_>) -> fmt::Result {
        self.format_fields(span.as_writer(), more)
    }
}

struct Shown<'w> {
    line: Writer<'w>,
    done: fmt::Result,
}

impl Visit for Shown<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.done = self.done.and_then(|()| match field.name() {
            "message" => write!(self.line, " {value:?}"),
            // What says the same of every call is for those who collect traces.
            name if name.starts_with("otel.") || name == "rpc.system.name" => Ok(()),
            name => write!(self.line, " {name}={value:?}"),
        });
    }
}

/// Takes one event at a time and keeps it to a line, beside the bar.
struct Stderr;

impl io::Write for Stderr {
    fn write(&mut self, event: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(event);
        let text = output::line(&text);
        progress::aside(|| writeln!(io::stderr().lock(), "{text}"))?;
        Ok(event.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
