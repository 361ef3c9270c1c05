//! The registry of problems that are not the law's, and the reference of all there are.

use crate::api::frame::problem::{TYPE_PREFIX, status_of};
use crate::formats;
use actix_web::http::StatusCode;
use domain::base::refusal::{self, RefusalCode};
use serde::Serialize;
use std::fmt::Write as _;

/// A kind of problem that is not the law's but of requests, sign-in or machinery.
#[derive(Debug, PartialEq, Eq)]
pub struct Kind {
    /// Stable code.
    pub code: &'static str,
    /// HTTP status of the answer.
    pub status: StatusCode,
    /// Short title.
    pub title: &'static str,
}

macro_rules! kinds {
    ($($name:ident = $code:literal, $status:ident, $title:literal;)+) => {
        $(#[doc = concat!("`", $code, "`: ", $title, ".")]
        pub static $name: Kind = Kind { code: $code, status: StatusCode::$status, title: $title };)+
        /// Every kind beside the refusals of `domain::base::refusal`.
        pub static KINDS: &[&Kind] = &[$(&$name),+];
    };
}

kinds! {
    SIGN_IN_REQUIRED = "session.sign_in_required", UNAUTHORIZED, "Sign in first";
    TOO_MANY = "session.too_many_attempts", TOO_MANY_REQUESTS, "Too many attempts to sign in";
    RATE = "request.too_many", TOO_MANY_REQUESTS, "Too many requests; nothing was changed";
    ROUTE_UNKNOWN = "route.not_found", NOT_FOUND, "There is nothing at this path";
    METHOD = "route.method_not_allowed", METHOD_NOT_ALLOWED, "This path does not take this method";
    MEDIA = "request.media_type", UNSUPPORTED_MEDIA_TYPE, "The body is of a type that is not taken here";
    UNREADABLE = "format.unreadable", UNPROCESSABLE_ENTITY, "The filing cannot be read";
    TOO_LARGE = "request.too_large", PAYLOAD_TOO_LARGE, "The body is too large";
    TOO_SLOW = "request.timeout", REQUEST_TIMEOUT, "The request did not arrive in time";
    BROKEN_BODY = "request.broken_body", BAD_REQUEST, "The body did not arrive whole";
    BUSY = "server.busy", SERVICE_UNAVAILABLE, "The service is busy; nothing was changed";
    UNKNOWN = "server.unknown", SERVICE_UNAVAILABLE, "It is not known whether this was done";
    FULL = "server.full", SERVICE_UNAVAILABLE, "The service has no room left; nothing was changed";
    FAILED = "server.failed", INTERNAL_SERVER_ERROR, "Something failed here; nothing was changed";
}

/// The explanation of a problem, which its `type` leads to.
#[derive(Debug, Serialize)]
pub struct Explained {
    #[serde(rename = "type")]
    type_: String,
    code: String,
    title: &'static str,
    status: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    citation: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<&'static str>,
    meaning: &'static str,
}

/// The explanation of the problem of a code; `None` for a code that does not exist.
pub fn explain(code: &str) -> Option<Explained> {
    let of = |title, status: StatusCode, citation, rule| Explained {
        type_: format!("{TYPE_PREFIX}{code}"),
        code: code.to_owned(),
        title,
        status: status.as_u16(),
        citation,
        rule,
        meaning: "The detail of each answer says what is wrong in its case, and the way out.",
    };
    if let Some(RefusalCode { kind, title, citation, rule, .. }) = refusal::ALL.iter().find(|r| r.code == code) {
        return Some(of(*title, status_of(*kind), *citation, *rule));
    }
    if let Some(kind) = KINDS.iter().find(|k| k.code == code) {
        return Some(of(kind.title, kind.status, None, None));
    }
    // A filing that cannot be read keeps the code of what is wrong with it.
    let format = formats::CODES.iter().find(|(known, _)| *known == code);
    format.map(|(_, title)| of(*title, UNREADABLE.status, None, None))
}

/// The text of `docs/errors.md`: every code a client can meet.
pub fn reference() -> String {
    let mut out = String::from(
        "# Problems\n\n\
         <!-- Made from crates/domain/src/base/refusal.rs and src/api/frame/problem.rs. Rewrite with: UPDATE=1 cargo test --lib api -->\n\n\
         Every answer that is not a success is `application/problem+json` (RFC 9457). `code` is stable; `detail` is for\n\
         people and says the way out; `citation` and `rule` name the law a refusal stands on; `errors` names fields.\n\
         `type` is `/problems/` and the code. A filing that cannot be read has a code of its own, `format.…`, the same\n\
         that `subrosa screen` reports; its status is 422.\n\n\
         ## Of requests, sign-in and machinery\n\n| status | code | means |\n|---|---|---|\n",
    );
    for k in KINDS {
        let _ = writeln!(out, "| {} | `{}` | {} |", k.status.as_u16(), k.code, k.title);
    }
    out.push_str("\n## Refusals\n\n| status | code | means | law | rule |\n|---|---|---|---|---|\n");
    for r in domain::base::refusal::ALL {
        let _ = writeln!(
            out,
            "| {} | `{}` | {} | {} | {} |",
            status_of(r.kind).as_u16(),
            r.code,
            r.title,
            r.citation.unwrap_or(""),
            r.rule.unwrap_or("")
        );
    }
    out
}
