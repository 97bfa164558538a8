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
use super::progress::Sent;
use super::reserved::{Apply, Certificate, Commit, Generation, Reserved};
use crate::credential::Credential;
use crate::error::{Error, FileFault};
use crate::secret::Secret;

/// Remembers an upload, or nothing.
pub(super) struct Memory {
    journal: Option<Journal>,
    /// Who is told whether anything is remembered.
    sent: Option<Sent>,
    /// What became of an upload of before, and why this one is not remembered.
    pub(super) told: Vec<String>,
}

/// An upload of before that can go on.
pub(super) struct Earlier {
    pub(super) reserved: Reserved,
    pub(super) parts: Option<Parts>,
    /// Whether its confirmation was sent.
    pub(super) committing: bool,
}

/// The parts of a file that was sent in such.
pub(super) struct Parts {
    pub(super) upload_id: String,
    pub(super) part_size: u64,
    pub(super) sent: Vec<Part>,
}

impl Memory {
    /// Remembers nothing.
    pub(super) fn none() -> Self {
        Self { journal: None, sent: None, told: Vec::new() }
    }

    /// Opens what is remembered of the upload of a file by these keys with this request.
    pub(super) async fn open(
        folder: &Path,
        media: &Media,
        apply: &Apply,
        (account, now): (&str, u64),
        sent: &Sent,
    ) -> Result<(Self, Option<Earlier>), Error> {
        let path = std::path::absolute(&media.path).unwrap_or_else(|_| media.path.clone());
        let name = name(&path, account, apply.generation());
        // A folder on another machine may let one wait.
        let at = folder.to_path_buf();
        let opened = tokio::task::spawn_blocking(move || Journal::open(&at, &name)).await;
        let opened = opened.unwrap_or_else(|error| Err(io::Error::other(error).into()));
        let (journal, held) = match opened {
            Ok(opened) => opened,
            Err(Closed::Busy) => {
                let what = "is being uploaded by another process; let that one end";
                return Err(Error::file(&media.path, FileFault::Busy, what));
            }
            Err(Closed::Failed(error)) => {
                let mut memory = Self::none();
                memory.tell(format!(
                    "the upload cannot be resumed if it breaks off: {}: {error}",
                    folder.display()
                ));
                return Ok((memory, None));
            }
        };
        let mut memory =
            Self { journal: Some(journal), sent: Some(sent.clone()), told: Vec::new() };
        let earlier = match held {
            Held::Nothing => return Ok((memory, None)),
            Held::Foreign(why) => {
                Err(format!("what was remembered of it is not to be trusted: {why}"))
            }
            Held::Lines(lines) => {
                earlier(&lines, media, apply, now).map(|earlier| (earlier, lines))
            }
        };
        match earlier {
            Ok((earlier, lines)) => {
                memory.write(|journal| journal.begin(&lines));
                memory.resumable(true);
                Ok((memory, Some(earlier)))
            }
            Err(why) => {
                memory.forget(&why);
                Ok((memory, None))
            }
        }
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
    pub(super) fn parts(&mut self, upload_id: &str, part_size: u64) {
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
        self.write(|journal| journal.add(&json!({ "committing": true })));
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

    /// There is nothing more to remember.
    pub(super) fn close(&mut self) {
        if let Some(journal) = self.journal.take() {
            journal.close();
        }
        self.resumable(false);
    }

    /// Whether somebody can go on where this upload ends.
    pub(super) fn is_kept(&self) -> bool {
        self.journal.is_some()
    }

    /// Remembers by the journal; one that cannot be written is given up, the upload is not.
    fn write(&mut self, write: impl FnOnce(&mut Journal) -> io::Result<()>) {
        if let Some(journal) = &mut self.journal
            && let Err(error) = write(journal)
        {
            self.close();
            self.tell(format!("the upload cannot be resumed if it breaks off: {error}"));
        }
    }

    /// Tells whether anything is remembered, as far as there is anything to remember it in.
    fn resumable(&self, is: bool) {
        if let Some(sent) = &self.sent {
            sent.resumable(is && self.is_kept());
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

/// What a journal says of an upload, if it can go on; else why not.
fn earlier(lines: &[Json], media: &Media, apply: &Apply, now: u64) -> Result<Earlier, String> {
    let unreadable =
        || "what was remembered of it is not to be trusted: it lacks a field".to_owned();
    let first = lines.first().ok_or_else(unreadable)?;
    let text = |json: &Json, name: &str| json[name].as_str().map(str::to_owned);
    if first["identity"] != identity(media.identity()) {
        return Err("the file has changed since".to_owned());
    }
    if text(first, "request").as_deref() != Some(&*apply.text()) {
        return Err("it was asked for with other options".to_owned());
    }
    let need = |name: &str| text(first, name).ok_or_else(unreadable);
    let certificate = match &first["certificate"] {
        Json::Null => None,
        lent => {
            let need = |name: &str| text(lent, name).ok_or_else(unreadable);
            let credential = Credential::new(need("secretId")?, need("secretKey")?);
            let credential = match text(lent, "token") {
                Some(token) => credential.with_token(token),
                None => credential,
            };
            let expires = lent["expires"].as_u64().ok_or_else(unreadable)?;
            Some(Certificate { credential, expires })
        }
    };
    let (bucket, region) = (need("bucket")?, need("region")?);
    let told = |error: Error| error.to_string();
    let cover = text(first, "cover").map(|path| Key::of("cover", &path)).transpose();
    let reserved = Reserved {
        bucket: Bucket::of(("bucket", &bucket), ("region", &region)).map_err(told)?,
        video: Key::of("video", &need("video")?).map_err(told)?,
        cover: cover.map_err(told)?,
        session: Secret::from(need("session")?),
        certificate,
        commit: Commit { generation: apply.generation(), sub_app_id: first["subAppId"].as_u64() },
    };
    let mut earlier = Earlier { reserved, parts: None, committing: false };
    for line in lines.iter().skip(1) {
        if let (Some(upload_id), Some(part_size)) =
            (text(line, "uploadId"), line["partSize"].as_u64())
        {
            earlier.parts = Some(Parts { upload_id, part_size, sent: Vec::new() });
        } else if line["committing"] == true {
            earlier.committing = true;
        } else if let Some(parts) = &mut earlier.parts {
            let number = line["part"].as_u64().and_then(|number| u32::try_from(number).ok());
            let crc = text(line, "crc").and_then(|crc| crc.parse().ok());
            let (from, length) = (line["from"].as_u64(), line["length"].as_u64());
            if let (Some(number), Some(from), Some(length), Some(etag), Some(crc)) =
                (number, from, length, text(line, "etag"), crc)
            {
                parts.sent.push(Part { number, from, length, etag, crc });
            }
        }
    }
    // What is left to do once its confirmation was sent takes another pair.
    let lent = earlier.reserved.certificate.as_ref().filter(|_| !earlier.committing);
    if lent.is_some_and(|lent| lent.expires <= now) {
        return Err("the key pair that was lent for it has expired".to_owned());
    }
    Ok(earlier)
}
