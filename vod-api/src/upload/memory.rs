//! What is remembered of an upload: places, session, parts. Its session key and its lent key pair
//! are among that; the file is its owner's alone, and they open this one upload.

use std::io;
use std::path::Path;
use std::time::UNIX_EPOCH;

use serde_json::{Value as Json, json};
use sha2::{Digest as _, Sha256};

use super::cos::{Bucket, Key, Part};
use super::file::Identity;
use super::journal::{Closed, Held, Journal};
use super::media::Media;
use super::open::Kept;
use super::progress::Sent;
use super::reserved::{Apply, Certificate, Commit, Generation, Reserved};
use crate::credential::Credential;
use crate::error::{Error, FileFault};
use crate::secret::Secret;

/// Remembers an upload, or nothing.
pub(super) struct Memory {
    journal: Option<Journal>,
    kept: Kept,
    /// Who is told whether anything is remembered.
    sent: Option<Sent>,
    /// What became of an upload of before, and why this one is not remembered.
    pub(super) told: Vec<String>,
}

/// Where an upload begins.
pub(super) enum Start {
    /// A place is to be reserved.
    Anew,
    /// With what COS has of one that broke off.
    GoOn(Reserved, Option<Parts>),
    /// All is there, and its confirmation was sent.
    Confirm(Reserved),
}

/// The parts of a file that was sent in such.
pub(super) struct Parts {
    pub(super) upload_id: String,
    /// How long they were to be; nothing where that was left to us.
    pub(super) part_size: Option<u64>,
    pub(super) sent: Vec<Part>,
}

/// What COS has of an upload of before that nobody goes on with.
pub(super) struct Stale {
    pub(super) reserved: Reserved,
    pub(super) upload_id: String,
}

impl Memory {
    /// Remembers nothing.
    pub(super) fn none() -> Self {
        Self { journal: None, kept: Kept::default(), sent: None, told: Vec::new() }
    }

    /// Opens what is remembered of the upload of a file by these keys with this request.
    pub(super) async fn open(
        folder: &Path,
        media: &Media,
        apply: &Apply,
        (account, now): (&str, u64),
        sent: &Sent,
    ) -> Result<(Self, Start, Option<Stale>), Error> {
        let path = std::path::absolute(&media.path).unwrap_or_else(|_| media.path.clone());
        let name = name(&path, account, apply.generation());
        // A folder on another machine may let one wait.
        let at = folder.to_path_buf();
        let opened = tokio::task::spawn_blocking(move || Journal::open(&at, &name)).await;
        let opened = opened.unwrap_or_else(|error| Err(io::Error::other(error).into()));
        let mut memory = Self::none();
        memory.sent = Some(sent.clone());
        let held = match opened {
            Ok((journal, held)) => {
                memory.journal = Some(journal);
                memory.kept.set(true);
                held
            }
            Err(Closed::Busy) => {
                let what = "is being uploaded by another process; let that one end";
                return Err(Error::file(&media.path, FileFault::Busy, what));
            }
            Err(Closed::Failed(error)) => {
                let folder = folder.display();
                memory.cannot(&format!("{folder}: {error}"));
                return Ok((memory, Start::Anew, None));
            }
        };
        let lines = match held {
            Held::Nothing => return Ok((memory, Start::Anew, None)),
            Held::Foreign(why) => {
                memory.distrust(&why);
                return Ok((memory, Start::Anew, None));
            }
            Held::Lines(lines) => lines,
        };
        let Some(before) = Before::read(&lines, apply.generation()) else {
            memory.distrust("it lacks a field");
            return Ok((memory, Start::Anew, None));
        };
        if let Some(why) = before.is_other(&lines, media, apply, now) {
            memory.forget(why);
            return Ok((memory, Start::Anew, before.stale(now)));
        }
        memory.write(|journal| journal.begin(&lines));
        memory.resumable(true);
        Ok((memory, before.start(), None))
    }

    /// Whether it is remembered, also from now on.
    pub(super) fn kept(&self) -> Kept {
        self.kept.clone()
    }

    /// Begins to remember an upload whose places are reserved.
    pub(super) fn begin(&mut self, media: &Media, apply: &Apply, reserved: &Reserved) {
        let certificate = reserved.certificate.as_ref().map(|lent| {
            let pair = &lent.credential;
            json!({
                "secretId": pair.secret_id(),
                "secretKey": pair.secret_key().expose(),
                "token": pair.token().map(Secret::expose),
                "expires": lent.expires,
            })
        });
        let (bucket, region) = reserved.bucket.named();
        let first = json!({
            "file": media.path.to_string_lossy(),
            "identity": identity(media.identity()),
            "request": apply.text(),
            "bucket": bucket,
            "region": region,
            "video": reserved.video.path(),
            "cover": reserved.cover.as_ref().map(Key::path),
            "session": reserved.session.expose(),
            "certificate": certificate,
            "subAppId": reserved.commit.sub_app_id,
        });
        self.write(|journal| journal.begin(&[first]));
        self.resumable(true);
    }

    /// The video goes in parts.
    pub(super) fn parts(&mut self, upload_id: &str, part_size: Option<u64>) {
        let line = json!({ "uploadId": upload_id, "partSize": part_size });
        self.write(|journal| journal.add(&line));
    }

    /// COS has a part.
    pub(super) fn part(&mut self, part: &Part) {
        let Part { number, from, length, etag, crc } = part;
        let crc = crc.to_string();
        let line =
            json!({ "part": number, "from": from, "length": length, "etag": etag, "crc": crc });
        self.write(|journal| journal.add(&line));
    }

    /// The confirmation is about to be sent.
    pub(super) fn committing(&mut self) {
        self.write(|journal| journal.add_for_sure(&json!({ "committing": true })));
    }

    /// COS knows nothing of the parts any more.
    pub(super) fn lost(&mut self) {
        self.tell(
            "COS has nothing of the parts that were sent before; they are sent again".to_owned(),
        );
    }

    /// What was remembered does not count any more; why.
    pub(super) fn forget(&mut self, why: &str) {
        self.resumable(false);
        let aside = self.journal.as_mut().map(Journal::set_aside);
        let aside = match aside {
            Some(Ok(aside)) => format!("; it is kept as {}", aside.display()),
            _ => String::new(),
        };
        self.tell(format!("an upload of before is begun anew: {why}{aside}"));
    }

    fn distrust(&mut self, why: &str) {
        self.forget(&format!("what was remembered of it is not to be trusted: {why}"));
    }

    fn cannot(&mut self, why: &str) {
        self.tell(format!("the upload cannot be resumed if it breaks off: {why}"));
    }

    /// There is nothing more to remember.
    pub(super) fn close(&mut self) {
        self.kept.set(false);
        if let Some(journal) = self.journal.take() {
            journal.close();
        }
        self.resumable(false);
    }

    /// Remembers by the journal; one that cannot be written is given up, the upload is not.
    fn write(&mut self, write: impl FnOnce(&mut Journal) -> io::Result<()>) {
        if let Some(journal) = &mut self.journal
            && let Err(error) = write(journal)
        {
            let why = format!("{}: {error}", journal.path().display());
            self.close();
            self.cannot(&why);
        }
    }

    /// Tells whether anything is remembered, as far as there is anything to remember it in.
    fn resumable(&self, is: bool) {
        if let Some(sent) = &self.sent {
            sent.resumable(is && self.kept.is());
        }
    }

    fn tell(&mut self, what: String) {
        tracing::warn!("{what}");
        self.told.push(what);
    }
}

impl Drop for Memory {
    fn drop(&mut self) {
        if let Some(journal) = self.journal.take() {
            journal.leave();
        }
    }
}

/// What the journal of an upload is called: not what is in it, which is read and compared.
fn name(path: &Path, account: &str, generation: Generation) -> String {
    let hash = Sha256::new_with_prefix(path.as_os_str().as_encoded_bytes());
    let hash = hash.chain_update([0]).chain_update(account).chain_update([generation as u8]);
    let hash = hash.finalize();
    hash.iter().take(12).fold(String::new(), |name, byte| format!("{name}{byte:02x}"))
}

fn identity(identity: Option<&Identity>) -> Json {
    let Some(identity) = identity else { return Json::Null };
    let modified = identity.modified.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    json!({
        "size": identity.size,
        "modified": modified.map(|time| [time.as_secs(), time.subsec_nanos().into()]),
        "node": identity.node.map(|(device, number)| [device, number]),
    })
}

/// What a journal says of an upload.
struct Before {
    reserved: Reserved,
    parts: Option<Parts>,
    committing: bool,
}

impl Before {
    /// Reads a journal that was written whole; nothing of one that was not.
    fn read(lines: &[Json], generation: Generation) -> Option<Self> {
        let (first, rest) = lines.split_first()?;
        let mut before =
            Self { reserved: reserved(first, generation)?, parts: None, committing: false };
        for line in rest {
            if let Some(upload_id) = text(line, "uploadId") {
                let part_size = match &line["partSize"] {
                    Json::Null => None,
                    told => Some(told.as_u64()?),
                };
                before.parts = Some(Parts { upload_id, part_size, sent: Vec::new() });
            } else if line["committing"] == true {
                before.committing = true;
            } else {
                before.parts.as_mut()?.sent.push(part(line)?);
            }
        }
        Some(before)
    }

    /// Why it is not the upload that is asked for, or cannot go on.
    fn is_other(
        &self,
        lines: &[Json],
        media: &Media,
        apply: &Apply,
        now: u64,
    ) -> Option<&'static str> {
        let first = lines.first().unwrap_or(&Json::Null);
        if first["identity"] != identity(media.identity()) {
            Some("the file has changed since")
        } else if first["request"] != *apply.text() {
            Some("it was asked for with other options")
        } else if !self.committing && self.has_expired(now) {
            // What is left to do once its confirmation was sent takes another pair.
            Some("the key pair that VOD lent for it has expired")
        } else {
            None
        }
    }

    fn has_expired(&self, now: u64) -> bool {
        self.reserved.certificate.as_ref().is_some_and(|lent| lent.expires <= now)
    }

    /// Its parts, as far as they can be given up still.
    fn stale(self, now: u64) -> Option<Stale> {
        let is_open = !self.committing && !self.has_expired(now);
        let Self { reserved, parts, .. } = self;
        let upload_id = parts.filter(|_| is_open)?.upload_id;
        Some(Stale { reserved, upload_id })
    }

    fn start(self) -> Start {
        let Self { reserved, parts, committing } = self;
        if committing { Start::Confirm(reserved) } else { Start::GoOn(reserved, parts) }
    }
}

fn text(json: &Json, name: &str) -> Option<String> {
    json[name].as_str().map(str::to_owned)
}

fn reserved(first: &Json, generation: Generation) -> Option<Reserved> {
    let certificate = match &first["certificate"] {
        Json::Null => None,
        lent => {
            let pair = Credential::new(text(lent, "secretId")?, text(lent, "secretKey")?);
            let credential = match text(lent, "token") {
                Some(token) => pair.with_token(token),
                None => pair,
            };
            Some(Certificate { credential, expires: lent["expires"].as_u64()? })
        }
    };
    let (bucket, region) = (text(first, "bucket")?, text(first, "region")?);
    let cover = match text(first, "cover") {
        Some(path) => Some(Key::of("cover", &path).ok()?),
        None => None,
    };
    Some(Reserved {
        bucket: Bucket::of(("bucket", &bucket), ("region", &region)).ok()?,
        video: Key::of("video", &text(first, "video")?).ok()?,
        cover,
        session: Secret::from(text(first, "session")?),
        certificate,
        commit: Commit { generation, sub_app_id: first["subAppId"].as_u64() },
    })
}

fn part(line: &Json) -> Option<Part> {
    Some(Part {
        number: line["part"].as_u64()?.try_into().ok()?,
        from: line["from"].as_u64()?,
        length: line["length"].as_u64()?,
        etag: text(line, "etag")?,
        crc: text(line, "crc")?.parse().ok()?,
    })
}
