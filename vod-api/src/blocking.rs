//! `.wait()` beside `.await`: the same calls in a program without an async runtime.
//!
//! The future stays on the thread that waits. What it opens lives in a runtime of this crate's own,
//! so that a connection outlives the call that opened it and serves the next one.

use std::future::Future;
use std::sync::{Mutex, PoisonError};

use tokio::runtime::{Builder, Handle, Runtime};

use crate::client::Sending;
use crate::error::{ConfigFault, Error};
use crate::upload::Uploading;

/// Started when first needed, and kept: connections live in it.
static RUNTIME: Mutex<Option<Runtime>> = Mutex::new(None);

impl<R> Sending<'_, R> {
    /// Waits for the response, in a program without an async runtime. With the feature `blocking`.
    ///
    /// ```
    /// use vod_api::{Error, Mock, v3};
    ///
    /// fn delete(client: &v3::Client, id: &str) -> Result<(), Error> {
    ///     client.delete_media().file_id(id).send().wait()?;
    ///     Ok(())
    /// }
    ///
    /// let mock = Mock::new();
    /// mock.expect(v3::DeleteMedia::builder().file_id("1").build()).respond_with(|_| ());
    /// delete(&mock.client(), "1")?;
    /// mock.assert_done();
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// Any number of threads may wait at the same time, also by one client. Within a runtime of
    /// tokio's nothing is sent and the error is [`ConfigFault::WithinAsync`]: `.await` the call
    /// there. A thread of `spawn_blocking` belongs to its runtime too; on it,
    /// `Handle::current().block_on(call)` waits.
    pub fn wait(self) -> Result<R, Error> {
        wait(self)
    }
}

impl<R> Uploading<'_, R> {
    /// Waits for the video's id, in a program without an async runtime. With the feature
    /// `blocking`.
    ///
    /// ```no_run
    /// # fn upload() -> Result<(), vod_api::Error> {
    /// let client = vod_api::v3::Client::new(vod_api::Credential::from_env()?)?;
    /// let uploaded = client.upload("holiday.mp4").cover("holiday.jpg").send().wait()?;
    /// println!("{}", uploaded.file_id);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// What [`Sending::wait`] says of threads and runtimes holds here too.
    pub fn wait(self) -> Result<R, Error> {
        wait(self)
    }
}

fn wait<T>(call: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    // To block a thread that drives other tasks would stop those too, and tokio panics.
    match Handle::try_current() {
        Err(error) if error.is_missing_context() => runtime()?.block_on(call),
        _ => Err(Error::config(
            ConfigFault::WithinAsync,
            "`.wait()` blocks, and this is within an async runtime: `.await` the call instead; \
             nothing was sent",
        )),
    }
}

fn runtime() -> Result<Handle, Error> {
    let mut kept = RUNTIME.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(runtime) = &*kept {
        return Ok(runtime.handle().clone());
    }
    let builder = &mut Builder::new_multi_thread();
    // It only carries what waiting threads ask for: bytes to and from connections.
    let started = builder.worker_threads(1).thread_name("vod-api").enable_all().build();
    let started = started.map_err(|error| {
        let what = format!("the runtime behind `.wait()` cannot start: {error}");
        Error::config(ConfigFault::Http, what)
    })?;
    Ok(kept.insert(started).handle().clone())
}
