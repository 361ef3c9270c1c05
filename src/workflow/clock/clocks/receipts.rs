//! The clock of letters without a receipt (R3.5).

use crate::store::Conn;
use crate::store::clock::clocks;
use crate::workflow::Error;
use crate::workflow::clock::clocks::{Candidate, Found, Horizon, Look, Source};
use domain::base::calendar::washington_date;
use domain::base::deadline::ClockKind;
use domain::clock::{Outstanding, receipt_due, receipts};
use domain::notice::NoticeKind;

pub(super) const SOURCE: Source = Source { candidates, of_filing };

/// The kinds of letters waited for. A reminder is none: it is about one of them.
fn kinds() -> Vec<NoticeKind> {
    NoticeKind::ALL.iter().copied().filter(|k| k.wants_receipt() && *k != NoticeKind::ReceiptReminder).collect()
}

fn candidates(conn: &mut Conn, horizon: &Horizon<'_>) -> Result<Vec<Candidate>, Error> {
    let days = horizon.settings.receipt_due_days;
    let waiting = clocks::without_receipt(conn, &kinds(), None)?;
    Ok(waiting
        .into_iter()
        .map(|(filing, _, oldest)| Candidate {
            due_on: receipt_due(washington_date(oldest), days),
            kind: ClockKind::ReceiptOutstanding,
            of: filing.to_string(),
            filing,
        })
        .collect())
}

fn of_filing(conn: &mut Conn, look: &Look<'_>) -> Result<Vec<Found>, Error> {
    let waiting = clocks::without_receipt(conn, &kinds(), Some(look.filing.id))?;
    Ok(waiting
        .into_iter()
        .map(|(filing, letters, oldest)| {
            let outstanding = Outstanding {
                letters: usize::try_from(letters).unwrap_or(usize::MAX),
                oldest: washington_date(oldest),
            };
            Found::of_filing(receipts(outstanding, look.settings.receipt_due_days), filing)
        })
        .collect())
}
