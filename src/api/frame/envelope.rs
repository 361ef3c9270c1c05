//! What every answer has in common: the id of the request, headers against caching and content sniffing, a line in the
//! log, a count in the metrics, errors as problems.
//!
//! The log has the template of the route and the id of the request, never the query or the body: those may hold words of
//! a filing.

use crate::api::frame::problem::Problem;
use crate::api::frame::rates;
use crate::api::{Api, PREFIX};
use crate::telemetry::method_label;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{HttpResponse, ResponseError as _, web};
use std::time::Instant;
use tracing::Instrument as _;

/// The header with the id of the request; the log has the same id.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// The header that marks every answer of a demonstration.
pub const DEMO: HeaderName = HeaderName::from_static("x-subrosa-demo");

/// The route whose answer others may keep: it shows public keys. A key is published long before it signs, so that an answer
/// that was kept has every key in use.
const PUBLIC_KEYS: &str = "/api/v1/session/keys";
/// How long others may keep that answer.
const KEPT_BY_OTHERS: &str = "public, max-age=300";

/// The policy of the documentation page: only scripts of this service. Its styles are inline.
const PAGE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'";

/// For a year, browsers take this address over TLS only. Other names of its domain are not ours to bind.
const ONLY_TLS: &str = "max-age=31536000";

/// The middleware around every route.
pub async fn envelope<B: MessageBody + 'static>(
    api: web::Data<Api>,
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let began = Instant::now();
    let id = api.cx.ids.fresh().to_string();
    let method = method_label(request.method().as_str());
    let span = tracing::info_span!("request", id = %id);
    // Requests of the interface are counted once it is known who sends them.
    let admitted = if is_of_interface(request.path()) { Ok(None) } else { rates::admit(&api, request.request(), None) };
    let answer = match admitted {
        Ok(_admitted) => next.call(request).instrument(span.clone()).await?.map_into_boxed_body(),
        Err(problem) => request.error_response(problem),
    };
    let _entered = span.enter();
    let mut answer = as_problem(answer, &id);

    let route = answer.request().match_pattern().unwrap_or_else(|| "none".into());
    let (status, took) = (answer.status().as_u16(), began.elapsed());
    api.metrics.request(method, &route, status, took);
    tracing::info!(%method, %route, status, milliseconds = took.as_millis(), "answered");

    let cached = if route == PUBLIC_KEYS && status == 200 { KEPT_BY_OTHERS } else { "no-store" };
    let page = route.starts_with(crate::api::frame::openapi::DOCS);
    let is_over_tls = answer.request().app_config().secure();
    let headers = answer.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| {
        headers.insert(name, HeaderValue::from_static(value));
    };
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::CACHE_CONTROL, cached);
    set(header::REFERRER_POLICY, "no-referrer");
    set(header::X_FRAME_OPTIONS, "DENY");
    set(header::CONTENT_SECURITY_POLICY, if page { PAGE_POLICY } else { "default-src 'none'; frame-ancestors 'none'" });
    if is_over_tls {
        set(header::STRICT_TRANSPORT_SECURITY, ONLY_TLS);
    }
    if api.demo {
        set(DEMO, "true");
    }
    if let Ok(value) = HeaderValue::from_str(&id) {
        headers.insert(REQUEST_ID, value);
    }
    Ok(answer)
}

/// Whether a path lies under [`PREFIX`].
fn is_of_interface(path: &str) -> bool {
    path.strip_prefix(PREFIX).is_some_and(|rest| rest.starts_with('/'))
}

/// Turns the error behind an answer into a problem that names the request, and logs its cause.
fn as_problem(answer: ServiceResponse<BoxBody>, id: &str) -> ServiceResponse<BoxBody> {
    let Some(error) = answer.response().error() else { return answer };
    let problem = match error.as_error::<Problem>() {
        Some(problem) => problem.clone(),
        None => Problem::of_foreign(error),
    };
    if let Some(cause) = problem.cause() {
        tracing::error!(code = problem.code(), cause, "a request failed");
    }
    let answered: HttpResponse<BoxBody> = problem.of_request(id).error_response();
    let (request, _) = answer.into_parts();
    ServiceResponse::new(request, answered)
}
