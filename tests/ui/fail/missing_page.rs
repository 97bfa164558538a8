//! The page is not there.

mod own {
    vod_api::api!("pages/nowhere/README.md");
}

fn main() {}
