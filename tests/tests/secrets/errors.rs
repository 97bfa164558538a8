//! Every kind of error, with a secret wherever one may come from.

use std::future::ready;

use serde_json::json;
use vod_api::{
    Chain, Credential, CredentialError, CredentialFault, Environment, Error, HttpResponse, Profile,
    Stamp, Transport, TransportError, TransportFuture, provide_with, v2, v3,
};

use crate::{CLIP, Place, debug, error, heard, hunt};

/// Answers, or does not, by what it was sent.
struct By<F>(F);

impl<F> Transport for By<F>
where
    F: Fn(&vod_api::HttpRequest) -> Result<String, TransportError> + Send + Sync + 'static,
{
    fn send(&self, request: vod_api::HttpRequest, _: std::time::Duration) -> TransportFuture<'_> {
        let answer = (self.0)(&request);
        Box::pin(ready(answer.map(|body| HttpResponse::new(body.into()))))
    }
}

/// All that was sent, as somebody may quote it.
fn quoted(request: &vod_api::HttpRequest) -> String {
    let headers = request.headers().iter();
    let headers = headers.map(|(name, value)| format!("{name}: {}\n", value.to_str().unwrap()));
    let body = String::from_utf8_lossy(request.body());
    let decoded = percent_encoding::percent_decode_str(&body).decode_utf8_lossy();
    format!("{}\n{}{body}\n{decoded}", request.uri(), headers.collect::<String>())
}

fn pair() -> Credential {
    Credential::new("AKIDshown", hunt::secret("secret key")).with_token(hunt::secret("token"))
}

/// What a client says to a session key and two free parameters, by either generation.
async fn refused(
    answer: impl Fn(&vod_api::HttpRequest) -> Result<String, TransportError> + Send + Sync + 'static,
) -> (Vec<Error>, String) {
    heard::listen();
    let builder = v3::Client::builder().credential(pair()).transport(By(answer));
    let client = builder.retry(vod_api::Retry::never()).build().unwrap();
    let old = v2::Client::from(&client);
    let session = hunt::secret("session key");
    let mut new = v3::CommitUpload::builder().vod_session_key(&*session).build();
    new.extra.set_secret("Gate", hunt::secret("a secret parameter"));
    let mut commit = v2::CommitUpload::builder().vod_session_key(&*session).build();
    commit.extra.set_secret("gate", hunt::secret("a secret parameter"));
    let errors = vec![old.send(commit).await.unwrap_err(), client.send(new).await.unwrap_err()];
    let shown = errors.iter().map(error).collect();
    (errors, shown)
}

#[tokio::test]
async fn a_refusal_that_quotes_what_it_was_sent() {
    let (errors, shown) = refused(|request| {
        let said = quoted(request);
        Ok(if request.uri().path() == "/v2/index.php" {
            json!({ "code": said, "codeDesc": said, "message": said }).to_string()
        } else {
            let error = json!({ "Code": said, "Message": said });
            json!({ "Response": { "Error": error, "RequestId": said } }).to_string()
        })
    })
    .await;
    assert!(errors.iter().all(|error| matches!(error, Error::Refused(_))), "{shown}");
    heard::assert_silent(&shown);
}

#[tokio::test]
async fn an_answer_that_is_none() {
    type Body = fn(String) -> String;
    let bodies: [Body; 6] = [
        |said| said,
        |said| format!("<html>{said}</html>"),
        |said| json!(said).to_string(),
        |said| json!({ said.clone(): [said] }).to_string(),
        |said| json!({ "code": 0, "fileId": { said.clone(): said } }).to_string(),
        |said| json!({ "Response": { "RequestId": said, "FileId": [said] } }).to_string(),
    ];
    for body in bodies {
        let (errors, shown) = refused(move |request| Ok(body(quoted(request)))).await;
        assert!(errors.iter().any(|error| matches!(error, Error::Unreadable(_))), "{shown}");
        heard::assert_silent(&shown);
    }
}

#[tokio::test]
async fn a_key_that_was_lent_in_an_answer_that_is_not_as_its_page_says() {
    heard::listen();
    let lent = hunt::secret("a lent key");
    let whole = json!({
        "StorageBucket": "b", "StorageRegion": "r", "MediaStoragePath": "/p", "RequestId": "i",
        "VodSessionKey": lent,
        "TempCertificate": { "SecretId": "i", "SecretKey": lent, "Token": lent, "ExpiredTime": 1 },
        "Unknown": lent,
    });
    let mut answers = vec![whole.clone()];
    for name in ["VodSessionKey", "TempCertificate", "StorageBucket", "RequestId"] {
        for wrong in [json!([lent]), json!({ "a": lent }), json!(null)] {
            let mut answer = whole.clone();
            answer[name] = wrong.clone();
            answers.push(answer);
            let mut answer = whole.clone();
            answer["TempCertificate"]["SecretKey"] = wrong;
            answers.push(answer);
        }
    }
    let (mut shown, client) = (String::new(), v3::Client::new(pair()).unwrap());
    let apply = v3::ApplyUpload::builder().media_type("mp4").build();
    let mut unreadable = 0;
    for answer in answers {
        let whole = json!({ "Response": answer }).to_string();
        for text in [whole.clone(), whole.replace("{\"", "{ \"").replacen(',', ";", 1), {
            let half = whole.len() / 2;
            whole[..half].to_owned()
        }] {
            match client.read(&apply, HttpResponse::new(text)) {
                Ok(reserved) => shown += &debug(&reserved),
                Err(read) => {
                    unreadable += 1;
                    shown += &error(&read);
                    shown += &debug(&read.partial::<v3::ApplyUploadResponse>());
                }
            }
        }
    }
    assert!(unreadable > 30, "{unreadable}");
    heard::assert_silent(&shown);
}

#[tokio::test]
async fn no_answer_from_a_transport_that_tells_all() {
    for sent in [true, false] {
        let (errors, shown) = refused(move |request| {
            Err(TransportError { what: format!("{} {request:?}", quoted(request)), sent })
        })
        .await;
        assert!(errors.iter().all(|error| matches!(error, Error::Transport(_))), "{shown}");
        heard::assert_silent(&shown);
    }
}

#[tokio::test]
async fn no_answer_from_the_network() {
    let place = Place::new().await;
    let mut shown = String::new();
    for fault in ["cut-before", "cut-after", "cut-body=3", "garbage", "wrong-length=7"] {
        place.sandbox.set_faults([fault.parse().unwrap()]);
        let client = place.builder().credential(place.credential.clone());
        let client = client.method(vod_api::Method::Get).build().unwrap();
        let commit = client.commit_upload().vod_session_key(hunt::secret("session key"));
        shown += &error(&commit.send().await.unwrap_err());
        let old = v2::Client::from(&client);
        let commit = old.commit_upload().vod_session_key(hunt::secret("session key"));
        shown += &error(&commit.send().await.unwrap_err());
    }
    place.assert_silent(place.client().runtime(), shown);
}

#[tokio::test]
async fn an_outcome_that_is_unknown_and_a_deadline() {
    let place = Place::new().await;
    place.sandbox.set_faults(["CommitUpload: cut-after, first=1".parse().unwrap()]);
    let client = place.client();
    let reserved = client.apply_upload().media_type("mp4").send().await.unwrap();
    let commit = client.commit_upload().vod_session_key(reserved.vod_session_key);
    let mut shown = commit.send().await.as_ref().map_or_else(error, |done| debug(done));
    let unmoved = provide_with(std::future::pending);
    let client = place.builder().credentials(unmoved);
    let client = client.deadline(std::time::Duration::from_millis(20)).build().unwrap();
    let late = client.commit_upload().vod_session_key(hunt::secret("session key"));
    let late = late.send().await.unwrap_err();
    assert!(matches!(late, Error::Deadline(_)), "{late}");
    shown += &error(&late);
    place.assert_silent(client.runtime(), shown);
}

#[tokio::test]
async fn parameters_and_files_that_are_wrong() {
    heard::listen();
    let client = v3::Client::new(pair()).unwrap();
    let mut commit = v3::CommitUpload::builder().vod_session_key("").build();
    commit.extra.set_secret("VodSessionKey", hunt::secret("a secret parameter"));
    let invalid = client.send(commit).await.unwrap_err();
    assert!(matches!(invalid, Error::Invalid(_)), "{invalid}");
    let mut shown = error(&invalid);
    for (file, kind) in [("no/such/file.mp4", "no/such"), ("media", "media")] {
        let file = client.upload(file).video_type("mp4").send().await.unwrap_err();
        assert!(matches!(file, Error::File(_)), "{file}");
        assert!(error(&file).contains(kind));
        shown += &error(&file);
    }
    heard::assert_silent(&shown);
}

#[tokio::test]
async fn settings_that_cannot_be_used() {
    heard::listen();
    let password = hunt::secret("password");
    // As it may be in an address, and as it may be by mistake.
    let encoded =
        percent_encoding::utf8_percent_encode(&password, percent_encoding::NON_ALPHANUMERIC);
    let mut shown = String::new();
    for login in [format!("me:{encoded}"), format!("me:{password}"), format!("me:{password} x")] {
        for scheme in ["http://", "https://", "ftp://", ""] {
            let address = format!("{scheme}{login}@vod.example:1/v2?x=1");
            let builder = || v3::Client::builder().credential(pair());
            for builder in [
                builder().endpoint(&address),
                builder().cos_endpoint(&address),
                builder().alternatives([&address]),
                builder().proxy(&address),
                builder().root_certificates(&password),
            ] {
                shown += &debug(&builder);
                match builder.build() {
                    Ok(client) => shown += &(debug(&client) + &debug(client.runtime())),
                    Err(config) => {
                        assert!(matches!(config, Error::Config(_)), "{config}");
                        shown += &error(&config);
                    }
                }
            }
            let client = v3::Client::new(pair()).unwrap();
            let untyped = vod_api::Untyped::v3("Any", "2018-07-17").endpoint(&address);
            shown += &debug(&untyped);
            let prepared = client.runtime().prepare_untyped(&untyped, Stamp::now());
            shown += &prepared.as_ref().map_or_else(error, |prepared| debug(prepared));
            let instance = vod_api::InstanceRole::new().endpoint(&address);
            shown += &debug(&instance);
            let role = vod_api::AssumeRole::new(pair(), "role").endpoint(&address);
            shown += &debug(&role);
            for client in [
                v3::Client::builder().credentials(instance).build().unwrap(),
                v3::Client::builder().credentials(role).build().unwrap(),
            ] {
                shown += &error(&client.runtime().ready().await.unwrap_err());
            }
        }
    }
    for pair in [Credential::new("", hunt::secret("key")), Credential::new("AKID", "")] {
        shown += &error(&v3::Client::new(pair).unwrap_err());
    }
    let odd = Credential::new("AKID\n", hunt::secret("key")).with_token(hunt::secret("t") + "\n");
    let client = v3::Client::builder().credential(odd).endpoint("http://127.0.0.1:1");
    let client = client.build().unwrap();
    shown += &error(&client.apply_upload().media_type("mp4").send().await.unwrap_err());
    heard::assert_silent(&shown);
}

#[tokio::test]
async fn keys_that_cannot_be_had() {
    heard::listen();
    let key = hunt::secret("key of a file");
    let mut shown = String::new();
    let home = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("secrets-home");
    let _ = std::fs::remove_dir_all(&home);
    std::fs::create_dir_all(home.join(".tencentcloud")).unwrap();
    std::fs::create_dir_all(home.join(".tccli")).unwrap();
    // A line that is neither a section nor a pair.
    let line = key.split('=').next().unwrap();
    for sections in [
        format!("[default]\n{line}\n"),
        format!("[default]\nsecret_key = {key}\n"),
        format!("[default]\n{key}\n"),
        format!("[default]\nsecret_id = {key}\u{7}\nsecret_key = {key}\u{7}\n"),
        format!("[default]\nsecret_id = AKID\nsecret_key = {key}\ntoken = {key}\n"),
        format!("[{key}\nsecret_id = {key}"),
        key.clone(),
    ] {
        std::fs::write(home.join(".tencentcloud/credentials"), sections).unwrap();
        shown += &debug(&Profile::named("default").home(&home).read());
    }
    std::fs::remove_file(home.join(".tencentcloud/credentials")).unwrap();
    for written in [
        key.clone(),
        json!(key).to_string(),
        json!({ "secretKey": key }).to_string(),
        json!({ "secretId": [key], "secretKey": { "a": key } }).to_string(),
        json!({ "secretId": "i", "secretKey": key, "token": [key], "expiresAt": key }).to_string(),
        format!("{{\"secretId\": \"i\", \"secretKey\": \"{key}\", \"token\": \"{key}\\x\"}}"),
        format!("{{\"secretId\": \"i\", \"secretKey\": \"{key}"),
    ] {
        std::fs::write(home.join(".tccli/default.credential"), written).unwrap();
        let profile = Profile::named("default").home(&home);
        shown += &(debug(&profile) + &debug(&profile.read()));
    }
    std::fs::remove_dir_all(&home).unwrap();
    let half = key.clone();
    let variable = move |name: &str| name.ends_with("_KEY").then(|| half.clone());
    let chain = Chain::new()
        .then(
            "nobody",
            provide_with(|| async { Err(CredentialError::new(CredentialFault::Absent, "nobody")) }),
        )
        .then("environment", Environment::reading(variable));
    shown += &debug(&chain);
    let client = v3::Client::builder().credentials(chain).build().unwrap();
    let none = client.upload(CLIP).send().await.unwrap_err();
    let Error::Credential(why) = &none else { panic!("{none}") };
    assert_eq!(why.fault, CredentialFault::Unusable);
    heard::assert_silent(&(shown + &error(&none)));
}
