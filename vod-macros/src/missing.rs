//! Why a page is not there, and what to do about it. Nothing said here names a path of this
//! machine: what a package says must not differ from one machine to the next.

use std::path::{Path, PathBuf};

use vod_spec::nearest;

/// The longest text that is taken for that of a link, in bytes.
const LONGEST_LINK: usize = 1024;

/// What is to be said of a page that is not there.
#[derive(Default)]
pub(crate) struct Missing {
    /// Why it cannot be read.
    pub(crate) why: String,
    /// What to do, where it is more than to write the page or mend the path.
    pub(crate) help: Option<String>,
}

/// Says why there is no page at `path` in a package (`own`; a compile test has two) or in the folders
/// above it. One that `cargo package` made is looked for in nothing but itself.
pub(crate) fn explain(own: &[PathBuf], above: &[PathBuf], path: &str, packaged: bool) -> Missing {
    let why = if packaged {
        "there is no such file in this package, and a package has to bring its pages"
    } else {
        "there is no such file, seen from the Cargo.toml of this package or from a folder above it"
    };
    let why = why.to_owned();
    // Above a package lie a user's other things; only pages are of interest there.
    let first = path.split('/').next().unwrap_or(path);
    let above = above.iter().filter(|root| root.join(first).is_dir());
    if let Some(near) = own.iter().chain(above).find_map(|root| near(root, path)) {
        return Missing { why, help: Some(format!("did you mean `{near}`?")) };
    }
    if let Some(missing) = own.iter().find_map(|root| file_in_the_way(root, path)) {
        return missing;
    }
    if let Some(root) = own.iter().find(|root| root.join(path).is_dir()) {
        let index = format!("{}/README.md", path.trim_end_matches('/'));
        let such = if root.join(&index).is_file() { format!(", `{index}`") } else { String::new() };
        let help = Some(format!("name the index page in it{such}"));
        return Missing { why: "it is a folder".to_owned(), help };
    }
    let help = "move the pages into its folder, or link to them from there";
    Missing { why, help: packaged.then(|| help.to_owned()) }
}

/// A file where the path wants a folder. In a checkout without symlinks a link is a file that holds
/// the link's text.
fn file_in_the_way(root: &Path, path: &str) -> Option<Missing> {
    let folders = path.match_indices('/').filter_map(|(end, _)| path.get(..end));
    let file = folders.into_iter().find(|folder| root.join(folder).is_file())?;
    let bytes = std::fs::read(root.join(file)).unwrap_or_default();
    let text = std::str::from_utf8(&bytes).unwrap_or_default().trim_end();
    let link = bytes.len() <= LONGEST_LINK && !text.is_empty() && !text.contains(char::is_control);
    let (why, help) = if link {
        (
            format!(
                "`{file}` is a file that holds the text of a link, `{text}`: the checkout has no \
                 symlinks, and a package made from it has no pages"
            ),
            format!(
                "run `git config core.symlinks true`, delete `{file}` and check it out again, \
                 then package anew"
            ),
        )
    } else {
        let help = format!("move `{file}` out of the way of the pages");
        (format!("`{file}` is a file, not a folder"), help)
    };
    Some(Missing { why, help: Some(help) })
}

/// The path of a file that is there, each part the one that was meant or the nearest to it.
fn near(root: &Path, path: &str) -> Option<String> {
    let mut found = Vec::new();
    let mut folder = root.to_owned();
    for part in path.split('/') {
        let name = if folder.join(part).exists() {
            part.to_owned()
        } else {
            let entries = std::fs::read_dir(&folder).ok()?;
            let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
            let mut names: Vec<String> = names.collect();
            names.sort();
            nearest(part, names.iter().map(String::as_str))?.to_owned()
        };
        folder.push(&name);
        found.push(name);
    }
    folder.is_file().then(|| found.join("/"))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::{Missing, explain};

    /// A package with `spec/v2/README.md`, with `link` a file of the given text.
    fn package(name: &str, link: &str) -> PathBuf {
        let root = std::env::temp_dir().join(format!("vod-macros-{}-{name}", std::process::id()));
        fs::create_dir_all(root.join("spec/v2")).unwrap();
        fs::write(root.join("spec/v2/README.md"), "# A page").unwrap();
        fs::write(root.join("link"), link).unwrap();
        root
    }

    fn told(root: &Path, path: &str, packaged: bool) -> String {
        let Missing { why, help } = explain(&[root.to_owned()], &[], path, packaged);
        format!("{why}; {}", help.unwrap_or_default())
    }

    #[test]
    fn names_the_next_step_and_no_path_of_the_machine() {
        for (path, packaged, words) in [
            ("spec/v3/Some.md", false, "from a folder above it; "),
            ("spec/v2/Readme.md", false, "did you mean `spec/v2/README.md`?"),
            ("specs/v2/README.md", false, "did you mean `spec/v2/README.md`?"),
            ("pages/Some.md", true, "has to bring its pages; move the pages into its folder"),
            ("spec/v2", false, "it is a folder; name the index page in it, `spec/v2/README.md`"),
            ("spec", false, "it is a folder; name the index page in it"),
            (
                "link/v2/README.md",
                true,
                "`link` is a file that holds the text of a link, `../spec`",
            ),
            ("link/v2/README.md", true, "delete `link` and check it out again"),
        ] {
            let root = package("next", "../spec");
            let told = told(&root, path, packaged);
            fs::remove_dir_all(&root).unwrap();
            assert!(told.contains(words), "{path}: {told}");
            assert!(!told.contains(root.to_str().unwrap()), "{told}");
        }
    }

    #[test]
    fn takes_no_other_file_for_a_link() {
        for (name, text) in [("empty", ""), ("lines", "# Some\n\npage\n"), ("nul", "a\0b")] {
            let root = package(name, text);
            let told = told(&root, "link/README.md", false);
            fs::remove_dir_all(&root).unwrap();
            assert!(told.contains("`link` is a file, not a folder"), "{told}");
        }
    }
}
