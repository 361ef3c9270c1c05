//! Accounts of people and services, for security officers, who see no filings.

use crate::api::frame::answer::Answer;
use crate::api::frame::change::Change;
use crate::api::frame::etag::etag;
use crate::api::frame::guard::{SecurityOfficers, Signed};
use crate::api::frame::input::{Changing, Creating, Id, IdParam};
use crate::api::frame::page::{Page, PageRequest};
use crate::api::frame::problem::Problem;
use crate::api::frame::responses::{NotDone, NotShown};
use crate::api::{Api, PREFIX, block};
use crate::auth::password;
use crate::workflow::office::accounts;
use actix_web::{get, patch, post, web};
use domain::base::actor::{Account, Role};
use domain::base::agency::AgencyCode;
use domain::base::ids::AccountId;
use domain::base::marking::{Clearance, Level};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

/// The routes of this file.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_accounts).service(add_account).service(read_account).service(change_account);
}

/// An account.
#[derive(Serialize, ToSchema)]
#[schema(as = Account)]
struct AccountView {
    /// Id of the account.
    id: Uuid,
    /// Counts changes of the account.
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
    /// The highest level that the account may read.
    clearance: Level,
    /// Whether the account may sign in.
    enabled: bool,
}

impl From<Account> for AccountView {
    fn from(a: Account) -> Self {
        Self {
            id: a.id.as_uuid(),
            etag: etag(a.stamp),
            username: a.username,
            role: a.role,
            agency: a.agency.map(|code| code.to_string()),
            clearance: a.clearance.0,
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
    /// The first password.
    #[schema(format = Password, min_length = 15)]
    password: String,
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
    /// A new password. The sessions of the account end at once.
    #[serde(default)]
    #[schema(format = Password, min_length = 15)]
    password: Option<String>,
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

/// Hashes a password that is fit for an account.
fn hash_password(api: &Api, text: &str, username: &str) -> Result<String, Problem> {
    password::accept(text, username).map_err(|e| Problem::invalid("password", format!("{e}.")))?;
    api.passwords.hash(text).map_err(|e| Problem::failed(e.to_string()))
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
    Ok(Page::of(&page, rows, |a| a.id.to_string()).map(AccountView::from))
}

/// Add an account.
///
/// At most with your own clearance.
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
            password_hash: hash_password(&api, &new.password, &new.username)?,
            username: new.username,
            role: new.role,
            agency: agency.map_err(|e| Problem::invalid("agency", format!("{e}.")))?,
            clearance: new.clearance.map(Clearance).unwrap_or_default(),
        };
        Ok::<_, Problem>(accounts::add(&api.cx, &by, new)?)
    })
    .await?;
    Ok(Answer::created(format!("{PREFIX}/accounts/{}", made.id), made.clone().into()).version(made.stamp))
}

/// Read an account.
#[utoipa::path(operation_id = "read_account", tag = "office", params(IdParam), responses((status = 200, description = "The account", body = AccountView), NotShown))]
#[get("/accounts/{id}")]
async fn read_account(
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
/// A change of rights holds from the next request on, for tokens already given too. Nobody changes the own account, or
/// gives a password or rights to one that is or would be cleared above the own clearance.
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
        let found = accounts::get(&api.cx, &who, id.0)?;
        let hash = wanted.password.as_deref().map(|p| hash_password(&api, p, &found.username)).transpose()?;
        let wanted = accounts::Change {
            enabled: wanted.enabled,
            clearance: wanted.clearance.map(Clearance),
            password_hash: hash,
        };
        Ok::<_, Problem>(accounts::change(&api.cx, &by, id.0, &wanted)?)
    })
    .await?;
    let version = account.stamp;
    Ok(Answer::ok(account.into()).version(version))
}
