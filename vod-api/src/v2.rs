//! API 2.0, drawn from `spec/v2`.
//!
//! Its vendor announced the end of API 2.0 for 2022-11-30 and has refused it to new accounts since
//! 2023-01-01.

vod_macros::api!("spec/v2/README.md", crate = crate);
