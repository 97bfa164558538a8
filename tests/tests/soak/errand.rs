//! One upload: its files, how it goes, and how it is made to end.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use fastrand::Rng;
use tokio::time::{sleep, timeout};
use vod_api::{Control, Error, Uploaded, v2, v3};

const MIB: u64 = 1 << 20;
/// An upload that takes longer hangs.
const PATIENCE: Duration = Duration::from_secs(300);

/// An upload that is to be made.
pub(crate) struct Errand {
    /// The application that it is for, by which its calls are known.
    pub(crate) number: u64,
    pub(crate) video: PathBuf,
    pub(crate) cover: Option<PathBuf>,
    is_v2: bool,
    /// Where it is remembered.
    pub(crate) state: Option<PathBuf>,
    part_size: Option<u64>,
    connections: usize,
    memory: usize,
    pub(crate) end: End,
}

/// How it is made to end, after a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// By itself.
    None,
    Cancelled(Duration),
    Dropped(Duration),
    /// It is held for the other time, and goes on.
    Paused(Duration, Duration),
}

/// What became of it.
#[derive(Debug)]
pub(crate) enum Outcome {
    Done(Uploaded),
    Failed(Error),
    Dropped,
}

impl Errand {
    /// Draws one, and writes its files.
    pub(crate) fn of(rng: &mut Rng, number: u64, longest: u64, folder: &Path) -> Self {
        let length = if rng.bool() { rng.u64(1..=longest) } else { short(rng, longest) };
        let video = file(rng, folder.join(format!("{number}.mp4")), length);
        let cover = (rng.u8(0..3) == 0).then(|| {
            let length = short(rng, 2 * MIB);
            file(rng, folder.join(format!("{number}.jpg")), length)
        });
        let moment = Duration::from_millis(short(rng, 1000));
        let end = match rng.u8(0..8) {
            0 => End::Cancelled(moment),
            1 => End::Dropped(moment),
            2 => End::Paused(moment, Duration::from_millis(rng.u64(1..1500))),
            _ => End::None,
        };
        Self {
            number,
            video,
            cover,
            is_v2: rng.bool(),
            state: rng.bool().then(|| folder.join("state")),
            part_size: rng.bool().then(|| rng.u64(MIB..=4 * MIB)),
            connections: rng.usize(1..=16),
            memory: rng.usize(0..=4 << 20),
            end,
        }
    }

    /// Whether it goes on where it broke off. A file up to 8 MiB does not.
    pub(crate) fn goes_on(&self) -> bool {
        self.state.is_some() && std::fs::metadata(&self.video).unwrap().len() > 8 * MIB
    }

    /// Makes it, and ends it this way.
    pub(crate) async fn run(&self, client: &v3::Client, end: End) -> Outcome {
        let control = Control::new();
        let old = v2::Client::from(client);
        let upload = if self.is_v2 { old.upload(&self.video) } else { client.upload(&self.video) };
        let mut upload = upload.sub_app_id(self.number).control(&control);
        upload = upload.connections(self.connections).memory(self.memory);
        upload = upload.stall_timeout(Duration::from_secs(2));
        if let Some(bytes) = self.part_size {
            upload = upload.part_size(bytes);
        }
        if let Some(cover) = &self.cover {
            upload = upload.cover(cover);
        }
        if let Some(state) = &self.state {
            upload = upload.resume_in(state);
        }
        let sending = timeout(PATIENCE, upload.send());
        let done = match end {
            End::None => sending.await,
            End::Dropped(moment) => match timeout(moment, sending).await {
                Ok(done) => done,
                Err(_) => return Outcome::Dropped,
            },
            End::Cancelled(moment) => {
                let ending = async {
                    sleep(moment).await;
                    control.cancel();
                };
                tokio::join!(sending, ending).0
            }
            End::Paused(moment, time) => {
                let pausing = async {
                    sleep(moment).await;
                    control.pause();
                    sleep(time).await;
                    control.resume();
                };
                tokio::join!(sending, pausing).0
            }
        };
        let done = done.unwrap_or_else(|_| panic!("upload {} hangs", self.number));
        done.map_or_else(Outcome::Failed, Outcome::Done)
    }
}

/// A number that is as often of one length as of another.
fn short(rng: &mut Rng, longest: u64) -> u64 {
    let bits = rng.u32(0..=longest.ilog2());
    rng.u64(1..=1 << bits).min(longest)
}

/// A file that is like no other.
fn file(rng: &mut Rng, path: PathBuf, length: u64) -> PathBuf {
    let mut file = std::fs::File::create(&path).unwrap();
    let (mut left, mut block) = (length, vec![0; 64 << 10]);
    while left > 0 {
        let count = block.len().min(usize::try_from(left).unwrap());
        rng.fill(&mut block[..count]);
        file.write_all(&block[..count]).unwrap();
        left -= count as u64;
    }
    path
}
