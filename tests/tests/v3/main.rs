//! API 3.0 as its users meet it: what is signed and sent, what comes of an answer, and what their
//! own transports and mocks see.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a failed test is a panic")]

/// The client of `pages/grove`: trees that hold themselves, and an Action of another service.
mod grove {
    vod_api::api!("pages/grove/README.md");
}

mod answer;
mod body;
mod mock;
mod refusal;
mod secrets;
mod signature;
mod transport;
