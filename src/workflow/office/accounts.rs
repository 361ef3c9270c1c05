//! Accounts: adding people and services, changing what they may do; what gives rights takes two security officers.
//! Signing in is `sessions`' job.
//!
//! Passwords arrive here as hashes; `auth` makes and checks them. Every change of rights raises the account's stamp,
//! and a token of an older stamp is refused at its next request.

use crate::store::filing::filings;
use crate::store::office::accounts::{self, Proposal};
use crate::store::office::{agencies, factors, service_keys, sessions, sign_in_failures};
use crate::store::{Conn, Tx};
use crate::workflow::frame::act::{By, Ctx, Error, Record};
use crate::workflow::office::clearances;
use domain::base::actor::{self, Account, Actor, Role};
use domain::base::agency::AgencyCode;
use domain::base::ids::{AccountId, AccountProposalId};
use domain::base::marking::clearance::Terms;
use domain::base::marking::{Grant, Level};
use domain::base::refusal::{ACCOUNT_EXISTS, ACCOUNT_SECOND_PERSON, INVALID, Refusal, STALE};
use domain::review::access;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use crate::store::office::accounts::Password;

/// Those who keep accounts.
pub(super) const KEEPERS: [Role; 1] = [Role::SecurityOfficer];

/// An account to be added.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// Name to sign in with.
    pub username: String,
    pub role: Role,
    /// Its agency, for agency roles.
    pub agency: Option<AgencyCode>,
    /// A grant without a day counts from today.
    pub clearance: Grant,
    /// Whether an examiner sees what other examiners have, and hands it out.
    pub supervisor: bool,
    pub password: Password,
}

/// The changes to an account. `None` leaves a member as it is.
#[derive(Debug, Clone, Default)]
pub struct Change {
    /// Whether it may sign in.
    pub enabled: Option<bool>,
    pub clearance: Option<Level>,
    /// The terms of its clearance, all of them. Terms without a day of grant count from today.
    pub clearance_terms: Option<Terms>,
    /// Whether it is a supervisor of examiners.
    pub supervisor: Option<bool>,
    /// A new password.
    pub password: Option<Password>,
    /// Whether the account loses its second factor, so that its owner can begin another.
    pub remove_factor: bool,
    /// Whether failed sign-ins are forgotten, so that the account opens in all networks again.
    pub reopen: bool,
}

/// An account with what is proposed for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    pub account: Account,
    pub proposal: Option<ProposalView>,
    /// Whether it has a second factor in use.
    #[serde(default)]
    pub has_factor: bool,
    /// Whether failed sign-ins in a row have closed it to a network, or to all in which it has never signed in.
    #[serde(default)]
    pub closed_by_failures: bool,
}

/// What a security officer would give an account. It takes effect once another one confirms it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = AccountProposal)]
pub struct ProposalView {
    /// Id of the proposal, by which it is confirmed or taken back.
    #[schema(value_type = uuid::Uuid)]
    pub id: AccountProposalId,
    /// Whether the account may then sign in.
    pub enabled: bool,
    /// The highest level that the account may then read.
    pub clearance: Level,
    /// The terms of the clearance that it then has.
    #[serde(default)]
    pub clearance_terms: Terms,
    /// Whether the account is then a supervisor of examiners.
    #[serde(default)]
    pub supervisor: bool,
    /// Whether the account gets a new password.
    pub new_password: bool,
    /// Whether the account loses its second factor.
    #[serde(default)]
    pub remove_factor: bool,
    /// The security officer who proposes it.
    pub proposed_by: String,
    /// When it was proposed.
    pub proposed_at: Timestamp,
}

impl From<&Proposal> for ProposalView {
    fn from(p: &Proposal) -> Self {
        Self {
            id: p.id,
            enabled: p.enabled,
            clearance: p.clearance.level,
            clearance_terms: p.clearance.terms.clone(),
            supervisor: p.supervisor,
            new_password: p.password_hash.is_some(),
            remove_factor: p.removes_factor,
            proposed_by: p.proposer.clone(),
            proposed_at: p.proposed_at,
        }
    }
}

/// Adds an account. Over REST it may not sign in before a second security officer has confirmed it; neither of the two may
/// give more than the own clearance.
pub fn add(cx: &Ctx, by: &By<'_>, new: NewAccount) -> Result<Kept, Error> {
    cx.act(by, "account.add", "account:new", |tx, record| {
        access::role(by.actor, &KEEPERS)?;
        let clearance = clearances::accept(cx, new.clearance, None)?;
        access::keep_account(by.actor, None, &[clearance.at_most()])?;
        let username =
            actor::username(&new.username).map_err(|e| Refusal::new(&INVALID, format!("{e}.")).at("username"))?;
        check_agency(tx, cx, new.role, new.agency.as_ref())?;
        check_supervisor(new.role, new.supervisor)?;
        if accounts::credentials(tx, &username)?.is_some() {
            return Err(Refusal::new(&ACCOUNT_EXISTS, format!("There is an account {username}.")).into());
        }
        let proposer = second_person_for(cx, by.actor);
        let account = Account {
            id: AccountId::fresh(cx.ids.as_ref()),
            username,
            role: new.role,
            agency: new.agency.clone(),
            clearance,
            supervisor: new.supervisor,
            stamp: 1,
            enabled: proposer.is_none(),
        };
        accounts::insert(tx, &account, &new.password, cx.now())?;
        record.subject = format!("account:{}", account.id);
        record.detail = describe_rights(&account);
        let given = Given {
            enabled: true,
            clearance: account.clearance.clone(),
            supervisor: account.supervisor,
            password_hash: None,
            removes_factor: false,
        };
        let proposal = proposer.map(|who| propose(cx, tx, by.actor, who, &account, given, record)).transpose()?;
        Ok(Kept { account, proposal, has_factor: false, closed_by_failures: false })
    })
}

/// The account of a security officer whose word needs a second one. The command line, and a demonstration, need none.
pub(super) fn second_person_for(cx: &Ctx, actor: &Actor) -> Option<AccountId> {
    actor.account.filter(|_| !cx.store.is_demo())
}

/// What is proposed for an account.
struct Given {
    enabled: bool,
    clearance: Grant,
    supervisor: bool,
    password_hash: Option<String>,
    removes_factor: bool,
}

fn propose(
    cx: &Ctx,
    tx: &mut Tx<'_>,
    by: &Actor,
    proposed_by: AccountId,
    account: &Account,
    given: Given,
    record: &mut Record,
) -> Result<ProposalView, Error> {
    let proposal = Proposal {
        id: AccountProposalId::fresh(cx.ids.as_ref()),
        account: account.id,
        stamp: account.stamp,
        enabled: given.enabled,
        clearance: given.clearance,
        supervisor: given.supervisor,
        password_hash: given.password_hash,
        removes_factor: given.removes_factor,
        proposed_by,
        proposer: by.name.clone(),
        proposed_at: cx.now(),
    };
    accounts::propose(tx, &proposal)?;
    record.detail.push_str(&format!(
        " proposal={} enabled={} {} supervisor={} password={} remove_factor={}",
        proposal.id,
        proposal.enabled,
        clearances::describe(&proposal.clearance),
        proposal.supervisor,
        proposal.password_hash.is_some(),
        proposal.removes_factor
    ));
    Ok(ProposalView::from(&proposal))
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

/// Refuses to make anybody but an examiner a supervisor of examiners.
fn check_supervisor(role: Role, supervisor: bool) -> Result<(), Refusal> {
    if role == Role::Examiner || !supervisor {
        return Ok(());
    }
    let why = format!("Only an examiner can be a supervisor; this account is of role {}.", role.as_str());
    Err(Refusal::new(&INVALID, why).at("supervisor"))
}

fn describe_rights(a: &Account) -> String {
    let agency = a.agency.as_ref().map_or("-", AgencyCode::as_str);
    format!(
        "name={} role={} agency={agency} {} supervisor={} enabled={} stamp={}",
        a.username,
        a.role.as_str(),
        clearances::describe(&a.clearance),
        a.supervisor,
        a.enabled,
        a.stamp
    )
}

/// Changes an account. Its version is its stamp. Switching it off, a new password, or taking its second factor away also
/// ends its sessions. A new clearance applies to running sessions at once.
///
/// Taking rights away waits for nobody. What gives an account rights or a password is proposed, over REST, until a second
/// security officer confirms it. Nobody does either for the own account, or beyond the own clearance.
pub fn change(cx: &Ctx, by: &By<'_>, id: AccountId, change: &Change) -> Result<Kept, Error> {
    cx.act(by, "account.change", format!("account:{id}"), |tx, record| {
        access::role(by.actor, &KEEPERS)?;
        let found = accounts::get(tx, id)?.ok_or_else(access::not_found)?;
        let clearance = Grant {
            level: change.clearance.unwrap_or(found.clearance.level),
            terms: change.clearance_terms.clone().unwrap_or_else(|| found.clearance.terms.clone()),
        };
        let clearance = if clearance == found.clearance {
            clearance
        } else {
            clearances::accept(cx, clearance, found.clearance.terms.granted_on)?
        };
        let supervisor = change.supervisor.unwrap_or(found.supervisor);
        check_supervisor(found.role, supervisor)?;
        let raises = clearance.exceeds(&found.clearance, cx.today()) || supervisor && !found.supervisor;
        let gives = change.password.is_some() || change.remove_factor || change.enabled == Some(true) || raises;
        let reached = [clearance.at_most(), found.clearance.at_most()];
        access::keep_account(by.actor, Some(id), if gives { &reached } else { &[] })?;
        by.check_version(found.stamp)?;
        let Some(proposer) = second_person_for(cx, by.actor).filter(|_| gives) else {
            let account = apply(cx, tx, found, clearance, change, record)?;
            return keep(tx, account);
        };
        // What only takes away is done now, the rest waits.
        let taken = Change {
            enabled: change.enabled.filter(|enabled| !enabled),
            clearance: None,
            clearance_terms: None,
            supervisor: change.supervisor.filter(|supervisor| found.supervisor && !supervisor),
            password: None,
            remove_factor: false,
            reopen: change.reopen,
        };
        let left = found.clearance.reduced_to(&clearance);
        let takes = taken.enabled.is_some() || left != found.clearance || taken.supervisor.is_some() || taken.reopen;
        record.detail = describe_rights(&found);
        let account = if takes { apply(cx, tx, found, left, &taken, record)? } else { found };
        let given = Given {
            enabled: change.enabled.unwrap_or(account.enabled),
            clearance,
            supervisor,
            password_hash: change.password.as_ref().map(|p| p.hash.clone()),
            removes_factor: change.remove_factor,
        };
        propose(cx, tx, by.actor, proposer, &account, given, record)?;
        keep(tx, account)
    })
}

/// Confirms what another security officer proposed for an account.
pub fn confirm(cx: &Ctx, by: &By<'_>, id: AccountProposalId) -> Result<Kept, Error> {
    cx.act(by, "account.confirm", format!("account_proposal:{id}"), |tx, record| {
        access::role(by.actor, &KEEPERS)?;
        let (proposal, found) = open_proposal(tx, by, id)?;
        if by.actor.account == Some(proposal.proposed_by) {
            let detail = "You proposed it. Ask another security officer, or the keeper of the machine.";
            return Err(Refusal::new(&ACCOUNT_SECOND_PERSON, detail).into());
        }
        let reached = [proposal.clearance.at_most(), found.clearance.at_most()];
        access::keep_account(by.actor, Some(found.id), &reached)?;
        let again = |why: &str| Refusal::new(&STALE, format!("{why} Propose it again."));
        if found.stamp != proposal.stamp {
            return Err(again("The account has changed since this was proposed.").into());
        }
        let proposer = accounts::get(tx, proposal.proposed_by)?;
        let keeps = proposer.is_some_and(|p| {
            let own = p.clearance.on(cx.today());
            p.enabled && KEEPERS.contains(&p.role) && reached.iter().all(|one| own.covers(one))
        });
        if !keeps {
            return Err(again("Whoever proposed this no longer may.").into());
        }
        let change = Change {
            enabled: Some(proposal.enabled),
            clearance: None,
            clearance_terms: None,
            supervisor: Some(proposal.supervisor),
            password: proposal.password_hash.clone().map(Password::given),
            remove_factor: proposal.removes_factor,
            reopen: false,
        };
        let account = apply(cx, tx, found, proposal.clearance, &change, record)?;
        accounts::remove_proposal(tx, id)?;
        record.detail.push_str(&format!(" proposed_by={}", proposal.proposer));
        keep(tx, account)
    })
}

/// Takes back what was proposed for an account. Any security officer may.
pub fn withdraw(cx: &Ctx, by: &By<'_>, id: AccountProposalId) -> Result<Kept, Error> {
    cx.act(by, "account.withdraw", format!("account_proposal:{id}"), |tx, record| {
        access::role(by.actor, &KEEPERS)?;
        let (proposal, account) = open_proposal(tx, by, id)?;
        accounts::remove_proposal(tx, id)?;
        record.detail = format!("account={} proposed_by={}", proposal.account, proposal.proposer);
        keep(tx, account)
    })
}

/// A proposal with its account. A proposal never changes, so its version is 1.
fn open_proposal(tx: &mut Tx<'_>, by: &By<'_>, id: AccountProposalId) -> Result<(Proposal, Account), Error> {
    let proposal = accounts::proposal(tx, id)?.ok_or_else(access::not_found)?;
    by.check_version(1)?;
    let account = accounts::get(tx, proposal.account)?.ok_or_else(access::not_found)?;
    Ok((proposal, account))
}

/// Writes a change of an account with the clearance that it comes to, and both into the detail of its ledger entry.
fn apply(
    cx: &Ctx,
    tx: &mut Tx<'_>,
    found: Account,
    clearance: Grant,
    change: &Change,
    record: &mut Record,
) -> Result<Account, Error> {
    let changed = Account {
        enabled: change.enabled.unwrap_or(found.enabled),
        clearance,
        supervisor: change.supervisor.unwrap_or(found.supervisor),
        stamp: found.stamp + 1,
        ..found
    };
    accounts::set_rights(tx, &changed)?;
    // A filing that its examiner can see no more would be seen by nobody but a supervisor.
    let reach = changed.enabled.then(|| changed.clearance.on(cx.today()));
    let released = filings::release(tx, changed.id, reach.as_ref())?;
    record.detail = describe_rights(&changed);
    if released > 0 {
        record.detail.push_str(&format!(" filings_back_in_queue={released}"));
    }
    if let Some(password) = &change.password {
        accounts::set_password(tx, changed.id, password)?;
    }
    if change.remove_factor {
        record.detail.push_str(&format!(" factors_removed={}", factors::remove(tx, changed.id)?));
    }
    if change.password.is_some() || change.reopen {
        sign_in_failures::clear_all(tx, changed.id)?;
        record.detail.push_str(" reopened=true");
    }
    if change.password.is_some() || change.remove_factor || !changed.enabled {
        sessions::end_all(tx, changed.id, cx.now())?;
    }
    // Whoever had the password before may have made keys, or know them.
    if change.password.is_some() || change.remove_factor {
        let ended = service_keys::end_all(tx, changed.id, cx.now())?;
        if ended > 0 {
            record.detail.push_str(&format!(" service_keys_ended={ended}"));
        }
    }
    Ok(changed)
}

/// An account with what is beside it on record.
fn keep(conn: &mut Conn, account: Account) -> Result<Kept, Error> {
    let mut all = keep_all(conn, vec![account])?;
    all.pop().ok_or_else(|| access::not_found().into())
}

/// Accounts with what is beside them on record, in their order.
fn keep_all(conn: &mut Conn, some: Vec<Account>) -> Result<Vec<Kept>, Error> {
    let ids: Vec<AccountId> = some.iter().map(|account| account.id).collect();
    let proposals = accounts::proposals_for(conn, &ids)?;
    let owners = factors::owners(conn, &ids)?;
    let closed = sign_in_failures::closed(conn, &ids)?;
    let keep = |account: Account| Kept {
        proposal: proposals.iter().find(|p| p.account == account.id).map(ProposalView::from),
        has_factor: owners.contains(&account.id),
        closed_by_failures: closed.contains(&account.id),
        account,
    };
    Ok(some.into_iter().map(keep).collect())
}

/// Up to `limit` accounts after one, oldest first.
pub fn list(cx: &Ctx, actor: &Actor, after: Option<AccountId>, limit: i64) -> Result<Vec<Kept>, Error> {
    access::role(actor, &KEEPERS)?;
    cx.read(|conn| {
        let page = accounts::page(conn, after, limit)?;
        keep_all(conn, page)
    })
}

/// Reads an account by its id, for those who keep accounts.
pub fn get(cx: &Ctx, actor: &Actor, id: AccountId) -> Result<Kept, Error> {
    access::role(actor, &KEEPERS)?;
    cx.read(|conn| {
        let account = accounts::get(conn, id)?.ok_or_else(access::not_found)?;
        keep(conn, account)
    })
}

/// The account with this name, for the command line.
pub fn find_by_name(cx: &Ctx, actor: &Actor, username: &str) -> Result<Account, Error> {
    access::role(actor, &KEEPERS)?;
    let name = actor::username(username).map_err(|_| access::not_found())?;
    cx.read(|conn| Ok(accounts::credentials(conn, &name)?.map(|(account, _)| account).ok_or_else(access::not_found)?))
}
