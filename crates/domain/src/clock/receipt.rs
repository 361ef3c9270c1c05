//! The clock of letters whose signed receipt has not come back (R3.5). A case has one such clock, so that the list of
//! clocks stays short. No law sets a day; the Office does.

use crate::base::deadline::{Clock, ClockKind};
use jiff::ToSpan;
use jiff::civil::Date;

/// The letters of a case whose receipts are outstanding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outstanding {
    /// How many letters have no proof of service.
    pub letters: usize,
    pub oldest: Date,
}

/// The day by which the receipt of a letter should be back. `days` is a setting.
pub fn receipt_due(dated: Date, days: i32) -> Date {
    dated.saturating_add(i64::from(days).days())
}

/// The clock of the outstanding receipts of a case.
pub fn receipt_clock(outstanding: Outstanding, days: i32) -> Clock {
    let Outstanding { letters, oldest } = outstanding;
    let which = if letters == 1 {
        format!("A letter of {oldest} has no receipt.")
    } else {
        format!("{letters} letters have no receipt, the oldest of {oldest}.")
    };
    Clock {
        kind: ClockKind::ReceiptOutstanding,
        due_on: receipt_due(oldest, days),
        working_deadline: None,
        alarm: false,
        if_nobody_acts: format!(
            "{which} Nothing happens by itself: the order binds, but whoever can say that they never knew of it cannot be \
             punished. Ask again for the receipt, or have the letter served by other means."
        ),
        citation: "35 USC 186; MPEP 120",
        rule: "R3.5",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn r3_5_receipts_that_do_not_come_back_have_a_clock() {
        let one = receipt_clock(Outstanding { letters: 1, oldest: date(2026, 3, 10) }, 30);
        assert_eq!(one.due_on, date(2026, 4, 9));
        assert!(one.if_nobody_acts.starts_with("A letter of 2026-03-10"));
        let two = receipt_clock(Outstanding { letters: 2, oldest: date(2026, 3, 10) }, 30);
        assert!(two.if_nobody_acts.starts_with("2 letters"));
    }
}
