//! The leg of an upload to COS, when it stands still.

use std::path::PathBuf;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use vod_api::{Error, Retry, v3};

use crate::run::{CLIP, Run, ended};

const IDLE: Duration = Duration::from_millis(300);

/// A file of so many MiB.
fn long(name: &str, size: usize) -> PathBuf {
    let path = std::env::temp_dir().join(format!("vod-{name}-{}.mp4", std::process::id()));
    std::fs::write(&path, vec![7; size << 20]).unwrap();
    path
}

/// A server that takes connections, reads so many bytes of each, and no more.
async fn reading(bytes: usize) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move {
        let mut held = Vec::new();
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut block = vec![0; bytes];
            let _ = stream.read_exact(&mut block).await;
            held.push(stream);
        }
    });
    address
}

/// A server that reads a head, says this and then no more, without closing.
async fn saying(told: String) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let _ = stream.read(&mut [0; 4096]).await;
        stream.write_all(told.as_bytes()).await.unwrap();
        std::future::pending::<()>().await;
    });
    address
}

async fn stalled(file: PathBuf, cos: &str) -> Error {
    let run = Run::new(&[]).await;
    let builder = run.builder().cos_endpoint(format!("http://{cos}")).idle_timeout(IDLE);
    let client: v3::Client = builder.retry(Retry::never()).build().unwrap();
    let error = ended(client.upload(file).send()).await.unwrap_err();
    assert_eq!(run.count("CommitUpload"), 0);
    error
}

#[tokio::test]
async fn a_put_that_nobody_reads_is_given_up() {
    let file = long("unread", 8);
    for bytes in [0, 1 << 20] {
        let cos = reading(bytes).await;
        let error = stalled(file.clone(), &cos).await;
        assert_eq!(
            error.to_string(),
            format!(
                "PUT: no answer from {cos}: timed out: nothing moved for 300ms; the request may \
                 have been carried out"
            )
        );
    }
    std::fs::remove_file(file).unwrap();
}

#[tokio::test]
async fn a_put_that_is_read_and_not_answered_is_given_up() {
    let cos = reading(0).await;
    let error = stalled(CLIP.into(), &cos).await;
    assert!(error.to_string().contains(": timed out: nothing moved for 300ms;"), "{error}");
    assert!(matches!(&error, Error::Transport(answer) if answer.action == "PUT"), "{error}");
}

/// One that is slower than the limit all together, and never silent for so long.
#[tokio::test]
async fn a_put_that_goes_on_is_waited_for() {
    let file = long("slow", 32);
    let run = Run::new(&["cos:PUT: rate=16MiB/s"]).await;
    let client: v3::Client = run.builder().idle_timeout(Duration::from_secs(1)).build().unwrap();
    let uploaded = ended(client.upload(&file).part_size(32 << 20).send()).await.unwrap();
    assert_eq!((uploaded.bytes, run.count("cos:PUT")), (32 << 20, 1));
    std::fs::remove_file(file).unwrap();
}

/// What COS says of a refusal may never come to its end.
#[tokio::test]
async fn a_refusal_that_breaks_off_is_told_by_what_has_come() {
    let told = "<Error><Code>SlowDown</Code><Message>Reduce";
    let cos = saying(format!("HTTP/1.1 503 Slow Down\r\nContent-Length: 900\r\n\r\n{told}")).await;
    let error = stalled(CLIP.into(), &cos).await;
    assert_eq!((error.status(), error.code()), (Some(503), Some("SlowDown")), "{error}");
}
