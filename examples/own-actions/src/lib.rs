//! Actions of VOD that vod-api has no page for, drawn from the pages in `spec/` of this package.

/// A client with an Action for each page that `spec/README.md` links to.
pub mod own {
    vod_api::api!("spec/README.md");
}
