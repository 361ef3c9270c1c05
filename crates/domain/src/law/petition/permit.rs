//! Permits: consent under 35 USC 182 and 184 to disclose or to file abroad under an order (37 CFR 5.5; R5.4).

use crate::base::deadline::{Clock, ClockKind};
use crate::base::ids::{EntryId, OrderId};
use crate::base::marking::Level;
use crate::base::order_type::OrderType;
use crate::base::refusal::{PERMIT_CLEARANCE, PERMIT_COMMON_MATTER, PERMIT_NOT_IN_FORCE, PETITION_NONE, Refusal};
use crate::case::CaseFile;
pub use crate::case::facts::petition::{Cleared, Permit, PermitPetition, Person, Scope};
use crate::law::petition::papers::{complete, must_be_principal};
use crate::law::petition::{Act, Position, decision, find, missing, positions};
use crate::order::{Order, OrderStatus};
use jiff::civil::Date;

/// The highest classification involved. It is that of the filing, and under an order of Type II at least Confidential,
/// because its matter is classified or classifiable (R3.2).
pub fn level_involved(case: &CaseFile, order: &Order) -> Level {
    let least = if order.order_type == Some(OrderType::II) { Level::Confidential } else { Level::Unclassified };
    case.marking.level.max(least)
}

/// Checks a petition for a permit before it goes on the docket (R5.4).
pub fn accept_permit(case: &CaseFile, order: &Order, asked: &PermitPetition, on: Date) -> Result<(), Refusal> {
    order.must_be_in_effect(on)?;
    must_be_principal(case, &asked.principal)?;
    complete(asked.missing())?;
    asked.days(None, None, on)?;
    if let Some(person) = asked.people().iter().find(|p| p.cleared.as_ref().is_some_and(|c| c.on > on)) {
        return Err(Refusal::new(&PERMIT_CLEARANCE, format!("The clearance of {} is of a day to come.", person.name))
            .at("people"));
    }
    let needed = level_involved(case, order);
    match &asked.scope {
        // 37 CFR 5.5(e) says "ordinarily". The exception is a permit for persons, which names them.
        Scope::General { clearance } if *clearance < needed => Err(Refusal::new(
            &PERMIT_CLEARANCE,
            format!(
                "A general permit takes the highest clearance involved: {}. For people cleared lower ask for a permit by \
                 name.",
                needed.mark()
            ),
        )
        .at("clearance")),
        _ => Ok(()),
    }
}

/// The permits that were granted under an order, each with the day of its revocation.
fn granted_permits<'a>(case: &'a CaseFile, order: &'a Order) -> impl Iterator<Item = (Permit<'a>, Option<Date>)> {
    case.of(Act::of).filter(|(entry, _)| entry.order == Some(order.id)).filter_map(|(entry, act)| {
        let (Act::Permit(asked), (_, Act::Permitted { from, until, .. })) = (act, decision(case, entry.id)?) else {
            return None;
        };
        let revoked = case.answers_to(entry.id).find(|e| matches!(Act::of(&e.matter), Some(Act::Revoked { .. })));
        let permit = Permit {
            id: entry.id,
            order: order.id,
            order_number: &order.number,
            asked,
            from: *from,
            until: *until,
            concurred: positions(case, entry, Position::Concur),
        };
        Some((permit, revoked.map(|e| e.on)))
    })
}

/// The permits in force under an order on a date (R5.4): within their days, not revoked, and with the concurrence of
/// every sponsor of that date. A sponsor that joined later must concur first.
pub fn in_force<'a>(case: &'a CaseFile, order: &'a Order, on: Date) -> Vec<Permit<'a>> {
    if order.status(on) != OrderStatus::InEffect {
        return vec![];
    }
    granted_permits(case, order)
        .filter(|(p, revoked)| {
            p.from <= on && p.until.is_none_or(|until| on <= until) && revoked.is_none_or(|day| on < day)
        })
        .map(|(p, _)| p)
        .filter(|p| missing(order, &p.concurred, on).is_empty())
        .collect()
}

/// The other orders whose permits serve this order too, for common matter.
pub fn lenders_of(case: &CaseFile, order: &Order) -> Vec<OrderId> {
    let of = case.of(Act::of).filter(|(e, _)| e.order == Some(order.id));
    let mut out: Vec<OrderId> =
        of.filter_map(|(_, a)| if let Act::CommonMatter { order, .. } = a { Some(*order) } else { None }).collect();
    out.sort();
    out.dedup();
    out
}

/// The permits of other cases that serve an order on a date, for common matter only (37 CFR 5.5(d); E37). Each sponsor
/// of this order must have concurred in the permit there (our reading of 5.5(d) with R2.8).
pub fn lent_permits<'a>(case: &CaseFile, order: &Order, lenders: &'a [CaseFile], on: Date) -> Vec<Permit<'a>> {
    let wanted = case.of(Act::of).filter(|(e, _)| e.order == Some(order.id)).filter_map(|(e, act)| match act {
        Act::CommonMatter { permit, order, .. } if e.on <= on => Some((*permit, *order)),
        _ => None,
    });
    wanted
        .filter_map(|(id, of)| {
            let (lender, lending) = lenders.iter().find_map(|c| Some((c, c.order(of)?)))?;
            in_force(lender, lending, on).into_iter().find(|p| p.id == id)
        })
        .filter(|p| missing(order, &p.concurred, on).is_empty())
        .collect()
}

/// Decides whether a permit of another case may serve here (37 CFR 5.5(d); E37). It may only for common matter, and not
/// out of context so as to show more.
pub fn accept_common_matter(
    order: &Order,
    lender: (&CaseFile, &Order),
    permit: EntryId,
    only_common_matter: bool,
    not_out_of_context: bool,
    on: Date,
) -> Result<(), Refusal> {
    order.must_be_in_effect(on)?;
    let refuse = |text: String| Err(Refusal::new(&PERMIT_COMMON_MATTER, text));
    if lender.1.id == order.id {
        return refuse("The permit was given in this order.".into());
    }
    if !(only_common_matter && not_out_of_context) {
        return refuse(
            "Find first that only matter common to both is used, and that it is not taken out of context so as to show \
             more. Else ask for a permit in this order."
                .into(),
        );
    }
    let Some(permit) = in_force(lender.0, lender.1, on).into_iter().find(|p| p.id == permit) else {
        return Err(not_in_force());
    };
    let missing = missing(order, &permit.concurred, on);
    if missing.is_empty() {
        return Ok(());
    }
    refuse(format!(
        "Sponsors of order {} have not concurred in that permit: {}.",
        order.number,
        crate::law::petition::names(&missing)
    ))
}

fn not_in_force() -> Refusal {
    Refusal::new(&PERMIT_NOT_IN_FORCE, "This permit is not in force.")
}

/// Decides a revocation. It is possible until the permit or its order has ended.
pub fn revoke(case: &CaseFile, order: &Order, permit: EntryId, reason: String, on: Date) -> Result<Act, Refusal> {
    let (_, act) = find(case, permit)?;
    if !matches!(act, Act::Permit(_)) {
        return Err(Refusal::new(&PETITION_NONE, "This entry is no permit."));
    }
    let live = granted_permits(case, order).find(|(p, _)| p.id == permit);
    match live {
        Some((p, None)) if p.until.is_none_or(|until| on <= until) && order.status(on) == OrderStatus::InEffect => {
            Ok(Act::Revoked { reason })
        }
        _ => Err(not_in_force()),
    }
}

/// The clocks of the permits in force under the orders of a case. A permit without a last day has none.
pub fn clocks(case: &CaseFile, on: Date) -> Vec<Clock> {
    let of_order = |o| in_force(case, o, on);
    case.orders
        .iter()
        .flat_map(of_order)
        .filter_map(|p| {
            Some(Clock {
                kind: ClockKind::PermitEnds,
                due_on: p.until?,
                working_deadline: None,
                alarm: false,
                if_nobody_acts: format!(
                    "The permit under order {} ends with this day. What it allowed takes a new petition in which all \
                     sponsors concur; what was done under it stays lawful.",
                    p.order_number
                ),
                citation: "37 CFR 5.5; 35 USC 182",
                rule: "R5.4",
            })
        })
        .collect()
}
