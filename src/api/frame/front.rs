//! Pages for a person who types an address: the front page, a redirect to the documentation, the explanation of a
//! problem by its `type`. HEAD is answered wherever GET is. None of these needs a session or shows anything on record.

use crate::api::frame::openapi::{DOCS, FILE};
use crate::api::frame::problem::{Explained, KINDS, Problem, ROUTE_UNKNOWN, TYPE_PREFIX, explain};
use crate::api::{Api, PREFIX, answer_unknown_route};
use crate::formats;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::ContentType;
use actix_web::middleware::Next;
use actix_web::{HttpResponse, Route, web};
use domain::base::refusal;
use serde_json::json;

/// Routes of the pages.
pub(crate) fn routes(config: &mut web::ServiceConfig) {
    let page = |path: &str, get: Route| {
        web::resource(path.to_owned()).route(get).default_service(web::to(answer_unknown_route))
    };
    config
        .service(page("/", web::get().to(show_front_page)))
        .service(page(TYPE_PREFIX.trim_end_matches('/'), web::get().to(list_problems)))
        .service(page(&format!("{TYPE_PREFIX}{{code}}"), web::get().to(explain_problem)));
}

/// Routes of the documentation beside its page, where it is served.
pub(crate) fn docs_routes(config: &mut web::ServiceConfig) {
    let resource = web::resource(DOCS).route(web::get().to(redirect_to_docs));
    config.service(resource.default_service(web::to(answer_unknown_route)));
}

/// Handles HEAD as GET. The server leaves the body out.
pub(crate) async fn head<B: MessageBody>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    if request.method() == Method::HEAD {
        request.head_mut().method = Method::GET;
    }
    next.call(request).await
}

async fn show_front_page(api: web::Data<Api>) -> HttpResponse {
    let docs = if api.docs {
        format!(
            "<li><a href=\"{DOCS}/\">The interface, to read and try</a></li>\n\
             <li><a href=\"{FILE}\">Its description (OpenAPI)</a></li>\n"
        )
    } else {
        String::new()
    };
    HttpResponse::Ok().insert_header(ContentType::html()).body(format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>Subrosa</title></head>\n<body>\n\
         <h1>Subrosa</h1>\n<p>The service is running. Programs use the interface under <code>{PREFIX}</code>.</p>\n\
         <ul>\n{docs}<li><a href=\"{}\">The problems it answers with</a></li>\n</ul>\n</body>\n</html>\n",
        TYPE_PREFIX.trim_end_matches('/')
    ))
}

async fn redirect_to_docs() -> HttpResponse {
    HttpResponse::PermanentRedirect().insert_header(("Location", format!("{DOCS}/"))).finish()
}

/// Lists every problem.
async fn list_problems() -> HttpResponse {
    let codes = KINDS.iter().map(|kind| kind.code).chain(refusal::ALL.iter().map(|refusal| refusal.code));
    let codes = codes.chain(formats::CODES.iter().map(|(code, _)| *code));
    HttpResponse::Ok().json(json!({ "items": codes.filter_map(explain).collect::<Vec<Explained>>() }))
}

/// Explains the problem of a code.
async fn explain_problem(code: web::Path<String>) -> Result<HttpResponse, Problem> {
    match explain(&code) {
        Some(explained) => Ok(HttpResponse::Ok().json(explained)),
        None => Err(Problem::new(
            &ROUTE_UNKNOWN,
            format!("There is no problem of this code. See {} for all.", TYPE_PREFIX.trim_end_matches('/')),
        )),
    }
}
