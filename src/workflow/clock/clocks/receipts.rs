//! The clock of letters without a receipt (R3.5).

use crate::store::Conn;
use crate::store::clock::clocks;
use crate::workflow::Error;
use crate::workflow::clock::clocks::facts::Facts;
use crate::workflow::clock::clocks::{Found, Look};
use domain::base::calendar::washington_date;
use domain::base::ids::FilingId;
use domain::clock::{Outstanding, receipts};
use domain::notice::NoticeKind;

/// The kinds of letters whose receipt is awaited. A reminder is left out, because it is about one of these letters.
fn kinds_with_receipt() -> Vec<NoticeKind> {
    NoticeKind::ALL.iter().copied().filter(|k| k.wants_receipt() && *k != NoticeKind::ReceiptReminder).collect()
}

/// The letters of a filing whose receipt is awaited.
pub(super) fn outstanding_letters(conn: &mut Conn, filing: FilingId) -> Result<Option<Outstanding>, Error> {
    let waiting = clocks::letters_without_receipt(conn, &kinds_with_receipt(), filing)?;
    Ok(waiting.map(|(letters, oldest)| Outstanding {
        letters: usize::try_from(letters).unwrap_or(usize::MAX),
        oldest: washington_date(oldest),
    }))
}

/// The clock of one filing.
pub(super) fn of_filing(facts: &Facts, look: &Look<'_>) -> Vec<Found> {
    let clock = facts.waiting.map(|outstanding| receipts(outstanding, look.settings.receipt_due_days));
    clock.into_iter().map(|clock| Found::of_filing(clock, facts.filing.id)).collect()
}
