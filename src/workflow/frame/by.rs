//! Who asks for an act: on which version, under which promise, with which signature.

use crate::auth::message::OwnSignature;
use crate::auth::seal::Seal;
use bytes::Bytes;
use domain::base::actor::Actor;
use domain::base::refusal::{PRECONDITION_REQUIRED, Refusal, STALE};
use jiff::Timestamp;
use std::sync::Arc;

/// Which version of a resource the caller acts on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IfMatch {
    /// The caller did not say.
    Missing,
    /// Whichever there is (`*`).
    Any,
    Version(i32),
}

/// The promise that a repeated request is done once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Idempotency {
    /// The caller's key.
    pub key: String,
    /// Digest of method, path and body.
    pub fingerprint: String,
}

/// A request, as it was sent, and what signs statements about it.
#[derive(Debug)]
pub struct Sent {
    pub method: String,
    /// Without the query.
    pub path: String,
    /// The header, as it was sent.
    pub if_match: Option<String>,
    pub content: Bytes,
    /// The signature by the sender's own key, if the request has one.
    pub own: Option<OwnSignature>,
    /// When the request came, by the clock of the machine.
    pub arrived: Timestamp,
    pub seal: Arc<Seal>,
}

/// Who acts, on which version, under which promise, by which request.
#[derive(Debug, Clone)]
pub struct By<'a> {
    pub actor: &'a Actor,
    /// Which version of the resource named.
    pub if_match: IfMatch,
    /// The caller's key, if it sent one.
    pub idempotency: Option<Idempotency>,
    /// The request that the act came with; `None` where no request did.
    pub sent: Option<Arc<Sent>>,
}

impl<'a> By<'a> {
    /// The system itself. It has just read what it acts on, so no version is compared.
    pub fn system(actor: &'a Actor) -> Self {
        Self { actor, if_match: IfMatch::Any, idempotency: None, sent: None }
    }
    /// The name of the person's own key by which the request is signed, if it is. Whether the signature is genuine is checked
    /// before the act is done.
    pub fn own_key(&self) -> Option<&str> {
        Some(self.sent.as_ref()?.own.as_ref()?.key.as_str())
    }
    /// Refuses an outdated version. Call it after visibility and acknowledgment were checked: before that, the answer
    /// would tell a stranger that the thing exists.
    pub fn check_version(&self, current: i32) -> Result<(), Refusal> {
        match self.if_match {
            IfMatch::Any => Ok(()),
            IfMatch::Version(v) if v == current => Ok(()),
            IfMatch::Version(_) => {
                Err(Refusal::new(&STALE, "Read it again, look at what has changed, and send its new ETag in If-Match."))
            }
            IfMatch::Missing => {
                Err(Refusal::new(&PRECONDITION_REQUIRED, "Send the ETag of the resource you read in If-Match."))
            }
        }
    }
}
