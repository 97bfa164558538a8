//! The Security Token Service, drawn from `spec/sts`: key pairs of roles. With the feature `sts`.
//!
//! [`AssumeRole`](crate::AssumeRole) provides a client with such pairs and renews them; the Action
//! itself is here.

vod_macros::api!("spec/sts/README.md", crate = crate);
