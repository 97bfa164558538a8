//! A page with two mistakes: both are told, each at its place, and nothing else is.

mod own {
    vod_api::api!("pages/broken/README.md");
}

fn main() {
    let _ = own::DescribeClass::builder().class_id("7").build();
}
