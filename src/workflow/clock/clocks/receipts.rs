//! The clock of letters without a receipt (R3.5).

use crate::store::Conn;
use crate::store::clock::clocks;
use crate::workflow::Error;
use crate::workflow::clock::clocks::facts::Facts;
use crate::workflow::clock::clocks::{Found, Look};
use domain::base::calendar::washington_date;
use domain::base::ids::FilingId;
use domain::clock::{Outstanding, receipt_clock};
use domain::notice::NoticeKind;

/// The kinds of letters waited for. A reminder is none: it is about one of them.
fn kinds() -> Vec<NoticeKind> {
    NoticeKind::ALL.iter().copied().filter(|k| k.wants_receipt() && *k != NoticeKind::ReceiptReminder).collect()
}

/// The letters of a filing that are waited for.
pub(super) fn waiting(conn: &mut Conn, filing: FilingId) -> Result<Option<Outstanding>, Error> {
    let waiting = clocks::without_receipt(conn, &kinds(), filing)?;
    Ok(waiting.map(|(letters, oldest)| Outstanding {
        letters: usize::try_from(letters).unwrap_or(usize::MAX),
        oldest: washington_date(oldest),
    }))
}

pub(super) fn of_filing(facts: &Facts, look: &Look<'_>) -> Vec<Found> {
    let clock = facts.waiting.map(|outstanding| receipt_clock(outstanding, look.settings.receipt_due_days));
    clock.into_iter().map(|clock| Found::of_filing(clock, facts.filing.id)).collect()
}
