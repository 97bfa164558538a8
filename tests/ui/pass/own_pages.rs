//! A user's own pages: nested structs, arrays, an open enum, a flag, a host of its own.

#![deny(warnings)]

mod own {
    vod_api::api!("pages/own/README.md");
}

use own::{EditMedia, Format, Output, Source};
use vod_api::{Action as _, Credential, v2};

fn main() {
    let request = EditMedia::builder()
        .src_file_list([Source::builder().file_id("1").end_time_offset(-2).build()])
        .tags(["holiday"])
        .output(Output::builder().format("mp4").height(720).build())
        .dry_run(true)
        .build();
    assert_eq!(request.output.format, Format::Mp4);
    assert_eq!(request.validate(), Ok(()));
    assert_eq!(EditMedia::INFO.rate_limit.map(|(calls, _)| calls), Some(10));

    let client = v2::Client::new(Credential::new("id", "key")).unwrap();
    let own = own::Client::from(&client);
    let signed = own.sign(&request).unwrap();
    assert_eq!(signed.uri().host(), Some("edit.example.com"));
    let query = signed.uri().query().unwrap();
    assert!(query.contains("&srcFileList.0.fileId=1&tags.1=holiday&"), "{query}");
    assert!(query.contains("&dryRun=1&output.format=mp4&output.height=720&"), "{query}");
}
