//! Answers that say what is wrong (RFC 9457 problems): refusals of the law, requests that are not understood, failures
//! of the service.
//!
//! The client and the operator read different words. A problem holds the words for the client. The cause of a failure
//! goes to the log with the id of the request, and nowhere else.

mod kinds;

pub use kinds::*;

use crate::formats::ReadError;
use crate::workflow;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpResponse, ResponseError};
use domain::base::refusal::{INVALID, Refusal, RefusalCode, RefusalKind};
use serde::Serialize;
use std::fmt;
use std::time::Duration;
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// What every problem's `type` begins with; the rest is its code.
pub const TYPE_PREFIX: &str = "/problems/";
/// The media type of problems.
pub const MEDIA_TYPE: &str = "application/problem+json";

/// The status a refusal is answered with.
pub fn status_of(kind: RefusalKind) -> StatusCode {
    match kind {
        RefusalKind::Unauthenticated => StatusCode::UNAUTHORIZED,
        RefusalKind::Forbidden => StatusCode::FORBIDDEN,
        RefusalKind::NotFound => StatusCode::NOT_FOUND,
        RefusalKind::Conflict => StatusCode::CONFLICT,
        RefusalKind::Stale => StatusCode::PRECONDITION_FAILED,
        RefusalKind::PreconditionRequired => StatusCode::PRECONDITION_REQUIRED,
        RefusalKind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// One field of a request that is at fault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldError {
    /// Path to the field, such as `parties[0].email`.
    #[schema(example = "parties[0].email")]
    pub field: String,
    /// What is wrong with the field.
    pub detail: String,
}

/// What is wrong with a request or in the service. Boxed, so that a `Result` with a problem stays small.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub struct Problem(Box<Body>);

/// What is wrong and what to do about it (RFC 9457).
#[derive(Debug, Clone, Serialize, ToSchema)]
struct Body {
    /// Stable reference of the kind of problem.
    #[serde(rename = "type")]
    #[schema(example = "/problems/order.renewal_after_expiry")]
    type_: String,
    /// Short title of the kind.
    title: &'static str,
    /// The HTTP status.
    #[schema(example = 409)]
    status: u16,
    /// What is wrong in this case, with the way out.
    detail: String,
    /// Stable code for programs.
    #[schema(example = "order.renewal_after_expiry")]
    code: &'static str,
    /// The law that the refusal stands on.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "35 USC 181 ¶4")]
    citation: Option<&'static str>,
    /// The rule of the rule book.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "R4.6, E3")]
    rule: Option<&'static str>,
    /// Fields at fault.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    errors: Vec<FieldError>,
    /// The request, for the operator to look up.
    #[serde(skip_serializing_if = "Option::is_none")]
    instance: Option<String>,
    /// The cause, for the log only.
    #[serde(skip)]
    cause: Option<String>,
    #[serde(skip)]
    retry_after: Option<Duration>,
    #[serde(skip)]
    allow: Option<String>,
}

impl PartialSchema for Problem {
    fn schema() -> RefOr<Schema> {
        Body::schema()
    }
}

impl ToSchema for Problem {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        Body::schemas(schemas);
    }
}

impl Problem {
    /// A problem of one of the kinds of the registry.
    pub fn new(kind: &'static Kind, detail: impl Into<String>) -> Self {
        Self::of(kind.code, kind.title, kind.status, detail.into())
    }
    fn of(code: &'static str, title: &'static str, status: StatusCode, detail: String) -> Self {
        Self(Box::new(Body {
            type_: format!("{TYPE_PREFIX}{code}"),
            title,
            status: status.as_u16(),
            detail,
            code,
            citation: None,
            rule: None,
            errors: vec![],
            instance: None,
            cause: None,
            retry_after: None,
            allow: None,
        }))
    }
    fn at(mut self, field: Option<String>) -> Self {
        let detail = self.0.detail.clone();
        self.0.errors = field.map(|field| FieldError { field, detail }).into_iter().collect();
        self
    }
    /// A failure of the service. Its cause goes to the log only.
    pub fn failed(cause: impl Into<String>) -> Self {
        let words = "The request was not carried out. Tell the operator the instance of this problem.";
        Self::new(&FAILED, words).caused_by(cause)
    }
    /// A request that was not understood, at a field.
    pub fn invalid(field: impl Into<String>, detail: impl Into<String>) -> Self {
        Refusal::new(&INVALID, detail).at(field).into()
    }
    /// Something that does not exist or may not be seen.
    pub fn not_found() -> Self {
        domain::review::access::not_found().into()
    }
    /// Says after what time the client may send the request again.
    #[must_use]
    pub fn retry_after(mut self, wait: Duration) -> Self {
        self.0.retry_after = Some(wait);
        self
    }
    /// Says which methods the path takes.
    #[must_use]
    pub fn allow(mut self, methods: String) -> Self {
        self.0.allow = Some(methods);
        self
    }
    fn caused_by(mut self, cause: impl Into<String>) -> Self {
        self.0.cause = Some(cause.into());
        self
    }
    /// The cause to log, for a failure of the service.
    pub(crate) fn cause(&self) -> Option<&str> {
        self.0.cause.as_deref()
    }
    /// The same problem with the id of its request.
    pub(crate) fn of_request(mut self, id: &str) -> Self {
        self.0.instance = Some(format!("urn:uuid:{id}"));
        self
    }
    /// The stable code.
    pub fn code(&self) -> &'static str {
        self.0.code
    }
    /// The problem of an error that actix or one of its extractors made.
    pub(crate) fn of_foreign(error: &actix_web::Error) -> Self {
        let response = error.as_response_error();
        match response.status_code() {
            StatusCode::PAYLOAD_TOO_LARGE => Self::new(&TOO_LARGE, "Send less, or send it in parts."),
            StatusCode::REQUEST_TIMEOUT => Self::new(&TOO_SLOW, "Send it again, faster."),
            StatusCode::NOT_FOUND => Self::not_found(),
            status if status.is_client_error() => Refusal::new(&INVALID, sentence(&error.to_string())).into(),
            _ => Self::failed(error.to_string()),
        }
    }
}

/// Writes the message of a library as one sentence: a capital, a full stop, no line breaks.
pub(crate) fn sentence(text: &str) -> String {
    let mut chars = text.trim().chars();
    let first = chars.next().map(|c| c.to_ascii_uppercase()).unwrap_or('?');
    let rest: String = chars.map(|c| if c.is_control() { ' ' } else { c }).collect();
    let end = if rest.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{first}{rest}{end}")
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.0.code, self.0.detail)
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
    fn error_response(&self) -> HttpResponse {
        let mut answer = HttpResponse::build(self.status_code());
        answer.insert_header((header::CONTENT_TYPE, MEDIA_TYPE));
        if self.0.status == StatusCode::UNAUTHORIZED.as_u16() {
            answer.insert_header((header::WWW_AUTHENTICATE, "Bearer realm=\"subrosa\""));
        }
        if let Some(wait) = self.0.retry_after {
            // Rounded up: whoever comes back when it says must not be too early.
            let seconds = wait.as_secs().saturating_add(u64::from(wait.subsec_nanos() > 0)).max(1);
            answer.insert_header((header::RETRY_AFTER, HeaderValue::from(seconds)));
        }
        if let Some(methods) = &self.0.allow {
            answer.insert_header((header::ALLOW, methods.as_str()));
        }
        match serde_json::to_string(self) {
            Ok(text) => answer.body(text),
            Err(_) => answer.finish(),
        }
    }
}

impl From<Refusal> for Problem {
    fn from(r: Refusal) -> Self {
        let RefusalCode { code, kind, title, citation, rule } = *r.code;
        let mut problem = Self::of(code, title, status_of(kind), r.detail).at(r.field);
        (problem.0.citation, problem.0.rule) = (citation, rule);
        problem
    }
}

/// A filing that cannot be read keeps the code of what is wrong with it (`format.truncated`).
impl From<ReadError> for Problem {
    fn from(e: ReadError) -> Self {
        Self::of(e.code(), UNREADABLE.title, UNREADABLE.status, sentence(&e.to_string())).at(e.field)
    }
}

impl From<workflow::Error> for Problem {
    fn from(e: workflow::Error) -> Self {
        use workflow::{Error, StoreError};
        match e {
            Error::Refused(refusal) => refusal.into(),
            Error::Store(e @ StoreError::Full) => {
                Self::new(&FULL, "The operator must make room. Send the request again later; with the same Idempotency-Key it is done once.")
                    .retry_after(Duration::from_secs(60))
                    .caused_by(with_sources(&e))
            }
            Error::Store(e @ StoreError::Unknown(_)) => {
                Self::new(&UNKNOWN, "The connection to the database broke before it answered. Ask what is on record now, or send the request again with the same Idempotency-Key: then it is done once.")
                    .retry_after(Duration::from_secs(1))
                    .caused_by(with_sources(&e))
            }
            Error::Store(e) if e.is_retryable() => {
                Self::new(&BUSY, "Send the request again; with the same Idempotency-Key it is done once.")
                    .retry_after(Duration::from_secs(1))
                    .caused_by(with_sources(&e))
            }
            e => Self::failed(with_sources(&e)),
        }
    }
}

impl From<actix_web::error::BlockingError> for Problem {
    fn from(_: actix_web::error::BlockingError) -> Self {
        Self::failed("the work was dropped: a panic, or the service is stopping")
    }
}

/// The text of an error with all its sources, once each.
fn with_sources(e: &dyn std::error::Error) -> String {
    let mut out = e.to_string();
    let mut source = e.source();
    while let Some(e) = source {
        let text = e.to_string();
        if !out.ends_with(&text) {
            out.push_str(": ");
            out.push_str(&text);
        }
        source = e.source();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workflow::Error;
    use domain::base::refusal::{ALL, KEY_REUSED, NOT_FOUND, PRECONDITION_REQUIRED, RENEWAL_AFTER_EXPIRY};

    #[test]
    fn codes_are_unique_across_both_registries() {
        let mut codes: Vec<_> = KINDS.iter().map(|k| k.code).chain(ALL.iter().map(|r| r.code)).collect();
        let n = codes.len();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), n);
    }

    #[test]
    fn a_refusal_keeps_its_law() {
        let p = Problem::from(Refusal::new(&RENEWAL_AFTER_EXPIRY, "Too late.").at("determination"));
        insta::assert_json_snapshot!(p, @r#"
        {
          "type": "/problems/order.renewal_after_expiry",
          "title": "An expired order cannot be renewed; a new order on a fresh finding is needed",
          "status": 409,
          "detail": "Too late.",
          "code": "order.renewal_after_expiry",
          "citation": "35 USC 181 ¶4",
          "rule": "R4.6, E3",
          "errors": [
            {
              "field": "determination",
              "detail": "Too late."
            }
          ]
        }
        "#);
        let of = |p: &Problem, name| p.error_response().headers().get(name).cloned();
        assert_eq!(of(&p, header::CONTENT_TYPE).expect("type"), MEDIA_TYPE);
        assert_eq!(Problem::from(Refusal::new(&KEY_REUSED, "x")).0.status, 422);
        assert_eq!(Problem::from(Refusal::new(&PRECONDITION_REQUIRED, "x")).0.status, 428);
        assert_eq!(Problem::from(Refusal::new(&NOT_FOUND, "x")).0.status, 404);
    }

    #[test]
    fn s_40_a_failure_of_the_service_tells_its_cause_to_the_log_only() {
        let p = Problem::from(Error::Internal("secret path /var/lib/x".into())).of_request("01999");
        let text = serde_json::to_string(&p).expect("json");
        assert!(!text.contains("secret"), "{text}");
        assert!(text.contains("urn:uuid:01999"));
        assert_eq!(p.cause(), Some("secret path /var/lib/x"));
        let busy = Problem::from(Error::Store(crate::workflow::StoreError::Busy));
        assert_eq!(busy.0.status, 503);
        assert_eq!(busy.error_response().headers().get(header::RETRY_AFTER).expect("a time"), "1");
        let full = Problem::from(Error::Store(crate::workflow::StoreError::Full));
        assert_eq!((full.0.status, full.0.code), (503, "server.full"));
        let unknown = Problem::from(Error::Store(crate::workflow::StoreError::Unknown("reset by peer".into())));
        assert_eq!((unknown.0.status, unknown.0.code), (503, "server.unknown"));
        let text = serde_json::to_string(&unknown).expect("json");
        assert!(text.contains("same Idempotency-Key") && !text.contains("nothing was changed"), "{text}");
        assert!(!text.contains("reset by peer"), "{text}");
    }

    #[test]
    fn the_reference_is_up_to_date() {
        crate::api::tests::up_to_date("docs/errors.md", &reference());
    }
}
