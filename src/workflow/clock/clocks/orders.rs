//! The clocks of orders that have not ended: the end of the term, and the alarm before it (R4.5, R4.6).

use crate::workflow::clock::clocks::facts::Facts;
use crate::workflow::clock::clocks::found::{Found, Look};
use domain::clock::{alarm, of_order};

/// The clocks of one filing.
pub(super) fn of_filing(facts: &Facts, look: &Look<'_>) -> Vec<Found> {
    let Some((order, received)) = &facts.order else { return vec![] };
    let expiry = of_order(order, received, look.settings.determination_window_days, look.today);
    let both = expiry.into_iter().chain(alarm(order, received, look.today));
    both.map(|clock| Found {
        clock,
        of: order.id.to_string(),
        agency: None,
        referral: None,
        order: Some((order.id, order.number.clone())),
        pause: None,
    })
    .collect()
}
