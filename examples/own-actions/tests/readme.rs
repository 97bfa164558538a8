//! The pages that the README shows are pages as they stand.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a failed test is a panic")]

use vod_sandbox::Sandbox;

/// The fences of the README that hold Markdown.
fn pages() -> Vec<String> {
    let readme = std::fs::read_to_string("../../README.md").unwrap();
    let mut pages = Vec::new();
    let mut lines = readme.lines();
    while let Some(line) = lines.next() {
        let Some(fence) = line.strip_suffix("markdown").filter(|line| line.starts_with("```"))
        else {
            continue;
        };
        pages.push(lines.by_ref().take_while(|line| *line != fence).collect::<Vec<_>>().join("\n"));
    }
    pages
}

#[tokio::test]
async fn a_newcomer_who_copies_the_readmes_pages_has_a_working_action() {
    let folder = std::env::temp_dir().join(format!("own-actions-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let [index, action] = <[String; 2]>::try_from(pages()).unwrap();
    assert!(index.contains("## Actions") && action.ends_with("```"), "{index}\n{action}");
    std::fs::write(folder.join("README.md"), index).unwrap();
    std::fs::write(folder.join("CreateClass.md"), action).unwrap();
    let started = Sandbox::builder().pages(folder.join("README.md")).start().await;
    std::fs::remove_dir_all(folder).unwrap();
    if let Err(mistakes) = started {
        panic!("{mistakes}");
    }
}
