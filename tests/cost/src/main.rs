//! Writes the crates that `run.sh` compares: `vod-cost FOLDER VOD_API ACTIONS [thing...]`.
//!
//! FOLDER becomes a workspace with a crate for each form, and with `without-THING`, our expansion
//! less one thing, for each thing named. `full` is our expansion as a file: what the others are
//! drawn from, without the macro that wrote it.

mod forms;
mod pages;
mod without;

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use quote::quote;
use syn::File;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(folder), Some(vod_api), Some(actions)) =
        (arguments.next(), arguments.next(), arguments.next())
    else {
        return Err("usage: vod-cost FOLDER VOD_API ACTIONS [thing...]".into());
    };
    let things: Vec<String> = arguments.collect();
    let folder = Path::new(&folder);

    let pages = pages::of(actions.parse()?);
    let full = expansion(&pages)?;
    let mut members = vec![
        ("ours".to_owned(), "vod_api::api!(\"spec/README.md\");\n".to_owned()),
        ("full".to_owned(), text(&full)),
        ("plain".to_owned(), text(&forms::plain(&full))),
        ("dyn".to_owned(), text(&forms::visitor(&full))),
        ("tables".to_owned(), text(&forms::tables(&full))),
        ("serde".to_owned(), text(&forms::serde(&full))),
    ];
    for thing in &things {
        let found = without::THINGS.iter().find(|(name, _)| name == thing);
        let (_, take_out) = found.ok_or_else(|| format!("no thing is called {thing}"))?;
        let mut file = full.clone();
        take_out(&mut file);
        members.push((format!("without-{thing}"), text(&file)));
    }

    for (name, source) in &members {
        let package = folder.join(name);
        write(
            &package.join("src/lib.rs"),
            &format!("//! A form of many Actions.\n#![allow(dead_code)]\n{source}"),
        )?;
        write(&package.join("Cargo.toml"), &manifest(name, &vod_api))?;
    }
    for (name, page) in &pages {
        write(&folder.join("ours/spec").join(name), page)?;
    }
    let members: Vec<&str> = members.iter().map(|(name, _)| name.as_str()).collect();
    write(
        &folder.join("Cargo.toml"),
        &format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n"),
    )?;
    Ok(())
}

/// Our expansion of the pages.
fn expansion(pages: &[(String, String)]) -> Result<File, Box<dyn Error>> {
    let reading = vod_spec::read("README.md", &mut |path| {
        let page = pages.iter().find(|(name, _)| name == path);
        page.map(|(_, page)| page.clone().into_bytes()).ok_or_else(|| format!("no page `{path}`"))
    });
    if let Some(mistake) = reading.diagnostics.iter().next() {
        return Err(mistake.render(&reading.sources).into());
    }
    let options = vod_codegen::Options { krate: quote!(::vod_api), messages: true };
    Ok(syn::parse2(vod_codegen::expand(&reading.api, &options))?)
}

/// A file as text, an item a line.
fn text(file: &File) -> String {
    let mut text = String::new();
    for item in &file.items {
        let _ = writeln!(text, "{}", quote!(#item));
    }
    text
}

fn manifest(name: &str, vod_api: &str) -> String {
    let serde = if name == "serde" {
        "serde = { version = \"1\", features = [\"derive\"] }\nserde_json = \"1\"\n"
    } else {
        ""
    };
    format!(
        "[package]\nname = \"cost-{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [lib]\nname = \"{}\"\n\n[dependencies]\nvod-api = {{ path = {vod_api:?} }}\n{serde}",
        format!("cost_{}", name.replace('-', "_").to_lowercase()),
    )
}

fn write(path: &Path, text: &str) -> Result<(), Box<dyn Error>> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    // An unchanged file keeps its time, and what was built from it is still good.
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return Ok(());
    }
    Ok(fs::write(path, text)?)
}
