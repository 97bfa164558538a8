//! A file that remembers an upload, so that another process can go on with it.
//!
//! It is made by a rename, whole, and grows by a line for each part that COS has. Each line has its
//! checksum before it: a last line that was cut is as if it had not been written, and any other that
//! does not fit makes the whole file one that nobody trusts.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crc_fast::{CrcAlgorithm, checksum};
use serde_json::Value as Json;

/// What the file begins with: its form, and the version of it.
const MAGIC: &str = "vod-upload 1";
/// A file that is longer is none of ours: ten thousand parts take a tenth of it.
const LONGEST: u64 = 16 << 20;

/// The journal of one upload, which no other process writes meanwhile.
pub(super) struct Journal {
    path: PathBuf,
    lock: PathBuf,
    /// Held as long as this lives.
    _locked: File,
    file: Option<File>,
}

/// What a journal holds when it is opened.
pub(super) enum Held {
    Nothing,
    /// Its lines, of which the first one says what it is about.
    Lines(Vec<Json>),
    /// It is not to be trusted; why.
    Foreign(String),
}

/// Why a journal cannot be opened.
pub(super) enum Closed {
    /// Another process has it.
    Busy,
    Failed(io::Error),
}

impl From<io::Error> for Closed {
    fn from(error: io::Error) -> Self {
        Self::Failed(error)
    }
}

impl Journal {
    /// Opens the journal of a name in a folder, which is made if it is not there.
    pub(super) fn open(folder: &Path, name: &str) -> Result<(Self, Held), Closed> {
        private_folder(folder)?;
        let (path, lock) = (folder.join(name), folder.join(format!("{name}.lock")));
        let locked = lock_file(&lock)?;
        let held = read(&path)?;
        Ok((Self { path, lock, _locked: locked, file: None }, held))
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Begins anew with these lines: all of them are there, or what was there before.
    pub(super) fn begin(&mut self, lines: &[Json]) -> io::Result<()> {
        let new = self.path.with_extension("new");
        let renamed = create(&new, lines)
            .and_then(|file| fs::rename(&new, &self.path).map(|()| file))
            .inspect_err(|_| drop(fs::remove_file(&new)));
        self.file = Some(renamed?);
        sync_folder(&self.path);
        Ok(())
    }

    /// Adds a line.
    pub(super) fn add(&mut self, json: &Json) -> io::Result<()> {
        match &mut self.file {
            Some(file) => file.write_all(line(json).as_bytes()),
            None => Ok(()),
        }
    }

    /// Adds a line that is there after a loss of power too.
    pub(super) fn add_for_sure(&mut self, json: &Json) -> io::Result<()> {
        self.add(json)?;
        self.file.as_ref().map_or(Ok(()), File::sync_data)
    }

    /// Lays it where it does no harm, for who wants to look at it; says where.
    pub(super) fn set_aside(&mut self) -> io::Result<PathBuf> {
        self.file = None;
        let seconds = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default().as_secs();
        let aside = self.path.with_extension(format!("aside-{seconds}"));
        fs::rename(&self.path, &aside)?;
        Ok(aside)
    }

    /// The upload is over: there is nothing to remember.
    pub(super) fn close(mut self) {
        self.file = None;
        // One that stays is found out of date by whoever opens it next.
        let _ = fs::remove_file(&self.path);
        let _ = fs::remove_file(&self.lock);
    }

    /// Nothing was remembered: the lock alone is there.
    pub(super) fn leave(self) {
        if self.file.is_none() {
            let _ = fs::remove_file(&self.lock);
        }
    }
}

/// A new file of these lines, on the disk.
fn create(path: &Path, lines: &[Json]) -> io::Result<File> {
    let mut file = private_file(path)?;
    let text: String = lines.iter().map(line).collect();
    file.write_all(format!("{MAGIC}\n{text}").as_bytes())?;
    file.sync_all()?;
    Ok(file)
}

/// That a file is there is on the disk too, where the system can do that.
fn sync_folder(file: &Path) {
    #[cfg(unix)]
    if let Some(folder) = file.parent() {
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
    }
    #[cfg(not(unix))]
    let _ = file;
}

fn line(json: &Json) -> String {
    let text = json.to_string();
    format!("{:016x} {text}\n", checksum(CrcAlgorithm::Crc64Xz, text.as_bytes()))
}

fn read(path: &Path) -> io::Result<Held> {
    // A link leads to what is not ours, and to open a pipe is to wait for its writer.
    let text = match fs::symlink_metadata(path) {
        Ok(metadata) if !metadata.is_file() => {
            return Ok(Held::Foreign("it is no file".to_owned()));
        }
        Ok(_) if own(path).is_err() => {
            return Ok(Held::Foreign("it is another user's".to_owned()));
        }
        Ok(metadata) if metadata.len() > LONGEST => {
            return Ok(Held::Foreign(format!("it is {} bytes long", metadata.len())));
        }
        Ok(_) => fs::read(path)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Held::Nothing),
        Err(error) => return Err(error),
    };
    let Ok(text) = String::from_utf8(text) else {
        return Ok(Held::Foreign("it is no text".to_owned()));
    };
    let Some(rest) = text.strip_prefix(MAGIC).and_then(|rest| rest.strip_prefix('\n')) else {
        return Ok(Held::Foreign(format!("it does not begin with `{MAGIC}`")));
    };
    let mut lines = Vec::new();
    let mut written = rest.split_inclusive('\n').enumerate().peekable();
    while let Some((at, written_line)) = written.next() {
        match checked(written_line) {
            Some(json) => lines.push(json),
            None if written.peek().is_none() && at > 0 => break,
            None => {
                return Ok(Held::Foreign(format!("its line {} is not as it was written", at + 2)));
            }
        }
    }
    Ok(if lines.is_empty() {
        Held::Foreign("it is cut short".to_owned())
    } else {
        Held::Lines(lines)
    })
}

/// What a line holds, if it is whole.
fn checked(written: &str) -> Option<Json> {
    let (sum, text) = written.strip_suffix('\n')?.split_once(' ')?;
    let sum = u64::from_str_radix(sum, 16).ok()?;
    (checksum(CrcAlgorithm::Crc64Xz, text.as_bytes()) == sum).then_some(())?;
    serde_json::from_str(text).ok()
}

/// Locks a file, which goes with the process however it ends.
fn lock_file(path: &Path) -> Result<File, Closed> {
    loop {
        if fs::symlink_metadata(path).is_ok_and(|metadata| !metadata.is_file()) {
            return Err(io::Error::other(format!("{} is no file", path.display())).into());
        }
        let file = open_private(path, OpenOptions::new().create(true).truncate(false))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(fs::TryLockError::WouldBlock) => return Err(Closed::Busy),
            Err(fs::TryLockError::Error(error)) => return Err(error.into()),
        }
        // Whoever had it may have removed it in between; a lock on what is gone keeps nobody out.
        if is_at(&file, path) {
            return Ok(file);
        }
    }
}

#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let node = |metadata: io::Result<fs::Metadata>| {
        metadata.ok().map(|metadata| (metadata.dev(), metadata.ino()))
    };
    node(file.metadata()) == node(fs::metadata(path))
}

#[cfg(not(unix))]
fn is_at(_: &File, path: &Path) -> bool {
    path.exists()
}

/// A folder that its owner alone can look into: what it holds opens an upload.
fn private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// A new file, whatever stood there: what a link leads to is not written over.
fn private_file(path: &Path) -> io::Result<File> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => open_private(path, OpenOptions::new().create_new(true)),
    }
}

/// Makes a file its owner's alone, which nobody but the owner can.
#[cfg(unix)]
fn own(path: &Path) -> io::Result<()> {
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o600))
}

#[cfg(not(unix))]
fn own(_: &Path) -> io::Result<()> {
    Ok(())
}

fn open_private(path: &Path, options: &mut OpenOptions) -> io::Result<File> {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options.write(true).open(path)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder =
            std::env::temp_dir().join(format!("vod-journal-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        folder
    }

    fn written(folder: &Path) {
        let (mut journal, held) = Journal::open(folder, "a").ok().unwrap();
        assert!(matches!(held, Held::Nothing));
        journal.begin(&[json!({ "file": "é" })]).unwrap();
        journal.add(&json!({ "part": 1 })).unwrap();
        journal.add(&json!({ "part": 2 })).unwrap();
    }

    fn held(folder: &Path) -> Held {
        Journal::open(folder, "a").ok().unwrap().1
    }

    #[test]
    fn what_was_written_is_read_however_the_process_ended() {
        let folder = folder("cut");
        written(&folder);
        let whole = fs::read(folder.join("a")).unwrap();
        let first = whole.iter().enumerate().filter(|(_, byte)| **byte == b'\n').nth(1).unwrap().0;
        for length in first + 1..=whole.len() {
            fs::write(folder.join("a"), &whole[..length]).unwrap();
            let Held::Lines(lines) = held(&folder) else { panic!("cut at {length}") };
            assert_eq!(lines[0], json!({ "file": "é" }));
            assert!(lines.len() <= 3);
        }
        for length in 0..first {
            fs::write(folder.join("a"), &whole[..length]).unwrap();
            assert!(matches!(held(&folder), Held::Foreign(_)), "cut at {length}");
        }
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn what_somebody_else_wrote_is_not_trusted() {
        let folder = folder("foreign");
        written(&folder);
        let text = fs::read_to_string(folder.join("a")).unwrap();
        for (from, to) in
            [("vod-upload 1", "vod-upload 2"), ("\"part\":1", "\"part\":9"), ("é", "e")]
        {
            fs::write(folder.join("a"), text.replacen(from, to, 1)).unwrap();
            assert!(matches!(held(&folder), Held::Foreign(_)), "{to}");
        }
        fs::write(folder.join("a"), [0xff, 0xfe]).unwrap();
        let (mut journal, held) = Journal::open(&folder, "a").ok().unwrap();
        assert!(matches!(held, Held::Foreign(_)));
        let aside = journal.set_aside().unwrap();
        assert_eq!(fs::read(aside).unwrap(), [0xff, 0xfe]);
        drop(journal);
        assert!(matches!(super::read(&folder.join("a")).unwrap(), Held::Nothing));
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn two_do_not_have_it_at_once_and_nothing_stays_of_it() {
        let folder = folder("lock");
        let (journal, _) = Journal::open(&folder, "a").ok().unwrap();
        assert!(matches!(Journal::open(&folder, "a"), Err(Closed::Busy)));
        assert!(Journal::open(&folder, "b").is_ok());
        journal.close();
        assert!(Journal::open(&folder, "a").is_ok());
        fs::remove_dir_all(folder).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn what_stands_in_its_place_is_neither_followed_nor_written_over() {
        use std::os::unix::fs::symlink;
        let folder = folder("planted");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("precious"), "precious").unwrap();
        for name in ["a", "a.new"] {
            symlink("precious", folder.join(name)).unwrap();
            let (mut journal, held) = Journal::open(&folder, "a").ok().unwrap();
            assert_eq!(matches!(held, Held::Foreign(_)), name == "a");
            journal.begin(&[json!({})]).unwrap();
            assert_eq!(fs::read(folder.join("precious")).unwrap(), b"precious", "{name}");
            journal.close();
        }
        symlink("precious", folder.join("a.lock")).unwrap();
        assert!(matches!(Journal::open(&folder, "a"), Err(Closed::Failed(_))));
        fs::remove_dir_all(folder).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_can_read_it() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = folder("mode");
        written(&folder);
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&folder), mode(&folder.join("a"))), (0o700, 0o600));
        // Nor any more, if it was opened to others meanwhile.
        fs::set_permissions(folder.join("a"), fs::Permissions::from_mode(0o666)).unwrap();
        assert!(matches!(held(&folder), Held::Lines(_)));
        assert_eq!(mode(&folder.join("a")), 0o600);
        fs::remove_dir_all(folder).unwrap();
    }
}
