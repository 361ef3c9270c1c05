//! The problems that every route may answer with, for the description.

use crate::api::frame::problem::Problem;
use utoipa::IntoResponses;

/// The problems of a route that only shows something.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "only described")]
pub enum NotShown {
    /// Nobody is signed in, or the session is over.
    #[response(status = 401, content_type = "application/problem+json")]
    SignedOut(Problem),
    /// The role may never do this.
    #[response(status = 403, content_type = "application/problem+json")]
    Forbidden(Problem),
    /// There is no such thing, or the caller may not see it.
    #[response(status = 404, content_type = "application/problem+json")]
    NotFound(Problem),
    /// The acknowledgment of the referral is not signed.
    #[response(status = 409, content_type = "application/problem+json")]
    Unsigned(Problem),
    /// The request was not understood.
    #[response(status = 422, content_type = "application/problem+json")]
    Invalid(Problem),
    /// Too many requests or attempts; wait as Retry-After says.
    #[response(status = 429, content_type = "application/problem+json")]
    TooMany(Problem),
    /// The service is busy; the same request may succeed later.
    #[response(status = 503, content_type = "application/problem+json")]
    Busy(Problem),
}

/// The problems of a route that a name with its password opens.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "only described")]
pub enum NotProved {
    /// The name or the password is wrong.
    #[response(status = 401, content_type = "application/problem+json")]
    Wrong(Problem),
    /// The request was not understood, or a new password is not fit.
    #[response(status = 422, content_type = "application/problem+json")]
    Invalid(Problem),
    /// Too many attempts; wait as Retry-After says.
    #[response(status = 429, content_type = "application/problem+json")]
    TooMany(Problem),
}

/// The problems of a route that changes something.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "only described")]
pub enum NotDone {
    /// Nobody is signed in, or the session is over.
    #[response(status = 401, content_type = "application/problem+json")]
    SignedOut(Problem),
    /// The role may never do this.
    #[response(status = 403, content_type = "application/problem+json")]
    Forbidden(Problem),
    /// There is no such thing, or the caller may not see it.
    #[response(status = 404, content_type = "application/problem+json")]
    NotFound(Problem),
    /// Not in this state, by the law cited.
    #[response(status = 409, content_type = "application/problem+json")]
    Conflict(Problem),
    /// The resource has changed since its ETag was read.
    #[response(status = 412, content_type = "application/problem+json")]
    Stale(Problem),
    /// The body is too large.
    #[response(status = 413, content_type = "application/problem+json")]
    TooLarge(Problem),
    /// The body is of a type that is not taken.
    #[response(status = 415, content_type = "application/problem+json")]
    MediaType(Problem),
    /// The request was not understood, or its Idempotency-Key was used for another.
    #[response(status = 422, content_type = "application/problem+json")]
    Invalid(Problem),
    /// If-Match is missing.
    #[response(status = 428, content_type = "application/problem+json")]
    PreconditionRequired(Problem),
    /// Too many requests or attempts; wait as Retry-After says.
    #[response(status = 429, content_type = "application/problem+json")]
    TooMany(Problem),
    /// The service is busy or full; nothing was changed.
    #[response(status = 503, content_type = "application/problem+json")]
    Busy(Problem),
}
