//! Accounts: adding people and services, changing what they may do. Signing in is `sessions`' job.
//!
//! Passwords arrive here as hashes; `auth` makes and checks them. Every change of rights raises the account's stamp,
//! and a token of an older stamp is refused at its next request.

use crate::store::Tx;
use crate::store::office::{accounts, agencies, sessions};
use crate::workflow::frame::act::{By, Ctx, Error};
use domain::base::actor::{self, Account, Actor, Role};
use domain::base::agency::AgencyCode;
use domain::base::ids::AccountId;
use domain::base::marking::Clearance;
use domain::base::refusal::{ACCOUNT_EXISTS, INVALID, Refusal};
use domain::review::access;

const KEEPERS: [Role; 1] = [Role::SecurityOfficer];

/// An account to be added.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// Name to sign in with.
    pub username: String,
    pub role: Role,
    /// Its agency, for agency roles.
    pub agency: Option<AgencyCode>,
    pub clearance: Clearance,
    pub password_hash: String,
}

/// The changes to an account. `None` leaves a member as it is.
#[derive(Debug, Clone, Default)]
pub struct Change {
    /// Whether it may sign in.
    pub enabled: Option<bool>,
    pub clearance: Option<Clearance>,
    /// Hash of a new password.
    pub password_hash: Option<String>,
}

/// Adds an account. One security officer gives it its password and its rights, up to the own clearance.
pub fn add(cx: &Ctx, by: &By<'_>, new: NewAccount) -> Result<Account, Error> {
    cx.act(by, "account.add", "account:new", |tx, record| {
        access::role(by.actor, &KEEPERS)?;
        access::keep_account(by.actor, None, Some(new.clearance))?;
        let username =
            actor::username(&new.username).map_err(|e| Refusal::new(&INVALID, format!("{e}.")).at("username"))?;
        check_agency(tx, cx, new.role, new.agency.as_ref())?;
        if accounts::credentials(tx, &username)?.is_some() {
            return Err(Refusal::new(&ACCOUNT_EXISTS, format!("There is an account {username}.")).into());
        }
        let account = Account {
            id: AccountId::fresh(cx.ids.as_ref()),
            username,
            role: new.role,
            agency: new.agency.clone(),
            clearance: new.clearance,
            stamp: 1,
            enabled: true,
        };
        accounts::insert(tx, &account, &new.password_hash, cx.now())?;
        record.subject = format!("account:{}", account.id);
        record.detail = describe_rights(&account);
        Ok(account)
    })
}

/// Refuses an agency role without an agency that is valid today, and any other role with an agency.
fn check_agency(tx: &mut Tx<'_>, cx: &Ctx, role: Role, agency: Option<&AgencyCode>) -> Result<(), Error> {
    let refuse = |why: String| Err(Refusal::new(&INVALID, why).at("agency").into());
    match (role.needs_agency(), agency) {
        (true, Some(code)) => {
            agencies::all(tx)?.valid(code, cx.today()).map_err(|r| r.at("agency"))?;
            Ok(())
        }
        (true, None) => refuse(format!("An account of role {} belongs to an agency; name it.", role.as_str())),
        (false, Some(_)) => refuse(format!("An account of role {} belongs to no agency.", role.as_str())),
        (false, None) => Ok(()),
    }
}

fn describe_rights(a: &Account) -> String {
    let agency = a.agency.as_ref().map_or("-", AgencyCode::as_str);
    format!(
        "name={} role={} agency={agency} clearance={} enabled={} stamp={}",
        a.username,
        a.role.as_str(),
        a.clearance.0.mark(),
        a.enabled,
        a.stamp
    )
}

/// Changes an account. Its version is its stamp. Switching it off or a new password also ends its sessions. A new
/// clearance applies to running sessions at once. Nobody changes the own account, or gives one
/// cleared above the own clearance a password or rights. Taking rights away must wait for nobody.
pub fn change(cx: &Ctx, by: &By<'_>, id: AccountId, change: &Change) -> Result<Account, Error> {
    cx.act(by, "account.change", format!("account:{id}"), |tx, record| {
        access::role(by.actor, &KEEPERS)?;
        let found = accounts::get(tx, id)?.ok_or_else(access::not_found)?;
        let clearance = change.clearance.unwrap_or(found.clearance);
        let gives = change.password_hash.is_some() || change.enabled == Some(true) || clearance.0 > found.clearance.0;
        access::keep_account(by.actor, Some(id), gives.then_some(clearance.max(found.clearance)))?;
        by.check_version(found.stamp)?;
        let changed =
            Account { enabled: change.enabled.unwrap_or(found.enabled), clearance, stamp: found.stamp + 1, ..found };
        accounts::set_rights(tx, id, changed.enabled, changed.clearance, changed.stamp)?;
        if let Some(hash) = &change.password_hash {
            accounts::set_password(tx, id, hash)?;
        }
        if change.password_hash.is_some() || !changed.enabled {
            sessions::end_all(tx, id, cx.now())?;
        }
        record.detail = describe_rights(&changed);
        Ok(changed)
    })
}

/// Up to `limit` accounts after one, oldest first.
pub fn list(cx: &Ctx, actor: &Actor, after: Option<AccountId>, limit: i64) -> Result<Vec<Account>, Error> {
    access::role(actor, &KEEPERS)?;
    cx.read(|conn| Ok(accounts::page(conn, after, limit)?))
}

/// Reads an account by its id, for those who keep accounts.
pub fn get(cx: &Ctx, actor: &Actor, id: AccountId) -> Result<Account, Error> {
    access::role(actor, &KEEPERS)?;
    cx.read(|conn| Ok(accounts::get(conn, id)?.ok_or_else(access::not_found)?))
}

/// The account with this name, for the command line.
pub fn find_by_name(cx: &Ctx, actor: &Actor, username: &str) -> Result<Account, Error> {
    access::role(actor, &KEEPERS)?;
    let name = actor::username(username).map_err(|_| access::not_found())?;
    cx.read(|conn| Ok(accounts::credentials(conn, &name)?.map(|(account, _)| account).ok_or_else(access::not_found)?))
}
