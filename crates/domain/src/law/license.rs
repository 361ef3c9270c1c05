//! Foreign filing licenses (35 USC 184, 185; section 6 of the rule book): when one is needed, where it
//! stands, who may have which. Computed from the docket; an order suspends a license by itself.

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
    /// The invention was made abroad.
    NotMadeHere,
    /// It was filed here six months ago or more, and filing abroad is not held. Not for changes of general
    /// nature made since.
    SixMonthsPast,
    /// Yes.
    Needed,
    /// No license helps: filing abroad is held, by an order in effect, its own or one that covers it (R3.7,
    /// R6.9), or over classified matter (R4.7, R1.6).
    UnderOrder,
}

/// Whether a license is needed on a date.
pub fn need(case: &CaseFile, on: Date) -> Need {
    if case.is_held(Bar::ForeignFiling, on) {
        Need::UnderOrder
    } else if !case.made_here() {
        Need::NotMadeHere
    } else if case.document.filed_on.is_some_and(|filed| on >= six_months_after(filed)) {
        Need::SixMonthsPast
    } else {
        Need::Needed
    }
}

/// Where the license of a filing stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Asked for by the filing itself or by a petition, and not decided (R6.3).
    Pending,
    /// In force.
    Granted,
    /// Granted, and without effect while filing abroad is held (37 CFR 5.16; R3.7, R4.7, E14).
    Suspended,
    /// Taken back (R6.8).
    Revoked,
    /// Refused; nothing is pending.
    Refused,
}

/// Where the license of a filing stands, with what that rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    pub state: State,
    /// How far the license reaches, where there is or was one.
    pub scope: Option<Scope>,
    pub grant: Option<EntryId>,
    /// From which day.
    pub since: Option<Date>,
    /// Number of the order of the filing that suspends it; `None` where another hold does.
    pub suspended_by: Option<String>,
}

/// The last grant that nothing has revoked.
fn live_grant(case: &CaseFile) -> Option<(&Entry, Scope)> {
    let grants = case.of(Act::of).filter_map(|(entry, act)| match act {
        // A retroactive license speaks of the past only (R6.6, R6.10).
        Act::Granted { scope, source, .. } if *source != Source::Retroactive => Some((entry, *scope)),
        _ => None,
    });
    let revoked = |id| case.answers_to(id).any(|e| matches!(Act::of(&e.matter), Some(Act::Revoked { .. })));
    grants.filter(|(entry, _)| !revoked(entry.id)).last()
}

/// Where the license stands on a date (R6.3, R6.8, R3.7, E14 to E16).
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
            // An order of another filing is not named (E12).
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

/// Decides the grant of a license (R6.3, R6.5, R6.9). Never broad once the case was referred; never while
/// filing abroad is held, nor while the security review is not over.
pub fn grant(case: &CaseFile, scope: Scope, source: Source, covers: Vec<Past>, on: Date) -> Result<Act, Refusal> {
    let held = case.holds(on);
    if let Some(hold) = holds::first(&held, Bar::ForeignFiling) {
        return Err(under_hold(hold));
    }
    if source != Source::Retroactive && !case.made_here() {
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

/// Why no license helps while filing abroad is held (R6.9, R4.7, R1.6).
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
        // Another's case is not named to whoever may not see it (E12).
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
