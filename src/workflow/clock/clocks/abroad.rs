//! The clocks of provisional and international applications under an order (E18, E19, E20).

use crate::store::filing::filings::FilingRecord;
use crate::workflow::clock::clocks::facts::Facts;
use crate::workflow::clock::clocks::found::{Found, Look};
use domain::clock::{provisional_end, treaty_clocks};
use domain::filing::{Filing, FilingKind};
use jiff::civil::Date;

/// The date months are counted from: the earliest priority, or the filing date where none is claimed.
fn priority_date(filing: &FilingRecord, document: &Filing) -> Option<Date> {
    document.priority.iter().filter_map(|p| p.date).chain(filing.filed_on).min()
}

/// The clocks of one filing.
pub(super) fn of_filing(facts: &Facts, look: &Look<'_>) -> Vec<Found> {
    let filing = &facts.filing;
    if facts.order.is_none() {
        return vec![];
    }
    let clocks = match filing.kind {
        FilingKind::Provisional => {
            filing.filed_on.and_then(|day| provisional_end(day, look.today)).into_iter().collect()
        }
        FilingKind::Pct => {
            let from = facts.document.as_ref().and_then(|document| priority_date(filing, document));
            from.map(|day| treaty_clocks(day, look.today)).unwrap_or_default()
        }
        _ => vec![],
    };
    clocks.into_iter().map(|clock| Found::of_filing(clock, filing.id)).collect()
}
