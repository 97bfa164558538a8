//! vod
fn main() {}
