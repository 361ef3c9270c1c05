//! Accounts of people and services: for security officers, who see no filings.

use crate::api::frame::answer::Answer;
use crate::api::frame::change::Change;
use crate::api::frame::etag::etag;
use crate::api::frame::guard::{SecurityOfficers, Signed};
use crate::api::frame::input::{Changing, Creating, Id, IdParam};
use crate::api::frame::page::{Page, PageRequest};
use crate::api::frame::problem::Problem;
use crate::api::frame::responses::{NotDone, NotShown};
use crate::api::frame::wire::{Level, Role};
use crate::api::{Api, PREFIX, block};
use crate::auth::password;
use crate::workflow::office::accounts;
use actix_web::{get, patch, post, web};
use domain::base::actor::Account;
use domain::base::agency::AgencyCode;
use domain::base::ids::AccountId;
use domain::base::marking::Clearance;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

/// Routes of this resource.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list).service(add).service(one).service(update);
}

/// An account.
#[derive(Serialize, ToSchema)]
#[schema(as = Account)]
struct AccountView {
    /// Its id.
    id: Uuid,
    /// Its version.
    #[schema(example = "\"1\"")]
    etag: String,
    /// Name to sign in with, and the name in signatures.
    #[schema(example = "navy1")]
    username: String,
    /// Its role.
    role: Role,
    /// Its agency, for agency roles.
    #[schema(example = "NAVY")]
    agency: Option<String>,
    /// What it may read at most.
    clearance: Level,
    /// Whether it may sign in.
    enabled: bool,
}

impl From<Account> for AccountView {
    fn from(a: Account) -> Self {
        Self {
            id: a.id.as_uuid(),
            etag: etag(a.stamp),
            username: a.username,
            role: a.role.into(),
            agency: a.agency.map(|code| code.to_string()),
            clearance: a.clearance.0.into(),
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
    /// Its role.
    role: Role,
    /// Its agency, for agency roles.
    #[serde(default)]
    #[schema(example = "NAVY")]
    agency: Option<String>,
    /// What it may read at most; `U` if left out.
    #[serde(default)]
    clearance: Option<Level>,
    /// Its first password.
    #[schema(format = Password, min_length = 15)]
    password: String,
}

/// What is to change about an account.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AccountChange {
    /// Whether it may sign in. Switched off, its sessions end at once.
    #[serde(default)]
    enabled: Option<bool>,
    /// What it may read at most.
    #[serde(default)]
    clearance: Option<Level>,
    /// A new password. Its sessions end at once.
    #[serde(default)]
    #[schema(format = Password, min_length = 15)]
    password: Option<String>,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct AccountQuery {
    /// Most items wanted.
    limit: Option<u32>,
    /// Where the page before ended.
    cursor: Option<String>,
}

/// Hashes a password that is fit for an account.
fn hash(api: &Api, text: &str, username: &str) -> Result<String, Problem> {
    password::accept(text, username).map_err(|e| Problem::invalid("password", format!("{e}.")))?;
    api.passwords.hash(text).map_err(|e| Problem::failed(e.to_string()))
}

/// List accounts.
#[utoipa::path(operation_id = "list_accounts", tag = "house", params(AccountQuery), responses((status = 200, description = "A page of accounts, oldest first", body = Page<AccountView>), NotShown))]
#[get("/accounts")]
async fn list(
    who: Signed<SecurityOfficers>,
    api: web::Data<Api>,
    query: web::Query<AccountQuery>,
) -> Result<Page<AccountView>, Problem> {
    let page = PageRequest::read(&api, query.limit, query.cursor.as_deref())?;
    let after = page.after()?;
    let limit = page.one_more();
    let rows = block(move || accounts::list(&api.cx, &who, after, limit)).await?;
    Ok(Page::of(&page, rows, |a| a.id.to_string(), AccountView::from))
}

/// Add an account.
#[utoipa::path(operation_id = "add_account", tag = "house", params(Creating), request_body = NewAccount, responses((status = 201, description = "Added", body = AccountView), NotDone))]
#[post("/accounts")]
async fn add(
    who: Signed<SecurityOfficers>,
    api: web::Data<Api>,
    change: Change<NewAccount>,
) -> Result<Answer<AccountView>, Problem> {
    let made = block(move || {
        let (new, by) = change.by(&who);
        let agency = new.agency.as_deref().map(AgencyCode::parse).transpose();
        let new = accounts::NewAccount {
            password_hash: hash(&api, &new.password, &new.username)?,
            username: new.username,
            role: new.role.into(),
            agency: agency.map_err(|e| Problem::invalid("agency", format!("{e}.")))?,
            clearance: new.clearance.map(|l| Clearance(l.into())).unwrap_or_default(),
        };
        Ok::<_, Problem>(accounts::add(&api.cx, &by, new)?)
    })
    .await?;
    Ok(Answer::created(format!("{PREFIX}/accounts/{}", made.id), made.clone().into()).version(made.stamp))
}

/// Read an account.
#[utoipa::path(operation_id = "read_account", tag = "house", params(IdParam), responses((status = 200, description = "The account", body = AccountView), NotShown))]
#[get("/accounts/{id}")]
async fn one(
    who: Signed<SecurityOfficers>,
    api: web::Data<Api>,
    id: Id<AccountId>,
) -> Result<Answer<AccountView>, Problem> {
    let account = block(move || accounts::get(&api.cx, &who, id.0)).await?;
    let version = account.stamp;
    Ok(Answer::ok(account.into()).version(version))
}

/// Change an account.
///
/// A change of rights holds from the next request on, for tokens already given too.
#[utoipa::path(operation_id = "change_account", tag = "house", params(IdParam, Changing), request_body = AccountChange, responses((status = 200, description = "Changed", body = AccountView), NotDone))]
#[patch("/accounts/{id}")]
async fn update(
    who: Signed<SecurityOfficers>,
    api: web::Data<Api>,
    id: Id<AccountId>,
    change: Change<AccountChange>,
) -> Result<Answer<AccountView>, Problem> {
    let account = block(move || {
        let (wanted, by) = change.by(&who);
        let found = accounts::get(&api.cx, &who, id.0)?;
        let hash = wanted.password.as_deref().map(|p| hash(&api, p, &found.username)).transpose()?;
        let wanted = accounts::Change {
            enabled: wanted.enabled,
            clearance: wanted.clearance.map(|l| Clearance(l.into())),
            password_hash: hash,
        };
        Ok::<_, Problem>(accounts::change(&api.cx, &by, id.0, &wanted)?)
    })
    .await?;
    let version = account.stamp;
    Ok(Answer::ok(account.into()).version(version))
}
