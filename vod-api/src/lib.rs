//! Tencent Cloud VOD for Rust: typed Actions drawn from the documentation pages, and a video
//! uploaded in one call.
//!
//! ```no_run
//! use vod_api::{Credential, v3};
//!
//! # async fn run() -> Result<(), vod_api::Error> {
//! let client = v3::Client::new(Credential::from_env()?)?;
//!
//! // The whole journey: ApplyUpload, the files to COS, CommitUpload.
//! let uploaded = client.upload("holiday.mp4").cover("holiday.jpg").send().await?;
//! println!("{} plays at {:?}", uploaded.file_id, uploaded.video_url);
//!
//! // Or one Action: what is missing is a compile error, what is wrong is told before it is sent.
//! let reserved = client.apply_upload().media_type("mp4").cover_type("jpg").send().await?;
//! println!("{}", reserved.media_storage_path);
//! # Ok(())
//! # }
//! ```
//!
//! # When something does not do its part
//!
//! A call is sent again where that may help ([`Retry`]), within its deadline
//! ([`Builder::deadline`]), no oftener than its page allows ([`Builder::rate_limits`]), by the
//! server's clock and with the key pair that is good now ([`Builder::credentials`]). [`Error`] tells
//! of every try, and [`Error::is_outcome_unknown`] whether the call may have been carried out.
//!
//! What goes on is told to `tracing`: a span `call` for each Action and a span `try` for each
//! request, with OpenTelemetry's names (`rpc.method`, `http.request.resend_count`,
//! `server.address`, `http.response.status_code`, `error.type`); waits and retries are events of
//! level info, what ought to be mended (a clock that is off) is a warning. No body and no secret is
//! ever among them. [`Runtime::counters`] has the numbers.
//!
//! # Features
//!
//! - `rustls` (default): HTTPS by rustls with ring, certificates of the operating system. It brings
//!   `reqwest`.
//! - `reqwest`: carries requests, and uploads files. Without `rustls` it calls plain `http` on this
//!   machine; for anything else, give the builder a reqwest client of your own.
//! - `tokio`: time to wait by, for tries after the first and limits of time and rate. `reqwest`
//!   brings it.
//! - `blocking`: `.wait()` beside `.await`, for programs without an async runtime. It brings
//!   `reqwest`.
//! - `sts`: key pairs of roles, by `AssumeRole` and the module `sts`. It brings `reqwest`.
//!
//! Without any, a client signs and reads ([`v3::Client::sign`], [`v3::Client::read`]) and something
//! else sends: a [`Transport`], or whatever HTTP library there is. There is neither tokio nor
//! reqwest then.

mod action;
mod address;
#[cfg(feature = "blocking")]
mod blocking;
mod client;
mod credential;
mod credentials;
mod error;
mod given;
mod json;
mod keyed;
mod mock;
mod protocol;
mod request;
mod response;
mod secret;
mod show;
mod transport;
#[cfg(feature = "reqwest")]
mod upload;
mod value;

#[doc(hidden)]
pub mod __rt;
#[cfg(feature = "sts")]
pub mod sts;
pub mod v2;
pub mod v3;

pub use action::{Action, ActionInfo, CodeInfo, ErrorCode, Repeatable, Service};
pub use client::{Builder, Counters, Prepared, Retry, Runtime, Sending};
pub use credential::Credential;
#[cfg(feature = "sts")]
pub use credentials::AssumeRole;
#[cfg(feature = "reqwest")]
pub use credentials::InstanceRole;
pub use credentials::{
    Cached, Chain, CredentialError, CredentialFault, CredentialFuture, CredentialProvider,
    Environment, Profile, ProvideWith, default_chain, provide_with,
};
pub use error::{
    Config, ConfigFault, Deadline, Error, File, FileFault, NoAnswer, OutcomeUnknown, Refused,
    Storage, Tries, Try, Unreadable,
};
pub use given::{Given, NotGiven, NotYetGiven};
pub use mock::{Expect, Mock};
pub use protocol::Protocol;
pub use protocol::v2::{Method, SignatureMethod, Stamp};
pub use request::{Extra, InvalidParameters, Untyped, Violation};
pub use response::{Problem, Unknown};
pub use secret::Secret;
pub use transport::{Transport, TransportError, TransportFuture};
#[cfg(feature = "reqwest")]
pub use upload::{
    Apply, Control, Plan, PlannedFile, Progress, Source, Stage, Upload, Uploaded, Uploading,
};

/// A request as [`v3::Client::sign`] gives it, for any HTTP library.
pub type HttpRequest = http::Request<bytes::Bytes>;

/// An answer as [`v3::Client::read`] takes it, of any HTTP library.
///
/// ```
/// use vod_api::{Credential, HttpResponse, v3};
///
/// let client = v3::Client::new(Credential::new("AKID", "key"))?;
/// let request = v3::DeleteMedia::builder().file_id("5285485491730284163").build();
/// let signed = client.sign(&request)?;
/// assert_eq!(signed.uri(), "https://vod.tencentcloudapi.com/");
///
/// // Here any HTTP library sends what was signed.
/// let body = r#"{"Response": {"RequestId": "4c8f1b26-d7e3-4b90-8a45-6f708192ab3c"}}"#;
/// let deleted = client.read(&request, HttpResponse::new(body))?;
/// assert!(deleted.unknown.is_empty());
/// # Ok::<(), vod_api::Error>(())
/// ```
pub type HttpResponse<B = bytes::Bytes> = http::Response<B>;

/// Any JSON: what a page calls `Object`.
pub type Json = serde_json::Value;

/// Draws a client from pages of your own: `vod_api::api!("spec/README.md")`.
///
/// The path is relative to the package's `Cargo.toml`. See the project's README for what a page
/// holds.
pub use vod_macros::api;
