//! Files of a home directory, as the vendor's tools read and write them.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use vod_api::{Credential, CredentialError, CredentialFault, Profile};

use crate::log;

/// A home directory of the test's own, gone when it is dropped.
pub(crate) struct Home(PathBuf);

impl Home {
    pub(crate) fn new(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("home-{name}"));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(path.join(".tencentcloud")).unwrap();
        fs::create_dir_all(path.join(".tccli")).unwrap();
        Self(path)
    }

    pub(crate) fn sections(self, text: &str) -> Self {
        self.file(".tencentcloud/credentials", text)
    }

    pub(crate) fn file(self, path: &str, text: &str) -> Self {
        let path = self.0.join(path);
        fs::write(&path, text).unwrap();
        #[cfg(unix)]
        mode(&path, 0o600);
        self
    }

    pub(crate) fn profile(&self, name: &str) -> Profile {
        Profile::named(name).home(&self.0)
    }

    fn error(&self, name: &str) -> CredentialError {
        let error = self.profile(name).read().unwrap_err();
        assert!(!format!("{error} {error:?}").contains("hidden"), "{error:?}");
        error
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[cfg(unix)]
fn mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

const SECTIONS: &str = "\
# keys of this machine
[default]
secret_id = AKIDdefault
secret_key = a-key

[media]
secret_id = AKIDmedia
secret_key: 'another=key'
token = a-token
; the last one counts
Secret_ID=\"AKIDnewer\"
";

#[test]
fn a_section_is_read_as_the_vendors_sdks_read_it() {
    let home = Home::new("sections").sections(SECTIONS);
    let keys = home.profile("default").read().unwrap();
    assert_eq!(keys, Credential::new("AKIDdefault", "a-key"));
    let origin = "from profile `default` in ~/.tencentcloud/credentials";
    assert_eq!(keys.origin(), Some(origin));
    let keys = home.profile("media").read().unwrap();
    assert_eq!(keys, Credential::new("AKIDnewer", "another=key").with_token("a-token"));
}

#[test]
fn what_the_vendors_command_line_keeps_is_read_with_its_end() {
    let home = Home::new("tccli").file(
        ".tccli/work.credential",
        r#"{"type": "oauth", "secretId": "AKIDlent", "secretKey": "a-key", "token": "a-token",
            "expiresAt": 4102444800, "oauth": {"accessToken": "hidden"}}"#,
    );
    let keys = home.profile("work").read().unwrap();
    assert_eq!(keys, Credential::new("AKIDlent", "a-key").with_token("a-token"));
    let expires = SystemTime::UNIX_EPOCH + Duration::from_secs(4_102_444_800);
    assert_eq!(keys.expires(), Some(expires));
    assert_eq!(keys.origin(), Some("from profile `work` in ~/.tccli/work.credential"));
}

#[test]
fn the_sections_come_before_the_command_lines_files() {
    let tccli = r#"{"secretId": "AKIDother", "secretKey": "a-key"}"#;
    let home = Home::new("order").sections(SECTIONS).file(".tccli/default.credential", tccli);
    assert_eq!(home.profile("default").read().unwrap().secret_id(), "AKIDdefault");
    let home = home.file(".tccli/rest.credential", tccli);
    assert_eq!(home.profile("rest").read().unwrap().secret_id(), "AKIDother");
}

#[test]
fn a_profile_that_is_nowhere_is_absent_and_the_files_are_named() {
    let home = Home::new("absent").sections(SECTIONS);
    let error = home.error("none");
    assert_eq!(error.fault, CredentialFault::Absent);
    let told = "no profile `none` in ~/.tencentcloud/credentials, nor in ~/.tccli/none.credential";
    assert_eq!(error.what, told);
}

#[test]
fn what_is_wrong_in_a_file_is_told_by_file_line_and_key() {
    let home = Home::new("wrong");
    for (text, told) in [
        (
            "\n[default]\nsecret_key = hidden",
            "credentials:2: the profile `default` lacks `secret_id`",
        ),
        ("[default]\nsecret_id = AKID", "credentials:1: the profile `default` lacks `secret_key`"),
        ("[default]\nsecret_id = AKID\nsecret_key =", "lacks `secret_key`"),
        ("[default]\nhidden", "credentials:2: neither `[profile]` nor `key = value`"),
        (
            "[default]\nsecret_id = AKID\nsecret_key = 'hidden '",
            "credentials:3: `secret_key` begins or ends with a blank",
        ),
    ] {
        fs::write(home.0.join(".tencentcloud/credentials"), text).unwrap();
        let error = home.error("default");
        assert_eq!(error.fault, CredentialFault::Unusable, "{error}");
        assert!(error.what.contains(told), "{error}");
    }
    for (json, told) in [
        ("{\n\"secretKey\": hidden}", "~/.tccli/other.credential:2:"),
        (r#"["hidden"]"#, "is no JSON object"),
        (r#"{"secretKey": "hidden"}"#, "~/.tccli/other.credential lacks `secretId`"),
        (r#"{"secretId": "hidden"}"#, "lacks `secretKey`"),
        (r#"{"secretId": "hidden", "secretKey": "hidden", "expiresAt": 1}"#, "have expired"),
        (r#"{"type": "cvm-role"}"#, "InstanceRole"),
    ] {
        fs::write(home.0.join(".tccli/other.credential"), json).unwrap();
        let error = home.error("other");
        assert_eq!(error.fault, CredentialFault::Unusable, "{error}");
        assert!(error.what.contains(told), "{error}");
    }
}

#[test]
fn a_rotated_pair_is_found_in_the_file() {
    let home = Home::new("rotated").sections("[default]\nsecret_id = AKID1\nsecret_key = k\n");
    let profile = home.profile("default");
    assert_eq!(profile.read().unwrap().secret_id(), "AKID1");
    let _home = home.sections("[default]\nsecret_id = AKID2\nsecret_key = k\n");
    assert_eq!(profile.read().unwrap().secret_id(), "AKID2");
}

#[cfg(unix)]
#[test]
fn a_file_that_everyone_may_read_is_a_warning() {
    let home = Home::new("open").sections(SECTIONS);
    let (_, said) = log::during(|| home.profile("default").read().unwrap());
    assert_eq!(said, "");
    mode(&home.0.join(".tencentcloud/credentials"), 0o644);
    let (_, said) = log::during(|| home.profile("default").read().unwrap());
    assert!(said.contains("warning") && said.contains("~/.tencentcloud/credentials"), "{said}");
    assert!(!said.contains("a-key"), "{said}");
}

#[test]
fn a_role_that_a_profile_names_is_not_assumed_in_silence() {
    let text =
        "[default]\nsecret_id = AKID\nsecret_key = k\nrole_arn = qcs::cam::uin/1:roleName/r\n";
    let home = Home::new("role").sections(text);
    let (_, said) = log::during(|| home.profile("default").read().unwrap());
    assert!(said.contains("warning") && said.contains("role_arn"), "{said}");
}
