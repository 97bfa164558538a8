//! Calls and uploads of either generation, with keys from everywhere, well or ill.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use vod_api::{
    AssumeRole, Cached, CredentialProvider as _, InstanceRole, Method, Source, Untyped,
    provide_with, v2, v3,
};
use vod_sandbox::Sandbox;

use crate::{CLIP, COVER, Place, debug, error, heard, hunt, wire};

#[tokio::test]
async fn an_upload_by_either_generation() {
    let place = Place::new().await;
    place.sandbox.set_clock(4000);
    place.sandbox.set_faults([
        "ApplyUpload: status=503, first=1".parse().unwrap(),
        "CommitUpload: cut-before, first=1".parse().unwrap(),
    ]);
    let new = place.client();
    let mut shown = debug(&new);
    let uploaded = new.upload(CLIP).cover(COVER).send().await.unwrap();
    shown += &debug(&uploaded);
    let old = v2::Client::from(&new);
    shown += &debug(&old.upload(CLIP).cover(COVER).send().await.unwrap());
    shown += &debug(&new.upload(CLIP).plan().await.unwrap());
    let said = heard::said();
    for word in ["trying again", "sending", "answered", "upload", "clock"] {
        assert!(said.contains(word), "{word} was not said");
    }
    assert!(place.relay.passed().contains("x-cos-security-token: "));
    place.assert_silent(new.runtime(), shown);
}

#[tokio::test]
async fn an_upload_that_cos_refuses() {
    let place = Place::new().await;
    let client = place.client();
    let mut shown = String::new();
    for fault in ["refuse=AccessDenied", "status=500", "garbage", "cut-before", "cut-body=1"] {
        place.sandbox.set_faults([format!("cos:PUT: {fault}").parse().unwrap()]);
        shown += &client.upload(CLIP).send().await.as_ref().map_or_else(error, |done| debug(done));
    }
    assert!(shown.contains("AccessDenied"), "{shown}");
    place.assert_silent(client.runtime(), shown);
}

#[tokio::test]
async fn an_upload_with_a_certificate_that_has_expired() {
    let place = Place::of(Sandbox::builder().certificate_life(std::time::Duration::ZERO)).await;
    let client = place.client();
    let expired = client.upload(CLIP).send().await.unwrap_err();
    place.assert_silent(client.runtime(), error(&expired));
}

#[tokio::test]
async fn an_upload_of_what_stands_at_an_address() {
    let place = Place::new().await;
    let [password, query, led] =
        ["password of an address", "query of an address", "query it leads to"]
            .map(|name| utf8_percent_encode(&hunt::secret(name), NON_ALPHANUMERIC).to_string());
    let client = place.client();
    let mut shown = String::new();
    for answer in [
        "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfilm",
        "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nfilm",
        "nonsense\r\n\r\n",
    ] {
        let website = wire::answering(&format!("/b.mp4?sign={led}"), answer);
        let address = website.replace("://", &format!("://user:{password}@"));
        let source = Source::url(format!("{address}/a.mp4?sign={query}#{query}"));
        shown += &debug(&source);
        let sent = client.upload(source).send().await;
        assert_eq!(sent.is_ok(), answer.ends_with("4\r\n\r\nfilm"), "{answer} {sent:?}");
        shown += &sent.as_ref().map_or_else(error, |done| debug(done));
    }
    assert!(shown.contains("/a.mp4: is answered with 404"), "{shown}");
    assert!(heard::said().contains("asking an address again"), "its tries were not said");
    place.assert_silent(client.runtime(), shown);
}

#[tokio::test]
async fn calls_of_either_generation_by_every_method() {
    let place = Place::new().await;
    let mut shown = String::new();
    for method in [None, Some(Method::Get), Some(Method::Post)] {
        let builder = place.builder().credential(place.credential.clone());
        let builder = match method {
            Some(method) => builder.method(method),
            None => builder,
        };
        shown += &debug(&builder);
        let client = builder.build().unwrap();
        let old = v2::Client::from(&client);
        let session = hunt::secret("session key");
        let apply = old.apply_upload().video_type("mp4").video_size(7).send().await.unwrap();
        shown += &debug(&apply);
        let commit = v2::CommitUpload::builder().vod_session_key(&*session).build();
        shown += &(debug(&commit) + &error(&old.send(commit).await.unwrap_err()));
        let reserved = client.apply_upload().media_type("mp4").send().await.unwrap();
        assert!(!reserved.temp_certificate.token.expose().is_empty());
        shown += &debug(&reserved);
        let commit = v3::CommitUpload::builder().vod_session_key(&*session).build();
        shown += &(debug(&commit) + &error(&client.send(commit).await.unwrap_err()));
        for untyped in [
            Untyped::new("CommitUpload").secret("vodSessionKey", &*session),
            Untyped::v3("CommitUpload", "2018-07-17").secret("VodSessionKey", &*session),
            // Not where the page has it, and still no less secret.
            Untyped::new("CommitUpload").secret("vodSessionKey.0", &*session),
            Untyped::v3("CommitUpload", "2018-07-17")
                .json("VodSessionKey", serde_json::json!([{ "Inner": &*session }]))
                .hide(&*session),
        ] {
            shown += &debug(&untyped);
            shown += &error(&client.runtime().send_untyped(&untyped).await.unwrap_err());
        }
    }
    let passed = place.relay.passed();
    assert!(passed.contains("GET /v2/index.php?") && passed.contains("POST /v2/index.php "));
    place.assert_silent(place.client().runtime(), shown);
}

#[tokio::test]
async fn keys_that_are_lent() {
    let place = Place::new().await;
    let url = place.relay.url();
    let role = "qcs::cam::uin/12345678:roleName/uploader";
    let mut shown = String::new();
    let (base, policy) = (place.credential.clone(), hunt::secret("policy"));
    let assumed = AssumeRole::new(base, role).endpoint(url);
    let instance = InstanceRole::new().endpoint(url);
    shown += &(debug(&assumed) + &debug(&instance) + &debug(&Cached::new(instance.clone())));
    let lent = assumed.provide().await.unwrap();
    shown += &(debug(&lent) + &debug(&provide_with(move || std::future::ready(Ok(lent.clone())))));
    // One that is of no use is told without what is in it.
    let refused = assumed.clone().policy(policy).duration(std::time::Duration::MAX);
    shown += &debug(&refused.provide().await);
    for client in [
        place.builder().credentials(assumed).build().unwrap(),
        place.builder().credentials(instance).build().unwrap(),
    ] {
        client.runtime().ready().await.unwrap();
        client.upload(CLIP).send().await.unwrap();
        let old = v2::Client::from(&client);
        old.upload(CLIP).send().await.unwrap();
        shown += &(debug(&client) + &debug(&old) + &debug(client.runtime()));
        place.sandbox.set_faults(["refuse=AuthFailure.TokenFailure".parse().unwrap()]);
        shown += &error(&client.upload(CLIP).send().await.unwrap_err());
        place.sandbox.set_faults([]);
    }
    assert!(place.relay.passed().contains("x-tc-token: ") && heard::said().contains("fetched"));
    place.assert_silent(place.client().runtime(), shown);
}

#[tokio::test]
async fn keys_that_the_server_does_not_know() {
    let place = Place::new().await;
    let client = place.client();
    place.sandbox.rotate("AKIDnewer", hunt::secret("newer key"));
    let mut shown = error(&client.upload(CLIP).send().await.unwrap_err());
    shown += &error(&v2::Client::from(&client).upload(CLIP).send().await.unwrap_err());
    place.sandbox.rotate(place.credential.secret_id(), hunt::secret("newest key"));
    shown += &error(&client.upload(CLIP).send().await.unwrap_err());
    shown += &error(&v2::Client::from(&client).upload(CLIP).send().await.unwrap_err());
    assert!(shown.contains("SignatureFailure") && shown.contains("SecretIdNotFound"), "{shown}");
    place.assert_silent(client.runtime(), shown);
}

#[tokio::test]
async fn calls_that_are_waited_for() {
    let place = Place::new().await;
    let client = place.client();
    let waiting = client.clone();
    let shown = std::thread::spawn(move || {
        let uploaded = waiting.upload(CLIP).send().wait().unwrap();
        debug(&uploaded) + &debug(&waiting.apply_upload().media_type("mp4").send().wait())
    });
    let shown = tokio::task::spawn_blocking(|| shown.join().unwrap()).await.unwrap();
    place.assert_silent(client.runtime(), shown);
}

#[tokio::test]
async fn calls_by_a_proxy_that_wants_a_password() {
    let place = Place::new().await;
    let password = hunt::secret("proxy password");
    let encoded = utf8_percent_encode(&password, NON_ALPHANUMERIC);
    let proxy = place.relay.url().replace("://", &format!("://me:{encoded}@"));
    let mut shown = String::new();
    let client = |endpoint: &str| {
        let builder = v3::Client::builder().credential(place.credential.clone());
        let builder = builder.endpoint(endpoint).cos_endpoint(endpoint).allow_plain_http();
        builder.proxy(&proxy).rate_limits(false)
    };
    let builder = client("http://vod.example");
    shown += &debug(&builder);
    let plain = builder.method(Method::Get).build().unwrap();
    shown += &debug(&plain.upload(CLIP).send().await.unwrap());
    shown += &debug(&v2::Client::from(&plain).upload(CLIP).send().await.unwrap());
    // The sandbox opens no tunnel.
    let secure = client("https://vod.example").build().unwrap();
    shown += &error(&secure.upload(CLIP).send().await.unwrap_err());
    let passed = place.relay.passed().to_ascii_lowercase();
    for sent in ["\r\nproxy-authorization: basic ", "connect vod.example:443", "get http://vod."] {
        assert!(passed.contains(sent), "{sent} was not sent");
    }
    place.assert_silent(plain.runtime(), shown);
}

#[tokio::test]
async fn a_call_to_a_server_that_speaks_no_tls() {
    let place = Place::new().await;
    let secure = place.relay.url().replace("http://", "https://");
    let client = place.builder().credential(place.credential.clone()).endpoint(secure);
    let client = client.build().unwrap();
    let shown = error(&client.upload(CLIP).send().await.unwrap_err());
    // So the crates below are heard.
    let said = heard::said();
    for target in ["vod_api::", "hyper_util::", "reqwest::", "rustls::"] {
        assert!(said.contains(&format!("\n{target}")), "{target} said nothing");
    }
    place.assert_silent(client.runtime(), shown);
}
