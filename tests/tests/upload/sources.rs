//! What is no file: bytes, readers, addresses.

use std::io::{self, Cursor, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use vod_api::{Control, Error, FileFault, Retry, Source, Stage, Uploaded};
use vod_sandbox::Sandbox;

use crate::bench::{Folder, MIB, asked, builder, bytes, client, received, stored};
use crate::website::{Manner, PLAIN, website};

async fn send(sandbox: &Sandbox, source: Source) -> Result<Uploaded, Error> {
    client(sandbox).upload(source).send().await
}

/// An upload that is refused for its source, of which nothing stays and nothing is confirmed.
async fn refused(sandbox: &Sandbox, source: Source) -> (FileFault, String) {
    let error = send(sandbox, source).await.unwrap_err();
    assert!(sandbox.uploads().is_empty(), "{:?}", sandbox.uploads());
    assert!(!sandbox.counts().by_action.contains_key("CommitUpload"), "{error}");
    let Error::File(file) = &error else { panic!("{error}") };
    (file.fault, error.to_string())
}

#[tokio::test(flavor = "multi_thread")]
async fn bytes_and_readers_are_there_as_they_were_read() {
    for (length, by_parts) in [(1, 1), (MIB, 1), (MIB + 1, 4), (8 * MIB, 10), (20 * MIB + 3, 23)] {
        let read = bytes(length);
        let sources = [
            // In memory it is like a file.
            (Source::bytes(read.clone()), if length <= 8 * MIB { 1 } else { by_parts }),
            (Source::reader(Cursor::new(read.clone())), by_parts),
            (Source::blocking_reader(Cursor::new(read.clone())), by_parts),
            // Told how long it is, it goes by one PUT up to 8 MiB.
            (
                Source::reader(Cursor::new(read.clone())).length(length),
                if length <= 8 * MIB { 1 } else { by_parts - 9 },
            ),
        ];
        for (number, (source, requests)) in sources.into_iter().enumerate() {
            let sandbox = Sandbox::start().await.unwrap();
            let uploaded = send(&sandbox, source.named("clip.mp4")).await.unwrap();
            assert!(stored(&sandbox, &uploaded) == read, "{length} {number}");
            assert_eq!(uploaded.bytes, length);
            if number != 3 || length <= 8 * MIB {
                assert_eq!(asked(&sandbox).len(), requests, "{length} {number}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cover_is_of_bytes_too_and_each_has_its_name() {
    let sandbox = Sandbox::start().await.unwrap();
    let upload = client(&sandbox);
    let upload = upload.upload(Source::reader(&b"film"[..]).named("by the sea.MP4"));
    let uploaded = upload.cover(Source::bytes("picture").named("c.png")).send().await.unwrap();
    assert_eq!(uploaded.bytes, 11);
    let applied = sandbox.requests().into_iter().find(|seen| seen.action.is_some()).unwrap();
    let told = |name: &str| applied.parameters.get(name).map(String::as_str);
    assert_eq!(told("MediaType"), Some("mp4"), "{:?}", applied.parameters);
    assert_eq!((told("MediaName"), told("CoverType")), (Some("by the sea"), Some("png")));
    let cover = sandbox.objects().into_iter().find(|object| object.key.contains(".png")).unwrap();
    assert_eq!(sandbox.object(&cover.bucket, &cover.key).unwrap(), b"picture"[..]);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_of_no_type_or_without_a_byte_is_refused() {
    let sandbox = Sandbox::start().await.unwrap();
    let (fault, told) = refused(&sandbox, Source::bytes("film")).await;
    assert_eq!(fault, FileFault::NoVideoType);
    assert!(told.contains("the bytes: nothing tells its type"), "{told}");
    assert!(asked(&sandbox).is_empty());
    for source in [
        Source::bytes(""),
        Source::blocking_reader(io::empty()),
        Source::reader(&b""[..]).length(0),
    ] {
        let (fault, told) = refused(&sandbox, source.named("clip.mp4")).await;
        assert!(fault == FileFault::Empty && told.contains("clip.mp4: is empty"), "{told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_is_not_as_long_as_was_said_is_not_confirmed() {
    for length in [4, 3 * MIB, 9 * MIB] {
        for (said, told) in [(length + 1, "ended after"), (length - 1, "goes on after")] {
            let sandbox = Sandbox::start().await.unwrap();
            let source = Source::reader(Cursor::new(bytes(length))).named("clip.mp4");
            let (fault, error) = refused(&sandbox, source.length(said)).await;
            assert_eq!(fault, FileFault::Changed, "{error}");
            assert!(error.contains(told) && error.contains("nothing was committed"), "{error}");
        }
    }
    let folder = Folder::new();
    let file = folder.file("clip.mp4", 10);
    let sandbox = Sandbox::start().await.unwrap();
    for source in [Source::from(&file), Source::bytes(bytes(10)).named("clip.mp4")] {
        let (_, error) = refused(&sandbox, source.length(11)).await;
        assert!(error.contains("is 10 bytes long, not 11; nothing was sent"), "{error}");
    }
}

/// Gives a while of zeros, then an error.
struct Breaks(u64);

impl Read for Breaks {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.0 == 0 {
            return Err(io::Error::other("the tape tore"));
        }
        let read = buffer.len().min(usize::try_from(self.0).unwrap());
        buffer[..read].fill(0);
        self.0 -= read as u64;
        Ok(read)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_that_breaks_is_told_and_leaves_nothing() {
    for length in [0, 5, 12 * MIB] {
        let sandbox = Sandbox::start().await.unwrap();
        let source = Source::blocking_reader(Breaks(length)).named("clip.mp4");
        let (fault, told) = refused(&sandbox, source).await;
        assert_eq!(fault, FileFault::Unreadable);
        assert!(told.contains("clip.mp4: cannot be read: the tape tore"), "{told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_that_failed_is_sent_again_from_memory() {
    let read = bytes(12 * MIB + 5);
    for (fault, again) in [
        ("cos:PUT: status=503, every=3", 6 * MIB),
        ("cos:PUT: wrong-crc, first=2", 2 * MIB),
        ("cos:PUT: cut-before=300000, first=2", 2 * MIB),
    ] {
        let sandbox = Sandbox::builder().fault(fault.parse().unwrap()).start().await.unwrap();
        let source = Source::reader(Cursor::new(read.clone())).named("clip.mp4");
        let uploaded = send(&sandbox, source).await.unwrap();
        assert!(stored(&sandbox, &uploaded) == read, "{fault}");
        assert!(sandbox.counts().faults > 0, "{fault} struck nothing");
        let sent = received(&sandbox);
        assert!(sent <= read.len() as u64 + again, "{fault}: {sent}");
    }
}

/// Counts what is taken of it; it never ends.
struct Endless(Arc<AtomicU64>);

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.fetch_add(buffer.len() as u64, Ordering::Relaxed);
        Ok(buffer.len())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_is_not_read_ahead_of_what_memory_allows() {
    let sandbox = Sandbox::start().await.unwrap();
    // No part is ever answered.
    sandbox.set_faults(["cos:PUT: delay=1h".parse().unwrap()]);
    let (client, control) = (client(&sandbox), Control::new());
    let taken = Arc::new(AtomicU64::new(0));
    let source = Source::blocking_reader(Endless(Arc::clone(&taken))).named("clip.mp4");
    let upload = client.upload(source).memory(4 << 20).control(&control).send();
    let watching = async {
        let mut before = 0;
        loop {
            tokio::time::sleep(Duration::from_millis(300)).await;
            let now = taken.load(Ordering::Relaxed);
            if now > 0 && now == before {
                break;
            }
            before = now;
        }
        control.cancel();
        before
    };
    let (cancelled, taken) = tokio::join!(upload, watching);
    assert!(matches!(cancelled, Err(Error::Cancelled)));
    // What was read to see whether there is more, a block at a time, comes on top.
    assert!((4 * MIB..=5 * MIB).contains(&taken), "{taken}");
    assert!(sandbox.uploads().is_empty(), "{:?}", sandbox.uploads());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_that_is_larger_than_memory_finds_room() {
    let sandbox = Sandbox::start().await.unwrap();
    let (client, read) = (client(&sandbox), bytes(10 * MIB + 5));
    let source = Source::reader(Cursor::new(read.clone())).named("clip.mp4");
    let upload = client.upload(source).memory(0).part_size(3 * MIB + 1);
    assert!(stored(&sandbox, &upload.send().await.unwrap()) == read);
    let parts = asked(&sandbox);
    let parts = parts.iter().filter(|seen| seen.parameters.contains_key("partNumber"));
    assert!(parts.map(|seen| seen.received).eq([3 * MIB + 1, 3 * MIB + 1, 3 * MIB + 1, MIB + 2]));
}

#[tokio::test(flavor = "multi_thread")]
async fn how_long_a_stream_is_is_told_when_it_has_ended() {
    let sandbox = Sandbox::start().await.unwrap();
    let seen = Arc::new(std::sync::Mutex::new(Vec::new()));
    let kept = Arc::clone(&seen);
    let source = Source::reader(Cursor::new(bytes(9 * MIB))).named("clip.mp4");
    let client = client(&sandbox);
    let upload = client.upload(source).cover(Source::bytes("picture").named("c.jpg"));
    let upload = upload.on_progress(move |progress| kept.lock().unwrap().push(progress));
    upload.send().await.unwrap();
    let seen = seen.lock().unwrap();
    assert!(seen.iter().take_while(|p| p.total.is_none()).all(|p| p.eta.is_none()));
    assert_eq!(seen[0].total, None);
    let last = seen.last().unwrap();
    assert_eq!((last.stage, last.sent), (Stage::Commit, 9 * MIB + 7));
    assert_eq!(last.total, Some(9 * MIB + 7));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_whose_key_pair_expires_cannot_be_sent_anew() {
    let life = Duration::from_secs(2);
    let sandbox = Sandbox::builder().certificate_life(life).start().await.unwrap();
    sandbox.set_faults(["cos:PUT: rate=2MiB/s, first=5".parse().unwrap()]);
    let client = builder(&sandbox).retry(Retry::never()).build().unwrap();
    let source = Source::reader(Cursor::new(bytes(16 * MIB))).named("clip.mp4");
    let error = client.upload(source).connections(1).send().await.unwrap_err();
    let Error::File(file) = &error else { panic!("{error}") };
    assert_eq!(file.fault, FileFault::Spent);
    assert!(file.what.contains("the key pair that VOD lent for it has expired"), "{error}");
    assert_eq!(sandbox.counts().by_action["ApplyUpload"], 1);
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_pipe_is_read_as_a_stream() {
    let folder = Folder::new();
    let pipe = folder.path("clip.mp4");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let read = bytes(3 * MIB);
    let (writing, written) = (pipe.clone(), read.clone());
    let writer = std::thread::spawn(move || std::fs::write(writing, written).unwrap());
    let sandbox = Sandbox::start().await.unwrap();
    let uploaded = send(&sandbox, Source::from(&pipe)).await.unwrap();
    writer.join().unwrap();
    assert!(stored(&sandbox, &uploaded) == read);
    let (_, told) =
        refused(&Sandbox::start().await.unwrap(), Source::file("/dev/null").named("a.mp4")).await;
    assert!(told.contains("/dev/null: is empty"), "{told}");
    let mut folder = Source::from(Path::new("/"));
    folder = folder.named("a.mp4");
    let (_, told) = refused(&Sandbox::start().await.unwrap(), folder).await;
    assert!(told.contains("/: is a folder"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_address_answers_passes_through() {
    let read = bytes(10 * MIB + 9);
    let (url, asked) = website(read.clone(), PLAIN);
    for path in ["/a/by%20the%20sea.mp4?secret=s3cr3t", "/watch", "/to?/watch", "/to?/to?/clip.mp4"]
    {
        let sandbox = Sandbox::start().await.unwrap();
        let uploaded = send(&sandbox, Source::url(format!("{url}{path}"))).await.unwrap();
        assert!(stored(&sandbox, &uploaded) == read, "{path}");
        let applied = sandbox.requests().into_iter().find(|seen| seen.action.is_some()).unwrap();
        assert_eq!(applied.parameters["MediaType"], "mp4");
        if path.contains("sea") {
            assert_eq!(applied.parameters["MediaName"], "by the sea");
        }
    }
    assert!(asked.all()[0].contains("accept-encoding: identity"), "{:?}", asked.all());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_download_that_breaks_is_taken_up_where_it_ended() {
    let read = bytes(10 * MIB + 9);
    let cut = Manner { cut: 4 << 20, ..PLAIN };
    let (url, asked) = website(read.clone(), cut);
    let sandbox = Sandbox::start().await.unwrap();
    let uploaded = send(&sandbox, Source::url(format!("{url}/clip.mp4"))).await.unwrap();
    assert!(stored(&sandbox, &uploaded) == read);
    let asked = asked.all();
    assert_eq!(asked.len(), 3, "{asked:?}");
    assert!(asked[1].contains(&format!("range: bytes={}-", 4 << 20)), "{}", asked[1]);
    assert!(asked[2].contains("if-range: \"one\""), "{}", asked[2]);
    // Of what gives no sign of its own nobody knows that it is the same.
    let (url, _) = website(read, Manner { head: "Content-Type: video/mp4", ..cut });
    let sandbox = Sandbox::start().await.unwrap();
    let (fault, told) = refused(&sandbox, Source::url(format!("{url}/clip.mp4?k=s3cr3t"))).await;
    assert_eq!(fault, FileFault::Unreadable);
    assert!(told.contains("no sign by which to take it up again"), "{told}");
    assert!(told.contains(&format!("{url}/clip.mp4: ")) && !told.contains("s3cr3t"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_download_is_not_taken_up_with_another_file() {
    const TAGGED: &str = "ETag: \"one\"";
    const DATED: &str = "ETag: W/\"one\"\r\nLast-Modified: Sat, 01 Aug 2026 10:00:00 GMT";
    for (head, then, other) in [
        (TAGGED, "ETag: \"two\"\r\nContent-Range: bytes 60-99/100", "has another ETag"),
        (TAGGED, "Content-Range: bytes 60-99/100", "has no ETag"),
        (
            DATED,
            "ETag: W/\"one\"\r\nLast-Modified: Sat, 01 Aug 2026 10:00:01 GMT\r\n\
             Content-Range: bytes 60-99/100",
            "has another Last-Modified",
        ),
        (TAGGED, "ETag: \"one\"\r\nContent-Range: bytes 50-99/100", "begins at byte 50, not 60"),
        (TAGGED, "ETag: \"one\"\r\nContent-Range: bytes 60-99/*", "tells no place"),
        (TAGGED, "ETag: \"one\"", "tells no place"),
        (
            TAGGED,
            "ETag: \"one\"\r\nContent-Encoding: gzip\r\nContent-Range: bytes 60-99/100",
            "has the Content-Encoding gzip",
        ),
    ] {
        for says_length in [true, false] {
            let manner = Manner { cut: 60, cuts: 1, says_length, head, then: Some(then) };
            let (url, asked) = website(bytes(100), manner);
            let sandbox = Sandbox::start().await.unwrap();
            let (_, told) = refused(&sandbox, Source::url(format!("{url}/clip.mp4"))).await;
            assert!(told.contains(&format!("{url}/clip.mp4: cannot be read: ")), "{told}");
            assert!(told.contains(&format!("what came another time {other}")), "{told}");
            // Another try would not make it the same.
            assert_eq!(asked.all().len(), 2, "{told}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_download_that_is_taken_up_is_as_long_as_before() {
    let longer = "ETag: \"one\"\r\nContent-Range: bytes 60-99/101\r\nContent-Length: 40";
    let a_piece = "ETag: \"one\"\r\nContent-Range: bytes 60-79/100\r\nContent-Length: 20";
    for (says_length, then, other) in [
        (true, longer, "is of 101 bytes in all, not 100"),
        // What the first answer did not tell holds from the second on: it is no end yet.
        (false, longer, "begins at byte 60, not 100"),
        (false, a_piece, "begins at byte 60, not 80"),
    ] {
        let manner = Manner { cut: 60, cuts: 1, says_length, then: Some(then), ..PLAIN };
        let (url, _) = website(bytes(100), manner);
        let sandbox = Sandbox::start().await.unwrap();
        let (_, told) = refused(&sandbox, Source::url(format!("{url}/clip.mp4"))).await;
        assert!(told.contains(&format!("what came another time {other}")), "{told}");
    }
    let (url, asked) = website(bytes(100), Manner { cut: 60, says_length: false, ..PLAIN });
    let sandbox = Sandbox::start().await.unwrap();
    let uploaded = send(&sandbox, Source::url(format!("{url}/clip.mp4"))).await.unwrap();
    assert!(stored(&sandbox, &uploaded) == bytes(100));
    assert_eq!(asked.all().len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_download_that_breaks_before_its_first_byte_is_asked_for_anew() {
    let unmarked = "Content-Type: video/mp4";
    for head in [unmarked, PLAIN.head] {
        for says_length in [true, false] {
            let broken = Manner { cut: 0, says_length, head, ..PLAIN };
            let (url, asked) = website(bytes(100), Manner { cuts: 2, ..broken });
            let sandbox = Sandbox::start().await.unwrap();
            let uploaded = send(&sandbox, Source::url(format!("{url}/clip.mp4"))).await.unwrap();
            assert!(stored(&sandbox, &uploaded) == bytes(100), "{head} {says_length}");
            let asked = asked.all();
            assert_eq!(asked.len(), 3, "{asked:?}");
            assert!(asked.iter().all(|head| !head.contains("range: ")), "{asked:?}");
        }
    }
    let broken = Manner { cut: 0, head: unmarked, ..PLAIN };
    // Not for ever.
    let (url, asked) = website(bytes(100), broken);
    let (fault, _) =
        refused(&Sandbox::start().await.unwrap(), Source::url(format!("{url}/clip.mp4"))).await;
    assert_eq!((fault, asked.all().len()), (FileFault::Unreadable, 5));
    // How long it is was told already.
    let then = Some("Content-Type: video/mp4\r\nContent-Length: 99");
    let (url, _) = website(bytes(100), Manner { cuts: 1, then, ..broken });
    let (_, told) =
        refused(&Sandbox::start().await.unwrap(), Source::url(format!("{url}/clip.mp4"))).await;
    assert!(told.contains("is of 99 bytes in all, not 100"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_packed_is_refused_before_a_place_is_reserved() {
    for (head, coding) in [
        ("Content-Encoding: gzip", Some("gzip")),
        ("Content-Encoding: identity, BR", Some("BR")),
        ("Content-Encoding: identity\r\nContent-Encoding: zstd", Some("zstd")),
        ("Content-Encoding: Identity", None),
    ] {
        let (url, asked) = website(bytes(100), Manner { head, ..PLAIN });
        let source = Source::url(format!("{url}/clip.mp4?k=s3cr3t"));
        let sandbox = Sandbox::start().await.unwrap();
        let Some(coding) = coding else {
            let uploaded = send(&sandbox, source).await.unwrap();
            assert!(stored(&sandbox, &uploaded) == bytes(100));
            continue;
        };
        let (_, told) = refused(&sandbox, source).await;
        let why = format!("{url}/clip.mp4: has the Content-Encoding {coding}, which");
        assert!(told.contains(&why) && !told.contains("s3cr3t"), "{told}");
        assert_eq!((sandbox.counts().requests, asked.all().len()), (0, 1), "{told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_of_no_use_is_told_before_a_place_is_reserved() {
    let (url, _) = website(bytes(10), PLAIN);
    let untyped = Manner { head: "X: y", ..PLAIN };
    let (nameless, _) = website(bytes(10), untyped);
    for (address, told) in [
        (format!("{url}/not-found"), "is answered with 404 Not Found"),
        (format!("{nameless}/watch"), "nothing tells its type"),
        ("ftp://127.0.0.1/clip.mp4".to_owned(), "is no address of http or https"),
        ("clip.mp4".to_owned(), "is no address of http or https"),
        (format!("{url}/to?/to?/to?/to?/to?/to?/to?/to?/to?/to?/to?/a.mp4"), "it leads on and on"),
    ] {
        let sandbox = Sandbox::start().await.unwrap();
        let (_, error) = refused(&sandbox, Source::url(address)).await;
        assert!(error.contains(told), "{error}");
        assert_eq!(sandbox.counts().requests, 0, "{error}");
    }
}
