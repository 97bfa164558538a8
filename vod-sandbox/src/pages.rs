//! The pages a sandbox serves: those it was built with, and those of the user's.
//!
//! Every index, and every Action page given by itself, stays an API of its own: two of them may
//! name types alike. An Action is looked for in the page that was given last.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use vod_spec::Reading;
use vod_spec::model::{Action, Api, ErrorCode};
use vod_spec::parameters::is_secret;
use vod_spec::protocol::Protocol;

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
    /// The APIs the sandbox was built with: VOD's of each generation, and STS.
    service: &'static [Api],
    /// The user's, in the order given.
    own: Vec<Api>,
}

impl Pages {
    /// Reads the embedded pages and those of the user's. The error shows every mistake.
    pub(crate) fn read(places: &[Place]) -> io::Result<Self> {
        let own = places.iter().map(|place| {
            let mut load = |path: &str| std::fs::read(path).map_err(|error| error.to_string());
            let path = place.path().to_string_lossy();
            let reading = match place {
                Place::Index(_) => vod_spec::read(&path, &mut load),
                Place::Action(_) => {
                    let protocol = vod_spec::protocol_of(&path, &mut load);
                    vod_spec::read_action(&path, protocol, &mut load)
                }
            };
            sound(reading).map_err(unusable)
        });
        let own = own.collect::<io::Result<_>>()?;
        Ok(Self { own, service: service().map_err(unusable)? })
    }

    /// The Action of this name, with the API that holds its types.
    pub(crate) fn find(&self, protocol: Protocol, name: &str) -> Option<(&Api, &Action)> {
        self.newest_first(protocol).find_map(|api| {
            let action = api.actions.iter().find(|action| action.name.wire == name);
            action.map(|action| (api, action))
        })
    }

    /// The names of all Actions.
    pub(crate) fn names(&self, protocol: Protocol) -> impl Iterator<Item = &str> {
        let actions = self.newest_first(protocol).flat_map(|api| &api.actions);
        actions.map(|action| action.name.wire.as_str())
    }

    /// Where an Action is called when no sandbox stands in between.
    pub(crate) fn endpoint(&self, protocol: Protocol, action: &str) -> &str {
        self.find(protocol, action).map_or_else(
            || protocol.default_endpoint(),
            |(api, action)| action.facts.endpoint.as_ref().unwrap_or(&api.endpoint),
        )
    }

    /// The codes of all pages, the common ones first.
    pub(crate) fn codes(&self, protocol: Protocol) -> impl Iterator<Item = &ErrorCode> {
        let common = self.newest_first(protocol).flat_map(|api| &api.errors);
        let actions = self.newest_first(protocol).flat_map(|api| &api.actions);
        common.chain(actions.flat_map(|action| &action.errors))
    }

    /// Whether a parameter is a secret. Of an Action without a page nothing is known, so there a
    /// name that is secret on any page counts.
    pub(crate) fn hides(&self, protocol: Protocol, action: &str, name: &str) -> bool {
        match self.find(protocol, action) {
            Some((api, action)) => is_secret(api, &action.request, name),
            None => self
                .newest_first(protocol)
                .any(|api| api.actions.iter().any(|action| is_secret(api, &action.request, name))),
        }
    }

    fn newest_first(&self, protocol: Protocol) -> impl Iterator<Item = &Api> {
        let all = self.own.iter().rev().chain(self.service);
        all.filter(move |api| api.protocol == protocol)
    }
}

/// The embedded pages. They do not change, so a process reads them once for all its sandboxes.
fn service() -> Result<&'static [Api], &'static str> {
    static READ: LazyLock<Result<Vec<Api>, String>> = LazyLock::new(|| {
        let v2 = embedded("spec/v2/README.md", vod_macros::pages!("spec/v2/README.md"));
        let v3 = embedded("spec/v3/README.md", vod_macros::pages!("spec/v3/README.md"));
        let sts = embedded("spec/sts/README.md", vod_macros::pages!("spec/sts/README.md"));
        Ok(vec![v2?, v3?, sts?])
    });
    READ.as_ref().map(Vec::as_slice).map_err(String::as_str)
}

fn embedded(index: &str, pages: &[(&str, &str)]) -> Result<Api, String> {
    sound(vod_spec::read(index, &mut |path| {
        let page = pages.iter().find(|(name, _)| *name == path);
        page.map(|(_, text)| text.as_bytes().to_vec()).ok_or_else(|| "not embedded".to_owned())
    }))
}

/// The API that was read, or every mistake.
fn sound(reading: Reading) -> Result<Api, String> {
    if reading.diagnostics.has_errors() {
        return Err(reading.diagnostics.render(&reading.sources));
    }
    Ok(reading.api)
}

fn unusable(mistakes: impl AsRef<str>) -> io::Error {
    let message = format!("a page cannot be used\n\n{}", mistakes.as_ref().trim_end());
    io::Error::new(io::ErrorKind::InvalidData, message)
}
