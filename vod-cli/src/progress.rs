//! How far an upload is, told on stderr: by a bar on a terminal, elsewhere by a line now and then.

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{DecimalBytes, ProgressBar, ProgressStyle};
use tokio::task::JoinHandle;
use vod_api::{Progress, Stage};

use crate::output;

/// The one bar that a command has.
static BAR: OnceLock<ProgressBar> = OnceLock::new();

/// So often the bar is drawn.
const DRAWN: Duration = Duration::from_millis(200);
/// So often a line is told where there is no bar: a short upload has none.
const LINE: Duration = Duration::from_secs(10);
/// After so long without a byte it is told that nothing moves.
const STILL: Duration = Duration::from_secs(3);
/// How wide the bar is, which gives way to more figures than these. They are cut where the terminal
/// ends.
const WIDTH: u64 = 12;
const FIGURES: usize = 56;

/// Takes the bar away while something else is written to stderr.
pub(crate) fn aside<T>(write: impl FnOnce() -> T) -> T {
    match BAR.get() {
        Some(bar) => bar.suspend(write),
        None => write(),
    }
}

/// What is known of an upload, and shown as long as this lives.
pub(crate) struct Shown {
    seen: Arc<Mutex<Seen>>,
    showing: Option<JoinHandle<()>>,
}

impl Shown {
    /// Shows an upload that is given so many bytes a second; or watches it in silence.
    pub(crate) fn new(silent: bool, bandwidth: Option<u64>) -> Self {
        let seen = Seen { last: None, moved: Instant::now(), bandwidth, warned: false };
        let seen = Arc::new(Mutex::new(seen));
        let showing = (!silent).then(|| tokio::spawn(show(Arc::clone(&seen))));
        Self { seen, showing }
    }

    /// What an upload tells its progress to.
    pub(crate) fn observer(&self) -> impl Fn(Progress) + Send + Sync + 'static {
        let seen = Arc::clone(&self.seen);
        move |progress| {
            let mut seen = locked(&seen);
            seen.at(progress, Instant::now());
            let overdue = progress.overdue.filter(|_| !std::mem::replace(&mut seen.warned, true));
            drop(seen);
            if let Some(overdue) = overdue {
                aside(|| output::tell(outlasts(overdue)));
            }
        }
    }

    /// How far it came.
    pub(crate) fn last(&self) -> Option<Progress> {
        locked(&self.seen).last
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        if let Some(showing) = self.showing.take() {
            showing.abort();
        }
        if let Some(bar) = BAR.get() {
            bar.finish_and_clear();
        }
    }
}

async fn show(seen: Arc<Mutex<Seen>>) {
    let bar = bar();
    let period = if bar.is_hidden() { LINE } else { DRAWN };
    let mut ticks = tokio::time::interval(period);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    if bar.is_hidden() {
        // The first one comes at once.
        ticks.tick().await;
    }
    loop {
        ticks.tick().await;
        let seen = locked(&seen);
        let Some(at) = seen.last else { continue };
        let (label, percent) = (label(at.stage), percent(&at));
        let figures = figures(&at, seen.moved.elapsed(), seen.bandwidth);
        drop(seen);
        if bar.is_hidden() {
            let percent = percent.map(|percent| format!("{percent}%, ")).unwrap_or_default();
            output::tell(format_args!("{label}: {percent}{figures}"));
        } else {
            bar.set_message(line(label, percent, &figures));
        }
    }
}

/// A bar where stderr is a terminal that can draw one, else a hidden one.
fn bar() -> &'static ProgressBar {
    BAR.get_or_init(|| {
        let bar = ProgressBar::no_length();
        // The template is fixed; were it wrong, the plain bar would serve.
        if let Ok(style) = ProgressStyle::with_template("{wide_msg}") {
            bar.set_style(style);
        }
        bar
    })
}

/// What was told last, and since when nothing has moved.
struct Seen {
    last: Option<Progress>,
    moved: Instant,
    bandwidth: Option<u64>,
    /// Whether it was told that it is not going to be done in time.
    warned: bool,
}

impl Seen {
    fn at(&mut self, progress: Progress, now: Instant) {
        let place = |at: &Progress| (at.stage, at.sent);
        if self.last.as_ref().map(place) != Some(place(&progress)) {
            self.moved = now;
        }
        self.last = Some(progress);
    }
}

fn locked(seen: &Mutex<Seen>) -> MutexGuard<'_, Seen> {
    seen.lock().unwrap_or_else(PoisonError::into_inner)
}

fn label(stage: Stage) -> &'static str {
    match stage {
        Stage::Apply => "reserve",
        Stage::Video => "video",
        Stage::Cover => "cover",
        Stage::Commit => "confirm",
        _ => "",
    }
}

/// How much of it is sent, of a hundred; nothing if nobody knows how much there is.
fn percent(at: &Progress) -> Option<u64> {
    let sent = at.sent.saturating_mul(100);
    at.total.map(|total| sent.checked_div(total).unwrap_or(0).min(100))
}

/// What is told of an upload that is not going to be done in time.
fn outlasts(overdue: Duration) -> String {
    format!(
        "warning: at this speed the upload takes {} longer than the key pair is good that VOD lent \
         for it, and would end in vain: give it more bandwidth, or send a smaller file",
        lasting(overdue.max(Duration::from_secs(1)))
    )
}

/// A line of a terminal.
fn line(label: &str, percent: Option<u64>, figures: &str) -> String {
    let Some(percent) = percent else { return format!("{label:7}      {figures}") };
    let bar = if figures.len() > FIGURES { String::new() } else { drawn(percent) };
    format!("{label:7} {percent:3}% {bar}{figures}")
}

fn drawn(percent: u64) -> String {
    let done = percent * WIDTH / 100;
    let head = if done < WIDTH { ">" } else { "" };
    let done = usize::try_from(done).unwrap_or(0);
    format!("[{:<12}] ", format!("{}{head}", "=".repeat(done)))
}

/// What is worth telling, the most important first.
fn figures(at: &Progress, still: Duration, bandwidth: Option<u64>) -> String {
    let sent = DecimalBytes(at.sent);
    let mut told = vec![match at.total {
        Some(total) => format!("{sent} of {}", DecimalBytes(total)),
        None => sent.to_string(),
    }];
    let on_its_way = matches!(at.stage, Stage::Video | Stage::Cover);
    let all_sent = at.total.is_some_and(|total| at.sent >= total);
    if still >= STILL && !at.held {
        let what = if on_its_way && !all_sent { "nothing moves" } else { "waiting for an answer" };
        told.push(format!("{what} for {}", lasting(still)));
    } else if on_its_way && !all_sent && at.speed >= 1.0 {
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a speed is positive and need not be right to a byte"
        )]
        told.push(format!("{}/s", DecimalBytes(at.speed as u64)));
        told.extend(at.eta.map(|left| format!("{} left", lasting(left))));
    }
    if at.slowed {
        told.push("slowed by the server".to_owned());
    }
    if on_its_way
        && at.held
        && let Some(bytes) = bandwidth
    {
        told.push(format!("held to {}/s", DecimalBytes(bytes)));
    }
    if at.retries > 0 {
        told.push(counted(at.retries, "retry", "retries"));
    }
    if on_its_way && at.connections > 0 {
        told.push(counted(at.connections as u64, "connection", "connections"));
    }
    if at.resumed > 0 {
        told.push(format!("{} sent before", DecimalBytes(at.resumed)));
    }
    told.join(", ")
}

fn counted(count: u64, one: &str, more: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { more })
}

/// A while, to the second or so.
fn lasting(time: Duration) -> String {
    let seconds = time.as_secs();
    match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (0, 0, seconds) => format!("{seconds} s"),
        (0, minutes, seconds) => format!("{minutes} min {seconds} s"),
        (hours, minutes, _) => format!("{hours} h {minutes} min"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What an upload of 20 MB told last, and changed by hand.
    fn told(change: impl FnOnce(&mut Progress)) -> Progress {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let last = Arc::new(Mutex::new(None));
        let seen = Arc::clone(&last);
        runtime.block_on(async {
            let control = vod_api::Control::new();
            let client: vod_api::v3::Client = vod_api::Mock::new().client();
            let upload = client.upload("../tests/media/clip.mp4").control(&control);
            let upload = upload.on_progress(move |at| *seen.lock().unwrap() = Some(at));
            // The mock answers nothing: the upload ends before its second step.
            let _ = upload.send().await;
        });
        let mut at = last.lock().unwrap().unwrap();
        (at.stage, at.sent, at.total, at.speed) =
            (Stage::Video, 5_000_000, Some(20_000_000), 2.5e6);
        (at.eta, at.connections) = (Some(Duration::from_secs(66)), 8);
        change(&mut at);
        at
    }

    const MOVING: Duration = Duration::ZERO;

    #[test]
    fn the_figures_are_those_of_the_library() {
        let moving = figures(&told(|_| {}), MOVING, None);
        assert_eq!(moving, "5.00 MB of 20.00 MB, 2.50 MB/s, 1 min 6 s left, 8 connections");
        let troubled = told(|at| (at.retries, at.slowed, at.connections) = (3, true, 1));
        let troubled = figures(&troubled, MOVING, None);
        assert!(troubled.ends_with("slowed by the server, 3 retries, 1 connection"), "{troubled}");
        assert!(!line("video", Some(25), &troubled).contains('['), "the bar gives way");
        let held = figures(&told(|at| at.held = true), Duration::from_secs(9), Some(5_000_000));
        assert!(held.contains("held to 5.00 MB/s") && !held.contains("nothing"), "{held}");
        let resumed = figures(&told(|at| at.resumed = 4_000_000), MOVING, None);
        assert!(resumed.ends_with("4.00 MB sent before"), "{resumed}");
    }

    #[test]
    fn a_stream_has_no_end_until_it_is_there() {
        let stream = told(|at| (at.total, at.eta) = (None, None));
        let moving = figures(&stream, MOVING, None);
        assert_eq!(moving, "5.00 MB, 2.50 MB/s, 8 connections");
        assert_eq!(line("video", percent(&stream), &moving), format!("video        {moving}"));
        let told = outlasts(Duration::from_secs(7800));
        assert!(told.contains("takes 2 h 10 min longer than the key pair is good"), "{told}");
    }

    #[test]
    fn no_speed_is_told_where_nothing_moves() {
        let still = Duration::from_secs(75);
        let stalled = figures(&told(|_| {}), still, None);
        assert!(stalled.contains("nothing moves for 1 min 15 s"), "{stalled}");
        let sent = figures(&told(|at| at.sent = 20_000_000), still, None);
        assert!(sent.contains("waiting for an answer for"), "{sent}");
        let confirming = told(|at| (at.stage, at.sent) = (Stage::Commit, 20_000_000));
        let confirming = figures(&confirming, still, None);
        assert_eq!(confirming, "20.00 MB of 20.00 MB, waiting for an answer for 1 min 15 s");
        for figures in [stalled, sent, confirming] {
            assert!(!figures.contains("/s") && !figures.contains("left"), "{figures}");
        }
    }

    #[test]
    fn what_is_sent_again_counts_as_moving_and_is_drawn_back() {
        let now = Instant::now();
        let mut seen = Seen { last: None, moved: now, bandwidth: None, warned: false };
        let second = Duration::from_secs(1);
        for (at, sent, moved) in [(1, 9, 1), (2, 9, 1), (3, 4, 3), (4, 4, 3)] {
            seen.at(told(|progress| progress.sent = sent), now + second * at);
            assert_eq!(seen.moved, now + second * moved, "at {at}");
        }
        assert_eq!(line("video", Some(0), "0 B"), "video     0% [>           ] 0 B");
        assert_eq!(line("video", Some(50), "5 B"), "video    50% [======>     ] 5 B");
        assert_eq!(line("cover", Some(100), "9 B"), "cover   100% [============] 9 B");
        assert_eq!(percent(&told(|at| (at.sent, at.total) = (0, Some(0)))), Some(0));
    }
}
