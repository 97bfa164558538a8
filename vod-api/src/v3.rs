//! API 3.0, drawn from `spec/v3`: what every account can call.

vod_macros::api!("spec/v3/README.md", crate = crate);
