//! What a person meets who types an address: the front page, the documentation without its slash, the explanation
//! of a problem by its `type`, and HEAD wherever there is GET. None of it needs a session or shows anything on
//! record.

use crate::api::frame::openapi::{DOCS, FILE};
use crate::api::frame::problem::{Explained, KINDS, Problem, ROUTE_UNKNOWN, TYPE_PREFIX, explained};
use crate::api::{PREFIX, nothing_here};
use crate::formats;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::ContentType;
use actix_web::middleware::Next;
use actix_web::{HttpResponse, Route, web};
use domain::base::refusal;
use serde_json::json;

/// Routes beside the interface.
pub(crate) fn routes(config: &mut web::ServiceConfig) {
    let page =
        |path: &str, get: Route| web::resource(path.to_owned()).route(get).default_service(web::to(nothing_here));
    config
        .service(page("/", web::get().to(front)))
        .service(page(DOCS, web::get().to(docs)))
        .service(page(TYPE_PREFIX.trim_end_matches('/'), web::get().to(all_problems)))
        .service(page(&format!("{TYPE_PREFIX}{{code}}"), web::get().to(problem)));
}

/// Answers HEAD as GET would be answered: the server leaves the body out by itself.
pub(crate) async fn head<B: MessageBody>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    if request.method() == Method::HEAD {
        request.head_mut().method = Method::GET;
    }
    next.call(request).await
}

async fn front() -> HttpResponse {
    HttpResponse::Ok().insert_header(ContentType::html()).body(format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>Subrosa</title></head>\n<body>\n\
         <h1>Subrosa</h1>\n<p>The service is running. Programs use the interface under <code>{PREFIX}</code>.</p>\n\
         <ul>\n<li><a href=\"{DOCS}/\">The interface, to read and try</a></li>\n\
         <li><a href=\"{FILE}\">Its description (OpenAPI)</a></li>\n\
         <li><a href=\"{}\">The problems it answers with</a></li>\n</ul>\n</body>\n</html>\n",
        TYPE_PREFIX.trim_end_matches('/')
    ))
}

async fn docs() -> HttpResponse {
    HttpResponse::PermanentRedirect().insert_header(("Location", format!("{DOCS}/"))).finish()
}

/// Every problem there is.
async fn all_problems() -> HttpResponse {
    let codes = KINDS.iter().map(|kind| kind.code).chain(refusal::ALL.iter().map(|refusal| refusal.code));
    let codes = codes.chain(formats::CODES.iter().map(|(code, _)| *code));
    HttpResponse::Ok().json(json!({ "items": codes.filter_map(explained).collect::<Vec<Explained>>() }))
}

/// What a problem of this code is.
async fn problem(code: web::Path<String>) -> Result<HttpResponse, Problem> {
    match explained(&code) {
        Some(explained) => Ok(HttpResponse::Ok().json(explained)),
        None => Err(Problem::new(
            &ROUTE_UNKNOWN,
            format!("There is no problem of this code. See {} for all.", TYPE_PREFIX.trim_end_matches('/')),
        )),
    }
}
