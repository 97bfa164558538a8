//! Misbehaviour on demand: what a fault is, whom it strikes, and how often.

mod body;
pub(crate) mod duration;
mod effect;
mod grammar;
mod intake;
pub(crate) mod rate;
mod strike;
mod target;
mod twist;

use std::fmt;
use std::time::Duration;

pub(crate) use effect::{Cut, TOLD, carry_out};
pub(crate) use strike::{Asked, Faults};
use target::Target;
pub(crate) use target::check;
pub(crate) use twist::Twist;

/// The header by which a request brings a fault of its own.
pub(crate) const HEADER: &str = "x-sandbox-fault";

/// A way in which a sandbox misbehaves, such as `ApplyUpload: status=503 retry-after=2, first=2`.
///
/// One grammar at three doors: [`Builder::fault`] and [`Sandbox::set_faults`], `vod sandbox
/// --fault '…'`, and the header `X-Sandbox-Fault: …` of a request. Of a request with that header
/// only the faults of the header count; it is no part of a signature, and one that cannot be read is
/// answered with status 400 and what is wrong with it.
///
/// ```
/// use std::time::Duration;
///
/// use vod_sandbox::Fault;
///
/// let fault: Fault = "ApplyUpload: delay=1500ms, first=2".parse()?;
/// assert_eq!(fault, Fault::delay(Duration::from_millis(1500)).on("ApplyUpload").first(2));
/// assert_eq!(fault.to_string(), "ApplyUpload: delay=1500ms, first=2");
/// # Ok::<(), vod_sandbox::FaultError>(())
/// ```
///
/// # Grammar
///
/// `TARGET: WORD WORD …` with blanks or commas between the words, in any order. Without `TARGET:`
/// every request is meant.
///
/// | Target | |
/// |---|---|
/// | `ApplyUpload` | the Action of this name, of either generation |
/// | `cos` | COS, and files of media |
/// | `cos:PUT` | those requests to it that have this method |
///
/// One effect:
///
/// | Word | What the client sees | Is the request carried out? |
/// |---|---|---|
/// | `status=N` | this HTTP status, 200 to 599, with a page of HTML as proxies have it | no |
/// | `refuse=CODE` | a refusal of the protocol's own form | no |
/// | `garbage` | status 200 and a body that is neither JSON nor XML | no |
/// | `cut-before` | the connection is closed without an answer, of a body nothing is read; with `=N` after N bytes of it | no |
/// | `cut-after` | the connection is closed without an answer | yes |
/// | `cut-body=N` | the answer's head and N bytes of its body, never all, then the connection is closed; an answer without a body is not sent at all | yes |
/// | `slow-body=N/TIME` | N bytes of the answer's body each time, such as `100/s` or `1/200ms` | yes |
/// | `stall=N/TIME` | of a request's body nothing is taken for TIME once N bytes of it were, such as `65536/30s` | yes |
/// | `wrong-length` | a Content-Length that is 100 bytes too long, with `=N` N bytes; then the connection is closed | yes |
///
/// One of these, of which each strikes only requests to COS that it fits:
///
/// | Word | What the client sees | Is the request carried out? |
/// |---|---|---|
/// | `wrong-etag` | another ETag than that of the object or part; a list of parts has the right one | yes |
/// | `wrong-crc` | another `x-cos-hash-crc64ecma` than that of the object or part | yes |
/// | `lose` | an object or a part is taken with status 200 and all that belongs to it, and is not kept | no |
/// | `late-refuse=CODE` | `CompleteMultipartUpload` has status 200, white space, and then a refusal in place of the object; the upload stays open | no |
///
/// A client that is still sending when it is cut off may see a reset in place of an end.
///
/// A refusal's HTTP status is that of the protocol: 200 of the API, and of COS what its code has, as
/// 503 for `SlowDown`; with `status=N` it is N. A code may be a number of API 2.0 or a word of API 3.0
/// for requests of either, where the pages know how one is called in the other. A request whose
/// protocol cannot say the code is left alone.
///
/// Words beside the effect, of which `delay` and `rate` can stand alone:
///
/// | Word | |
/// |---|---|
/// | `delay=TIME` | the answer, or the cut, comes that much later: `200ms`, `1.5s`, `2min`, `1h` |
/// | `rate=N/s` | no more than N bytes of the request's body are taken in a second: `100/s`, `512KiB/s`, `60MB/s`; see [`Builder::link`] for all connections |
/// | `retry-after=N` | the answer has the header `Retry-After` with so many seconds |
/// | `handled` | with `status`, `refuse`, `garbage` and `late-refuse`: the request is carried out all the same |
///
/// When it strikes, of the requests to its target; all of these may be given, and each narrows what
/// those before it leave:
///
/// | Word | |
/// |---|---|
/// | `after=N` | not the first N |
/// | `first=N` | of the rest the first N |
/// | `every=N` | of the rest each N-th |
/// | `chance=P%` | that often, by chance |
/// | `seed=N` | begins another series of chances; without it runs are alike too |
///
/// Of several faults the first that strikes a request has it, and for those behind it that request
/// does not count: `first=2` of one and then `first=1` of another strike the third request. Headers of
/// one text count together.
///
/// [`Builder::fault`]: crate::Builder::fault
/// [`Builder::link`]: crate::Builder::link
/// [`Sandbox::set_faults`]: crate::Sandbox::set_faults
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct Fault {
    target: Target,
    effect: Effect,
    delay: Duration,
    /// Bytes of a request's body that are taken in a second.
    rate: Option<u64>,
    retry_after: Option<u64>,
    /// Whether a request is carried out though something else is answered.
    handled: bool,
    when: When,
}

/// What strikes.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Effect {
    /// None but what is beside it.
    Nothing,
    Status(u16),
    Refuse {
        code: String,
        status: Option<u16>,
    },
    Garbage,
    /// After so many bytes of the request's body.
    CutBefore(u64),
    CutAfter,
    /// After so many bytes of the answer's body.
    CutBody(u64),
    SlowBody {
        bytes: u64,
        pause: Duration,
    },
    /// Promises so many bytes more than are sent.
    WrongLength(u64),
    /// Takes nothing for a time after so many bytes of the request's body.
    Stall {
        bytes: u64,
        time: Duration,
    },
    WrongEtag,
    WrongCrc,
    Lose,
    /// With this code.
    LateRefuse(String),
}

/// Which of the requests to its target a fault strikes.
#[derive(Debug, Clone, PartialEq, Eq)]
struct When {
    after: u64,
    first: Option<u64>,
    every: u64,
    /// In percent.
    chance: u8,
    seed: u64,
}

impl Default for When {
    fn default() -> Self {
        Self { after: 0, first: None, every: 1, chance: 100, seed: 0 }
    }
}

impl Fault {
    fn of(effect: Effect) -> Self {
        Self {
            target: Target::All,
            effect,
            delay: Duration::ZERO,
            rate: None,
            retry_after: None,
            handled: false,
            when: When::default(),
        }
    }

    /// The answer comes that much later. See [`Fault::delayed`] for a delay beside another effect.
    pub fn delay(delay: Duration) -> Self {
        Self::of(Effect::Nothing).delayed(delay)
    }

    /// No more than so many bytes of the request's body are taken in a second. See
    /// [`Fault::at_rate`] for a rate beside another effect.
    pub fn rate(bytes_per_second: u64) -> Self {
        Self::of(Effect::Nothing).at_rate(bytes_per_second)
    }

    /// An HTTP status in place of an answer; one that is not within 200 to 599 counts as 500.
    pub fn status(status: u16) -> Self {
        Self::of(Effect::Status(possible(status)))
    }

    /// A refusal with this code, in the form that the request's protocol has for it.
    pub fn refuse(code: impl Into<String>) -> Self {
        Self::of(Effect::Refuse { code: code.into(), status: None })
    }

    /// Status 200 and a body that is neither JSON nor XML.
    pub fn garbage() -> Self {
        Self::of(Effect::Garbage)
    }

    /// The connection is closed before anything is done, and before a body is read.
    pub fn cut_before() -> Self {
        Self::cut_within(0)
    }

    /// The connection is closed after so many bytes of the request's body; nothing is done.
    pub fn cut_within(bytes: u64) -> Self {
        Self::of(Effect::CutBefore(bytes))
    }

    /// The request is carried out, and the connection closed without an answer.
    pub fn cut_after() -> Self {
        Self::of(Effect::CutAfter)
    }

    /// The connection is closed after so many bytes of the answer's body.
    pub fn cut_body(bytes: u64) -> Self {
        Self::of(Effect::CutBody(bytes))
    }

    /// The answer's body comes so many bytes at a time, with a pause in between.
    pub fn slow_body(bytes: u64, pause: Duration) -> Self {
        Self::of(Effect::SlowBody { bytes: bytes.max(1), pause })
    }

    /// The answer's Content-Length promises so many bytes more than come.
    pub fn wrong_length(more: u64) -> Self {
        Self::of(Effect::WrongLength(more.max(1)))
    }

    /// After so many bytes of the request's body nothing more of it is taken for this time.
    pub fn stall(bytes: u64, time: Duration) -> Self {
        Self::of(Effect::Stall { bytes, time })
    }

    /// COS gives another ETag than that of the object or part.
    pub fn wrong_etag() -> Self {
        Self::of(Effect::WrongEtag)
    }

    /// COS gives another CRC-64 than that of the object or part.
    pub fn wrong_crc() -> Self {
        Self::of(Effect::WrongCrc)
    }

    /// COS answers as if it had taken an object or a part, and does not keep it.
    pub fn lose() -> Self {
        Self::of(Effect::Lose)
    }

    /// A `CompleteMultipartUpload` is refused with this code behind its status 200.
    pub fn late_refuse(code: impl Into<String>) -> Self {
        Self::of(Effect::LateRefuse(code.into()))
    }

    /// Only requests to this target: the name of an Action, `cos`, or a method of COS as in
    /// `cos:PUT`.
    pub fn on(mut self, target: &str) -> Self {
        self.target = Target::of(target);
        self
    }

    /// Of the requests to its target only the first so many, after those that [`Fault::after`]
    /// spares.
    pub fn first(mut self, requests: u64) -> Self {
        self.when.first = Some(requests);
        self
    }

    /// Not the first so many requests to its target.
    pub fn after(mut self, requests: u64) -> Self {
        self.when.after = requests;
        self
    }

    /// Only each so many-th request to its target.
    pub fn every(mut self, requests: u64) -> Self {
        self.when.every = requests.max(1);
        self
    }

    /// Only so many of a hundred requests, by chance; the same seed gives the same series.
    pub fn chance(mut self, percent: u8, seed: u64) -> Self {
        self.when.chance = percent.min(100);
        self.when.seed = seed;
        self
    }

    /// Whatever it does, that much later.
    pub fn delayed(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Whatever it does, no more than so many bytes of the request's body are taken in a second.
    pub fn at_rate(mut self, bytes_per_second: u64) -> Self {
        self.rate = Some(bytes_per_second.max(1));
        self
    }

    /// The answer asks to wait so many seconds, in `Retry-After`.
    pub fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// A refusal comes with this HTTP status; one that is not within 200 to 599 counts as 500.
    /// Nothing else but [`Fault::status`] has one.
    pub fn with_status(mut self, status: u16) -> Self {
        match &mut self.effect {
            Effect::Refuse { status: own, .. } => *own = Some(possible(status)),
            Effect::Status(own) => *own = possible(status),
            _ => {}
        }
        self
    }

    /// The request is carried out though something else is answered, as when a proxy gives up too
    /// early. Goes with [`Fault::status`], [`Fault::refuse`], [`Fault::garbage`] and
    /// [`Fault::late_refuse`]; the other effects say by themselves whether a request is carried out.
    pub fn handled(mut self) -> Self {
        self.handled = self.effect.leaves_open();
        self
    }
}

impl Effect {
    /// Whether something else is answered than what was asked for.
    fn replaces(&self) -> bool {
        matches!(self, Self::Status(_) | Self::Refuse { .. } | Self::Garbage)
    }
}

impl Effect {
    /// Whether a request that it strikes may be carried out or not.
    fn leaves_open(&self) -> bool {
        self.replaces() || matches!(self, Self::LateRefuse(_))
    }
}

/// A status that an answer can have.
fn possible(status: u16) -> u16 {
    if (200..600).contains(&status) { status } else { 500 }
}

/// Why a text is no [`Fault`]: the word that is wrong, and what would be right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaultError(String);

impl fmt::Display for FaultError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for FaultError {}
