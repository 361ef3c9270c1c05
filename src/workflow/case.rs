//! What several verbs begin with: finding the case for whoever acts on it, or finding nothing; and
//! reading what people wrote. Not its job: any decision about the case.

use super::Error;
use crate::domain::access::{self, not_found};
use crate::domain::actor::Actor;
use crate::domain::agency::Agencies;
use crate::domain::filing::Filing;
use crate::domain::ids::{AccountId, FilingId, OrderId, ReferralId};
use crate::domain::ledger::hex;
use crate::domain::order::Order;
use crate::domain::referral::{Branch, Referral};
use crate::domain::refusal::{INVALID, NOT_ACKNOWLEDGED, ROLE_FORBIDDEN, Refusal};
use crate::domain::screening::ObservationKind;
use crate::store::filings::FilingRecord;
use crate::store::referrals::acknowledgments;
use crate::store::screenings::ScreeningRecord;
use crate::store::{Conn, StoreError, agencies, filings, orders, referrals, screenings};
use serde::Serialize;
use sha2::{Digest, Sha256};

/// Longest text a person may write, in characters.
pub(super) const LONGEST_TEXT: usize = 20_000;
/// Most conditions or grounds.
const MOST_ITEMS: usize = 100;

/// The account that signs. The clock and the command line sign nothing.
pub(super) fn signer(actor: &Actor) -> Result<AccountId, Refusal> {
    actor.account.ok_or_else(|| Refusal::new(&ROLE_FORBIDDEN, "This is signed by a person who has signed in."))
}

/// A filing for the Office's own people: examiners and officers whose clearance reaches it.
pub(super) fn filing(conn: &mut Conn, actor: &Actor, id: FilingId) -> Result<FilingRecord, Error> {
    match filings::get(conn, id)? {
        Some(f) if actor.clearance.dominates(f.marking) => Ok(f),
        _ => Err(not_found().into()),
    }
}

/// The filing something on record belongs to.
pub(super) fn filing_of(conn: &mut Conn, id: FilingId) -> Result<FilingRecord, Error> {
    Ok(filings::get(conn, id)?.ok_or_else(|| StoreError::Corrupt(format!("filing {id} is gone")))?)
}

/// The present text of a filing.
pub(super) fn document(conn: &mut Conn, f: &FilingRecord) -> Result<Filing, Error> {
    Ok(filings::document(conn, f.id, f.text_version)?
        .ok_or_else(|| StoreError::Corrupt(format!("text {} of filing {} is gone", f.text_version, f.id)))?)
}

/// The screening whose hits count.
pub(super) fn latest_screening(conn: &mut Conn, filing: FilingId) -> Result<Option<ScreeningRecord>, Error> {
    match screenings::latest_id(conn, filing)? {
        Some(id) => Ok(screenings::get(conn, id)?),
        None => Ok(None),
    }
}

/// The branch of 35 USC 181 a filing follows (R1.4): whether a Government interest is on record, in
/// its own statement or among what the latest screening saw.
pub(super) fn branch(document: &Filing, latest: Option<&ScreeningRecord>) -> Branch {
    let stated = document.government_interest.as_ref().is_some_and(|s| !s.trim().is_empty());
    let seen =
        latest.is_some_and(|s| s.result.observations.iter().any(|o| o.kind == ObservationKind::GovernmentInterest));
    Branch::of(stated || seen)
}

/// A referral with what access to it depends on.
pub(super) struct ReferralCase {
    /// The referral.
    pub referral: Referral,
    /// Its filing.
    pub filing: FilingRecord,
    /// All agencies.
    pub agencies: Agencies,
}

/// A referral, for whoever may see it.
pub(super) fn referral(conn: &mut Conn, actor: &Actor, id: ReferralId) -> Result<ReferralCase, Error> {
    let Some(referral) = referrals::find(conn, id)? else { return Err(not_found().into()) };
    let filing = filing_of(conn, referral.filing)?;
    let agencies = agencies::all(conn)?;
    access::see_referral(actor, &referral.agency, filing.marking, &agencies)?;
    Ok(ReferralCase { referral, filing, agencies })
}

/// An order, for whoever may see it, with its filing and all agencies.
pub(super) fn order(conn: &mut Conn, actor: &Actor, id: OrderId) -> Result<(Order, FilingRecord, Agencies), Error> {
    let Some(order) = orders::find(conn, id)? else { return Err(not_found().into()) };
    let filing = filing_of(conn, order.filing)?;
    let agencies = agencies::all(conn)?;
    let sponsors: Vec<_> = order.sponsors.iter().map(|s| s.agency.clone()).collect();
    access::see_order(actor, &sponsors, filing.marking, &agencies)?;
    Ok((order, filing, agencies))
}

/// Refuses whoever has not signed for the filing (R2.2).
pub(super) fn must_have_signed(conn: &mut Conn, filing: FilingId, account: AccountId) -> Result<(), Error> {
    if acknowledgments::signed(conn, filing, account)? {
        return Ok(());
    }
    Err(Refusal::new(
        &NOT_ACKNOWLEDGED,
        "Sign the acknowledgment of the referral first: POST its acknowledgment_statement to \
         /referrals/{id}/acknowledgments.",
    )
    .into())
}

/// A text a person wrote: not empty, not endless, nothing that could hide or forge what is shown.
pub(super) fn text(field: &str, value: &str) -> Result<String, Refusal> {
    let value = value.trim();
    let wrong = if value.is_empty() {
        "Say something here."
    } else if value.chars().count() > LONGEST_TEXT {
        "This is longer than 20,000 characters."
    } else if value.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        "This holds control characters."
    } else {
        return Ok(value.to_owned());
    };
    Err(Refusal::new(&INVALID, wrong).at(field))
}

/// A list of such texts, without repetitions.
pub(super) fn texts(field: &str, values: &[String]) -> Result<Vec<String>, Refusal> {
    if values.len() > MOST_ITEMS {
        return Err(Refusal::new(&INVALID, "There are more than 100 of these.").at(field));
    }
    let mut out: Vec<String> = Vec::with_capacity(values.len());
    for (i, value) in values.iter().enumerate() {
        let value = text(&format!("{field}[{i}]"), value)?;
        if !out.contains(&value) {
            out.push(value);
        }
    }
    Ok(out)
}

/// The commitment the ledger keeps instead of content: SHA-256 of a signed value's JSON.
pub(super) fn digest<T: Serialize>(value: &T) -> Result<String, Error> {
    let json = serde_json::to_vec(value).map_err(|e| Error::House(e.to_string()))?;
    Ok(hex(&Sha256::digest(json)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_says_something_and_hides_nothing() {
        assert_eq!(text("reason", "  because\nof this ").as_deref(), Ok("because\nof this"));
        for bad in ["", " \n ", "a\u{0}b", "a\u{1b}[2Jb", &"x".repeat(LONGEST_TEXT + 1)] {
            let refused = text("reason", bad).expect_err("refused");
            assert_eq!((refused.code.code, refused.field.as_deref()), ("request.invalid", Some("reason")));
        }
        assert!(text("reason", &"ä".repeat(LONGEST_TEXT)).is_ok());
    }

    #[test]
    fn a_list_names_the_item_at_fault() {
        let list = |items: &[&str]| texts("conditions", &items.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>());
        assert_eq!(list(&["a", "b ", "a"]), Ok(vec!["a".into(), "b".into()]));
        assert_eq!(list(&["a", ""]).expect_err("refused").field.as_deref(), Some("conditions[1]"));
        assert!(list(&["x"; MOST_ITEMS + 1]).is_err());
    }
}
