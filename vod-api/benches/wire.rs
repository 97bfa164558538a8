//! Signing and decoding beside their floors, interleaved in one run.
//!
//! A ratio is the median over rounds of one subject's time by another's in the same round, so that
//! a slow moment of the machine strikes both. `--check` makes a missed target a failure; a word
//! picks the rows that have it. What a signature allocates is counted in `tests/allocations.rs`.
#![allow(clippy::unwrap_used, reason = "a bench that cannot run has nothing to tell")]

use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::digest::KeyInit;
use hmac::{Hmac, Mac};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use sha1::Sha1;
use sha2::{Digest as _, Sha256};
use vod_api::__rt::bench::{decode, sign, walk};
use vod_api::{Credential, SignatureMethod, Stamp, v2, v3};

const ID: &str = "AKIDz8krbsJ5yKBZQpn74WFkmLPx3gnPhESA";
const KEY: &str = "Gu5t9xGARNpq86cd98joQYCN3Cozk1qA";
const ADDRESS: &str = "https://vod.api.qcloud.com/v2/index.php";
const STAMP: Stamp = Stamp { nonce: 11886, timestamp: 1_465_185_768 };
const PAGES: &[(&str, &str)] = vod_macros::pages!("spec/v2/README.md");
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
/// How much slower than its floor a subject may be.
const TARGET: f64 = 1.3;

fn main() -> ExitCode {
    let check = std::env::args().any(|argument| argument == "--check");
    let picked = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let mut report = Report { picked: picked.unwrap_or_default(), missed: false };
    println!("{:<42} {:>9} {:>9} {:>7}", "", "time", "floor", "ratio");
    signing::<Hmac<Sha1>>(SignatureMethod::HmacSha1, &mut report);
    signing::<Hmac<Sha256>>(SignatureMethod::HmacSha256, &mut report);
    body_and_headers(&mut report);
    decoding(&mut report);
    if check && report.missed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// From a built request to the string to sign and the address, its signature included.
fn signing<M: Mac + KeyInit + Clone>(method: SignatureMethod, report: &mut Report) {
    let request = v2::ApplyUpload::builder().video_type("mp4").cover_type("jpg").build();
    let credential = Credential::new(ID, KEY);
    let signer = walk(credential.clone(), method);
    let client = v2::Client::builder().credential(credential).signature_method(method);
    let client = client.build().unwrap();

    let (text, address) = signer.get(&request, ADDRESS, STAMP);
    let query = text.split_once('?').unwrap().1;
    let values: Vec<&str> = query.split('&').map(|pair| pair.split_once('=').unwrap().1).collect();
    let key = <M as KeyInit>::new_from_slice(KEY.as_bytes()).unwrap();
    let mut encoded = String::with_capacity(1024);
    let mut floor = || {
        let hash = key.clone().chain_update(black_box(text.as_bytes())).finalize().into_bytes();
        let mut base64 = [0; 44];
        let length = STANDARD.encode_slice(hash, &mut base64).unwrap();
        let signature = std::str::from_utf8(&base64[..length]).unwrap();
        encoded.clear();
        for value in black_box(&values) {
            encoded.extend(utf8_percent_encode(value, RESERVED));
        }
        encoded.extend(utf8_percent_encode(signature, RESERVED));
        black_box(&encoded);
    };
    floor();

    let name = method.name();
    let mut walk = || drop(black_box(signer.get(black_box(&request), ADDRESS, STAMP)));
    report.row(&format!("{name}: sign"), Some(TARGET), &mut walk, &mut floor);
    let prepare = || client.runtime().prepare(black_box(&request), STAMP).unwrap();
    let row = format!("{name}: validate and sign");
    report.row(&row, None, &mut || drop(black_box(prepare())), &mut floor);
    let row = format!("{name}: the same, to http::Request");
    report.row(&row, None, &mut || drop(black_box(prepare().into_http())), &mut floor);
    assert!(address.ends_with(encoded.rsplit("mp4").next().unwrap()), "the floor signs the same");
}

/// From a built request of API 3.0 to its body and headers.
///
/// The floor hashes the body as it is, signs with the day's key, and takes the hash of the canonical
/// request for another HMAC, which is of its size.
fn body_and_headers(report: &mut Report) {
    let request = v3::ApplyUpload::builder()
        .media_type("mp4")
        .media_name("Harbour in the morning")
        .cover_type("jpg")
        .procedure("LongVideoPreset")
        .expire_time("2027-11-24T00:00:00Z")
        .source_context("order-4711")
        .sub_app_id(1_500_041_207)
        .build();
    let client = v3::Client::new(Credential::new(ID, KEY)).unwrap();
    let runtime = client.runtime();
    let prepared = sign(runtime, &request, STAMP).unwrap();
    let (body, text) = (prepared.body().unwrap(), prepared.string_to_sign());
    let key = <Hmac<Sha256> as KeyInit>::new_from_slice(KEY.as_bytes()).unwrap();
    let mut hexes = [[0; 64]; 3];
    let mut floor = || {
        let sign = || key.clone().chain_update(black_box(text.as_bytes())).finalize().into_bytes();
        let hashes = [Sha256::digest(black_box(body)), sign(), sign()];
        for (hex, hash) in hexes.iter_mut().zip(hashes) {
            for (pair, byte) in hex.chunks_exact_mut(2).zip(hash) {
                pair[0] = b"0123456789abcdef"[usize::from(byte >> 4)];
                pair[1] = b"0123456789abcdef"[usize::from(byte & 15)];
            }
        }
        black_box(&hexes);
    };
    let mut signed = || drop(black_box(sign(runtime, black_box(&request), STAMP)));
    report.row("v3: sign", Some(TARGET), &mut signed, &mut floor);
    let prepare = || client.runtime().prepare(black_box(&request), STAMP).unwrap();
    report.row("v3: validate and sign", None, &mut || drop(black_box(prepare())), &mut floor);
    let row = "v3: the same, to http::Request";
    report.row(row, None, &mut || drop(black_box(prepare().into_http())), &mut floor);
}

/// What a derive reads of the same answer.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code, reason = "read to be measured")]
struct Derived {
    code: i64,
    message: String,
    code_desc: String,
    video: DerivedUpload,
    cover: Option<DerivedUpload>,
    storage_bucket: String,
    storage_region: String,
    storage_app_id: Option<i64>,
    storage_region_v5: Option<String>,
    vod_session_key: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code, reason = "read to be measured")]
struct DerivedUpload {
    storage_path: String,
    storage_signature: Option<String>,
}

/// From the text of an answer to a record of its page.
fn decoding(report: &mut Report) {
    let (_, page) = PAGES.iter().find(|(path, _)| path.ends_with("/ApplyUpload.md")).unwrap();
    let json = page.split("```json\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let mut ours = || drop(black_box(decode::<v2::ApplyUploadResponse>(black_box(json)).unwrap()));
    let mut derived = || drop(black_box(serde_json::from_str::<Derived>(black_box(json)).unwrap()));
    let mut value = || {
        drop(black_box(serde_json::from_str::<serde_json::Value>(black_box(json)).unwrap()));
    };
    report.row("decode: beside serde's derive", Some(TARGET), &mut ours, &mut derived);
    report.row("decode: beside serde_json::Value", None, &mut ours, &mut value);
}

struct Report {
    picked: String,
    missed: bool,
}

impl Report {
    fn row(
        &mut self,
        name: &str,
        target: Option<f64>,
        subject: &mut dyn FnMut(),
        floor: &mut dyn FnMut(),
    ) {
        const ROUNDS: usize = 301;
        if !name.contains(&self.picked) {
            return;
        }
        let mut rounds = Vec::with_capacity(ROUNDS);
        time(subject);
        time(floor);
        for round in 0..ROUNDS {
            // Who goes first changes, so that neither always finds the caches of the other.
            let (a, b) = if round % 2 == 0 {
                let a = time(subject);
                (a, time(floor))
            } else {
                let b = time(floor);
                (time(subject), b)
            };
            rounds.push((a, b, a / b));
        }
        let time = median(rounds.iter().map(|round| round.0));
        let base = median(rounds.iter().map(|round| round.1));
        let ratio = median(rounds.iter().map(|round| round.2));
        let verdict = match target {
            Some(target) if ratio > target => {
                self.missed = true;
                format!("missed: at most {target}")
            }
            Some(target) => format!("at most {target}"),
            None => String::new(),
        };
        println!("{name:<42} {time:>6.0} ns {base:>6.0} ns {ratio:>7.2}  {verdict}");
    }
}

/// Nanoseconds of one call, from as many as a round holds.
fn time(subject: &mut dyn FnMut()) -> f64 {
    const CALLS: u32 = 1000;
    let start = Instant::now();
    for _ in 0..CALLS {
        subject();
    }
    let took: Duration = start.elapsed();
    took.as_secs_f64() * 1e9 / f64::from(CALLS)
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
