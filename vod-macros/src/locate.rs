//! Where the pages are, and the compiler's knowledge that they were read.

use std::path::{Path, PathBuf};

use proc_macro2::TokenStream;
use quote::quote_spanned;

use crate::missing::{self, Missing};

/// How many folders above a package are looked into.
const HIGHEST: usize = 4;

/// The pages of one macro call.
pub(crate) struct Pages {
    /// Packages in which a path may lie, in the order tried.
    own: Vec<PathBuf>,
    /// Folders above them, tried after them.
    above: Vec<PathBuf>,
    /// Whether the package is one that `cargo package` made.
    packaged: bool,
    /// What could not be read, by its path.
    lost: Vec<(String, Missing)>,
    /// Folder of the file that holds the call, when the compiler tells it.
    caller: Option<PathBuf>,
    /// Every file read.
    read: Vec<PathBuf>,
}

impl Pages {
    pub(crate) fn new(site: proc_macro::Span) -> Self {
        let manifest = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
        let caller = site.local_file().and_then(|file| file.canonicalize().ok());
        let caller = caller.and_then(|file| file.parent().map(Path::to_owned));
        // A compile test's package is generated; its source lies in the package that wrote it.
        let of_caller = caller.iter().flat_map(|folder| folder.ancestors());
        let of_caller = of_caller.filter(|folder| folder.join("Cargo.toml").is_file()).take(1);
        let own: Vec<PathBuf> = manifest.into_iter().chain(of_caller.map(Path::to_owned)).collect();
        // A checkout without symlinks has the pages further up. A package that cargo has made has
        // to bring its own: while it is verified, the tree it was made from may lie above it.
        let packaged = own.iter().any(|root| root.join("Cargo.toml.orig").is_file());
        let height = if packaged { 0 } else { HIGHEST };
        let above = own.iter().flat_map(|root| root.ancestors().skip(1).take(height));
        let above = above.map(Path::to_owned).collect();
        Self { own, above, packaged, lost: Vec::new(), caller, read: Vec::new() }
    }

    /// The text of a page.
    pub(crate) fn load(&mut self, path: &str) -> Result<Vec<u8>, String> {
        let text = self.find(path).and_then(|file| {
            let text = std::fs::read(&file)
                .map_err(|error| Missing { why: error.to_string(), help: None })?;
            self.read.push(file);
            Ok(text)
        });
        text.map_err(|missing| {
            let why = missing.why.clone();
            self.lost.push((path.to_owned(), missing));
            why
        })
    }

    /// Whether every page that was asked for could be read.
    pub(crate) fn complete(&self) -> bool {
        self.lost.is_empty()
    }

    /// What to do about a page that could not be read, given what is said of it.
    pub(crate) fn help(&self, message: &str) -> Option<&str> {
        let about = |(path, missing): &&(String, Missing)| {
            message.starts_with(&format!("`{path}` ")) && message.ends_with(&missing.why)
        };
        self.lost.iter().find(about)?.1.help.as_deref()
    }

    fn find(&self, path: &str) -> Result<PathBuf, Missing> {
        // Such a page is on one machine only, and packaging would not notice.
        if Path::new(path).has_root() {
            return Err(Missing {
                why: "it is an absolute path".to_owned(),
                help: Some(
                    "keep the page in the package, and write its path from Cargo.toml on"
                        .to_owned(),
                ),
            });
        }
        let mut files = self.own.iter().chain(&self.above).map(|root| root.join(path));
        files
            .find(|file| file.is_file())
            .ok_or_else(|| missing::explain(&self.own, &self.above, path, self.packaged))
    }

    /// Makes the crate depend on every file read, by paths relative to the caller so that no path
    /// of this machine ends up in what is built.
    pub(crate) fn tracked(&self, span: proc_macro2::Span) -> TokenStream {
        let Some(caller) = &self.caller else { return TokenStream::new() };
        let files =
            self.read.iter().filter_map(|file| relative(caller, &file.canonicalize().ok()?));
        files
            .map(|file| quote_spanned!(span=> const _: &[u8] = ::core::include_bytes!(#file);))
            .collect()
    }
}

fn relative(from: &Path, to: &Path) -> Option<String> {
    let shared = from.components().zip(to.components()).take_while(|(a, b)| a == b).count();
    let up = from.components().skip(shared).map(|_| "..".to_owned());
    let down =
        to.components().skip(shared).map(|part| part.as_os_str().to_str().map(str::to_owned));
    let parts: Option<Vec<String>> = up.map(Some).chain(down).collect();
    Some(parts?.join("/"))
}
