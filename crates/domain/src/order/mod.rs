//! Secrecy orders: types, sponsors, terms, and the four things that can happen to an order
//! (sections 2, 3 and 4 of the rule book). Pure: every function computes from recorded acts.

pub mod regime;
pub mod statistics;

pub use crate::base::order_type::{OrderType, intersect_types};
mod bulk;
mod declassification;
mod renewal;
mod rescission;
mod types;

pub use bulk::{MOST_AT_ONCE, check_named};
pub use declassification::{Declassification, Gap, accept_declassification, gap, not_declassified};

pub use renewal::{
    ALARM_BUSINESS_DAYS, ALARM_RUNG, Due, REMINDER_DAYS, Renewal, accept_determination, alarm_day, alarm_due, alarm_on,
    awaited, due, is_alarming, next_look, reminder_due, reminders_due, renew,
};
pub use rescission::{RescissionRequest, accept_rescission_request, originator_lets_go, rescind, standing_requests};

pub use types::{
    Determination, End, Need, Order, OrderStatus, Sponsor, Term, TermBasis, is_classified_on_issue, last_day,
};

#[cfg(test)]
mod tests;
