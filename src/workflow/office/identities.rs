//! Identities: the names that issuers have for the people of their agencies. A token signs in the account that its name is
//! bound to, and makes none. Binding takes two security officers, neither below the clearance of the account; ending takes
//! one, and holds at once.

use crate::store::office::accounts;
use crate::store::office::identities::{self, Identity};
use crate::store::office::{issuers, sessions};
use crate::store::{Conn, Tx};
use crate::workflow::frame::act::{By, Ctx, Error};
use crate::workflow::office::accounts::KEEPERS;
use crate::workflow::office::issuers::{
    check_open, check_second_person, confirm_at_once, said_by, signs_in, version_of,
};
use domain::base::actor::{Account, Actor, Role};
use domain::base::ids::{AccountId, IdentityId, IssuerId};
use domain::base::issuer::is_subject;
use domain::base::refusal::{IDENTITY_EXISTS, IDENTITY_NOT_OF_AGENCY, INVALID, Refusal, STALE};
use domain::review::access;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The name that an issuer has for the owner of an account, as security officers see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Identity)]
pub struct IdentityView {
    /// Id of the identity.
    #[schema(value_type = uuid::Uuid)]
    pub id: IdentityId,
    /// Counts changes of the identity: its confirmation.
    #[serde(rename = "etag", alias = "version", with = "crate::workflow::frame::etag")]
    #[schema(value_type = String, example = "\"1\"")]
    pub version: i32,
    /// Id of the account.
    #[schema(value_type = uuid::Uuid)]
    pub account_id: AccountId,
    /// Id of the issuer.
    #[schema(value_type = uuid::Uuid)]
    pub issuer_id: IssuerId,
    /// What the claim that names the person says.
    #[schema(example = "7c1f0d0e-3b8e-4a4f-9c55-5f7b3a3f9a10")]
    pub subject: String,
    /// Who proposed it.
    pub proposed_by: String,
    /// When it was proposed.
    pub proposed_at: Timestamp,
    /// Who confirmed it; `null` while it is only proposed, and signs nobody in.
    pub confirmed_by: Option<String>,
    /// When it was confirmed.
    pub confirmed_at: Option<Timestamp>,
}

impl From<Identity> for IdentityView {
    fn from(identity: Identity) -> Self {
        let (confirmed_by, confirmed_at) = identity.confirmed.map(|said| (said.name, said.at)).unzip();
        Self {
            version: version_of(confirmed_by.is_some(), false),
            id: identity.id,
            account_id: identity.account,
            issuer_id: identity.issuer,
            subject: identity.subject,
            proposed_by: identity.proposed.name,
            proposed_at: identity.proposed.at,
            confirmed_by,
            confirmed_at,
        }
    }
}

/// The name that an issuer has for the owner of an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewIdentity)]
pub struct IdentityInput {
    /// Id of the issuer, which is of the agency of the account.
    #[schema(value_type = uuid::Uuid)]
    pub issuer_id: IssuerId,
    /// What the claim that names the person says, letter by letter. Ask the agency by another way than the token.
    #[schema(example = "7c1f0d0e-3b8e-4a4f-9c55-5f7b3a3f9a10")]
    pub subject: String,
}

/// Proposes that an account is bound to the name that an issuer has for its owner. In the place of an earlier proposal for
/// the same account and issuer.
pub fn propose(cx: &Ctx, by: &By<'_>, account: AccountId, ask: &IdentityInput) -> Result<IdentityView, Error> {
    cx.act(by, "identity.propose", format!("account:{account}"), |tx, record| {
        access::role(by.actor, &KEEPERS)?;
        let found = accounts::get(tx, account)?.ok_or_else(access::not_found)?;
        access::keep_account(by.actor, Some(account), &[found.clearance.at_most()])?;
        by.check_version(found.stamp)?;
        check_bindable(tx, &found, ask)?;
        let proposed = said_by(cx, by.actor);
        let confirmed = confirm_at_once(cx, by.actor, &proposed);
        let identity = Identity {
            id: IdentityId::fresh(cx.ids.as_ref()),
            account,
            issuer: ask.issuer_id,
            subject: ask.subject.clone(),
            stamp: found.stamp,
            proposed,
            confirmed,
            ended_at: None,
        };
        give_way(tx, cx, &identity)?;
        identities::insert(tx, &identity)?;
        record.subject = format!("identity:{}", identity.id);
        record.detail = describe(&identity);
        Ok(identity.into())
    })
}

/// Refuses a name that is none, and an issuer that signs in no account like this.
fn check_bindable(conn: &mut Conn, account: &Account, ask: &IdentityInput) -> Result<(), Error> {
    if !is_subject(&ask.subject) {
        return Err(Refusal::new(&INVALID, "Write what the claim says, without spaces around it.")
            .at("subject")
            .into());
    }
    let issuer = issuers::get(conn, ask.issuer_id)?.filter(|issuer| issuer.ended_at.is_none());
    let issuer = issuer.ok_or_else(|| Refusal::new(&INVALID, "There is no such issuer.").at("issuer_id"))?;
    if signs_in(&issuer, account.role, account.agency.as_ref()) {
        return Ok(());
    }
    let roles: Vec<&str> = issuer.terms.roles.iter().copied().map(Role::as_str).collect();
    let detail = format!("{} signs in {} of {}; the account is none.", issuer.iss, roles.join(" and "), issuer.agency);
    Err(Refusal::new(&IDENTITY_NOT_OF_AGENCY, detail).into())
}

/// Ends an earlier proposal in whose place an identity comes. What was confirmed stands until somebody ends it.
fn give_way(tx: &mut Tx<'_>, cx: &Ctx, identity: &Identity) -> Result<(), Error> {
    let exists = |why: &str| Err(Refusal::new(&IDENTITY_EXISTS, why).into());
    let own = identities::of_account(tx, identity.account)?.into_iter().find(|one| one.issuer == identity.issuer);
    match &own {
        Some(one) if one.confirmed.is_some() => {
            return exists("The issuer has a name for this account already; end that identity first.");
        }
        Some(one) => identities::end(tx, one.id, cx.now())?,
        None => {}
    }
    match identities::find(tx, identity.issuer, &identity.subject)? {
        Some(_) => exists("The issuer has this name for another account; end that identity first."),
        None => Ok(()),
    }
}

/// The facts of an identity for the ledger.
fn describe(identity: &Identity) -> String {
    format!(
        "account={} issuer={} subject={:?} confirmed={}",
        identity.account,
        identity.issuer,
        identity.subject,
        identity.confirmed.is_some()
    )
}

/// Confirms an identity that another security officer proposed.
pub fn confirm(cx: &Ctx, by: &By<'_>, id: IdentityId) -> Result<IdentityView, Error> {
    cx.act(by, "identity.confirm", format!("identity:{id}"), |tx, record| {
        access::role(by.actor, &KEEPERS)?;
        let mut identity = find_live(tx, by, id)?;
        check_open(identity.confirmed.as_ref())?;
        let account = accounts::get(tx, identity.account)?.ok_or_else(access::not_found)?;
        let reached = account.clearance.at_most();
        check_second_person(tx, by, &identity.proposed, |proposer| proposer.clearance.on(cx.today()).covers(&reached))?;
        access::keep_account(by.actor, Some(account.id), &[reached])?;
        if account.stamp != identity.stamp {
            let detail = "The account has changed since this was proposed. Propose it again.";
            return Err(Refusal::new(&STALE, detail).into());
        }
        let said = said_by(cx, by.actor);
        identities::confirm(tx, id, &said)?;
        identity.confirmed = Some(said);
        record.detail = format!("{} proposed_by={}", describe(&identity), identity.proposed.name);
        Ok(identity.into())
    })
}

/// An identity that has not ended, in the version that the caller names.
fn find_live(tx: &mut Tx<'_>, by: &By<'_>, id: IdentityId) -> Result<Identity, Error> {
    let identity = identities::get(tx, id)?.ok_or_else(access::not_found)?;
    if identity.ended_at.is_some() {
        return Err(access::already_ended().into());
    }
    by.check_version(version_of(identity.confirmed.is_some(), false))?;
    Ok(identity)
}

/// Ends an identity, proposed or confirmed, with the sessions of the account that tokens of its issuer began. One security
/// officer may.
pub fn end(cx: &Ctx, by: &By<'_>, id: IdentityId, now: Timestamp) -> Result<(), Error> {
    cx.act(by, "identity.end", format!("identity:{id}"), |tx, record| {
        access::role(by.actor, &KEEPERS)?;
        let identity = find_live(tx, by, id)?;
        identities::end(tx, id, cx.now())?;
        let sessions = sessions::end_of_issuer(tx, identity.issuer, Some(identity.account), now)?;
        record.detail = format!("account={} sessions_ended={sessions}", identity.account);
        Ok(())
    })
}

/// The identities of an account, the oldest first, for those who keep accounts.
pub fn list(cx: &Ctx, actor: &Actor, account: AccountId) -> Result<Vec<IdentityView>, Error> {
    access::role(actor, &KEEPERS)?;
    cx.read(|conn| {
        accounts::get(conn, account)?.ok_or_else(access::not_found)?;
        Ok(identities::of_account(conn, account)?.into_iter().map(IdentityView::from).collect())
    })
}
