//! A key pair in a file of the home directory.

mod ini;
mod tccli;

use std::fmt;
use std::future::ready;
use std::io;
use std::path::{Path, PathBuf};

use super::{CredentialError, CredentialFuture, CredentialProvider};
use crate::credential::Credential;

/// A file that is longer holds no key pair.
const LARGEST: u64 = 1 << 20;

/// A key pair in a file of the home directory, by the name of a profile.
///
/// ```no_run
/// use vod_api::Profile;
///
/// let keys = Profile::named("media").read()?;
/// println!("{} {:?}", keys.secret_id(), keys.origin());
/// # Ok::<(), vod_api::CredentialError>(())
/// ```
///
/// Looked at in this order, and the first that has the profile counts:
///
/// - `~/.tencentcloud/credentials`, else `/etc/tencentcloud/credentials`: sections in square
///   brackets with `secret_id` and `secret_key`, as the vendor's Go and Python SDKs read them (which
///   read `[default]` alone). `TENCENTCLOUD_CREDENTIALS_FILE` names another file in their place, as
///   the Go SDK has it. A `token` in a section is read as well, which is of this crate.
/// - `~/.tccli/PROFILE.credential`: JSON with `secretId`, `secretKey` and `token`, as the vendor's
///   command line writes it. What its browser login left there expires (`expiresAt`); the command
///   line renews it, this crate does not.
///
/// The profile is `default` unless named here, or by `TENCENTCLOUD_PROFILE` (of the vendor's
/// Terraform provider) or `TCCLI_PROFILE` (of its command line). Files are read each time, so that
/// a pair that is rotated there is found. A role that a profile names (`role_arn`, `role-arn`) is
/// not assumed: that is a warning (`tracing`), and a warning is a file that every user of the
/// machine may read.
///
/// Errors name file, line and key, never a value. No file with the profile is
/// [`CredentialFault::Absent`](crate::CredentialFault::Absent); a profile without one of its keys
/// is not.
#[derive(Clone)]
pub struct Profile {
    name: Option<String>,
    home: Option<PathBuf>,
    file: Option<PathBuf>,
    variable: fn(&str) -> Option<String>,
}

impl Profile {
    /// The one that the environment names, else `default`.
    #[must_use]
    pub fn new() -> Self {
        let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        Self { name: None, home: None, file: None, variable }
    }

    /// The one of this name, whatever the environment says.
    pub fn named(name: impl Into<String>) -> Self {
        Self { name: Some(name.into()), ..Self::new() }
    }

    /// Takes this directory for the user's home, and looks nowhere else.
    #[must_use]
    pub fn home(mut self, home: impl Into<PathBuf>) -> Self {
        self.home = Some(home.into());
        self
    }

    /// Looks into this file of sections alone.
    #[must_use]
    pub fn file(mut self, file: impl Into<PathBuf>) -> Self {
        self.file = Some(file.into());
        self
    }

    /// What the files have now.
    pub fn read(&self) -> Result<Credential, CredentialError> {
        let places = self.places();
        let mut looked_at = Vec::new();
        for place in &places.files {
            if let Some(found) = place.look(&places)? {
                return Ok(found);
            }
            looked_at.push(places.shown(&place.path));
        }
        let profile = &places.profile;
        let what = match looked_at.as_slice() {
            [] => format!("no profile `{profile}`: the environment names no home directory"),
            files => format!("no profile `{profile}` in {}", files.join(", nor in ")),
        };
        Err(CredentialError::absent(what))
    }

    fn places(&self) -> Places {
        let variable = self.variable;
        let named = || variable("TENCENTCLOUD_PROFILE").or_else(|| variable("TCCLI_PROFILE"));
        let profile = self.name.clone().or_else(named).unwrap_or_else(|| "default".to_owned());
        let of_machine = || {
            let home = if cfg!(windows) { "USERPROFILE" } else { "HOME" };
            variable(home).map(PathBuf::from)
        };
        let home = self.home.clone().or_else(of_machine);
        let own = || variable("TENCENTCLOUD_CREDENTIALS_FILE").map(PathBuf::from);
        let own = self.file.clone().or_else(|| if self.home.is_none() { own() } else { None });
        let ini = |path| Place { path, read: ini::read };
        let mut files = Vec::new();
        match (own, &home) {
            (Some(own), _) => files.push(ini(own)),
            (None, home) => {
                files.extend(home.as_ref().map(|home| ini(home.join(".tencentcloud/credentials"))));
                if self.home.is_none() {
                    files.push(ini(PathBuf::from("/etc/tencentcloud/credentials")));
                }
            }
        }
        let named = !profile.contains(['/', '\\']);
        if let (Some(home), None, true) = (&home, &self.file, named) {
            let path = home.join(".tccli").join(format!("{profile}.credential"));
            files.push(Place { path, read: tccli::read });
        }
        Places { profile, home, files }
    }
}

impl Default for Profile {
    fn default() -> Self {
        Self::new()
    }
}

impl CredentialProvider for Profile {
    fn provide(&self) -> CredentialFuture<'_> {
        Box::pin(ready(self.read()))
    }
}

impl fmt::Debug for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Profile")
            .field("name", &self.name)
            .field("home", &self.home)
            .field("file", &self.file)
            .finish_non_exhaustive()
    }
}

/// Where a profile may be.
struct Places {
    profile: String,
    home: Option<PathBuf>,
    files: Vec<Place>,
}

impl Places {
    /// A path as a person writes it.
    fn shown(&self, path: &Path) -> String {
        let below = self.home.as_ref().and_then(|home| path.strip_prefix(home).ok());
        below.map_or_else(|| path.display().to_string(), |below| format!("~/{}", below.display()))
    }
}

/// A file, and the form it has.
struct Place {
    path: PathBuf,
    read: fn(&Text<'_>) -> Result<Option<Found>, CredentialError>,
}

/// What a file says, and how it is called in errors.
struct Text<'a> {
    content: &'a str,
    file: &'a str,
    profile: &'a str,
}

/// A profile that was found.
struct Found {
    credential: Credential,
    /// The key that names a role, if one does.
    role: Option<&'static str>,
}

impl Place {
    /// None when the file is not there or has no such profile.
    fn look(&self, places: &Places) -> Result<Option<Credential>, CredentialError> {
        let file = &places.shown(&self.path);
        let text = match content(&self.path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => {
                return Err(CredentialError::unusable(format!("{file} cannot be read: {error}")));
            }
        };
        let profile = &places.profile;
        let Some(found) = (self.read)(&Text { content: text.expose(), file, profile })? else {
            return Ok(None);
        };
        if is_open(&self.path) {
            tracing::warn!(file, "every user of this machine may read the keys: chmod 600");
        }
        if let Some(key) = found.role {
            tracing::warn!(file, profile, key, "the profile names a role, which is not assumed");
        }
        let origin = format!("from profile `{profile}` in {file}");
        Ok(Some(found.credential.with_origin(origin)))
    }
}

/// What a file holds; it is overwritten in memory like the keys in it.
fn content(path: &Path) -> io::Result<crate::Secret> {
    let file = std::fs::File::open(path)?;
    if file.metadata()?.len() > LARGEST {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "it is longer than 1 MiB"));
    }
    std::io::read_to_string(file).map(crate::Secret::from)
}

#[cfg(unix)]
fn is_open(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(path).is_ok_and(|about| about.permissions().mode() & 0o004 != 0)
}

#[cfg(not(unix))]
fn is_open(_: &Path) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn looked_at(profile: &Profile) -> Vec<PathBuf> {
        profile.places().files.into_iter().map(|place| place.path).collect()
    }

    #[test]
    fn the_environment_names_the_profile_and_the_file() {
        let of = |variable| Profile { variable, ..Profile::new() };
        let named =
            of(|name| (name == "TENCENTCLOUD_PROFILE" || name == "HOME").then(|| name.into()));
        assert_eq!(named.places().profile, "TENCENTCLOUD_PROFILE");
        let named = of(|name| Some(name.to_owned()).filter(|name| name.starts_with("TCCLI")));
        assert_eq!(named.places().profile, "TCCLI_PROFILE");
        let nothing = of(|_| None);
        assert_eq!(nothing.places().profile, "default");
        assert_eq!(looked_at(&nothing), [Path::new("/etc/tencentcloud/credentials")]);
        assert_eq!(Profile { name: Some("media".into()), ..named }.places().profile, "media");
        let own = of(|name| (name == "TENCENTCLOUD_CREDENTIALS_FILE").then(|| "/own".into()));
        assert_eq!(looked_at(&own), [Path::new("/own")]);
        assert_eq!(looked_at(&own.clone().file("/other")), [Path::new("/other")]);
        let home = own.home("/home/me");
        let (sections, tccli) = ("/home/me/.tencentcloud/credentials", "/home/me/.tccli");
        let tccli = Path::new(tccli).join("default.credential");
        assert_eq!(looked_at(&home), [Path::new(sections), &tccli]);
        let elsewhere = Profile { name: Some("../x".into()), ..home };
        assert_eq!(looked_at(&elsewhere), [Path::new(sections)], "a name is no path");
    }
}
