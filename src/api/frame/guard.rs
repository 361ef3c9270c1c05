//! Who sends a request, and whether their role may ever use its route.
//!
//! [`authenticate`] runs before every route and finds the caller; a handler names its policy with [`Signed`]. Only
//! `Signed` gives an [`Actor`], and no workflow verb works without an actor, so a route without a policy does not
//! compile. The account is read from the database at each request: a right that was taken away is gone with the next
//! request.
//!
//! `Signed`, or [`Bringing`] where a service key is taken too, must be the first argument of a handler. The first argument
//! that fails gives the answer, and a caller who is not signed in must not learn whether the request is well formed.

use crate::api::frame::problem::{Problem, SIGN_IN_REQUIRED};
use crate::api::frame::{client, key_search, places, rates};
use crate::api::{Api, PREFIX};
use crate::auth::service_key::ServiceSecret;
use crate::auth::token::TokenError;
use crate::clock::Clock as _;
use crate::config::Networks;
use crate::workflow::office::service_keys::{self, KeyUse, Sender};
use crate::workflow::office::sessions::{self, Session};
use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::header;
use actix_web::middleware::Next;
use actix_web::{FromRequest, HttpMessage as _, HttpRequest, web};
use domain::base::actor::{Actor, Role};
use domain::base::ids::SessionId;
use domain::base::refusal::{Refusal, SESSION_OVER};
use domain::review::access;
use std::future::{Ready, ready};
use std::marker::PhantomData;
use std::ops::Deref;
use tracing::Instrument as _;

/// The callers that a route is for.
pub trait Policy: 'static {
    /// The roles that may ever use the route.
    const ROLES: &'static [Role];
    /// Whether the caller must have proved who they are in the last five minutes.
    const STEP_UP: bool = false;
}

/// The callers of another policy who have proved who they are in the last five minutes: for acts that take effect beyond
/// one case, or that nobody can undo.
#[derive(Debug)]
pub struct SteppedUp<P>(PhantomData<P>);

impl<P: Policy> Policy for SteppedUp<P> {
    const ROLES: &'static [Role] = P::ROLES;
    const STEP_UP: bool = true;
}

macro_rules! policies {
    ($($(#[$doc:meta])* $name:ident: $($role:ident)|+;)+) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $name;
        impl Policy for $name {
            const ROLES: &'static [Role] = &[$(Role::$role),+];
        }
    )+};
}

policies! {
    /// Everybody who is signed in.
    Anyone: Intake | Examiner | LicensingOfficer | Reviewer | Official | SecurityOfficer | Auditor;
    /// Services that bring filings in.
    IntakeService: Intake;
    /// Who lists and ends keys of services: their owners and the keepers of accounts.
    KeyKeepers: Intake | SecurityOfficer;
    /// Examiners.
    Examiners: Examiner;
    /// Licensing officers.
    Officers: LicensingOfficer;
    /// The Office's people who handle cases.
    Office: Examiner | LicensingOfficer;
    /// The agencies' people.
    AgencyPeople: Reviewer | Official;
    /// Agency reviewers.
    Reviewers: Reviewer;
    /// Agency officials, who sign.
    Officials: Official;
    /// Everyone who may see some case.
    Readers: Examiner | LicensingOfficer | Reviewer | Official;
    /// Everyone who may see some case's text.
    TextReaders: Examiner | Reviewer | Official;
    /// Keepers of accounts and agencies.
    SecurityOfficers: SecurityOfficer;
    /// Keepers of review lists.
    ListKeepers: LicensingOfficer | SecurityOfficer;
    /// People for whom a new list is work: those who keep lists and those who triage what lists find.
    Deskside: Examiner | LicensingOfficer | SecurityOfficer;
    /// Auditors.
    Auditors: Auditor;
    /// Who watches over people who read much.
    AlarmReaders: SecurityOfficer | Auditor;
    /// Who reads the log of the ledger: auditors, and officials of agencies that are witnesses.
    LogReaders: Official | Auditor;
    /// Who may have certificates.
    CertificateReaders: Examiner | Auditor;
    /// Who may ask that an order be modified: officers for a principal, officials for a sponsor.
    Modifiers: LicensingOfficer | Official;
    /// Whoever may set a demonstration's clock.
    ClockKeepers: Auditor | LicensingOfficer;
}

/// Somebody who is signed in and whose role the policy names.
#[derive(Debug)]
pub struct Signed<P> {
    actor: Actor,
    session: SessionId,
    policy: PhantomData<P>,
}

impl<P> Signed<P> {
    /// The session of the caller.
    pub fn session(&self) -> SessionId {
        self.session
    }
}

impl<P> Deref for Signed<P> {
    type Target = Actor;
    fn deref(&self) -> &Actor {
        &self.actor
    }
}

/// A service that has signed in, or that sends a service key which is for `U`.
#[derive(Debug)]
pub struct Bringing<U> {
    actor: Actor,
    purpose: PhantomData<U>,
}

/// What a route takes a service key for.
pub trait Purpose: 'static {
    /// The use that the key must be for.
    const USE: KeyUse;
}

/// To bring filings.
#[derive(Debug)]
pub struct Filings;
impl Purpose for Filings {
    const USE: KeyUse = KeyUse::Bring;
}

/// To bring amendments.
#[derive(Debug)]
pub struct Amendments;
impl Purpose for Amendments {
    const USE: KeyUse = KeyUse::Amend;
}

impl<U> Bringing<U> {
    /// The actor alone, for work that outlives the request.
    pub fn into_actor(self) -> Actor {
        self.actor
    }
}

impl<U> Deref for Bringing<U> {
    type Target = Actor;
    fn deref(&self) -> &Actor {
        &self.actor
    }
}

/// By what a caller is known.
#[derive(Clone)]
enum Credential {
    /// An access token of this session.
    Session(Session),
    /// A service key that is for this.
    Key(Vec<KeyUse>),
}

/// The caller as [`authenticate`] found them; kept with the request.
#[derive(Clone)]
struct Asking(Result<(Actor, Credential), Problem>);

/// The one POST that only reads.
const SEARCH: &str = "/filings/search";

/// Finds the caller of a request, and answers 429 if the caller sends too many. Otherwise this refuses nobody; the `Signed` of
/// the route does.
pub async fn authenticate<B: MessageBody + 'static>(
    api: web::Data<Api>,
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, actix_web::Error> {
    let asking = Asking(identify_caller(&api, request.request()).await);
    let account = asking.0.as_ref().ok().and_then(|(actor, _)| actor.account);
    let _admitted = match rates::admit(&api, request.request(), account) {
        Ok(admitted) => admitted,
        Err(problem) => return Ok(request.error_response(problem).map_into_right_body()),
    };
    request.extensions_mut().insert(asking);
    let is_change = !request.method().is_safe() && request.path().strip_prefix(PREFIX) != Some(SEARCH);
    let answer = next.call(request);
    // When a client leaves, this function is dropped, and a read with it. A change goes on in a task of its own, and
    // holds its place until it is done.
    let answer = if is_change {
        actix_web::rt::spawn(answer.in_current_span()).await.map_err(|e| Problem::failed(e.to_string()))??
    } else {
        answer.await?
    };
    // The change is made: a client that reads the answer slowly must not hold a place.
    places::give_back(answer.request());
    match enter_refusal(&api, answer.request()).await {
        Ok(()) => Ok(answer.map_into_left_body()),
        Err(problem) => Ok(answer.error_response(problem).map_into_right_body()),
    }
}

/// The caller of a request, if [`authenticate`] found one.
pub(crate) fn caller(request: &HttpRequest) -> Option<Actor> {
    request.extensions().get::<Asking>().and_then(|asking| asking.0.as_ref().ok()).map(|(actor, _)| actor.clone())
}

async fn identify_caller(api: &web::Data<Api>, request: &HttpRequest) -> Result<(Actor, Credential), Problem> {
    let mut values = request.headers().get_all(header::AUTHORIZATION);
    let (value, None) = (values.next(), values.next()) else { return Err(not_signed_in()) };
    let token = value.and_then(|v| v.to_str().ok()).and_then(bearer).ok_or_else(not_signed_in)?;
    if let Some(secret) = ServiceSecret::parse(token) {
        return identify_service(api, request, &secret).await;
    }
    let claims = match api.keys.tokens.verify(token, api.system.now()) {
        Err(TokenError::UnknownKey) => {
            // Another node may have made the key a moment ago.
            key_search::look_for_new_keys(api).await?;
            api.keys.tokens.verify(token, api.system.now())
        }
        done => done,
    };
    let claims = claims.map_err(|e| {
        tracing::debug!(why = %e, "a token was not taken");
        session_over()
    })?;
    let (api, session, today) = (api.clone(), claims.session, api.cx.today());
    let (account, session) =
        crate::api::block(move || sessions::current(&api.cx, claims.account, session, claims.stamp, api.system.now()))
            .await?;
    let actor = Actor::of(&account, format!("session:{}", session.id), today);
    Ok((actor, Credential::Session(session)))
}

/// The service whose key a request has.
async fn identify_service(
    api: &web::Data<Api>,
    request: &HttpRequest,
    secret: &ServiceSecret,
) -> Result<(Actor, Credential), Problem> {
    let address = client::address(request, &api.trusted_proxies);
    let sender = Sender { secret_hash: secret.digest(), address: address.to_string(), now: api.system.now() };
    let api = api.clone();
    // No networks are all of them; what cannot be read is none.
    let is_within = move |networks: &str| {
        networks.is_empty() || Networks::parse(networks).is_some_and(|networks| networks.contains(address))
    };
    let (actor, may) = crate::api::block(move || service_keys::current(&api.cx, &sender, is_within)).await?;
    Ok((actor, Credential::Key(may)))
}

/// The token of a `Bearer` credential; the scheme's name is read without regard to case.
fn bearer(value: &str) -> Option<&str> {
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

fn not_signed_in() -> Problem {
    Problem::new(
        &SIGN_IN_REQUIRED,
        "POST your name and password to /api/v1/session and send its access_token as Authorization: Bearer.",
    )
}

fn session_over() -> Problem {
    Refusal::new(&SESSION_OVER, "POST your refresh_token to /api/v1/session/refresh, or sign in again.").into()
}

impl<P: Policy> FromRequest for Signed<P> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(
            admit(request, |actor, credential| {
                access::role(actor, P::ROLES)?;
                let Credential::Session(session) = credential else {
                    return Err(service_keys::not_for_this());
                };
                step_up::<P>(request, session)?;
                Ok(session.id)
            })
            .map(|(actor, session)| Self { actor, session, policy: PhantomData }),
        )
    }
}

impl<U: Purpose> FromRequest for Bringing<U> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(
            admit(request, |actor, credential| {
                access::role(actor, IntakeService::ROLES)?;
                match credential {
                    Credential::Session(_) => Ok(()),
                    Credential::Key(may) => service_keys::require_use(may, U::USE),
                }
            })
            .map(|(actor, ())| Self { actor, purpose: PhantomData }),
        )
    }
}

/// The caller, if `check` admits them; a refusal is left to be entered.
fn admit<T>(
    request: &HttpRequest,
    check: impl FnOnce(&Actor, &Credential) -> Result<T, Refusal>,
) -> Result<(Actor, T), Problem> {
    let asking = request.extensions().get::<Asking>().cloned();
    let (actor, credential) = asking.map_or_else(|| Err(not_signed_in()), |asking| asking.0)?;
    match check(&actor, &credential) {
        Ok(found) => Ok((actor, found)),
        Err(refusal) => {
            leave_to_enter(request, actor, refusal.clone());
            Err(refusal.into())
        }
    }
}

/// Refuses a caller whose last proof is too old for the route.
fn step_up<P: Policy>(request: &HttpRequest, session: &Session) -> Result<(), Refusal> {
    if !P::STEP_UP {
        return Ok(());
    }
    // `authenticate` has answered a request without the data of the service, so this never asks twice.
    let api = request.app_data::<web::Data<Api>>();
    let api = api.ok_or_else(|| Refusal::new(&SESSION_OVER, "Sign in again."))?;
    sessions::require_step_up(&api.cx, session, api.system.now())
}

/// The refusal of a route that is to be entered in the ledger before it is answered.
struct ToEnter {
    actor: Actor,
    refusal: Refusal,
    /// `route:METHOD PATH`.
    subject: String,
}

/// Leaves the refusal of a route to [`authenticate`], which enters it. The extractor that refuses cannot wait for that: another
/// one would answer meanwhile.
fn leave_to_enter(request: &HttpRequest, actor: Actor, refusal: Refusal) {
    let subject = format!("route:{} {}", request.method(), request.match_pattern().unwrap_or_default());
    request.extensions_mut().insert(ToEnter { actor, refusal, subject });
}

/// Enters a refusal that was left to be entered. The answer waits for it, so that nobody is refused faster than entries are
/// written; one that cannot be entered is not answered as if it were.
async fn enter_refusal(api: &web::Data<Api>, request: &HttpRequest) -> Result<(), Problem> {
    let left = request.extensions_mut().remove::<ToEnter>();
    let Some(ToEnter { actor, refusal, subject }) = left else { return Ok(()) };
    let api = api.clone();
    crate::api::block(move || api.cx.record_refusal(&actor, "route.use", &subject, &refusal)).await
}
