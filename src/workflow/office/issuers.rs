//! Issuers of tokens: the identity providers of agencies. A security officer proposes one and a second one confirms it; to
//! end one takes one officer, and holds at once.
//!
//! An issuer signs in people of its agency alone, and none by itself: each is bound to the name that the issuer has for them
//! (`identities`). Whether an issuer is active goes by the machine's clock, as the times of tokens do.

use crate::auth::issuer::{KeySet, check_address};
use crate::store::Tx;
use crate::store::office::accounts as account_store;
use crate::store::office::issuers;
use crate::store::office::said::Said;
use crate::store::office::{agencies, identities, sessions};
use crate::workflow::frame::act::{By, Ctx, Error};
use crate::workflow::office::accounts::{KEEPERS, second_person_for};
use domain::base::actor::{Actor, Role};
use domain::base::agency::AgencyCode;
use domain::base::ids::IssuerId;
use domain::base::issuer::Terms;
use domain::base::ledger::hex;
use domain::base::refusal::{INVALID, ISSUER_CONFIRMED, ISSUER_EXISTS, ISSUER_SECOND_PERSON, Refusal, STALE};
use domain::review::access;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use utoipa::ToSchema;

pub use crate::store::office::issuers::Issuer;

/// An issuer as security officers see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Issuer)]
pub struct IssuerView {
    /// Id of the issuer.
    #[schema(value_type = uuid::Uuid)]
    pub id: IssuerId,
    /// Counts changes of the issuer: its confirmation, and its end.
    #[serde(rename = "etag", alias = "version", with = "crate::workflow::frame::etag")]
    #[schema(value_type = String, example = "\"1\"")]
    pub version: i32,
    /// Code of the agency.
    #[schema(value_type = String, example = "NAVY")]
    pub agency: AgencyCode,
    /// The `iss` of its tokens, letter by letter.
    #[schema(example = "https://id.navy.example/realms/navy")]
    pub iss: String,
    /// On what terms its tokens are taken.
    pub terms: Terms,
    /// The instant from which its tokens are taken, once it is confirmed.
    pub active_from: Timestamp,
    /// The instant from which they are taken no more; `null` without an end.
    pub active_until: Option<Timestamp>,
    /// Who proposed it.
    pub proposed_by: String,
    /// When it was proposed.
    pub proposed_at: Timestamp,
    /// Who confirmed it; `null` while it is only proposed, and none of its tokens is taken.
    pub confirmed_by: Option<String>,
    /// When it was confirmed.
    pub confirmed_at: Option<Timestamp>,
    /// When it was ended; `null` if it was not.
    pub ended_at: Option<Timestamp>,
}

/// How far a thing has come that is proposed, confirmed and ended.
pub(super) fn version_of(confirmed: bool, ended: bool) -> i32 {
    1 + i32::from(confirmed) + i32::from(ended)
}

impl From<Issuer> for IssuerView {
    fn from(issuer: Issuer) -> Self {
        let (confirmed_by, confirmed_at) = issuer.confirmed.map(|said| (said.name, said.at)).unzip();
        Self {
            version: version_of(confirmed_by.is_some(), issuer.ended_at.is_some()),
            id: issuer.id,
            agency: issuer.agency,
            iss: issuer.iss,
            terms: issuer.terms,
            active_from: issuer.active_from,
            active_until: issuer.active_until,
            proposed_by: issuer.proposed.name,
            proposed_at: issuer.proposed.at,
            confirmed_by,
            confirmed_at,
            ended_at: issuer.ended_at,
        }
    }
}

/// An issuer to be put on record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewIssuer)]
pub struct IssuerInput {
    /// Code of the agency whose people it signs in.
    #[schema(example = "NAVY")]
    pub agency: String,
    /// The `iss` of its tokens, letter by letter.
    #[schema(example = "https://id.navy.example/realms/navy")]
    pub iss: String,
    /// On what terms its tokens are taken.
    pub terms: Terms,
    /// The instant from which its tokens are taken; once it is confirmed if left out.
    #[serde(default)]
    pub active_from: Option<Timestamp>,
    /// The instant from which they are taken no more; without an end if left out.
    #[serde(default)]
    pub active_until: Option<Timestamp>,
}

/// Proposes an issuer. Its tokens are taken once another security officer confirms it; if the keeper of the machine adds it,
/// or in a demonstration, at once.
pub fn propose(cx: &Ctx, by: &By<'_>, ask: &IssuerInput, now: Timestamp) -> Result<IssuerView, Error> {
    cx.act(by, "issuer.propose", "issuer:new", |tx, record| {
        access::role(by.actor, &KEEPERS)?;
        let agency =
            AgencyCode::parse(&ask.agency).map_err(|e| Refusal::new(&INVALID, format!("{e}.")).at("agency"))?;
        agencies::all(tx)?.valid(&agency, cx.today()).map_err(|refusal| refusal.at("agency"))?;
        check_input(ask, now)?;
        if issuers::find(tx, &ask.iss)?.is_some() {
            let detail = format!("The issuer {} is on record; end it first.", ask.iss);
            return Err(Refusal::new(&ISSUER_EXISTS, detail).into());
        }
        let proposed = said_by(cx, by.actor);
        let confirmed = confirm_at_once(cx, by.actor, &proposed);
        let issuer = Issuer {
            id: IssuerId::fresh(cx.ids.as_ref()),
            agency,
            iss: ask.iss.clone(),
            terms: ask.terms.clone(),
            active_from: ask.active_from.unwrap_or(now),
            active_until: ask.active_until,
            proposed,
            confirmed,
            ended_at: None,
        };
        issuers::insert(tx, &issuer)?;
        record.subject = format!("issuer:{}", issuer.id);
        record.detail = describe(&issuer)?;
        Ok(issuer.into())
    })
}

/// Who says something now.
pub(super) fn said_by(cx: &Ctx, actor: &Actor) -> Said {
    Said { account: actor.account, name: actor.name.clone(), at: cx.now() }
}

/// The confirmation of what the keeper of the machine proposes, or anybody in a demonstration; `None` where a second person is
/// needed.
pub(super) fn confirm_at_once(cx: &Ctx, actor: &Actor, proposed: &Said) -> Option<Said> {
    match second_person_for(cx, actor) {
        Some(_) => None,
        None => Some(Said { account: None, ..proposed.clone() }),
    }
}

fn check_input(ask: &IssuerInput, now: Timestamp) -> Result<(), Refusal> {
    let invalid = |field: &str, why: String| Refusal::new(&INVALID, format!("{why}.")).at(field);
    check_address(&ask.iss).map_err(|e| invalid("iss", e.to_string()))?;
    ask.terms.check()?;
    if let Some(address) = &ask.terms.jwks_uri {
        check_address(address).map_err(|e| invalid("terms.jwks_uri", e.to_string()))?;
    }
    if let Some(keys) = &ask.terms.jwks {
        KeySet::read_given(keys).map_err(|e| invalid("terms.jwks", e.to_string()))?;
    }
    let begins = ask.active_from.unwrap_or(now);
    if ask.active_until.is_some_and(|until| until <= begins || until <= now) {
        return Err(invalid("active_until", "It is over before it begins, or already".into()));
    }
    Ok(())
}

/// The facts of an issuer for the ledger; its terms as a digest, since they may be long.
fn describe(issuer: &Issuer) -> Result<String, Error> {
    let terms = serde_json::to_string(&issuer.terms).map_err(|e| Error::Internal(e.to_string()))?;
    let roles: Vec<&str> = issuer.terms.roles.iter().map(|role| role.as_str()).collect();
    Ok(format!(
        "agency={} iss={} roles={} terms_sha256={} confirmed={}",
        issuer.agency,
        issuer.iss,
        roles.join(","),
        hex(&Sha256::digest(terms.as_bytes())),
        issuer.confirmed.is_some()
    ))
}

/// Refuses whoever proposed something themselves, and what somebody proposed who no longer may.
pub(super) fn check_second_person(
    tx: &mut Tx<'_>,
    by: &By<'_>,
    proposed: &Said,
    may: impl FnOnce(&domain::base::actor::Account) -> bool,
) -> Result<(), Error> {
    let Some(proposed_by) = proposed.account else { return Ok(()) };
    if by.actor.account == Some(proposed_by) {
        let detail = "You proposed it. Ask another security officer, or the keeper of the machine.";
        return Err(Refusal::new(&ISSUER_SECOND_PERSON, detail).into());
    }
    let proposer = account_store::get(tx, proposed_by)?;
    if !proposer.is_some_and(|account| account.enabled && KEEPERS.contains(&account.role) && may(&account)) {
        return Err(Refusal::new(&STALE, "Whoever proposed this no longer may. Propose it again.").into());
    }
    Ok(())
}

/// Refuses to confirm what was confirmed.
pub(super) fn check_open(confirmed: Option<&Said>) -> Result<(), Refusal> {
    match confirmed {
        Some(said) => Err(Refusal::new(&ISSUER_CONFIRMED, format!("{} confirmed it.", said.name))),
        None => Ok(()),
    }
}

/// Confirms an issuer that another security officer proposed.
pub fn confirm(cx: &Ctx, by: &By<'_>, id: IssuerId) -> Result<IssuerView, Error> {
    cx.act(by, "issuer.confirm", format!("issuer:{id}"), |tx, record| {
        access::role(by.actor, &KEEPERS)?;
        let mut issuer = find_live(tx, by, id)?;
        check_open(issuer.confirmed.as_ref())?;
        check_second_person(tx, by, &issuer.proposed, |_| true)?;
        let said = said_by(cx, by.actor);
        issuers::confirm(tx, id, &said)?;
        issuer.confirmed = Some(said);
        record.detail = format!("{} proposed_by={}", describe(&issuer)?, issuer.proposed.name);
        Ok(issuer.into())
    })
}

/// An issuer that has not ended, in the version that the caller names.
fn find_live(tx: &mut Tx<'_>, by: &By<'_>, id: IssuerId) -> Result<Issuer, Error> {
    let issuer = issuers::get(tx, id)?.ok_or_else(access::not_found)?;
    if issuer.ended_at.is_some() {
        return Err(access::already_ended().into());
    }
    by.check_version(version_of(issuer.confirmed.is_some(), false))?;
    Ok(issuer)
}

/// Ends an issuer, proposed or confirmed, with the sessions that its tokens began and the names that it has for people. One
/// security officer may.
pub fn end(cx: &Ctx, by: &By<'_>, id: IssuerId, now: Timestamp) -> Result<(), Error> {
    cx.act(by, "issuer.end", format!("issuer:{id}"), |tx, record| {
        access::role(by.actor, &KEEPERS)?;
        find_live(tx, by, id)?;
        issuers::end(tx, id, cx.now())?;
        let names = identities::of_issuer(tx, id)?;
        for identity in &names {
            identities::end(tx, *identity, cx.now())?;
        }
        let sessions = sessions::end_of_issuer(tx, id, None, now)?;
        record.detail = format!("identities_ended={} sessions_ended={sessions}", names.len());
        Ok(())
    })
}

/// All issuers, ended ones too, the oldest first, for those who keep accounts.
pub fn list(cx: &Ctx, actor: &Actor) -> Result<Vec<IssuerView>, Error> {
    access::role(actor, &KEEPERS)?;
    cx.read(|conn| Ok(issuers::all(conn)?.into_iter().map(IssuerView::from).collect()))
}

/// One issuer, for those who keep accounts.
pub fn get(cx: &Ctx, actor: &Actor, id: IssuerId) -> Result<IssuerView, Error> {
    access::role(actor, &KEEPERS)?;
    let found = cx.read(|conn| Ok(issuers::get(conn, id)?))?;
    Ok(found.ok_or_else(access::not_found)?.into())
}

/// The issuer that has this name, if its tokens are taken at an instant. For a token that nobody has checked yet.
pub fn find_active(cx: &Ctx, iss: &str, now: Timestamp) -> Result<Option<Issuer>, Error> {
    let found = cx.read(|conn| Ok(issuers::find(conn, iss)?))?;
    Ok(found.filter(|issuer| issuer.is_active(now)))
}

/// Whether an issuer signs in accounts of a role of an agency.
pub(super) fn signs_in(issuer: &Issuer, role: Role, agency: Option<&AgencyCode>) -> bool {
    issuer.terms.roles.contains(&role) && agency == Some(&issuer.agency)
}
