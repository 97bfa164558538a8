//! What a signature allocates: its two texts and nothing else.
//!
//! A test of its own, because counting slows every allocation of the program that counts.

use vod_api::__rt::bench::walk;
use vod_api::{Credential, SignatureMethod, Stamp, v2};

#[test]
fn a_signature_allocates_its_two_texts() {
    let request = v2::ApplyUpload::builder().video_type("mp4").cover_type("jpg").build();
    let stamp = Stamp { nonce: 11886, timestamp: 1_465_185_768 };
    for method in [SignatureMethod::HmacSha1, SignatureMethod::HmacSha256] {
        let signer = walk(Credential::new("AKID", "a key"), method);
        let address = "https://vod.api.qcloud.com/v2/index.php";
        let counted =
            allocation_counter::measure(|| drop(signer.get(&request, address, stamp))).count_total;
        assert_eq!(counted, 2, "{method:?}");
    }
}
