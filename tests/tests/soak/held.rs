//! What the process holds between rounds: memory, files, tasks.

use std::fmt;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::time::sleep;

/// Of the memory of the first half the second may have so much more: the allocator's own ups and
/// downs.
const MARGIN: u64 = 16 << 20;

#[derive(Default)]
pub(crate) struct Held {
    /// Bytes in memory after each round, where the system tells.
    memory: Vec<u64>,
    /// Open files after the first round.
    files: Option<usize>,
}

impl Held {
    /// Looks after a round, when all of it should be gone.
    pub(crate) async fn note(&mut self) {
        // Connections and what is done in passing end in their own time.
        for _ in 0..500 {
            if tasks() == 0 && self.files.is_none_or(|before| files() <= Some(before)) {
                break;
            }
            sleep(Duration::from_millis(20)).await;
        }
        assert_eq!(tasks(), 0, "tasks are left");
        let open = files();
        let before = *self.files.get_or_insert(open.unwrap_or(0));
        assert!(
            open <= Some(before),
            "{open:?} files are open, {before} were after the first round"
        );
        self.memory.extend(resident());
    }

    /// The second half has taken up no more memory than the first.
    pub(crate) fn is_flat(&self) {
        let (first, second) = self.halves();
        assert!(second <= first + MARGIN, "{self}");
    }

    /// The most of each half.
    fn halves(&self) -> (u64, u64) {
        let most = |half: &[u64]| half.iter().copied().max().unwrap_or(0);
        let (first, second) = self.memory.split_at(self.memory.len() / 2);
        (most(first), most(second))
    }
}

impl fmt::Display for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, second) = self.halves();
        let mib = |bytes: u64| bytes >> 20;
        write!(
            f,
            "at most {} MiB held in the first half, {} MiB in the second",
            mib(first),
            mib(second)
        )?;
        write!(f, ", {} files open", self.files.unwrap_or(0))
    }
}

/// Tasks of this runtime that have not ended.
fn tasks() -> usize {
    Handle::current().metrics().num_alive_tasks()
}

fn files() -> Option<usize> {
    Some(std::fs::read_dir("/proc/self/fd").ok()?.count())
}

fn resident() -> Option<u64> {
    let told = std::fs::read_to_string("/proc/self/statm").ok()?;
    let pages: u64 = told.split(' ').nth(1)?.parse().ok()?;
    Some(pages * 4096)
}
