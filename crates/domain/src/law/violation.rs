//! Violations of an order: the finding, and whether the invention is held abandoned (35 USC 182, 185, 186; R7.1 to
//! R7.3). One officer makes the finding and another decides on it. Nothing follows without them.

use crate::base::ids::{AccountId, EntryId};
use crate::base::refusal::{
    INVALID, Refusal, VIOLATION_CONSENTED, VIOLATION_DECIDED, VIOLATION_NONE, VIOLATION_OUTSIDE_TERMS,
    VIOLATION_SAME_PERSON,
};
pub use crate::case::facts::violation::{Act, Finding, Holding, Knowledge, Offence, Offender};
use crate::case::{CaseFile, Entry};
use crate::law::petition::same_name;
use crate::notice::Notice;
use crate::order::Order;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Whether the order bound on a day: from its issue to its last day, and before its end. A war or an emergency may have
/// put off the last day beyond its last term (R4.9, R4.10). In a gap between two orders nothing is forbidden (E3).
fn bound_on(order: &Order, day: Date) -> bool {
    order.issued_on <= day && day <= order.expires_on() && order.ended.is_none_or(|(_, over)| day < over)
}

/// The proof that somebody knew of the order by a day: the first notice of the order served on them until then.
pub fn knowledge(notices: &[Notice], name: &str, by: Date) -> Option<Knowledge> {
    let served = notices.iter().filter(|n| same_name(&n.principal, name)).filter_map(|n| {
        let day = n.service.as_ref()?.received_on;
        (day <= by).then_some(Knowledge { notice: n.id, received_on: day })
    });
    served.min_by_key(|k| (k.received_on, k.notice))
}

/// Checks a finding before it goes on the docket (R7.1).
pub fn find(order: &Order, finding: &Finding, today: Date) -> Result<(), Refusal> {
    if finding.on > today {
        return Err(Refusal::new(&INVALID, format!("{} is still to come.", finding.on)).at("on"));
    }
    if !bound_on(order, finding.on) {
        let last =
            order.ended.map_or(order.expires_on(), |(_, over)| order.expires_on().min(over.saturating_sub(1.day())));
        return Err(Refusal::new(
            &VIOLATION_OUTSIDE_TERMS,
            format!(
                "Order {} was in effect from {} to {last}; on {} nothing was forbidden by it.",
                order.number, order.issued_on, finding.on
            ),
        )
        .at("on"));
    }
    if !finding.without_consent {
        return Err(Refusal::new(
            &VIOLATION_CONSENTED,
            "What a permit or the order itself allowed is no violation. Find first that it was done without consent.",
        )
        .at("without_consent"));
    }
    Ok(())
}

/// Decides on a finding (R7.1). The officer must be another one than the one who made the finding.
pub fn decide(
    case: &CaseFile,
    violation: EntryId,
    holding: Holding,
    reason: String,
    officer: Option<AccountId>,
) -> Result<Act, Refusal> {
    let found = case.entry(violation).and_then(|e| Some((e, Act::of(&e.matter)?)));
    let Some((entry, Act::Found(finding))) = found else {
        return Err(Refusal::new(&VIOLATION_NONE, "This entry is no finding of a violation."));
    };
    if decision(case, entry).is_some() {
        return Err(Refusal::new(&VIOLATION_DECIDED, "This finding has been decided on."));
    }
    if entry.account == officer {
        return Err(Refusal::new(&VIOLATION_SAME_PERSON, "Another officer than the one who found it decides."));
    }
    let effective = (holding == Holding::HoldAbandoned).then_some(finding.on);
    Ok(Act::Decided { holding, effective, reason })
}

/// The decision on a finding, if there is one.
pub fn decision<'a>(case: &'a CaseFile, violation: &Entry) -> Option<(&'a Entry, &'a Act)> {
    case.answers_to(violation.id)
        .filter_map(|e| Some((e, Act::of(&e.matter)?)))
        .find(|(_, a)| matches!(a, Act::Decided { .. }))
}

/// The day from which the invention is held abandoned: that of the earliest violation so decided. `None` if there is
/// none.
pub fn abandoned_since(case: &CaseFile) -> Option<Date> {
    case.of(Act::of).filter_map(|(_, a)| if let Act::Decided { effective, .. } = a { *effective } else { None }).min()
}

/// A consequence of a violation by law, for information. Courts decide on penalties.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Consequence {
    /// What the law says.
    pub text: String,
    pub citation: &'static str,
    /// The rule of the rule book.
    pub rule: &'static str,
}

/// The consequences of an act by law, for information (R7.1, R7.2, R7.3).
pub fn consequences(offence: Offence, knowledge: Option<&Knowledge>) -> Vec<Consequence> {
    let of = |text: &str, citation, rule| Consequence { text: text.to_owned(), citation, rule };
    let known = match knowledge {
        Some(k) => format!("Service of a notice on {} is on record.", k.received_on),
        None => "No service on this person is on record, and the crime needs knowledge.".to_owned(),
    };
    let mut out = vec![
        of(
            "The invention may be held abandoned as of the violation; all claims against the United States based on it \
             are then forfeited.",
            "35 USC 182",
            "R7.1",
        ),
        of(
            &format!(
                "Who knowingly and wilfully discloses while the order runs, or wilfully files abroad without license, may \
                 be fined up to $10,000, imprisoned up to two years, or both. {known}"
            ),
            "35 USC 186",
            "R7.2",
        ),
        of(
            "The general law of fines can raise the ceiling to $250,000 for a person and $500,000 for an organization.",
            "18 USC 3559(a)(5); 18 USC 3571",
            "R7.2",
        ),
    ];
    if offence == Offence::ForeignFiling {
        out.push(of(
            "Filing abroad without license bars the United States patent, unless it was through error and the patent \
             discloses nothing within 35 USC 181.",
            "35 USC 185",
            "R7.3",
        ));
    }
    out
}

#[cfg(test)]
mod tests;
