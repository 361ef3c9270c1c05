//! What several verbs begin with: finding the case for whoever acts on it, or finding nothing. Not its
//! job: any decision about the case.

use crate::store::filing::filings::FilingRecord;
use crate::store::filing::screenings::ScreeningRecord;
use crate::store::filing::{docket, filings, screenings};
use crate::store::office::agencies;
use crate::store::order::{orders, standing};
use crate::store::review::referrals;
use crate::store::review::referrals::acknowledgments;
use crate::store::{Conn, StoreError};
use crate::workflow::{Ctx, Error};
use domain::base::actor::Actor;
use domain::base::agency::Agencies;
use domain::base::ids::{AccountId, FilingId, OrderId, ReferralId};
use domain::base::ledger::hex;
use domain::base::refusal::{NOT_ACKNOWLEDGED, ROLE_FORBIDDEN, Refusal};
use domain::case::Entry;
use domain::filing::screening::ObservationKind;
use domain::filing::{Filing, Party};
use domain::law::record;
use domain::order::Order;
use domain::review::access::{self, Reach, View, not_found};
use domain::review::referral::{Branch, Referral};
use serde::Serialize;
use sha2::{Digest, Sha256};

/// The account that signs. The clock and the command line sign nothing.
pub(crate) fn signer(actor: &Actor) -> Result<AccountId, Refusal> {
    actor.account.ok_or_else(|| Refusal::new(&ROLE_FORBIDDEN, "This is signed by a person who has signed in."))
}

/// A filing for the Office's own people: examiners and officers whose reach covers it.
pub(crate) fn filing(conn: &mut Conn, actor: &Actor, id: FilingId) -> Result<FilingRecord, Error> {
    match filings::get(conn, id)? {
        Some(f) if Reach::of(actor).covers(&f.marking, f.assigned_to) => Ok(f),
        _ => Err(not_found().into()),
    }
}

/// A filing, for whoever may see this much of it; `None` where there was nothing to find it by. As much is read for one
/// that does not exist as for one that the actor may not see, so that the time of the answer does not tell them apart.
pub(crate) fn see_filing(
    cx: &Ctx,
    conn: &mut Conn,
    actor: &Actor,
    id: Option<FilingId>,
    view: View,
) -> Result<FilingRecord, Error> {
    let id = id.unwrap_or(FilingId::NONE);
    let found = filings::get(conn, id)?;
    let facts = standing::access_facts(conn, found.as_ref(), actor.account, cx.today())?;
    let agencies = agencies::all(conn)?;
    let filing = found.ok_or_else(not_found)?;
    access::read_filing(actor, &facts, &agencies, view)?;
    Ok(filing)
}

/// The filing something on record belongs to.
pub(crate) fn filing_of(conn: &mut Conn, id: FilingId) -> Result<FilingRecord, Error> {
    Ok(filings::get(conn, id)?.ok_or_else(|| StoreError::Corrupt(format!("filing {id} is gone")))?)
}

/// The present text of a filing, with what was corrected on record.
pub(crate) fn document(conn: &mut Conn, f: &FilingRecord) -> Result<Filing, Error> {
    let corrections = docket::of_kind(conn, f.id, "record.corrected")?;
    corrected(conn, f, &corrections)
}

/// The same, where the corrections (among other entries of its docket) have been read.
pub(crate) fn corrected(conn: &mut Conn, f: &FilingRecord, entries: &[Entry]) -> Result<Filing, Error> {
    let text = filings::document(conn, f.id, f.text_version)?
        .ok_or_else(|| StoreError::Corrupt(format!("text {} of filing {} is gone", f.text_version, f.id)))?;
    Ok(with_corrections(f, text, entries))
}

/// The same, where the text has been read too.
pub(crate) fn with_corrections(f: &FilingRecord, mut text: Filing, entries: &[Entry]) -> Filing {
    record::apply_all(entries, f.text_version, &mut text);
    text
}

/// The parties of record of a filing, without taking its text apart where nothing was corrected.
pub(crate) fn parties(conn: &mut Conn, f: &FilingRecord) -> Result<Vec<Party>, Error> {
    let corrections = docket::of_kind(conn, f.id, "record.corrected")?;
    parties_with(conn, f, &corrections)
}

/// The same, where the corrections (among other entries of its docket) have been read.
pub(crate) fn parties_with(conn: &mut Conn, f: &FilingRecord, entries: &[Entry]) -> Result<Vec<Party>, Error> {
    let correction = |e: &Entry| matches!(record::Act::of(&e.matter), Some(record::Act::Corrected(_)));
    if entries.iter().any(correction) {
        return Ok(corrected(conn, f, entries)?.parties);
    }
    let gone = || StoreError::Corrupt(format!("text {} of filing {} is gone", f.text_version, f.id));
    Ok(filings::parties(conn, f.id, f.text_version)?.ok_or_else(gone)?)
}

/// The screening whose hits count.
pub(crate) fn latest_screening(conn: &mut Conn, filing: FilingId) -> Result<Option<ScreeningRecord>, Error> {
    Ok(screenings::latest(conn, filing)?)
}

/// The branch of 35 USC 181 a filing follows (R1.4): whether a Government interest is on record, in
/// its own statement or among what the latest screening saw.
pub(crate) fn branch(document: &Filing, latest: Option<&ScreeningRecord>) -> Branch {
    let stated = document.government_interest.as_ref().is_some_and(|s| !s.trim().is_empty());
    let seen =
        latest.is_some_and(|s| s.result.observations.iter().any(|o| o.kind == ObservationKind::GovernmentInterest));
    Branch::of(stated || seen)
}

/// The same with what the docket says: a contract named by the contractor is an interest too (R1.8).
pub(crate) fn branch_of(
    conn: &mut Conn,
    filing: FilingId,
    document: &Filing,
    latest: Option<&ScreeningRecord>,
) -> Result<Branch, Error> {
    match branch(document, latest) {
        Branch::Private if !docket::of_kind(conn, filing, "record.contract")?.is_empty() => Ok(Branch::Government),
        known => Ok(known),
    }
}

/// A referral with what access to it depends on.
pub(crate) struct ReferralCase {
    pub referral: Referral,
    pub filing: FilingRecord,
    /// All agencies.
    pub agencies: Agencies,
}

/// A referral, for whoever may see it. As much is read for one that does not exist.
pub(crate) fn referral(conn: &mut Conn, actor: &Actor, id: ReferralId) -> Result<ReferralCase, Error> {
    let referral = referrals::find(conn, id)?;
    let filing = filings::get(conn, referral.as_ref().map_or(FilingId::NONE, |r| r.filing))?;
    let agencies = agencies::all(conn)?;
    let Some(referral) = referral else { return Err(not_found().into()) };
    let filing = filing.ok_or_else(|| StoreError::Corrupt(format!("filing {} is gone", referral.filing)))?;
    access::see_referral(actor, &referral.agency, (&filing.marking, filing.assigned_to), &agencies)?;
    Ok(ReferralCase { referral, filing, agencies })
}

/// An order, for whoever may see it, with its filing and all agencies.
pub(crate) fn order(
    cx: &Ctx,
    conn: &mut Conn,
    actor: &Actor,
    id: OrderId,
) -> Result<(Order, FilingRecord, Agencies), Error> {
    let (filing, agencies) = see_order(cx, conn, actor, id)?;
    let order = orders::find(conn, id)?.ok_or_else(|| StoreError::Corrupt(format!("order {id} is gone")))?;
    Ok((order, filing, agencies))
}

/// The filing of an order and all agencies, for whoever may see the order. As much is read for an order that does not
/// exist.
pub(crate) fn see_order(
    cx: &Ctx,
    conn: &mut Conn,
    actor: &Actor,
    id: OrderId,
) -> Result<(FilingRecord, Agencies), Error> {
    let found = standing::order_access(conn, id, actor.account, cx.today())?;
    let agencies = agencies::all(conn)?;
    let (filing, facts) = found.ok_or_else(not_found)?;
    access::see_order(actor, &facts, &agencies)?;
    Ok((filing, agencies))
}

/// Refuses whoever has not signed for the filing (R2.2).
pub(crate) fn must_have_signed(conn: &mut Conn, filing: &FilingRecord, account: AccountId) -> Result<(), Error> {
    if acknowledgments::signed(conn, filing.id, filing.acknowledge_after, account)? {
        return Ok(());
    }
    Err(Refusal::new(
        &NOT_ACKNOWLEDGED,
        "Sign the acknowledgment of the referral first: POST its acknowledgment_statement to \
         /referrals/{id}/acknowledgments.",
    )
    .into())
}

/// The commitment the ledger keeps instead of content: SHA-256 of a signed value's JSON.
pub(crate) fn digest<T: Serialize>(value: &T) -> Result<String, Error> {
    let json = serde_json::to_vec(value).map_err(|e| Error::Internal(e.to_string()))?;
    Ok(hex(&Sha256::digest(json)))
}

/// Which list a revision on record is.
pub(crate) fn reference(
    conn: &mut Conn,
    id: domain::base::ids::ListRevisionId,
) -> Result<domain::filing::screening::ListRef, Error> {
    let list =
        crate::store::list::lists::get(conn, id)?.ok_or_else(|| StoreError::Corrupt(format!("review list {id}")))?;
    Ok(domain::filing::screening::ListRef { id: list.list_id, revision: list.revision, sha256: list.sha256 })
}
