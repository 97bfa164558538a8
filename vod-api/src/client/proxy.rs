//! A proxy of the user's own, and what nobody is to be told of it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::percent_decode_str;

use crate::secret::Secret;

pub(super) struct Proxy {
    pub(super) way: reqwest::Proxy,
    /// Whether it speaks TLS itself.
    pub(super) secure: bool,
    /// Its password, as it is and as it is sent: a proxy may echo what it was told.
    pub(super) secrets: Vec<Secret>,
}

impl Proxy {
    /// Of an address, with a name and a password before an `@` if it wants them. None if it is no
    /// address of a proxy: one of a scheme that reqwest does not know is passed by in silence.
    pub(super) fn of(address: &str) -> Option<Self> {
        let (scheme, rest) = address.split_once("://").unwrap_or(("http", address));
        let secure = scheme.eq_ignore_ascii_case("https");
        if !secure && !scheme.eq_ignore_ascii_case("http") {
            return None;
        }
        let way = reqwest::Proxy::all(address).ok()?;
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let who = authority.rsplit_once('@').map(|(who, _)| who);
        Some(Self { way, secure, secrets: who.map(secrets).unwrap_or_default() })
    }
}

/// Of a name and a password.
fn secrets(who: &str) -> Vec<Secret> {
    let Some((name, password)) = who.split_once(':').filter(|(_, password)| !password.is_empty())
    else {
        return Vec::new();
    };
    let plain = |text| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let (name, plain) = (plain(name), plain(password));
    let sent = STANDARD.encode(format!("{name}:{plain}"));
    vec![password.into(), plain.into(), sent.into()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn its_password_is_known_in_each_form() {
        let hidden = |address: &str| -> Vec<String> {
            let secrets = Proxy::of(address).unwrap().secrets;
            secrets.iter().map(|secret| secret.expose().to_owned()).collect()
        };
        for address in ["http://me:a%40b@proxy.example:3128/", "me:a%40b@proxy.example"] {
            assert_eq!(hidden(address), ["a%40b", "a@b", "bWU6YUBi"], "{address}");
        }
        for address in ["http://proxy.example:3128", "http://me@proxy.example", "proxy.example"] {
            assert!(hidden(address).is_empty(), "{address}");
        }
    }
}
