//! Petitions for a license beside the filing itself (37 CFR 5.12(b), 5.13, 5.14, 5.25; R6.4, R6.10).

use crate::base::ids::EntryId;
use crate::base::refusal::{LICENSE_PETITION, LICENSE_PETITION_DECIDED, LICENSE_RETROACTIVE, Refusal};
pub use crate::case::facts::license::{Past, Petition, PetitionKind};
use crate::case::holds::Bar;
use crate::case::{CaseFile, Entry};
use crate::law::license::{Act, Scope, State, standing};
use crate::order::OrderStatus;
use jiff::ToSpan;
use jiff::civil::Date;

/// Days in which a refused retroactive petition may be renewed. The law says at least thirty (R6.10). `[U]`: a setting
/// may give more.
pub const RETROACTIVE_RENEWAL_DAYS: i32 = 30;

/// Checks a petition before it goes on the docket (R6.4, R6.10).
pub fn accept_petition(case: &CaseFile, petition: &Petition, on: Date) -> Result<(), Refusal> {
    let refuse = |text: String| Err(Refusal::new(&LICENSE_PETITION, text));
    match &petition.kind {
        PetitionKind::Express | PetitionKind::Expedited => match standing(case, on).state {
            State::Granted => refuse("A license is in force; there is nothing to ask for.".into()),
            State::Suspended => refuse(
                "An order suspends the license. Ask for a permit under 37 CFR 5.5; a license cannot be granted.".into(),
            ),
            State::Pending | State::Revoked | State::Refused => Ok(()),
        },
        PetitionKind::Broaden => match (standing(case, on).scope, case.referrals.is_empty()) {
            (Some(Scope::Narrow), true) => Ok(()),
            (Some(Scope::Narrow), false) => {
                refuse("The filing was made available to an agency: its license stays narrow (37 CFR 5.15(a)).".into())
            }
            _ => refuse("Only a narrow license can be made broad.".into()),
        },
        PetitionKind::Retroactive { filings, not_under_order_then, not_under_order_now, .. } => {
            accept_retroactive(case, petition, filings, *not_under_order_then && *not_under_order_now, on)
        }
        PetitionKind::Reconsider => {
            let last = case.of(Act::of).filter(|(_, a)| matches!(a, Act::Refused { .. })).last();
            match last {
                Some((entry, Act::Refused { renew_by: None, .. })) if on <= entry.on.saturating_add(2.months()) => {
                    Ok(())
                }
                Some((entry, Act::Refused { renew_by: None, .. })) => refuse(format!(
                    "The refusal of {} became final; a petition under 37 CFR 1.181 had two months, to {}.",
                    entry.on,
                    entry.on.saturating_add(2.months())
                )),
                _ => refuse("There is no final refusal to look at again.".into()),
            }
        }
    }
}

fn accept_retroactive(
    case: &CaseFile,
    petition: &Petition,
    filings: &[Past],
    oath: bool,
    on: Date,
) -> Result<(), Refusal> {
    let refuse = |text: String| Err(Refusal::new(&LICENSE_RETROACTIVE, text));
    if filings.is_empty() {
        return refuse("Name each country and each date of filing abroad.".into());
    }
    if !oath {
        return refuse(
            "The oath must say that the matter was not under an order when it was filed abroad and is not now.".into(),
        );
    }
    if !petition.fee_paid {
        return refuse("The fee of 37 CFR 1.17(g) must come with it.".into());
    }
    if let Some(past) = filings.iter().find(|p| p.on > on) {
        return refuse(format!("A filing of {} has not been made.", past.on));
    }
    // The oath is compared with the record, because no license heals a filing abroad under an order (R7.3).
    for order in case.orders.iter().chain(&case.covering) {
        let bound = filings.iter().find(|p| p.on >= order.issued_on && order.status(p.on) == OrderStatus::InEffect);
        // The case of another applicant is not named (E12).
        let name = if order.filing == case.filing { &order.number } else { "of another filing that covers this one" };
        if order.status(on) == OrderStatus::InEffect {
            return refuse(format!("Order {name} is in effect now."));
        }
        if let Some(past) = bound {
            return refuse(format!("Order {name} was in effect on {}.", past.on));
        }
    }
    if case.is_held(Bar::ForeignFiling, on) {
        return refuse("The matter is classified and filing abroad is held now.".into());
    }
    Ok(())
}

/// Decides the refusal of a petition, and until when it may be renewed (R6.10). `days` is a setting of at least thirty.
pub fn refuse_petition(
    case: &CaseFile,
    petition: EntryId,
    reason: String,
    days: i32,
    on: Date,
) -> Result<Act, Refusal> {
    let kind = must_be_open(case, petition)?;
    let refused_before = case.of(Act::of).any(|(_, act)| matches!(act, Act::Refused { renew_by: Some(_), .. }));
    let renewable = matches!(kind, PetitionKind::Retroactive { .. }) && !refused_before;
    let renew_by = renewable.then(|| on.saturating_add(i64::from(days.max(RETROACTIVE_RENEWAL_DAYS)).days()));
    Ok(Act::Refused { reason, renew_by })
}

/// The petition of an entry. Refuses an entry that is no petition, and a petition that has been decided.
pub fn must_be_open(case: &CaseFile, petition: EntryId) -> Result<&PetitionKind, Refusal> {
    let decided = |e: &Entry| matches!(Act::of(&e.matter), Some(Act::Granted { .. } | Act::Refused { .. }));
    match case.entry(petition).and_then(|e| Act::of(&e.matter)) {
        Some(Act::Petitioned(_)) if case.answers_to(petition).any(decided) => {
            Err(Refusal::new(&LICENSE_PETITION_DECIDED, "This petition has been decided."))
        }
        Some(Act::Petitioned(p)) => Ok(&p.kind),
        _ => Err(Refusal::new(&LICENSE_PETITION, "This entry is no petition for a license.")),
    }
}
