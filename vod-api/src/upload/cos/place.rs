//! Where an object goes, and who may write it.

use percent_encoding::utf8_percent_encode;

use super::super::reserved::{Certificate, unusable};
use super::sign::RESERVED;
use crate::client::{Runtime, Settings};
use crate::credential::Credential;
use crate::error::Error;
use crate::secret::Secret;

/// A place that is reserved for an object.
pub(in crate::upload) struct Place {
    pub(super) runtime: Runtime,
    /// The bucket's own host.
    pub(super) host: String,
    pub(super) key: Key,
    /// A key pair for this place alone; without one the client's own signs.
    pub(super) certificate: Option<Certificate>,
    /// The session that it was reserved in, which nobody is to be shown.
    pub(super) session: Secret,
}

impl Place {
    pub(in crate::upload) fn new(
        runtime: &Runtime,
        bucket: &Bucket,
        key: Key,
        certificate: Option<Certificate>,
        session: Secret,
    ) -> Self {
        Self { runtime: runtime.clone(), host: bucket.host(), key, certificate, session }
    }

    /// Who signs, and until when at most.
    pub(super) async fn signer(&self) -> Result<(Credential, Option<u64>), Error> {
        match &self.certificate {
            Some(lent) => Ok((lent.credential.clone(), Some(lent.expires))),
            None => Ok((self.runtime.settings().keys.get().await?, None)),
        }
    }

    pub(in crate::upload) fn settings(&self) -> &Settings {
        self.runtime.settings()
    }

    pub(in crate::upload) fn key(&self) -> &str {
        &self.key.path
    }
}

/// A bucket as `ApplyUpload` names it.
#[derive(Debug)]
pub(in crate::upload) struct Bucket {
    name: String,
    region: String,
}

impl Bucket {
    /// Of a bucket's name and its region, each with the field it comes from.
    pub(in crate::upload) fn of(bucket: (&str, &str), region: (&str, &str)) -> Result<Self, Error> {
        for (field, part) in [bucket, region] {
            // Anything else could lead the files to another host.
            let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.');
            if part.is_empty() || !part.bytes().all(plain) {
                return Err(unusable(field, "is no part of a host's name"));
            }
        }
        Ok(Self { name: bucket.1.to_owned(), region: region.1.to_owned() })
    }

    /// With the id of the application that owns it, which is a part of the name.
    pub(in crate::upload) fn of_app(mut self, id: i64) -> Self {
        if !self.name.ends_with(&format!("-{id}")) {
            self.name = format!("{}-{id}", self.name);
        }
        self
    }

    /// Its name and its region.
    pub(in crate::upload) fn named(&self) -> (&str, &str) {
        (&self.name, &self.region)
    }

    /// The bucket's own host: `name-appid.cos.region.myqcloud.com`.
    fn host(&self) -> String {
        format!("{}.cos.{}.myqcloud.com", self.name, self.region)
    }
}

/// An object's key, as `ApplyUpload` names its path.
#[derive(Debug, Clone)]
pub(in crate::upload) struct Key {
    /// Decoded, with its leading slash.
    path: String,
    pub(super) encoded: String,
}

impl Key {
    /// Decoded, with its leading slash.
    pub(in crate::upload) fn path(&self) -> &str {
        &self.path
    }

    pub(in crate::upload) fn of(field: &str, path: &str) -> Result<Self, Error> {
        let path = format!("/{}", path.strip_prefix('/').unwrap_or(path));
        // An address with such a part leads elsewhere than it says.
        if path.ends_with('/') || path.split('/').any(|part| matches!(part, "." | "..")) {
            return Err(unusable(field, "is no path of an object"));
        }
        let encoded = |part| utf8_percent_encode(part, RESERVED).to_string();
        let encoded: Vec<String> = path.split('/').map(encoded).collect();
        Ok(Self { encoded: encoded.join("/"), path })
    }
}

#[cfg(test)]
mod tests {
    use reqwest::Url;

    use super::*;

    #[test]
    fn a_path_is_called_as_it_is_or_refused() {
        for (path, encoded) in
            [("/a/b c.mp4", "/a/b%20c.mp4"), ("a//b", "/a//b"), ("/%2e%2e/..a", "/%252e%252e/..a")]
        {
            let key = Key::of("video.storagePath", path).unwrap();
            assert_eq!(key.encoded, encoded);
            let url = Url::parse(&format!("https://b-1.cos.r.myqcloud.com{encoded}")).unwrap();
            assert_eq!(url.path(), encoded);
        }
        for path in ["", "/", "/../../x y", "/a/./b", "/a/..", "..", "/a/"] {
            let error = Key::of("video.storagePath", path).err().unwrap();
            assert!(
                error.to_string().contains("`video.storagePath` is no path"),
                "{path}: {error}"
            );
        }
    }

    #[test]
    fn a_bucket_is_never_another_host() {
        let of = |bucket, region| Bucket::of(("storageBucket", bucket), ("storageRegion", region));
        for bucket in ["", "a.example/", "a@b", "a:1", "a#", "a b", "ü"] {
            let error = of(bucket, "gzp").err().unwrap();
            assert!(error.to_string().contains("`storageBucket` is no part"), "{bucket}: {error}");
        }
        let bucket = of("b", "gzp").unwrap().of_app(1);
        assert_eq!(bucket.host(), "b-1.cos.gzp.myqcloud.com");
        assert_eq!(bucket.of_app(1).host(), "b-1.cos.gzp.myqcloud.com");
        let error = of("b", "x/y").err().unwrap();
        assert!(error.to_string().contains("`storageRegion`"), "{error}");
    }
}
