//! Floor 3: REST. Turns a request into one workflow call and its outcome into an answer.
//!
//! A handler says for whom it is (`guard::Signed`), reads what it was sent (`change::Change`,
//! `page::PageRequest`), calls one verb where blocking is allowed (`block`) and shows the outcome as
//! wire types of its own. Not its job: SQL, rules of law, and whether somebody may see a thing; those
//! are the store's, the domain's and the workflow's.
//!
//! The order in which a request is checked is the same everywhere: who asks (401), whether their role
//! may ever (403), whether the request can be read (422), and then in the workflow whether they may
//! see the thing (404), have signed for it (409), have asked before (the same answer), speak of its
//! present version (428, 412), and whether it is in a state for it (409).

mod accounts;
mod advice;
mod agencies;
mod amendments;
mod answer;
mod appeals;
mod certificates;
mod change;
mod client;
mod clocks;
mod compensation;
mod conditions;
mod demo;
mod determinations;
mod docket;
mod envelope;
mod etag;
mod examination;
mod explain;
mod feeds;
mod filings;
mod guard;
mod input;
mod intake;
mod licenses;
mod lists;
mod notices;
mod openapi;
mod ops;
mod orders;
mod page;
mod petitions;
mod problem;
mod property;
mod record;
mod records;
mod referrals;
mod regimes;
mod rescreenings;
mod responses;
mod screenings;
mod server;
mod session;
mod upload;
mod violations;
mod wire;

pub use envelope::{DEMO, REQUEST_ID};
pub use openapi::{render, routes};
pub use problem::{Problem, reference};
pub use server::{Listeners, ServeError, serve};

use crate::auth::password::Passwords;
use crate::auth::seal::{Kind, Seal};
use crate::auth::throttle::Throttle;
use crate::auth::token::AccessTokens;
use crate::clock::SystemClock;
use crate::config::{Config, Limits, Networks, Pages};
use crate::telemetry::Metrics;
use crate::workflow::Ctx;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::from_fn;
use actix_web::{App, HttpRequest, HttpResponse, web};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use utoipa::OpenApi as _;
use utoipa_actix_web::AppExt as _;
use utoipa_actix_web::service_config::ServiceConfig;
use utoipa_swagger_ui::SwaggerUi;

/// Where everything is.
pub const PREFIX: &str = "/api/v1";

/// Passwords checked at the same time. Each takes 19 MiB, so that a crowd at the door waits instead of
/// taking the house's memory.
const CHECKS_AT_ONCE: usize = 4;

/// Streams of filings taken in at the same time. Each holds a thread.
const STREAMS_AT_ONCE: usize = 4;

/// What the handlers work with.
pub struct Api {
    cx: Ctx,
    /// The machine's clock: sessions and tokens live by it, also in a demonstration.
    system: SystemClock,
    passwords: Passwords,
    checking: Semaphore,
    tokens: AccessTokens,
    seal: Seal,
    refresh_ttl: Duration,
    throttle: Throttle,
    /// Places for streams of filings.
    streams: Arc<Semaphore>,
    metrics: Arc<Metrics>,
    limits: Limits,
    pages: Pages,
    stall: Duration,
    trusted_proxies: Networks,
    demo: bool,
}

/// What proves who somebody is, and what the house says.
pub struct Proof {
    /// Checks passwords.
    pub passwords: Passwords,
    /// Makes and checks access tokens.
    pub tokens: AccessTokens,
    /// Signs statements.
    pub seal: Seal,
}

impl Api {
    /// Puts the parts together.
    pub fn new(config: &Config, cx: Ctx, proof: Proof, metrics: Arc<Metrics>) -> Self {
        let Proof { passwords, tokens, seal } = proof;
        Self {
            demo: cx.store.is_demo(),
            cx,
            system: SystemClock,
            passwords,
            checking: Semaphore::new(CHECKS_AT_ONCE),
            tokens,
            seal,
            refresh_ttl: config.tokens.refresh_ttl,
            throttle: Throttle::new(config.sign_in.per_client, config.sign_in.per_name),
            streams: Arc::new(Semaphore::new(STREAMS_AT_ONCE)),
            metrics,
            limits: config.limits.clone(),
            pages: config.pages.clone(),
            stall: config.timeouts.stall,
            trusted_proxies: config.trusted_proxies.clone(),
        }
    }

    /// Signs a statement with the office key.
    fn sign<T: serde::Serialize>(&self, kind: Kind, statement: &T) -> Result<String, Problem> {
        self.seal.sign(kind, statement).map_err(|e| Problem::failed(e.to_string()))
    }
}

/// Runs work that waits for the record on a thread that may wait, under the request's span.
async fn block<T, E>(work: impl FnOnce() -> Result<T, E> + Send + 'static) -> Result<T, Problem>
where
    T: Send + 'static,
    E: Send + 'static,
    Problem: From<E>,
{
    let span = tracing::Span::current();
    Ok(web::block(move || span.in_scope(work)).await??)
}

/// Every route under [`PREFIX`].
fn api_routes(config: &mut ServiceConfig<'_>) {
    session::routes(config);
    intake::routes(config);
    filings::routes(config);
    amendments::routes(config);
    screenings::routes(config);
    certificates::routes(config);
    explain::routes(config);
    referrals::routes(config);
    orders::routes(config);
    docket::routes(config);
    licenses::routes(config);
    advice::routes(config);
    examination::routes(config);
    property::routes(config);
    record::routes(config);
    determinations::routes(config);
    regimes::routes(config);
    petitions::routes(config);
    appeals::routes(config);
    conditions::routes(config);
    violations::routes(config);
    compensation::routes(config);
    clocks::routes(config);
    feeds::routes(config);
    notices::routes(config);
    records::routes(config);
    lists::routes(config);
    rescreenings::routes(config);
    accounts::routes(config);
    agencies::routes(config);
    demo::routes(config);
}

/// The service.
pub fn app(
    api: web::Data<Api>,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody>,
        Error = actix_web::Error,
        InitError = (),
    >,
> {
    let scope = utoipa_actix_web::scope(PREFIX).configure(api_routes).wrap(from_fn(guard::authenticate));
    let (app, document) =
        App::new().into_utoipa_app().openapi(openapi::Frame::openapi()).service(scope).split_for_parts();
    let table = web::Data::new(openapi::RouteTable::of(&document));
    app.app_data(api)
        .app_data(table)
        .service(SwaggerUi::new(format!("{}/{{_:.*}}", openapi::DOCS)).url(openapi::FILE, document))
        .default_service(web::to(nothing_here))
        .wrap(from_fn(envelope::envelope))
}

/// The operator's listener.
fn ops_app(
    api: web::Data<Api>,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<BoxBody>,
        Error = actix_web::Error,
        InitError = (),
    >,
> {
    App::new().app_data(api.clone()).configure(ops::routes).default_service(web::to(HttpResponse::NotFound))
}

/// The description of the interface.
pub fn document() -> utoipa::openapi::OpenApi {
    let scope = utoipa_actix_web::scope(PREFIX).configure(api_routes);
    App::new().into_utoipa_app().openapi(openapi::Frame::openapi()).service(scope).split_for_parts().1
}

/// A path or a method that there is not.
async fn nothing_here(table: web::Data<openapi::RouteTable>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    Err(match table.allowed(request.path()) {
        Some(methods) => {
            Problem::new(&problem::METHOD, format!("This path takes {methods}.")).allow(methods.to_owned())
        }
        None => Problem::new(&problem::ROUTE_UNKNOWN, format!("See {} for what there is.", openapi::DOCS)),
    })
}

#[cfg(test)]
mod tests;
