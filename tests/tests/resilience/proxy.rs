//! A proxy of the user's own: it is gone by, and its password is nobody's business.

use vod_api::{ConfigFault, Error, v3};

use crate::generation::BOTH;
use crate::run::{Run, ended};
use crate::stub::{Stub, http, nowhere};

const PASSWORD: &str = "open-sesame-42";
/// `user:open-sesame-42` as it is on the wire.
const BASIC: &str = "dXNlcjpvcGVuLXNlc2FtZS00Mg==";

/// The address of a proxy with a name and a password.
fn with_password(url: &str) -> String {
    url.replace("http://", &format!("http://user:{PASSWORD}@"))
}

fn client(run: &Run, endpoint: &str, proxy: &str) -> v3::Client {
    let builder = run.builder().endpoint(endpoint).cos_endpoint(endpoint).allow_plain_http();
    let builder = builder.proxy(&with_password(proxy));
    assert_hidden(&format!("{builder:?}"));
    let client = builder.build().unwrap();
    assert_hidden(&format!("{client:?} {:?}", client.runtime()));
    client
}

#[track_caller]
fn assert_hidden(shown: &str) {
    for secret in [PASSWORD, BASIC, BASIC.trim_end_matches('=')] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
}

/// The sandbox takes requests as a proxy does; nothing else knows the host.
#[tokio::test]
async fn it_is_gone_by_with_its_password() {
    const FAR: &str = "http://vod.invalid";
    for generation in BOTH {
        let run = Run::new(&[]).await;
        let client = client(&run, FAR, &run.relay.url());
        ended(generation.apply(&client)).await.unwrap();
        let heard = run.relay.heard();
        let [one] = &*heard else { panic!("{heard:?}") };
        assert!(one.target.starts_with(&format!("{FAR}/")), "{}", one.target);
        assert_eq!(one.headers["proxy-authorization"], format!("Basic {BASIC}"));
        assert_eq!(one.headers["host"], "vod.invalid");
    }
}

#[tokio::test]
async fn this_machine_too_is_reached_by_it() {
    for generation in BOTH {
        let (run, closed) = (Run::new(&[]).await, nowhere().await);
        let client = client(&run, &closed, &run.relay.url());
        ended(generation.apply(&client)).await.unwrap();
        assert_eq!(run.relay.heard().len(), 1);
    }
}

#[tokio::test]
async fn what_goes_wrong_there_is_told_without_its_password() {
    for endpoint in ["http://vod.invalid", "https://vod.invalid"] {
        for generation in BOTH {
            let run = Run::new(&[]).await;
            let closed = client(&run, endpoint, &nowhere().await);
            let error = ended(generation.apply(&closed)).await.unwrap_err();
            assert_hidden(&format!("{error} {error:?} {error:#?}"));
            assert!(error.to_string().contains("; nothing was sent; tried 4 times"), "{error}");

            // One that tells everybody what it was told.
            let said = format!("not you: Basic {BASIC}, user:{PASSWORD}");
            let head = "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic";
            let refusing = Stub::answering(http(head, &said)).await;
            let error = ended(generation.apply(&client(&run, endpoint, &refusing.url()))).await;
            let error = error.unwrap_err();
            assert!(refusing.heard()[0].contains(BASIC), "{:?}", refusing.heard());
            assert_hidden(&format!("{error} {error:?} {error:#?}"));
        }
    }
}

#[test]
fn an_address_that_is_none_is_told_without_its_password() {
    for address in [
        format!("http://user:{PASSWORD}@"),
        format!("user:{PASSWORD}@proxy.example:99999"),
        format!("http://user:{PASSWORD}@proxy example"),
        format!("gopher://user:{PASSWORD}@proxy.example"),
        // Nothing here speaks it, and what nobody speaks would be passed by.
        format!("socks5://user:{PASSWORD}@proxy.example"),
        PASSWORD.to_owned() + "://",
        String::new(),
    ] {
        let pair = vod_api::Credential::new("AKID", "a key that opens nothing");
        let built = v3::Client::builder().credential(pair).proxy(&address).build();
        let error = built.map(drop).expect_err(&address);
        let Error::Config(config) = &error else { panic!("{error}") };
        assert_eq!(config.fault, ConfigFault::Http);
        assert_eq!(error.to_string(), "the proxy is no address like http://proxy.example.com:3128");
        assert_hidden(&format!("{error} {error:?}"));
    }
}
