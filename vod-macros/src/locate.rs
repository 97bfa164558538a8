//! Where the pages are, and the compiler's knowledge that they were read.

use std::path::{Path, PathBuf};

use proc_macro2::TokenStream;
use quote::quote_spanned;

/// The pages of one macro call.
pub(crate) struct Pages {
    /// Packages in which a path may lie, in the order tried.
    roots: Vec<PathBuf>,
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
        // A checkout without symlinks has the pages further up. A package that cargo is verifying
        // has to bring its own: above it lies the workspace it was made from.
        let above = own.iter().flat_map(|root| {
            let verified = root.ancestors().any(|folder| folder.ends_with("target/package"));
            root.ancestors().skip(1).take(if verified { 0 } else { 4 }).map(Path::to_owned)
        });
        let above: Vec<PathBuf> = above.collect();
        Self { roots: own.into_iter().chain(above).collect(), caller, read: Vec::new() }
    }

    /// The text of a page.
    pub(crate) fn load(&mut self, path: &str) -> Result<Vec<u8>, String> {
        let found = self.roots.iter().map(|root| root.join(path)).find(|file| file.is_file());
        let Some(file) = found else {
            return Err(format!(
                "no file `{path}` in this package; the path is relative to its Cargo.toml"
            ));
        };
        let text = std::fs::read(&file).map_err(|error| error.to_string())?;
        self.read.push(file);
        Ok(text)
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
