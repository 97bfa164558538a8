//! What passes requests on to a sandbox as they are and remembers them: also those that a fault
//! kept the sandbox from reading.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Mutex};

use percent_encoding::percent_decode_str;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, copy};
use tokio::net::{TcpListener, TcpStream};
use vod_sandbox::Sandbox;

pub(crate) struct Relay {
    address: String,
    heard: Wire,
}

/// What clients sent, by connection.
type Wire = Arc<Mutex<Vec<Vec<u8>>>>;

/// A request as it was on the wire.
#[derive(Debug)]
pub(crate) struct Heard {
    pub(crate) method: String,
    /// As it stands behind the method.
    pub(crate) target: String,
    pub(crate) headers: BTreeMap<String, String>,
    /// What the query says, or a form.
    pub(crate) parameters: BTreeMap<String, String>,
    pub(crate) body: String,
}

impl Relay {
    pub(crate) async fn to(sandbox: &Sandbox) -> Self {
        let server = sandbox.url().replace("http://", "");
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let heard = Wire::default();
        let wire = Arc::clone(&heard);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(pass(client, server.clone(), Arc::clone(&wire)));
            }
        });
        Self { address, heard }
    }

    /// Host and port.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The requests so far, by connection.
    pub(crate) fn heard(&self) -> Vec<Heard> {
        let wire = self.heard.lock().unwrap();
        wire.iter().flat_map(|bytes| requests(std::str::from_utf8(bytes).unwrap())).collect()
    }
}

impl Heard {
    /// Of either generation.
    pub(crate) fn signature(&self) -> String {
        self.headers.get("authorization").or(self.parameters.get("Signature")).unwrap().clone()
    }
}

/// Passes bytes both ways until either side has enough.
async fn pass(client: TcpStream, server: String, wire: Wire) -> io::Result<()> {
    let server = TcpStream::connect(server).await?;
    let at = {
        let mut wire = wire.lock().unwrap();
        wire.push(Vec::new());
        wire.len() - 1
    };
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    let there = async {
        let mut block = vec![0; 16 << 10];
        while let read @ 1.. = from_client.read(&mut block).await? {
            wire.lock().unwrap()[at].extend_from_slice(&block[..read]);
            to_server.write_all(&block[..read]).await?;
        }
        io::Result::Ok(())
    };
    let back = async { copy(&mut from_server, &mut to_client).await.map(drop) };
    tokio::select! {
        ended = there => ended,
        ended = back => ended,
    }
}

/// The requests that follow each other on a connection.
fn requests(mut rest: &str) -> Vec<Heard> {
    let mut all = Vec::new();
    while let Some((head, behind)) = rest.split_once("\r\n\r\n") {
        let mut lines = head.lines();
        let mut words = lines.next().unwrap().split(' ');
        let (method, target) = (words.next().unwrap(), words.next().unwrap());
        let headers: BTreeMap<String, String> = lines
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect();
        let length = headers.get("content-length").map_or(0, |length| length.parse().unwrap());
        let (body, behind) = behind.split_at(length);
        let query = target.split_once('?').map_or("", |(_, query)| query);
        let is_form = headers.get("content-type").is_some_and(|kind| kind.contains("form"));
        all.push(Heard {
            method: method.to_owned(),
            target: target.to_owned(),
            parameters: form(if is_form { body } else { query }),
            body: body.to_owned(),
            headers,
        });
        rest = behind;
    }
    all
}

fn form(text: &str) -> BTreeMap<String, String> {
    let decoded = |text: &str| percent_decode_str(text).decode_utf8().unwrap().into_owned();
    let pairs = text.split('&').filter_map(|pair| pair.split_once('='));
    pairs.map(|(name, value)| (decoded(name), decoded(value))).collect()
}
