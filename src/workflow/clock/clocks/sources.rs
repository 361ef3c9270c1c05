//! The sources of clocks: each kind of thing that has deadlines is a file beside this one.

use crate::workflow::clock::clocks::facts::Facts;
use crate::workflow::clock::clocks::found::{Found, Look};
use crate::workflow::clock::clocks::{abroad, case, orders, receipts, referrals};

/// The clocks of one kind of thing, of one filing.
type Source = fn(&Facts, &Look<'_>) -> Vec<Found>;

/// Every source of clocks. A new source is a new line here.
const SOURCES: [Source; 5] =
    [referrals::of_filing, orders::of_filing, abroad::of_filing, receipts::of_filing, case::of_filing];

/// All clocks of one filing, in no order.
pub(super) fn clocks_of_facts(facts: &Facts, look: &Look<'_>) -> Vec<Found> {
    SOURCES.iter().flat_map(|source| source(facts, look)).collect()
}
