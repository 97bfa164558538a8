//! What a signature allocates: its texts and nothing else.
//!
//! A test of its own, because counting slows every allocation of the program that counts.

use vod_api::__rt::bench::{sign, walk};
use vod_api::{Credential, SignatureMethod, Stamp, v2, v3};

#[test]
fn a_signature_allocates_its_two_texts() {
    let request = v2::ApplyUpload::builder().video_type("mp4").cover_type("jpg").build();
    let stamp = Stamp { nonce: 11886, timestamp: 1_465_185_768 };
    for method in [SignatureMethod::HmacSha1, SignatureMethod::HmacSha256] {
        let signer = walk(Credential::new("AKID", "a key"), method);
        let address = "https://vod.api.qcloud.com/v2/index.php";
        let call = || drop(signer.get(&request, address, stamp));
        // The key is scheduled once.
        call();
        assert_eq!(allocation_counter::measure(call).count_total, 2, "{method:?}");
    }
}

#[test]
fn a_request_of_api_3_allocates_its_body() {
    let request = v3::ApplyUpload::builder().media_type("mp4").media_name("\u{89c6}").build();
    let client = v3::Client::new(Credential::new("AKID", "a key")).unwrap();
    let stamp = Stamp { nonce: 11886, timestamp: 1_465_185_768 };
    let signed = || drop(sign(client.runtime(), &request, stamp));
    // The day's key is made once.
    signed();
    assert_eq!(allocation_counter::measure(signed).count_total, 1);
}
