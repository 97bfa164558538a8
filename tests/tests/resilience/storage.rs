//! The leg of an upload to COS, when it stands still.

use std::path::PathBuf;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use vod_api::{Error, v3};

use crate::run::{CLIP, Run, ended};
use crate::stub::http;

const IDLE: Duration = Duration::from_millis(300);

/// A file that no buffer on the way takes whole.
fn long(name: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("vod-{name}-{}.mp4", std::process::id()));
    std::fs::write(&path, vec![7; 32 << 20]).unwrap();
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
    let client: v3::Client = builder.build().unwrap();
    let error = ended(client.upload(file).send()).await.unwrap_err();
    assert_eq!(run.count("CommitUpload"), 0);
    error
}

#[tokio::test]
async fn a_put_that_nobody_reads_is_given_up() {
    let file = long("unread");
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
    let file = long("slow");
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let cos = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let (mut left, mut block) = (32 << 20, vec![0; 1 << 20]);
        while left > 0 {
            // The head is among it, so that what is read last is of the body.
            left -= stream.read(&mut block).await.unwrap().min(left);
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        stream.write_all(http("200 OK", "").as_bytes()).await.unwrap();
    });
    let run = Run::new(&[]).await;
    let builder = run.builder().cos_endpoint(format!("http://{cos}"));
    let client: v3::Client = builder.idle_timeout(Duration::from_secs(1)).build().unwrap();
    let error = ended(client.upload(&file).send()).await.unwrap_err();
    // The sandbox has no such object: the confirmation was sent.
    assert_eq!(error.code(), Some("InvalidParameterValue.VodSessionKey"), "{error}");
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
