//! TC3-HMAC-SHA256 against a plain reading of its document (213/30654).

use hmac::{Hmac, KeyInit as _, Mac as _};
use proptest::prelude::*;
use sha2::{Digest as _, Sha256};
use vod_api::{Credential, Prepared, Stamp, Untyped, v3};

use crate::grove;

fn hmac(key: &[u8], text: &str) -> Vec<u8> {
    let mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.chain_update(text).finalize().into_bytes().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    let digits = |byte: &u8| [byte >> 4, byte & 15].map(|half| char::from_digit(half.into(), 16));
    bytes.iter().flat_map(digits).flatten().collect()
}

/// The date in UTC, counted year by year and month by month.
fn date(timestamp: u64) -> String {
    let mut days = timestamp / (24 * 60 * 60);
    let is_leap = |year: u64| {
        year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
    };
    let mut year = 1970;
    while days >= if is_leap(year) { 366 } else { 365 } {
        days -= if is_leap(year) { 366 } else { 365 };
        year += 1;
    }
    let february = if is_leap(year) { 29 } else { 28 };
    let mut month = 1;
    for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    format!("{year:04}-{month:02}-{:02}", days + 1)
}

struct Key<'a> {
    id: &'a str,
    secret: &'a str,
}

/// Holds a signed request against the document's steps.
fn check(prepared: &Prepared, key: &Key<'_>, service: &str, host: &str, timestamp: u64) {
    let body = prepared.body().unwrap();
    let request = format!(
        "{}\n/\n\ncontent-type:application/json\nhost:{host}\n\ncontent-type;host\n{}",
        prepared.method(),
        hex(&Sha256::digest(body)),
    );
    let date = date(timestamp);
    let scope = format!("{date}/{service}/tc3_request");
    let hash = hex(&Sha256::digest(request));
    let text = format!("TC3-HMAC-SHA256\n{timestamp}\n{scope}\n{hash}");
    assert_eq!(prepared.string_to_sign(), text);
    let of_date = hmac(format!("TC3{}", key.secret).as_bytes(), &date);
    let signing = hmac(&hmac(&of_date, service), "tc3_request");
    let signature = hex(&hmac(&signing, &text));
    assert_eq!(prepared.signature(), signature);
    let headers = prepared.headers();
    let header = |name: &str| headers.iter().find(|(header, _)| *header == name);
    let authorization = format!(
        "TC3-HMAC-SHA256 Credential={}/{scope}, SignedHeaders=content-type;host, \
         Signature={signature}",
        key.id
    );
    assert_eq!(header("authorization").unwrap().1, authorization);
    assert_eq!(header("x-tc-timestamp").unwrap().1, timestamp.to_string());
    assert_eq!(header("content-type").unwrap().1, "application/json");
    let scheme = prepared.url().split("://").next().unwrap();
    assert_eq!(prepared.url(), format!("{scheme}://{host}/"));
}

fn client(key: &Key<'_>, endpoint: Option<&str>) -> v3::Client {
    let builder = v3::Client::builder().credential(Credential::new(key.id, key.secret));
    match endpoint {
        Some(endpoint) => builder.endpoint(endpoint).build().unwrap(),
        None => builder.build().unwrap(),
    }
}

/// Times over six centuries, and the seconds around days that calendars get wrong.
fn time() -> impl Strategy<Value = u64> {
    let edges = [
        951_782_400,    // 2000-02-29
        951_868_800,    // 2000-03-01
        1_709_164_800,  // 2024-02-29
        1_735_689_600,  // 2025-01-01
        4_107_542_400,  // 2100-03-01, without a leap day before it
        13_574_563_200, // 2400-02-29
    ];
    let edge = (0..edges.len(), 0..=2u64).prop_map(move |(at, second)| edges[at] + second - 1);
    prop_oneof![0..20_000_000_000u64, edge]
}

proptest! {
    #[test]
    fn any_request_is_signed_as_the_document_says(
        id in "[A-Za-z0-9]{1,40}",
        secret in "\\PC{1,100}",
        host in "[a-z][a-z0-9-]{0,20}(\\.[a-z]{2,9}){1,3}(:[1-9][0-9]{3})?",
        name in "[A-Z][A-Za-z]{2,20}",
        text in any::<String>(),
        timestamp in time(),
    ) {
        let key = Key { id: &id, secret: &secret };
        let endpoint = format!("https://{host}");
        let client = client(&key, Some(&endpoint));
        let request = Untyped::v3(&*name, "2018-07-17").param("Text", &*text);
        let stamp = Stamp { nonce: 1, timestamp };
        let prepared = client.runtime().prepare_untyped(&request, stamp).unwrap();
        // The service stays VOD wherever it is called.
        check(&prepared, &key, "vod", &host, timestamp);
    }

    #[test]
    fn services_and_days_in_turn_each_have_their_key(
        calls in proptest::collection::vec((0..3u32, time()), 1..40),
    ) {
        let key = Key { id: "AKID", secret: "a secret key" };
        let client = client(&key, None);
        for (service, timestamp) in calls {
            check_one(&client, &key, service, timestamp);
        }
    }
}

/// Signs a request of one of three services, which share the client's runtime.
fn check_one(client: &v3::Client, key: &Key<'_>, service: u32, timestamp: u64) {
    let stamp = Stamp { nonce: 1, timestamp };
    let runtime = client.runtime();
    let (prepared, service) = match service {
        0 => (runtime.prepare(&v3::DeleteMedia::builder().file_id("7").build(), stamp), "vod"),
        1 => (runtime.prepare(&grove::GrowTree::builder().name("x").build(), stamp), "grove"),
        _ => (runtime.prepare(&grove::FellTree::builder().name("x").build(), stamp), "axe"),
    };
    let host = format!("{service}.tencentcloudapi.com");
    check(&prepared.unwrap(), key, service, &host, timestamp);
}

#[test]
fn clones_on_threads_disturb_each_other_in_nothing() {
    let client = client(&Key { id: "AKID", secret: "a secret key" }, None);
    std::thread::scope(|scope| {
        for thread in 0..8u32 {
            let client = client.clone();
            scope.spawn(move || {
                let key = Key { id: "AKID", secret: "a secret key" };
                for call in 0..300u32 {
                    let day = u64::from((call + thread) % 5);
                    check_one(&client, &key, (call + thread) % 3, 1_700_000_000 + day * 86_400);
                }
            });
        }
    });
}

#[test]
fn the_host_is_signed_as_it_is_sent() {
    let key = Key { id: "AKID", secret: "a secret key" };
    for (endpoint, host) in [
        ("https://VOD.TencentCloudAPI.com", "vod.tencentcloudapi.com"),
        ("https://vod.tencentcloudapi.com:443", "vod.tencentcloudapi.com"),
        ("https://vod.tencentcloudapi.com:8443/", "vod.tencentcloudapi.com:8443"),
        ("http://127.0.0.1:80", "127.0.0.1"),
        ("http://127.0.0.1:443", "127.0.0.1:443"),
        ("http://[::1]:8080", "[::1]:8080"),
        ("http://localhost/v2/index.php", "localhost"),
    ] {
        let stamp = Stamp { nonce: 1, timestamp: 1_700_000_000 };
        let client = client(&key, Some(endpoint));
        let request = v3::DeleteMedia::builder().file_id("7").build();
        let prepared = client.runtime().prepare(&request, stamp).unwrap();
        check(&prepared, &key, "vod", host, stamp.timestamp);
    }
}

#[test]
fn an_action_with_a_version_of_its_own_names_it() {
    let client = client(&Key { id: "AKID", secret: "a secret key" }, None);
    let stamp = Stamp { nonce: 1, timestamp: 1 };
    let version = |prepared: Prepared| {
        let headers = prepared.headers();
        headers.iter().find(|(name, _)| *name == "x-tc-version").unwrap().1.to_string()
    };
    let runtime = client.runtime();
    let grow = grove::GrowTree::builder().name("x").build();
    assert_eq!(version(runtime.prepare(&grow, stamp).unwrap()), "2021-05-05");
    let fell = grove::FellTree::builder().name("x").build();
    assert_eq!(version(runtime.prepare(&fell, stamp).unwrap()), "2022-06-06");
    let untyped = Untyped::v3("GrowTree", "2030-01-01");
    assert_eq!(version(runtime.prepare_untyped(&untyped, stamp).unwrap()), "2030-01-01");
}
