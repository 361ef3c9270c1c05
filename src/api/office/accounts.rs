//! Accounts of people and services, for security officers, who see no filings.

use crate::api::frame::answer::Answer;
use crate::api::frame::change::{Change, Nothing};
use crate::api::frame::etag::etag;
use crate::api::frame::guard::{SecurityOfficers, Signed, SteppedUp};
use crate::api::frame::input::{Changing, Creating, Id, IdParam};
use crate::api::frame::page::{Page, PageRequest};
use crate::api::frame::problem::Problem;
use crate::api::frame::responses::{NotDone, NotShown};
use crate::api::{Api, PREFIX, block};
use crate::auth::password;
use crate::auth::refresh::RefreshToken;
use crate::clock::Clock as _;
use crate::workflow::office::accounts::{self, Kept, Password, ProposalView};
use crate::workflow::office::session_list::{self, SessionView};
use actix_web::{HttpResponse, delete, get, patch, post, web};
use domain::base::actor::Role;
use domain::base::agency::AgencyCode;
use domain::base::ids::{AccountId, AccountProposalId};
use domain::base::marking::clearance::Terms;
use domain::base::marking::{Grant, Level};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

/// The routes of this file.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_accounts).service(add_account).service(read_account).service(change_account);
    config.service(confirm_account_change).service(withdraw_account_change);
    config.service(list_account_sessions).service(end_account_sessions);
}

/// An account.
#[derive(Serialize, ToSchema)]
#[schema(as = Account)]
struct AccountView {
    /// Id of the account.
    id: Uuid,
    /// Counts changes of the account; a proposal changes nothing yet.
    #[schema(example = "\"1\"")]
    etag: String,
    /// Name to sign in with, and the name in signatures.
    #[schema(example = "navy1")]
    username: String,
    /// Role of the account.
    role: Role,
    /// Agency of the account, for agency roles.
    #[schema(example = "NAVY")]
    agency: Option<String>,
    /// The highest level that the account may read, while its clearance counts.
    clearance: Level,
    /// What was granted beside the level, and for how long.
    clearance_terms: Terms,
    /// The last day on which the clearance counts; `null` if no day of its grant is on record.
    clearance_until: Option<Date>,
    /// Whether an examiner sees what other examiners have, and hands it out.
    supervisor: bool,
    /// Whether the account may sign in.
    enabled: bool,
    /// Whether the account has a second factor.
    has_factor: bool,
    /// Whether failed sign-ins in a row have closed the account to a network, or to all networks it has never signed in from.
    closed_by_failures: bool,
    /// What a security officer would give the account, until another one confirms it.
    proposal: Option<ProposalView>,
}

impl From<Kept> for AccountView {
    fn from(Kept { account: a, proposal, has_factor, closed_by_failures }: Kept) -> Self {
        Self {
            proposal,
            has_factor,
            closed_by_failures,
            id: a.id.as_uuid(),
            etag: etag(a.stamp),
            username: a.username,
            role: a.role,
            agency: a.agency.map(|code| code.to_string()),
            clearance: a.clearance.level,
            clearance_until: a.clearance.last_day(),
            clearance_terms: a.clearance.terms,
            supervisor: a.supervisor,
            enabled: a.enabled,
        }
    }
}

/// An account to be added.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewAccount {
    /// Name to sign in with.
    #[schema(example = "navy1")]
    username: String,
    /// Role of the account.
    role: Role,
    /// Agency of the account, for agency roles.
    #[serde(default)]
    #[schema(example = "NAVY")]
    agency: Option<String>,
    /// The highest level that the account may read; `U` if left out.
    #[serde(default)]
    clearance: Option<Level>,
    /// What is granted beside the level; a national clearance without accesses and citizenships if left out.
    #[serde(default)]
    clearance_terms: Option<Terms>,
    /// Whether an examiner sees what other examiners have, and hands it out.
    #[serde(default)]
    supervisor: bool,
    /// The first password. It is good once: its owner chooses another with `POST /session/password`. An account of an agency
    /// may be added without one, if its owner signs in with tokens of the agency's identity provider.
    #[serde(default)]
    #[schema(format = Password, min_length = 15)]
    password: Option<String>,
}

/// What is to change about an account.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AccountChange {
    /// Whether the account may sign in. When it is switched off, its sessions end at once.
    #[serde(default)]
    enabled: Option<bool>,
    /// The highest level that the account may read.
    #[serde(default)]
    clearance: Option<Level>,
    /// The terms of its clearance, all of them: what is left out is taken away.
    #[serde(default)]
    clearance_terms: Option<Terms>,
    /// Whether an examiner sees what other examiners have, and hands it out.
    #[serde(default)]
    supervisor: Option<bool>,
    /// A new password, good once. The sessions of the account end when it takes effect.
    #[serde(default)]
    #[schema(format = Password, min_length = 15)]
    password: Option<String>,
    /// Takes the second factor away, whose owner has lost it. The sessions of the account end when it takes effect.
    #[serde(default)]
    remove_factor: bool,
    /// Forgets failed sign-ins, so that the account opens in all networks again.
    #[serde(default)]
    reopen: bool,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct AccountQuery {
    /// Most items on the page.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
    /// The cursor from the `Link` of the page before.
    cursor: Option<String>,
}

/// Refuses a password that is unfit for an account; `field` is the member of the request that holds it.
pub(super) fn accept_password(field: &str, text: &str, username: &str) -> Result<(), Problem> {
    password::accept(text, username).map_err(|e| Problem::invalid(field, format!("{e}.")))
}

/// The hash that is kept of a password; takes a tenth of a second by design.
pub(super) fn hash_password(api: &Api, text: &str) -> Result<String, Problem> {
    api.passwords.hash(text).map_err(|e| Problem::failed(e.to_string()))
}

/// A password that one person gives another, if it is fit for the account. In a demonstration it is good for ever.
fn give_password(api: &Api, text: &str, username: &str) -> Result<Password, Problem> {
    accept_password("password", text, username)?;
    let hash = hash_password(api, text)?;
    Ok(if api.demo { Password::own(hash) } else { Password::given(hash) })
}

/// The first password of a new account. Nobody knows that of an account without one: it is random, and not even its owner can
/// sign in by it.
fn first_password(api: &Api, new: &NewAccount) -> Result<Password, Problem> {
    match &new.password {
        Some(text) => give_password(api, text, &new.username),
        None if new.role.needs_agency() => {
            let nobody_knows = RefreshToken::generate().map_err(|e| Problem::failed(e.to_string()))?;
            Ok(Password::own(hash_password(api, nobody_knows.expose())?))
        }
        None => Err(Problem::invalid("password", "An account of the Office has a password.")),
    }
}

/// List accounts.
#[utoipa::path(operation_id = "list_accounts", tag = "office", params(AccountQuery), responses((status = 200, description = "A page of accounts, oldest first", body = Page<AccountView>), NotShown))]
#[get("/accounts")]
async fn list_accounts(
    who: Signed<SecurityOfficers>,
    api: web::Data<Api>,
    query: web::Query<AccountQuery>,
) -> Result<Page<AccountView>, Problem> {
    let page = PageRequest::read(&api, query.limit, query.cursor.as_deref())?;
    let after = page.after()?;
    let limit = page.one_more();
    let rows = block(move || accounts::list(&api.cx, &who, after, limit)).await?;
    Ok(Page::of(&page, rows, |kept| kept.account.id.to_string()).map(AccountView::from))
}

/// Add an account.
///
/// At most with your own clearance. It may sign in once another security officer has confirmed it; in a demonstration at
/// once.
#[utoipa::path(operation_id = "add_account", tag = "office", params(Creating), request_body = NewAccount, responses((status = 201, description = "Added", body = AccountView), NotDone))]
#[post("/accounts")]
async fn add_account(
    who: Signed<SecurityOfficers>,
    api: web::Data<Api>,
    change: Change<NewAccount>,
) -> Result<Answer<AccountView>, Problem> {
    let made = block(move || {
        let (new, by) = change.by(&who);
        let agency = new.agency.as_deref().map(AgencyCode::parse).transpose();
        let new = accounts::NewAccount {
            supervisor: new.supervisor,
            password: first_password(&api, &new)?,
            username: new.username,
            role: new.role,
            agency: agency.map_err(|e| Problem::invalid("agency", format!("{e}.")))?,
            clearance: Grant {
                level: new.clearance.unwrap_or_default(),
                terms: new.clearance_terms.unwrap_or_default(),
            },
        };
        Ok::<_, Problem>(accounts::add(&api.cx, &by, new)?)
    })
    .await?;
    let (at, version) = (format!("{PREFIX}/accounts/{}", made.account.id), made.account.stamp);
    Ok(Answer::created(at, made.into()).version(version))
}

/// Read an account.
#[utoipa::path(operation_id = "read_account", tag = "office", params(IdParam), responses((status = 200, description = "The account", body = AccountView), NotShown))]
#[get("/accounts/{id}")]
async fn read_account(
    who: Signed<SecurityOfficers>,
    api: web::Data<Api>,
    id: Id<AccountId>,
) -> Result<Answer<AccountView>, Problem> {
    let found = block(move || accounts::get(&api.cx, &who, id.0)).await?;
    Ok(answer_with_account(found))
}

/// The answer that shows an account, with its version.
fn answer_with_account(kept: Kept) -> Answer<AccountView> {
    let version = kept.account.stamp;
    Answer::ok(kept.into()).version(version)
}

/// Change an account.
///
/// To switch an account off, or to lower its clearance, holds from the next request on, for tokens already given too. What
/// gives it rights or a password is proposed until another security officer confirms it; in a demonstration it holds at
/// once. Nobody changes the own account, or gives a password or rights to one that is or would be cleared above the own
/// clearance.
#[utoipa::path(operation_id = "change_account", tag = "office", params(IdParam, Changing), request_body = AccountChange, responses((status = 200, description = "Changed", body = AccountView), NotDone))]
#[patch("/accounts/{id}")]
async fn change_account(
    who: Signed<SecurityOfficers>,
    api: web::Data<Api>,
    id: Id<AccountId>,
    change: Change<AccountChange>,
) -> Result<Answer<AccountView>, Problem> {
    let account = block(move || {
        let (wanted, by) = change.by(&who);
        // Of an account that there is not the change is refused, which the ledger then says.
        let username = accounts::get(&api.cx, &who, id.0).map(|found| found.account.username).unwrap_or_default();
        let give = |text: &str| give_password(&api, text, &username);
        let wanted = accounts::Change {
            enabled: wanted.enabled,
            clearance: wanted.clearance,
            clearance_terms: wanted.clearance_terms,
            supervisor: wanted.supervisor,
            password: wanted.password.as_deref().map(give).transpose()?,
            remove_factor: wanted.remove_factor,
            reopen: wanted.reopen,
        };
        Ok::<_, Problem>(accounts::change(&api.cx, &by, id.0, &wanted)?)
    })
    .await?;
    Ok(answer_with_account(account))
}

/// Confirm what another security officer proposed for an account.
///
/// At most with your own clearance, and not for your own account.
#[utoipa::path(operation_id = "confirm_account_change", tag = "office", params(IdParam, Changing), request_body = Nothing, responses((status = 200, description = "Confirmed; the account as it now is", body = AccountView), NotDone))]
#[post("/account-proposals/{id}/confirmation")]
async fn confirm_account_change(
    who: Signed<SteppedUp<SecurityOfficers>>,
    api: web::Data<Api>,
    id: Id<AccountProposalId>,
    change: Change<Nothing>,
) -> Result<Answer<AccountView>, Problem> {
    let account = block(move || accounts::confirm(&api.cx, &change.by(&who).1, id.0)).await?;
    Ok(answer_with_account(account))
}

/// Take back what was proposed for an account.
#[utoipa::path(operation_id = "withdraw_account_change", tag = "office", params(IdParam, Changing), request_body = Nothing, responses((status = 200, description = "Taken back; the account as it is", body = AccountView), NotDone))]
#[post("/account-proposals/{id}/withdrawal")]
async fn withdraw_account_change(
    who: Signed<SecurityOfficers>,
    api: web::Data<Api>,
    id: Id<AccountProposalId>,
    change: Change<Nothing>,
) -> Result<Answer<AccountView>, Problem> {
    let account = block(move || accounts::withdraw(&api.cx, &change.by(&who).1, id.0)).await?;
    Ok(answer_with_account(account))
}

/// List the sessions of an account.
#[utoipa::path(operation_id = "list_account_sessions", tag = "office", params(IdParam), responses((status = 200, description = "Its live sessions, oldest first", body = Page<SessionView>), NotShown))]
#[get("/accounts/{id}/sessions")]
async fn list_account_sessions(
    who: Signed<SecurityOfficers>,
    api: web::Data<Api>,
    id: Id<AccountId>,
) -> Result<Page<SessionView>, Problem> {
    let all = block(move || session_list::list_of(&api.cx, &who, id.0, api.system.now(), api.idle)).await?;
    Ok(Page::whole(all))
}

/// End all sessions of an account.
#[utoipa::path(operation_id = "end_account_sessions", tag = "office", params(IdParam, Creating), responses((status = 204, description = "Ended, with every token made in them"), NotDone))]
#[delete("/accounts/{id}/sessions")]
async fn end_account_sessions(
    who: Signed<SecurityOfficers>,
    api: web::Data<Api>,
    id: Id<AccountId>,
    change: Change<Nothing>,
) -> Result<HttpResponse, Problem> {
    block(move || session_list::end_all(&api.cx, &change.by(&who).1, id.0, api.system.now())).await?;
    Ok(HttpResponse::NoContent().finish())
}
