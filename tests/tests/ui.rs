//! What the compiler says to a user, and what it takes.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a failed test is a panic")]

/// The compiler whose words the `.stderr` files hold. Another one says the same in other words,
/// so there the files are not compared; that the cases fail to compile is checked all the same.
const PINNED: &str = "rustc 1.95.";

#[test]
fn compile_tests() {
    let cases = trybuild::TestCases::new();
    cases.pass("ui/pass/*.rs");
    let version =
        std::process::Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()))
            .arg("-V")
            .output();
    let version = String::from_utf8(version.unwrap().stdout).unwrap();
    if version.starts_with(PINNED) {
        cases.compile_fail("ui/fail/*.rs");
    } else {
        println!("{version} is not {PINNED}x: its messages are not compared");
    }
}
