//! What `Debug` shows of things that hold a secret.

use vod_api::{Cached, Credential, Extra, Mock, Runtime, Secret, Stamp, default_chain, v2, v3};

use crate::{debug, heard, hunt};

fn pair() -> Credential {
    Credential::new("AKIDshown", hunt::secret("secret key")).with_token(hunt::secret("token"))
}

#[test]
fn settings_and_clients() {
    let password = hunt::secret("proxy password");
    let encoded =
        percent_encoding::utf8_percent_encode(&password, percent_encoding::NON_ALPHANUMERIC);
    let builder =
        v3::Client::builder().credential(pair()).proxy(&format!("http://me:{encoded}@[::1]:9"));
    let mut shown = debug(&builder);
    let client = builder.build().unwrap();
    shown += &(debug(&client) + &debug(client.runtime()) + &debug(&v2::Client::from(&client)));
    let provided = v3::Client::builder().credentials(pair());
    shown += &debug(&provided);
    let runtime: Runtime = vod_api::Builder::new().credentials(pair()).build().unwrap();
    shown += &debug(&runtime);
    for thing in [&Cached::new(pair()) as &dyn std::fmt::Debug, &pair(), &default_chain()] {
        shown += &debug(thing);
    }
    assert!(shown.contains("AKIDshown"), "{shown}");
    heard::assert_silent(&shown);
}

#[test]
fn requests_that_are_signed() {
    let client = v3::Client::new(pair()).unwrap();
    let session = Secret::from(hunt::secret("session key"));
    let new = v3::CommitUpload::builder().vod_session_key(session.expose()).build();
    let old = v2::CommitUpload::builder().vod_session_key(session.expose()).build();
    let mut extra = Extra::new();
    extra.set("a", hunt::secret("a parameter"));
    extra.set_secret("b", hunt::secret("a secret parameter"));
    extra.set_json("c", vec![hunt::secret("JSON")]);
    extra.hide(hunt::secret("hidden"));
    let mut shown = debug(&session) + &debug(&new) + &debug(&old) + &debug(&extra);
    for prepared in [
        client.runtime().prepare(&new, Stamp::now()).unwrap(),
        client.runtime().prepare(&old, Stamp::now()).unwrap(),
    ] {
        hunt::all().add("signature", prepared.signature());
        shown += &debug(&prepared);
        // Who logs a request logs its headers.
        let request = prepared.into_http().unwrap();
        shown += &debug(request.headers());
    }
    heard::assert_silent(&shown);
}

#[test]
fn mocks() {
    let mock = Mock::new();
    let expected = v3::CommitUpload::builder().vod_session_key(hunt::secret("session key")).build();
    mock.expect(expected).respond_with(|response| response.file_id = "7".to_owned());
    heard::assert_silent(&debug(&mock));
}
