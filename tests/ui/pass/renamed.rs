//! vod-api under another name, in a crate without a prelude and with strict lints.

#![no_implicit_prelude]
#![deny(warnings, missing_docs)]

extern crate vod_api as renamed;

/// Actions of one's own.
pub mod own {
    ::renamed::api!("pages/own/README.md", crate = ::renamed, no_implicit_prelude);
}

/// Actions made of words that a generator would like to use itself.
pub mod collisions {
    ::renamed::api!("pages/collisions/README.md", crate = ::renamed, no_implicit_prelude);
}

fn main() {
    let output = own::Output::builder().format("hls").build();
    let _ = own::EditMedia::builder().output(output).src_file_list([]).build();
}
