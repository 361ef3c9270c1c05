//! Triage: an examiner confirms or dismisses one hit, with a reason. The decision stands. Only a new text or a new list
//! asks again, as a hit of a later screening.

pub use crate::store::filing::screenings::Decision;
use crate::store::filing::screenings::{self, HitRecord, Triage};
use crate::workflow::filing::{assign, receipt_license};
use crate::workflow::frame::act::{By, Ctx, Error};
use crate::workflow::frame::case;
use crate::workflow::frame::{input, status};
use domain::base::actor::Role;
use domain::base::ids::{FilingId, HitId, TriageId};
use domain::base::refusal::{FILING_NOT_IN_TRIAGE, HIT_ALREADY_DECIDED, Refusal};
use domain::case::status::FilingStatus;
use domain::review::access::{self, View};
use serde::{Deserialize, Serialize};

/// Roles that decide on hits.
const EXAMINERS: [Role; 1] = [Role::Examiner];

/// The result of a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Triaged {
    /// The hit with its decision.
    pub hit: HitRecord,
    pub filing: FilingId,
    /// Where the filing stands now.
    pub status: FilingStatus,
}

/// Decides on one hit.
pub fn decide(cx: &Ctx, by: &By<'_>, hit: HitId, decision: Decision, reason: &str) -> Result<Triaged, Error> {
    cx.act(by, "hit.triage", format!("hit:{hit}"), |tx, record| {
        access::role(by.actor, &EXAMINERS)?;
        let account = by.actor.account.ok_or_else(access::not_found)?;
        let filing = screenings::filing_of_hit(tx, hit)?;
        let filing = case::see_filing(cx, tx, by.actor, filing, View::Text)?;
        let found = screenings::get_hit(tx, hit)?.ok_or_else(access::not_found)?;
        by.check_version(found.version)?;
        if let Some(made) = &found.triage {
            let word = match made.decision {
                Decision::Confirm => "confirmed",
                Decision::Dismiss => "dismissed",
            };
            let detail = format!("{} {word} it on {}.", made.person, made.decided_at);
            return Err(Refusal::new(&HIT_ALREADY_DECIDED, detail).into());
        }
        if screenings::latest_id(tx, filing.id)? != Some(found.screening) {
            let detail = "The filing has been screened again since; decide on the hits of its latest screening.";
            return Err(Refusal::new(&FILING_NOT_IN_TRIAGE, detail).into());
        }
        if screenings::is_gone(tx, hit)? {
            let detail = "The filing is no longer hit in this category; there is nothing to decide.";
            return Err(Refusal::new(&FILING_NOT_IN_TRIAGE, detail).into());
        }
        let triage = Triage {
            id: TriageId::fresh(cx.ids.as_ref()),
            decision,
            reason: input::reason(reason)?,
            account,
            person: by.actor.name.clone(),
            decided_at: cx.now(),
            carried_from: None,
        };
        screenings::decide(tx, hit, &triage)?;
        assign::take(tx, by.actor, &filing)?;
        let status = status::recompute(tx, filing.id, cx.today())?;
        receipt_license::grant_on_receipt(cx, tx, filing.id)?;
        let hit = screenings::get_hit(tx, hit)?.ok_or_else(access::not_found)?;
        let word = if decision == Decision::Confirm { "confirm" } else { "dismiss" };
        record.detail = format!("filing={} decision={word}", filing.id);
        Ok(Triaged { hit, filing: filing.id, status })
    })
}

#[cfg(test)]
mod tests;
