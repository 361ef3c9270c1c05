//! Floor 3: REST. Turns a request into one workflow call and its outcome into an answer.
//!
//! A handler says for whom it is (`crate::api::frame::guard::Signed`), reads what it was sent (`crate::api::frame::change::Change`,
//! `crate::api::frame::page::PageRequest`), calls one verb where blocking is allowed (`block`) and shows the outcome as
//! types that describe themselves. Not its job: SQL, rules of law, and whether somebody may see a thing; those
//! are the store's, the domain's and the workflow's.
//!
//! What comes in is the input of a workflow verb, and what goes out is its view, where they are the same: the workflow's
//! struct has the derives of `serde` and `utoipa`. A chapter has a struct of its own only to translate: to join, to
//! rename, to leave out.
//!
//! Every request is checked in the same order: who asks (401), whether their role may ever use the route (403), whether
//! the request can be read (422); then in the workflow whether the caller may see the resource (404), has signed for it
//! (409), has sent the same request before (the same answer), names its present version (428, 412), and whether the
//! state of the resource allows the act (409).

pub mod clock;
pub mod filing;
pub mod frame;
pub mod license;
pub mod list;
pub mod notice;
pub mod office;
pub mod order;
pub mod petition;
pub mod review;

pub use crate::api::frame::envelope::{DEMO, REQUEST_ID};
pub use crate::api::frame::openapi::{render, routes};
pub use crate::api::frame::problem::{Problem, reference};
pub use crate::api::frame::server::{Listeners, ServeError, serve};

use crate::api::frame::key_search::KeySearch;
use crate::api::office::issuer_keys::IssuerKeys;
use crate::api::office::session::Banner;
use crate::auth::cursor::Cursors;
use crate::auth::issuer::Fetcher;
use crate::auth::note::{Note, TreeHead};
use crate::auth::password::Passwords;
use crate::auth::rates::{Most, Rates};
use crate::auth::seal::{Kind, Seal};
use crate::auth::throttle::Throttle;
use crate::auth::totp::Factors;

use crate::clock::SystemClock;
use crate::config::{Config, Limits, Networks, Pages};
use crate::telemetry::Metrics;
use crate::workflow::Ctx;
use crate::workflow::office::keys::KeyRing;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::from_fn;
use actix_web::{App, HttpRequest, HttpResponse, web};
use jiff::SignedDuration;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;
use utoipa::OpenApi as _;
use utoipa_actix_web::AppExt as _;
use utoipa_actix_web::service_config::ServiceConfig;
use utoipa_swagger_ui::SwaggerUi;

/// What the path of every route begins with.
pub const PREFIX: &str = "/api/v1";

/// Passwords checked at the same time. Each check takes 19 MiB, so that more sign-ins at once have to wait.
const CHECKS_AT_ONCE: usize = 4;

/// The data that every handler uses.
pub struct Api {
    cx: Ctx,
    /// The machine's clock: sessions and tokens live by it, also in a demonstration.
    system: SystemClock,
    passwords: Passwords,
    checking: Semaphore,
    keys: Arc<KeyRing>,
    key_search: KeySearch,
    issuer_keys: IssuerKeys,
    seal: Arc<Seal>,
    cursors: Arc<Cursors>,
    factors: Factors,
    refresh_ttl: Duration,
    /// Time after which a session that is not used is over.
    idle: SignedDuration,
    /// The notice that everybody accepts before signing in.
    banner: Option<Banner>,
    throttle: Throttle,
    rates: Rates,
    /// Places for streams of filings.
    streams: crate::api::frame::places::Places,
    changes: crate::api::frame::places::Places,
    searches: crate::api::frame::places::Places,
    metrics: Arc<Metrics>,
    limits: Limits,
    pages: Pages,
    stall: Duration,
    trusted_proxies: Networks,
    demo: bool,
    /// Whether the page of the interface is served.
    docs: bool,
}

/// What checks credentials and signs statements.
pub struct Proof {
    /// Checks passwords.
    pub passwords: Passwords,
    /// Makes and checks access tokens.
    pub keys: Arc<KeyRing>,
    /// Signs statements.
    pub seal: Seal,
    /// The words of the notice that everybody accepts before signing in.
    pub banner: Option<String>,
    /// Fetches the keys of issuers.
    pub fetcher: Fetcher,
}

impl Api {
    /// Makes the data from the settings and the parts.
    pub fn new(config: &Config, cx: Ctx, proof: Proof, metrics: Arc<Metrics>) -> Self {
        let Proof { passwords, keys, seal, banner, fetcher } = proof;
        Self {
            demo: cx.store.is_demo(),
            docs: config.docs || cx.store.is_demo(),
            cx,
            system: SystemClock,
            passwords,
            checking: Semaphore::new(CHECKS_AT_ONCE),
            keys,
            key_search: KeySearch::default(),
            issuer_keys: IssuerKeys::new(fetcher),
            cursors: Arc::new(Cursors::of(&seal)),
            factors: Factors::of(&seal),
            seal: Arc::new(seal),
            refresh_ttl: config.tokens.refresh_ttl,
            idle: SignedDuration::try_from(config.tokens.idle).unwrap_or(SignedDuration::MAX),
            banner: banner.map(Banner::of),
            throttle: Throttle::new(config.sign_in.per_client, config.sign_in.per_name),
            rates: Rates::new(most_requests(config)),
            streams: crate::api::frame::places::Places::for_streams(),
            changes: crate::api::frame::places::Places::for_changes(),
            searches: crate::api::frame::places::Places::for_searches(),
            metrics,
            limits: config.limits.clone(),
            pages: config.pages.clone(),
            stall: config.timeouts.stall,
            trusted_proxies: config.trusted_proxies.clone(),
        }
    }

    /// Stops sending mail. Messages already offered to the mail server may wait `grace` for its answer.
    fn stop_mail(&self, grace: Duration) {
        if let Ok(service) = self.cx.service() {
            service.post.stop_sending(Instant::now() + grace);
        }
    }

    /// Signs a checkpoint with the office key, as a note with these lines behind its own.
    fn sign_checkpoint(&self, head: &TreeHead, cosignatures: Vec<String>) -> String {
        let text = head.to_string();
        let own = self.seal.sign_note(&head.origin, &text);
        Note::write(&text, &[vec![own], cosignatures].concat())
    }

    /// Signs a statement with the office key.
    fn sign<T: serde::Serialize>(&self, kind: Kind, statement: &T) -> Result<String, Problem> {
        self.seal.sign(kind, statement).map_err(|e| Problem::failed(e.to_string()))
    }
}

/// The rates of the settings.
fn most_requests(config: &Config) -> Most {
    let crate::config::Rates { per_account, per_address, at_once_per_account, at_once_per_address } = config.rates;
    Most { per_account, per_address, at_once_per_account, at_once_per_address }
}

/// Runs work that waits for the database on a thread for such work, under the span of the request.
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
    crate::api::office::session::routes(config);
    crate::api::office::exchange::routes(config);
    crate::api::office::factors::routes(config);
    crate::api::office::keys::routes(config);
    crate::api::office::markings::routes(config);
    crate::api::office::personal_keys::routes(config);
    crate::api::office::service_keys::routes(config);
    crate::api::filing::intake::routes(config);
    crate::api::filing::filings::routes(config);
    crate::api::filing::amendments::routes(config);
    crate::api::filing::assignments::routes(config);
    crate::api::filing::screenings::routes(config);
    crate::api::filing::certificates::routes(config);
    crate::api::filing::explain::routes(config);
    crate::api::review::referrals::routes(config);
    crate::api::review::questions::routes(config);
    crate::api::order::orders::routes(config);
    crate::api::frame::docket::routes(config);
    crate::api::license::licenses::routes(config);
    crate::api::review::advice::routes(config);
    crate::api::filing::examination::routes(config);
    crate::api::filing::property::routes(config);
    crate::api::filing::record::routes(config);
    crate::api::order::determinations::routes(config);
    crate::api::order::regimes::routes(config);
    crate::api::petition::petitions::routes(config);
    crate::api::petition::appeals::routes(config);
    crate::api::review::conditions::routes(config);
    crate::api::order::violations::routes(config);
    crate::api::petition::compensation::routes(config);
    crate::api::clock::clocks::routes(config);
    crate::api::clock::feeds::routes(config);
    crate::api::notice::notices::routes(config);
    crate::api::filing::records::routes(config);
    crate::api::filing::number_findings::routes(config);
    crate::api::list::lists::routes(config);
    crate::api::list::rescreenings::routes(config);
    crate::api::office::accounts::routes(config);
    crate::api::office::alarms::routes(config);
    crate::api::office::issuers::routes(config);
    crate::api::office::agencies::routes(config);
    crate::api::office::log::routes(config);
    crate::api::office::demo::routes(config);
}

/// The application that serves the interface.
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
    let scope =
        utoipa_actix_web::scope(PREFIX).configure(api_routes).wrap(from_fn(crate::api::frame::guard::authenticate));
    let (app, mut document) = App::new()
        .into_utoipa_app()
        .openapi(crate::api::frame::openapi::Frame::openapi())
        .service(scope)
        .split_for_parts();
    crate::api::frame::entering::declare(&mut document);
    let table = web::Data::new(crate::api::frame::openapi::RouteTable::of(&document));
    // What the interface can do is no secret, but whoever looks for a weak point need not be shown it (S-41).
    let page = api.docs.then(|| {
        SwaggerUi::new(format!("{}/{{_:.*}}", crate::api::frame::openapi::DOCS))
            .url(crate::api::frame::openapi::FILE, document)
    });
    app.app_data(api)
        .app_data(table)
        .configure(|config| {
            if let Some(page) = page {
                config.service(page).configure(crate::api::frame::front::docs_routes);
            }
        })
        .configure(crate::api::frame::front::routes)
        .default_service(web::to(answer_unknown_route))
        .wrap(from_fn(crate::api::frame::envelope::envelope))
        .wrap(from_fn(crate::api::frame::front::head))
}

/// The application that serves health and metrics.
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
    App::new()
        .app_data(api.clone())
        .configure(crate::api::frame::ops::routes)
        .default_service(web::to(HttpResponse::NotFound))
        .wrap(from_fn(crate::api::frame::front::head))
}

/// The description of the interface.
pub fn document() -> utoipa::openapi::OpenApi {
    let scope = utoipa_actix_web::scope(PREFIX).configure(api_routes);
    let (_, mut document) = App::new()
        .into_utoipa_app()
        .openapi(crate::api::frame::openapi::Frame::openapi())
        .service(scope)
        .split_for_parts();
    crate::api::frame::entering::declare(&mut document);
    document
}

/// Answers a path that no route has with 404, a method that its route does not take with 405.
async fn answer_unknown_route(
    table: web::Data<crate::api::frame::openapi::RouteTable>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    Err(match table.allowed(request.path()) {
        Some(methods) => Problem::new(&crate::api::frame::problem::METHOD, format!("This path takes {methods}."))
            .allow(methods.to_owned()),
        None => Problem::new(
            &crate::api::frame::problem::ROUTE_UNKNOWN,
            "The description of the interface, openapi.json of the project, has every path.",
        ),
    })
}

#[cfg(test)]
mod tests;
