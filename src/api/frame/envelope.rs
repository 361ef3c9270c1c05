//! What every answer has in common, whoever made it: a request id, headers that keep it out of
//! caches and sniffers, a line in the log, a count in the metrics, and errors as problems.
//!
//! The log names the route's template and the request's id, never its query or body: those may hold
//! words of a filing.

use crate::api::Api;
use crate::api::frame::problem::Problem;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{HttpResponse, ResponseError as _, web};
use std::time::Instant;
use tracing::Instrument as _;

/// Names the request, in every answer and in the log.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// Marks every answer of a demonstration.
pub const DEMO: HeaderName = HeaderName::from_static("x-subrosa-demo");

/// What the documentation's page may do: its own scripts and nothing from elsewhere. Its styles are inline.
const PAGE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'";

/// The middleware around everything.
pub async fn envelope<B: MessageBody + 'static>(
    api: web::Data<Api>,
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let began = Instant::now();
    let id = api.cx.ids.fresh().to_string();
    let method = request.method().as_str().to_owned();
    let span = tracing::info_span!("request", id = %id);
    let answer = next.call(request).instrument(span.clone()).await?;
    let _entered = span.enter();
    let mut answer = as_problem(answer.map_into_boxed_body(), &id);

    let route = answer.request().match_pattern().unwrap_or_else(|| "none".into());
    let (status, took) = (answer.status().as_u16(), began.elapsed());
    api.metrics.request(&method, &route, status, took);
    tracing::info!(%method, %route, status, milliseconds = took.as_millis(), "answered");

    let page = route.starts_with(crate::api::frame::openapi::DOCS);
    let headers = answer.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| {
        headers.insert(name, HeaderValue::from_static(value));
    };
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::CACHE_CONTROL, "no-store");
    set(header::REFERRER_POLICY, "no-referrer");
    set(header::X_FRAME_OPTIONS, "DENY");
    set(header::CONTENT_SECURITY_POLICY, if page { PAGE_POLICY } else { "default-src 'none'; frame-ancestors 'none'" });
    if api.demo {
        set(DEMO, "true");
    }
    if let Ok(value) = HeaderValue::from_str(&id) {
        headers.insert(REQUEST_ID, value);
    }
    Ok(answer)
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
