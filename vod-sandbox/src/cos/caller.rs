//! Whose key pair signs a request to COS, and which objects it may touch.

use http::StatusCode;

use super::sign::Signed;
use super::xml::Refusal;
use crate::certificate::Holder;
use crate::state::State;

/// The header, or parameter, with the token of a pair that was lent.
pub(super) const TOKEN: &str = "x-cos-security-token";
/// What SDKs of S3 call it.
const TOKEN_OF_S3: &str = "x-amz-security-token";

/// Who asks: the account, an upload by the pair that ApplyUpload of API 3.0 lent it, or a role.
pub(super) struct Caller(Holder);

impl Caller {
    /// Whose pair this id is of; one that was lent comes with its token and in its time.
    pub(super) fn of(state: &State, secret_id: &str, request: &Signed) -> Result<Self, Refusal> {
        let header = |name| request.headers.get(name);
        let token = header(TOKEN).or_else(|| request.parameters.get(TOKEN));
        let token = token.or_else(|| header(TOKEN_OF_S3));
        // To COS the id of a temporary pair is none without its token.
        let (lent, token) = match (Holder::of(state, secret_id), token) {
            (Some(account @ Holder::Account(_)), _) => return Ok(Self(account)),
            (Some(Holder::Lent(lent)), Some(token)) => (lent, token),
            _ => {
                let message = "the access key id does not exist; that of a temporary pair comes \
                               with x-cos-security-token";
                return Err(Refusal::new(StatusCode::FORBIDDEN, "InvalidAccessKeyId", message));
            }
        };
        if lent.token != *token {
            return Err(Refusal::denied("x-cos-security-token is not that of the key pair"));
        }
        if lent.has_expired(state.now()) {
            // With this status the vendor lists the code, and not with 403.
            let message = "the temporary key pair has expired";
            return Err(Refusal::new(StatusCode::BAD_REQUEST, "ExpiredToken", message));
        }
        Ok(Self(Holder::Lent(lent)))
    }

    pub(super) fn secret_key(&self) -> &str {
        self.0.secret_key()
    }

    /// Refuses an object that is not the caller's, whatever is to be done with it.
    pub(super) fn touches(&self, key: &str) -> Result<(), Refusal> {
        if self.may_touch(key) {
            return Ok(());
        }
        Err(Refusal::denied("the key pair was lent for other objects"))
    }

    pub(super) fn may_touch(&self, key: &str) -> bool {
        match &self.0 {
            Holder::Lent(lent) => lent.covers(key),
            Holder::Account(_) => true,
        }
    }
}
