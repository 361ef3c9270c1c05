//! Health and metrics, on a listener for the operator.

use crate::api::Api;
use crate::api::frame::problem::Problem;
use actix_web::http::StatusCode;
use actix_web::http::header::ContentType;
use actix_web::{HttpResponse, get, web};
use serde::Serialize;

/// Routes of health and metrics.
pub fn routes(config: &mut web::ServiceConfig) {
    config.service(report_live).service(report_ready).service(show_metrics);
}

/// Says that the process runs.
#[get("/health/live")]
async fn report_live() -> HttpResponse {
    HttpResponse::Ok().json(Health { status: "live", problem: None })
}

#[derive(Serialize)]
struct Health {
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<&'static str>,
}

/// Says whether the database can be read.
#[get("/health/ready")]
async fn report_ready(api: web::Data<Api>) -> HttpResponse {
    let asked = crate::api::block(move || api.cx.read(|_| Ok(()))).await;
    match asked {
        Ok(()) => HttpResponse::Ok().json(Health { status: "ready", problem: None }),
        Err(e) => {
            tracing::error!(cause = e.cause(), "not ready");
            let health = Health { status: "not ready", problem: Some("the record cannot be read") };
            HttpResponse::build(StatusCode::SERVICE_UNAVAILABLE).json(health)
        }
    }
}

/// Shows every metric.
#[get("/metrics")]
async fn show_metrics(api: web::Data<Api>) -> Result<HttpResponse, Problem> {
    let text = api.metrics.render().map_err(|e| Problem::failed(e.to_string()))?;
    Ok(HttpResponse::Ok().insert_header(ContentType::plaintext()).body(text))
}
