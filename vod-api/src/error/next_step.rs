//! What to do about a refusal, by its code's name in API 3.0.

use super::Refused;
use crate::action::family;

/// A code, or the family of one, and the step; the first that fits counts.
const STEPS: &[(&str, &str)] = &[
    ("AuthFailure.SignatureExpire", "set this machine's clock: it is more than five minutes off"),
    ("AuthFailure.SignatureFailure", "check the secret key: it does not belong to this SecretId"),
    ("AuthFailure.SecretIdNotFound", "check the SecretId: there is none of this name"),
    ("AuthFailure.InvalidSecretId", "take a key pair of Tencent Cloud's API keys"),
    ("AuthFailure.TokenFailure", "fetch a new temporary key pair with its token"),
    ("AuthFailure.MFAFailure", "pass multi-factor authentication for this key pair"),
    ("AuthFailure.UnauthorizedOperation", "let access management allow this key pair the Action"),
    ("AuthFailure", "check the key pair, and that access management allows it the Action"),
    ("UnauthorizedOperation", "let access management allow this key pair the Action"),
    ("RequestLimitExceeded", "wait a moment and call less often"),
    ("LimitExceeded", "stay within the quota, or have it raised"),
    ("InvalidParameterValue.SubAppId", "check the id of the VOD application"),
    ("InvalidParameterValue.VodSessionKey", "begin the upload anew: its session is over"),
    ("InvalidParameterValue.FileId", "check the id of the media file"),
    ("InvalidParameter", "mend the parameter that the message names"),
    ("InvalidParameterValue", "mend the parameter that the message names"),
    ("MissingParameter", "give the parameter that the message names"),
    ("UnknownParameter", "leave out the parameter that the message names"),
    ("InvalidAction", "check the Action's name and version"),
    ("NoSuchVersion", "check the Action's version"),
    ("ResourceNotFound", "check the id: there is no such thing in this application"),
    ("ResourceInsufficient", "try again later, when there are resources"),
    ("ResourceUnavailable", "see in the console why it cannot be used, such as a balance"),
    ("InternalError", "try again later"),
    ("ServiceUnavailable", "try again later"),
];

pub(super) fn of(refused: &Refused) -> &'static str {
    let code = refused.v3_code.as_deref().unwrap_or_default();
    let steps = || STEPS.iter();
    let exact = steps().find(|(name, _)| *name == code);
    let found = exact.or_else(|| steps().find(|(name, _)| *name == family(code)));
    match found {
        Some((_, step)) => step,
        None if refused.retry => "try again later",
        None => "see what the page of the Action says of the code",
    }
}
