//! The pages a sandbox serves: those it was built with, and those of the user's.
//!
//! Every index, and every Action page given by itself, stays an API of its own: two of them may
//! name types alike. An Action is looked for in the page that was given last.

use std::io;
use std::path::{Path, PathBuf};

use vod_spec::Reading;
use vod_spec::model::{Action, Api};
use vod_spec::parameters::is_secret;
use vod_spec::protocol::Protocol;

const INDEX: &str = "spec/v2/README.md";

/// Where pages of the user's are.
#[derive(Debug, Clone)]
pub(crate) enum Place {
    /// An index page, which leads to the others.
    Index(PathBuf),
    /// The page of one Action.
    Action(PathBuf),
}

impl Place {
    fn path(&self) -> &Path {
        match self {
            Self::Index(file) | Self::Action(file) => file,
        }
    }
}

/// What all pages say.
pub(crate) struct Pages {
    /// The API the sandbox was built with.
    service: Api,
    /// The user's, in the order given.
    own: Vec<Api>,
}

impl Pages {
    /// Reads the embedded pages and those of the user's. The error shows every mistake.
    pub(crate) fn read(places: &[Place]) -> io::Result<Self> {
        let pages = vod_macros::pages!("spec/v2/README.md");
        let service = vod_spec::read(INDEX, &mut |path| {
            let page = pages.iter().find(|(name, _)| *name == path);
            page.map(|(_, text)| text.as_bytes().to_vec()).ok_or_else(|| "not embedded".to_owned())
        });
        let own = places.iter().map(|place| {
            let mut load = |path: &str| std::fs::read(path).map_err(|error| error.to_string());
            let path = place.path().to_string_lossy();
            served(&path, vod_spec::protocol_of(&path, &mut load))?;
            sound(match place {
                Place::Index(_) => vod_spec::read(&path, &mut load),
                Place::Action(_) => vod_spec::read_action(&path, Protocol::V2, &mut load),
            })
        });
        Ok(Self { own: own.collect::<io::Result<_>>()?, service: sound(service)? })
    }

    /// The Action of this name, with the API that holds its types.
    pub(crate) fn find(&self, name: &str) -> Option<(&Api, &Action)> {
        self.newest_first().find_map(|api| {
            let action = api.actions.iter().find(|action| action.name.wire == name);
            action.map(|action| (api, action))
        })
    }

    /// The names of all Actions.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        let actions = self.newest_first().flat_map(|api| &api.actions);
        actions.map(|action| action.name.wire.as_str())
    }

    /// Where an Action is called when no sandbox stands in between.
    pub(crate) fn endpoint(&self, action: &str) -> &str {
        self.find(action).map_or(&self.service.endpoint, |(api, action)| {
            action.facts.endpoint.as_ref().unwrap_or(&api.endpoint)
        })
    }

    /// Whether a parameter is a secret. Of an Action without a page nothing is known, so there a
    /// name that is secret on any page counts.
    pub(crate) fn hides(&self, action: &str, name: &str) -> bool {
        match self.find(action) {
            Some((api, action)) => is_secret(api, &action.request, name),
            None => self
                .newest_first()
                .any(|api| api.actions.iter().any(|action| is_secret(api, &action.request, name))),
        }
    }

    fn newest_first(&self) -> impl Iterator<Item = &Api> {
        self.own.iter().rev().chain([&self.service])
    }
}

/// Refuses pages of another protocol than the one that is served: read as if they were of that one,
/// they would be full of mistakes that are none.
fn served(path: &str, protocol: Protocol) -> io::Result<()> {
    if protocol == Protocol::V2 {
        return Ok(());
    }
    let (is, serves) = (protocol.title(), Protocol::V2.title());
    let message = format!("{path} is a page of {is}; this sandbox serves {serves} alone");
    Err(io::Error::new(io::ErrorKind::InvalidInput, message))
}

fn sound(reading: Reading) -> io::Result<Api> {
    if !reading.diagnostics.has_errors() {
        return Ok(reading.api);
    }
    let mistakes = reading.diagnostics.render(&reading.sources);
    let message = format!("a page cannot be used\n\n{}", mistakes.trim_end());
    Err(io::Error::new(io::ErrorKind::InvalidData, message))
}
