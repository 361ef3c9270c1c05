//! The clocks of provisional and international applications under an order (E18, E19, E20).

use crate::store::Conn;
use crate::store::clock::clocks;
use crate::store::filing::filings::FilingRecord;
use crate::store::order::orders as stored;
use crate::workflow::Error;
use crate::workflow::clock::clocks::{Candidate, Found, Horizon, Look, Source};
use crate::workflow::frame::case;
use domain::base::deadline::ClockKind;
use domain::clock::{provisional_end, treaty, treaty_days};
use domain::filing::{Filing, FilingKind};
use jiff::civil::Date;

pub(super) const SOURCE: Source = Source { candidates, of_filing };

/// The date months are counted from: the earliest priority, or the filing date where none is claimed.
fn priority(filing: &FilingRecord, document: &Filing) -> Option<Date> {
    document.priority.iter().filter_map(|p| p.date).chain(filing.filed_on).min()
}

fn candidates(conn: &mut Conn, horizon: &Horizon<'_>) -> Result<Vec<Candidate>, Error> {
    let mut out = vec![];
    for filing in clocks::under_order_of_kind(conn, FilingKind::Provisional)? {
        let clock = filing.filed_on.and_then(|filed_on| provisional_end(filed_on, horizon.today));
        out.extend(clock.map(|c| Candidate {
            due_on: c.due_on,
            kind: c.kind,
            of: filing.id.to_string(),
            filing: filing.id,
        }));
    }
    // There are few of them; their priorities are in their documents only.
    for filing in clocks::under_order_of_kind(conn, FilingKind::Pct)? {
        let document = case::document(conn, &filing)?;
        let days = priority(&filing, &document).map(treaty_days).into_iter().flatten();
        out.extend(days.map(|(kind, due_on): (ClockKind, Date)| Candidate {
            due_on,
            kind,
            of: filing.id.to_string(),
            filing: filing.id,
        }));
    }
    Ok(out)
}

fn of_filing(conn: &mut Conn, look: &Look<'_>) -> Result<Vec<Found>, Error> {
    let filing = look.filing;
    if !matches!(filing.kind, FilingKind::Provisional | FilingKind::Pct)
        || stored::without_end(conn, filing.id)?.is_none()
    {
        return Ok(vec![]);
    }
    let clocks = if filing.kind == FilingKind::Provisional {
        filing.filed_on.and_then(|filed_on| provisional_end(filed_on, look.today)).into_iter().collect()
    } else {
        let document = case::document(conn, filing)?;
        priority(filing, &document).map(|day| treaty(day, look.today)).unwrap_or_default()
    };
    Ok(clocks.into_iter().map(|clock| Found::of_filing(clock, filing.id)).collect())
}
