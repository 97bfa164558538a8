//! What the tests stand on: files, a sandbox, a client of it.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use vod_api::{Builder, Credential, Retry, Uploaded, v3};
use vod_sandbox::{Sandbox, Seen};

pub(crate) const MIB: u64 = 1 << 20;

/// A folder of one test's own, which goes with it.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("vod-upload-{}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// A file of so many bytes, of which no two blocks are alike.
    pub(crate) fn file(&self, name: &str, length: u64) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, bytes(length)).unwrap();
        path
    }
}

/// So many bytes, of which no two blocks are alike.
pub(crate) fn bytes(length: u64) -> Vec<u8> {
    let mut state = length | 1;
    let next = |_| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()[0]
    };
    (0..length).map(next).collect()
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub(crate) fn client(sandbox: &Sandbox) -> v3::Client {
    let retry = Retry::default().backoff(Duration::from_millis(1), Duration::from_millis(2));
    builder(sandbox).retry(retry).build().unwrap()
}

pub(crate) fn builder(sandbox: &Sandbox) -> Builder<v3::Client> {
    v3::Client::builder()
        .credential(Credential::new(sandbox.secret_id(), sandbox.secret_key()))
        .endpoint(sandbox.url())
        .cos_endpoint(sandbox.url())
}

/// What an object holds that was uploaded last, and nothing is open beside it.
pub(crate) fn stored(sandbox: &Sandbox, uploaded: &Uploaded) -> Vec<u8> {
    assert!(!uploaded.file_id.is_empty());
    assert!(sandbox.uploads().is_empty(), "parts are left: {:?}", sandbox.uploads());
    let object =
        sandbox.objects().into_iter().find(|object| !object.key.contains("cover")).unwrap();
    sandbox.object(&object.bucket, &object.key).unwrap().to_vec()
}

/// Requests to COS by their method, those for parts apart.
pub(crate) fn asked(sandbox: &Sandbox) -> Vec<Seen> {
    sandbox.requests().into_iter().filter(|seen| seen.action.is_none()).collect()
}

/// Bytes of parts that COS was sent, whatever became of them.
pub(crate) fn received(sandbox: &Sandbox) -> u64 {
    let parts = |seen: &&Seen| seen.parameters.contains_key("partNumber");
    asked(sandbox).iter().filter(parts).map(|seen| seen.received).sum()
}
