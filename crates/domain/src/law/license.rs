//! Foreign filing licenses (35 USC 184, 185; section 6 of the rule book): whether one is needed, its state, and which
//! one may be granted. All is computed from the docket. An order suspends a license without an entry.

pub use crate::case::facts::license::{Act, Scope, Source};
mod petition;
mod receipt;

pub use petition::{
    Past, Petition, PetitionKind, RETROACTIVE_RENEWAL_DAYS, accept_petition, must_be_open, refuse_petition,
};
pub use receipt::{ReceiptLicense, on_receipt};

use crate::base::deadline::six_months_after;
use crate::base::ids::EntryId;
use crate::base::refusal::{
    LICENSE_BROAD, LICENSE_EXISTS, LICENSE_NOT_GRANTED, LICENSE_NOT_NEEDED, LICENSE_UNDER_ORDER, LICENSE_UNDER_REVIEW,
    Refusal,
};
use crate::case::holds::{self, Bar, Hold, Reason};
use crate::case::{CaseFile, Entry};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Whether a license is needed to file abroad, on a date (R6.1, R6.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// No license is needed, because the invention was made abroad.
    NotMadeHere,
    /// No license is needed, because the application was filed here six months ago or more and filing abroad is not
    /// held. Later changes of the general nature still need one.
    SixMonthsPast,
    /// A license is needed.
    Needed,
    /// No license helps, because filing abroad is held: by an order in effect on the filing or one that covers it
    /// (R3.7, R6.9), or over classified matter (R4.7, R1.6).
    UnderOrder,
}

/// Whether a license is needed on a date.
pub fn need(case: &CaseFile, on: Date) -> Need {
    if case.is_held(Bar::ForeignFiling, on) {
        Need::UnderOrder
    } else if !case.is_made_here() {
        Need::NotMadeHere
    } else if case.document.filed_on.is_some_and(|filed| on >= six_months_after(filed)) {
        Need::SixMonthsPast
    } else {
        Need::Needed
    }
}

/// The state of the license of a filing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// The filing itself or a petition asks for a license, and nobody has decided (R6.3).
    Pending,
    /// A license is in force.
    Granted,
    /// A license was granted and has no effect while filing abroad is held (37 CFR 5.16; R3.7, R4.7, E14).
    Suspended,
    /// The license was revoked (R6.8).
    Revoked,
    /// The license was refused, and nothing is pending.
    Refused,
}

/// The state of the license of a filing, with the entries and orders behind it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    pub state: State,
    /// The scope of the license; `None` if there never was one.
    pub scope: Option<Scope>,
    pub grant: Option<EntryId>,
    /// The day since which the license has this state.
    pub since: Option<Date>,
    /// The number of the order on the filing that suspends the license; `None` if another hold does.
    pub suspended_by: Option<String>,
}

/// The last grant that was not revoked.
fn live_grant(case: &CaseFile) -> Option<(&Entry, Scope)> {
    let grants = case.of(Act::of).filter_map(|(entry, act)| match act {
        // A retroactive license is about the past only (R6.6, R6.10).
        Act::Granted { scope, source, .. } if *source != Source::Retroactive => Some((entry, *scope)),
        _ => None,
    });
    let revoked = |id| case.answers_to(id).any(|e| matches!(Act::of(&e.matter), Some(Act::Revoked { .. })));
    grants.filter(|(entry, _)| !revoked(entry.id)).last()
}

/// The state of the license on a date (R6.3, R6.8, R3.7, E14 to E16).
pub fn standing(case: &CaseFile, on: Date) -> Standing {
    let none = Standing { state: State::Pending, scope: None, grant: None, since: None, suspended_by: None };
    if let Some((entry, scope)) = live_grant(case) {
        let held = case.holds(on);
        let hold = holds::first(&held, Bar::ForeignFiling);
        let state = if hold.is_some() { State::Suspended } else { State::Granted };
        return Standing {
            state,
            scope: Some(scope),
            grant: Some(entry.id),
            since: Some(entry.on),
            // The number of an order on another filing is not shown (E12).
            suspended_by: hold.and_then(|h| h.order).filter(|o| o.filing == case.filing).map(|o| o.number.clone()),
        };
    }
    let last = case.of(Act::of).last();
    match last {
        Some((entry, Act::Revoked { .. })) => Standing { state: State::Revoked, since: Some(entry.on), ..none },
        Some((entry, Act::Refused { .. })) => Standing { state: State::Refused, since: Some(entry.on), ..none },
        _ => none,
    }
}

/// Decides the grant of a license (R6.3, R6.5, R6.9). It is refused while filing abroad is held and while the security
/// review is not over. After a referral it cannot be broad.
pub fn grant(case: &CaseFile, scope: Scope, source: Source, covers: Vec<Past>, on: Date) -> Result<Act, Refusal> {
    let held = case.holds(on);
    if let Some(hold) = holds::first(&held, Bar::ForeignFiling) {
        return Err(under_hold(hold));
    }
    if source != Source::Retroactive && !case.is_made_here() {
        return Err(Refusal::new(
            &LICENSE_NOT_NEEDED,
            "The invention was made abroad; filing abroad takes no license. If that is wrong, correct the record first.",
        ));
    }
    if holds::first(&held, Bar::Publication).is_some() {
        return Err(Refusal::new(
            &LICENSE_UNDER_REVIEW,
            "Screening and review of this filing are not over. Decide its hits and wait for every agency's answer; \
             silence is no clearance.",
        ));
    }
    if scope == Scope::Broad && !case.referrals.is_empty() {
        return Err(Refusal::new(
            &LICENSE_BROAD,
            "This filing was made available to an agency; its license is narrow. Send scope \"narrow\".",
        )
        .at("scope"));
    }
    if source != Source::Retroactive
        && let Some((_, has)) = live_grant(case)
        && (has == Scope::Broad || has == scope)
    {
        return Err(Refusal::new(&LICENSE_EXISTS, "A license that reaches this far is in force."));
    }
    Ok(Act::Granted { scope, source, covers })
}

/// The refusal of a license while filing abroad is held (R6.9, R4.7, R1.6).
fn under_hold(hold: &Hold<'_>) -> Refusal {
    let permit = "Filing abroad takes a permit under 37 CFR 5.5 in which all its sponsors concur.";
    let over = "The end of an order is no declassification: filing abroad is held until every sponsor has stated that the \
                matter is declassified.";
    let under_order = |text: String| Refusal::new(&LICENSE_UNDER_ORDER, text);
    match (hold.reason, hold.order) {
        (Reason::Order | Reason::Regime, Some(order)) => {
            under_order(format!("Order {} is in effect. {permit}", order.number))
        }
        (Reason::ClassifiedMatter, Some(order)) => {
            under_order(format!("Order {} is over, but its matter is classified. {over}", order.number))
        }
        // The case of another applicant is not named (E12).
        (Reason::CoveringOrder, _) => {
            under_order(format!("An order on another filing covers this one and is in effect. {permit}"))
        }
        (Reason::CoveringClassifiedMatter, _) => {
            under_order(format!("An order on another filing covers this one; its matter is classified. {over}"))
        }
        _ => Refusal::new(
            &LICENSE_UNDER_REVIEW,
            "The matter is nationally classified. Record its declassification, or have it put under an order.",
        ),
    }
}

/// Decides a revocation (R6.8 `[U]`: at any time, on written notice).
pub fn revoke(case: &CaseFile, grant: EntryId, reason: String) -> Result<Act, Refusal> {
    match live_grant(case) {
        Some((entry, _)) if entry.id == grant => Ok(Act::Revoked { reason }),
        _ => Err(Refusal::new(&LICENSE_NOT_GRANTED, "This license is not in force; there is nothing to revoke.")),
    }
}

#[cfg(test)]
mod tests;
