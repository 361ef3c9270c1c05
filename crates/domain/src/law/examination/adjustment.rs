//! The days by which the term of a patent is adjusted for an order (35 USC 154(b)(1)(C)(ii); R8.9, R3.9, E36). This
//! module gives periods; the Office adds them up.

use crate::case::{CaseFile, Entry};
use crate::law::examination::{Act, Step};
use crate::order::{Order, OrderStatus};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The reason for an adjustment (37 CFR 1.703(d) `[U]`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DelayKind {
    /// From the sealing to its end, or to the end of the order.
    Sealed,
    /// From the examiner's answer in an appeal to the end of the order.
    ExaminersAnswer,
    /// From the notice of allowability to the notice of allowance.
    Allowable,
}

/// A period that lengthens the term of the patent (35 USC 154(b)(1)(C)).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Delay {
    pub kind: DelayKind,
    /// First day.
    pub from: Date,
    /// Last day; `None` while the delay lasts.
    pub until: Option<Date>,
    /// Days from the first day to the last or to today.
    pub days: i32,
}

/// The delays of a case as of a date, in the order they began.
pub fn adjustment(case: &CaseFile, on: Date) -> Vec<Delay> {
    let mut out = vec![];
    let delay = |kind, from: Date, until: Option<Date>| {
        let days = from.until(until.unwrap_or(on)).map_or(0, |span| span.get_days().max(0));
        Delay { kind, from, until, days }
    };
    for order in &case.orders {
        let over = ended_on(order, on);
        let own: Vec<(&Entry, &Act)> = case.of(Act::of).filter(|(e, _)| e.order == Some(order.id)).collect();
        for (i, (entry, act)) in own.iter().enumerate() {
            match act {
                Act::Sealed { .. } => {
                    let opened = own[i..].iter().find(|(_, a)| matches!(a, Act::Unsealed { .. })).map(|(e, _)| e.on);
                    out.push(delay(DelayKind::Sealed, entry.on, opened.or(over)));
                }
                Act::Step { step: Step::ExaminersAnswer, on: day, .. } => {
                    out.push(delay(DelayKind::ExaminersAnswer, *day, over));
                }
                Act::Step { step: Step::Allowable, on: day, .. } => {
                    let allowed = case.of(Act::of).find_map(|(_, a)| match a {
                        Act::Allowed { on } if on >= day => Some(*on),
                        _ => None,
                    });
                    out.push(delay(DelayKind::Allowable, *day, allowed));
                }
                _ => {}
            }
        }
    }
    out.sort_by_key(|d| d.from);
    out
}

/// The first day an order no longer binds, once it is past.
fn ended_on(order: &Order, on: Date) -> Option<Date> {
    match (order.ended, order.status(on)) {
        (Some((_, day)), _) => Some(day),
        (None, OrderStatus::InEffect) => None,
        (None, _) => order.expires_on().tomorrow().ok(),
    }
}
