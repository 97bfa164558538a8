//! Tencent Cloud VOD and COS on loopback: for tests and trials without an account.
//!
//! One process, one port: API 2.0 at `/v2/index.php`, API 3.0 at `/`, objects beside them, and the
//! metadata of an instance at `/latest/meta-data/cam/security-credentials/`. Every check a request
//! meets (signature, clock, nonce, rate limit, the page's constraints) is the sandbox's own code and
//! shares nothing with the client but the pages, so that one bug cannot hide the other.
//!
//! Pages of your own make it serve your own Actions; see [`Builder::pages`]. A [`Fault`] makes it
//! misbehave, to see what a client makes of that.

mod answer;
mod arrival;
mod certificate;
mod cos;
mod crc;
mod example;
mod fault;
mod form;
mod hex;
mod limits;
mod link;
mod media;
mod pace;
mod pages;
mod roles;
mod seen;
mod server;
mod state;
mod store;
mod time;
mod upload;
mod v2;
mod v3;
mod wire;

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;

pub use fault::{Fault, FaultError};
pub use link::{Link, LinkError};
pub use seen::{Counts, Seen};
pub use store::{Object, OpenUpload, Part};

use pages::{Pages, Place};
use server::Server;
use state::{Manner, State};
use store::Store;

/// Id and key of the pair that a sandbox knows when nothing else is said. It opens nothing.
pub const FIXED_PAIR: (&str, &str) =
    ("AKIDvodsandbox0000000000000000000000", "vodsandboxvodsandboxvodsandbox00");

/// A running sandbox; dropped, it stops.
pub struct Sandbox {
    state: Arc<State>,
    server: Server,
}

impl Sandbox {
    /// Starts on a free port of 127.0.0.1 and keeps objects in memory.
    ///
    /// # Errors
    /// When no port can be had, or the pages the sandbox was built with do not read.
    pub async fn start() -> io::Result<Self> {
        Self::builder().start().await
    }

    /// Starts otherwise.
    pub fn builder() -> Builder {
        Builder {
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            directory: None,
            forgets: false,
            credential: None,
            manner: Manner {
                clock: 0,
                rate_limits: true,
                certificate_life: certificate::LIFE,
                role_life: None,
                link: None,
            },
            pages: Vec::new(),
            faults: Vec::new(),
        }
    }

    /// Where it listens: `http://127.0.0.1:PORT`. API 3.0 is there, API 2.0 at `/v2/index.php`, COS
    /// at `/bucket-appid/key` or by Host header.
    pub fn url(&self) -> String {
        self.state.url.clone()
    }

    /// The SecretId it was started with.
    pub fn secret_id(&self) -> &str {
        &self.state.secret_id
    }

    /// The key that signs for it.
    pub fn secret_key(&self) -> &str {
        &self.state.secret_key
    }

    /// Knows this key pair from now on and that before no longer, as when the account's owner makes
    /// a new one and disables the old.
    ///
    /// The old SecretId is refused with `AuthFailure.SecretIdNotFound`, in API 2.0 with 4104 and by
    /// COS with `InvalidAccessKeyId`; with the old id and a new key it is the signature. Pairs that
    /// were lent stay good.
    pub fn rotate(&self, id: impl Into<String>, key: impl Into<String>) {
        self.state.memory().rotated = Some((id.into(), key.into()));
    }

    /// The requests so far, oldest first, also those that a fault left without an answer; of very
    /// many only the newest.
    pub fn requests(&self) -> Vec<Seen> {
        self.state.memory().requests()
    }

    /// How much there has been so far: requests, connections, faults that struck, bytes.
    pub fn counts(&self) -> Counts {
        self.state.memory().counts.clone()
    }

    /// Misbehaves from now on in these ways and no others, each counted anew; none at all makes it
    /// well again.
    pub fn set_faults(&self, faults: impl IntoIterator<Item = Fault>) {
        let faults = faults.into_iter().collect();
        self.state.memory().faults.set(faults);
    }

    /// Sets its clock so many seconds ahead of the machine's, or behind.
    pub fn set_clock(&self, seconds: i64) {
        self.state.set_clock(seconds);
    }

    /// An object's content; `bucket` is the full name `bucket-appid`. A leading slash of the key
    /// counts for nothing. None as well when its file cannot be read.
    pub fn object(&self, bucket: &str, key: &str) -> Option<Bytes> {
        let (_, content) = self.state.store.find(bucket, key.strip_prefix('/').unwrap_or(key))?;
        content.whole().ok()
    }

    /// All objects, in the order of bucket and key.
    pub fn objects(&self) -> Vec<Object> {
        self.state.store.list()
    }

    /// All uploads in parts that are neither complete nor aborted, in the order of bucket and key; of
    /// one key the oldest comes first. A CommitUpload ends those of its files.
    pub fn uploads(&self) -> Vec<OpenUpload> {
        self.state.store.multiparts.list()
    }

    /// Stops, after the answers under way. Gives how much there has been.
    pub async fn stop(self) -> Counts {
        self.server.stop().await;
        self.state.memory().counts.clone()
    }
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sandbox")
            .field("url", &self.state.url)
            .field("secret_id", &self.state.secret_id)
            .finish_non_exhaustive()
    }
}

/// How a [`Sandbox`] starts.
#[derive(Clone)]
pub struct Builder {
    address: SocketAddr,
    directory: Option<PathBuf>,
    forgets: bool,
    credential: Option<(String, String)>,
    manner: Manner,
    pages: Vec<Place>,
    faults: Vec<Fault>,
}

impl Builder {
    /// Listens here; an address that is not loopback is refused at the start.
    #[must_use]
    pub fn listen(mut self, address: SocketAddr) -> Self {
        self.address = address;
        self
    }

    /// Keeps objects as files below this directory, which is made if it is not there. Parts lie in a
    /// hidden folder of it until their upload ends.
    #[must_use]
    pub fn directory(mut self, directory: impl Into<PathBuf>) -> Self {
        self.directory = Some(directory.into());
        self
    }

    /// Keeps of an object's content its length and its checksums alone, wherever it would be kept
    /// else; to read it fails.
    ///
    /// For trials and benches: a file of any length needs no memory, and none of the time that it
    /// takes is the sandbox's for keeping it.
    #[must_use]
    pub fn forget_contents(mut self, forgets: bool) -> Self {
        self.forgets = forgets;
        self
    }

    /// Knows this key pair and no other. Else it is that of `VOD_SANDBOX_SECRET_ID` and
    /// `VOD_SANDBOX_SECRET_KEY`, or a fixed one.
    #[must_use]
    pub fn credential(mut self, id: impl Into<String>, key: impl Into<String>) -> Self {
        self.credential = Some((id.into(), key.into()));
        self
    }

    /// Sets its clock so many seconds ahead of the machine's, or behind. The header `Date` of every
    /// answer is of this clock, so that a client can set its own by it; see also
    /// [`Sandbox::set_clock`].
    #[must_use]
    pub fn clock(mut self, seconds: i64) -> Self {
        self.manner.clock = seconds;
        self
    }

    /// Serves the Actions of this index page of yours beside its own; may be called again. The
    /// page says of which generation of the API they are.
    ///
    /// ```no_run
    /// # async fn run() -> std::io::Result<()> {
    /// use vod_sandbox::Sandbox;
    ///
    /// let sandbox = Sandbox::builder().pages("spec/README.md").start().await?;
    /// # drop(sandbox);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// The path is seen from the current directory, which in tests under cargo is the package's.
    /// Pages are read once, at the start; a mistake in one fails the start, and the error shows
    /// every mistake with its place.
    ///
    /// An Action is checked as its page says (signature, nonce, clock, rate limit, parameters) and
    /// answered with the page's first example response that succeeds. A page whose examples all
    /// refuse is answered with the first of them: that is how a test gets a code of its choice.
    /// Of two pages of one Action the one given last counts, also against an embedded one; what
    /// `ApplyUpload`, `CommitUpload`, `DescribeMediaInfos`, `DeleteMedia` and `AssumeRole` do stays
    /// as it is.
    #[must_use]
    pub fn pages(mut self, index: impl Into<PathBuf>) -> Self {
        self.pages.push(Place::Index(index.into()));
        self
    }

    /// Serves the Action of this one page, which no index needs to name; may be called again.
    /// Else like [`Builder::pages`].
    #[must_use]
    pub fn page(mut self, action: impl Into<PathBuf>) -> Self {
        self.pages.push(Place::Action(action.into()));
        self
    }

    /// Whether Actions are held to the rate limits that their pages state: yes unless told.
    ///
    /// Over its limit a call is refused as VOD does, with code 4400 in API 2.0 and with
    /// `RequestLimitExceeded` in API 3.0; the message names the Action and the limit. The embedded
    /// pages state 100/min and 100/s for each Action: a client that fails here would fail there.
    /// Say `false` for a test that calls more often than VOD would let it.
    #[must_use]
    pub fn rate_limits(mut self, kept: bool) -> Self {
        self.manner.rate_limits = kept;
        self
    }

    /// How long the key pair is good that ApplyUpload of API 3.0 lends: two hours unless told.
    ///
    /// After that COS refuses it with `ExpiredToken`, so that a test sees what its upload does when
    /// it takes longer. Parts of a second count for nothing.
    #[must_use]
    pub fn certificate_life(mut self, life: Duration) -> Self {
        self.manner.certificate_life = life;
        self
    }

    /// How long the key pair of a role is good, which AssumeRole lends and an instance's metadata
    /// has: what `DurationSeconds` says, or two hours, unless told.
    ///
    /// After that it is refused with `AuthFailure.TokenFailure`, in API 2.0 with 4105 and by COS
    /// with `ExpiredToken`. With a life of nothing it is refused at once. Parts of a second count
    /// for nothing.
    #[must_use]
    pub fn role_life(mut self, life: Duration) -> Self {
        self.manner.role_life = Some(life);
        self
    }

    /// Seems to be at the other end of a line that takes in so many bytes a second on each
    /// connection, and answers that much later.
    ///
    /// For trials and benches: on loopback a client cannot show what sending parts side by side
    /// gains. What an answer carries is not slowed.
    #[must_use]
    pub fn link(mut self, bytes_per_second: u64, latency: Duration) -> Self {
        self.manner.link = Some(Link { bytes_per_second, latency });
        self
    }

    /// Misbehaves in this way too; may be called again. See [`Fault`], and
    /// [`Sandbox::set_faults`] for a sandbox that runs. A fault for an Action that has no page
    /// fails the start.
    #[must_use]
    pub fn fault(mut self, fault: Fault) -> Self {
        self.faults.push(fault);
        self
    }

    /// Starts, in the current tokio runtime.
    ///
    /// # Errors
    /// When the address is taken or not loopback, the directory cannot be made, or a page has a
    /// mistake: the error then shows every one. When a fault is for an Action without a page.
    pub async fn start(self) -> io::Result<Sandbox> {
        let listener = server::listen(self.address).await?;
        let url = format!("http://{}", listener.local_addr()?);
        let pages = Pages::read(&self.pages)?;
        fault::check(&self.faults, &pages)?;
        let named = self.directory.as_ref().map(|folder| folder.display().to_string());
        let store = Store::new(self.directory, self.forgets).map_err(|error| {
            let folder = named.unwrap_or_default();
            io::Error::new(error.kind(), format!("the folder {folder} cannot be used: {error}"))
        })?;
        let credential = self.credential.unwrap_or_else(key_pair);
        let state = State::new(url, credential, self.manner, pages, store);
        state.memory().faults.set(self.faults);
        let state = Arc::new(state);
        let server = server::serve(listener, Arc::clone(&state));
        Ok(Sandbox { state, server })
    }
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("address", &self.address)
            .field("directory", &self.directory)
            .field("manner", &self.manner)
            .field("pages", &self.pages)
            .field("faults", &self.faults)
            .finish_non_exhaustive()
    }
}

/// Id and key of the pair that a sandbox knows unless told: that of `VOD_SANDBOX_SECRET_ID` and
/// `VOD_SANDBOX_SECRET_KEY`, or a fixed one.
///
/// Half a pair would mix the fixed one with somebody's own, so it counts as none.
pub fn key_pair() -> (String, String) {
    let variable = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    let id = variable("VOD_SANDBOX_SECRET_ID");
    let pair = id.zip(variable("VOD_SANDBOX_SECRET_KEY"));
    pair.unwrap_or_else(|| (FIXED_PAIR.0.to_owned(), FIXED_PAIR.1.to_owned()))
}
