//! Clocks of applications under an order whose end decides about rights abroad: provisional applications (E20) and
//! international applications at the Office (E18, E19).

use crate::base::calendar::first_business_day_on_or_after;
use crate::base::deadline::{Clock, ClockKind};
use crate::clock::LISTED_AFTERWARDS;
use jiff::ToSpan;
use jiff::civil::Date;

/// The end of a provisional application under an order: twelve months after filing, or the next business day (35 USC
/// 111(b)(5), 119(e)(3), 21(b); `[U]` in the rule book). `None` if that day is no longer listed.
pub fn provisional_end(filed_on: Date, today: Date) -> Option<Clock> {
    let due_on = first_business_day_on_or_after(filed_on.saturating_add(12.months()));
    is_listed(due_on, today).then(|| Clock {
        kind: ClockKind::ProvisionalEnd,
        due_on,
        working_deadline: None,
        alarm: false,
        if_nobody_acts: format!(
            "The provisional application ends by itself, and an application filed after {due_on} has no benefit of its date. \
             The order goes on: it covers the subject matter and any later application, which must be handed in or mailed."
        ),
        citation: "35 USC 111(b)(5), 119(e); 37 CFR 5.2(c)",
        rule: "E20",
    })
}

/// The two days of an international application, counted in months from priority: the day by which nonreceipt of the
/// record copy is notified, and the day from which the application is treated as withdrawn (E18).
pub fn treaty_days(priority: Date) -> [(ClockKind, Date); 2] {
    [
        (ClockKind::TreatyNotice, priority.saturating_add(13.months())),
        (ClockKind::TreatyWithdrawal, priority.saturating_add(17.months())),
    ]
}

/// The clocks of an international application at the Office under an order (E18, E19). The first one ends when the
/// second one begins to count; the second one is listed for a while after its day.
pub fn treaty_clocks(priority: Date, today: Date) -> Vec<Clock> {
    let [(notice, told), (withdrawal, withdrawn)] = treaty_days(priority);
    let mut out = vec![];
    if today <= withdrawn {
        out.push(Clock {
            kind: notice,
            due_on: told,
            working_deadline: None,
            alarm: false,
            if_nobody_acts: format!(
                "Nothing is transmitted while the order is in effect. By {told} the Office tells the applicant and the \
                 International Bureau that it will not be; if clearance is near it may wait, until {withdrawn} at the latest."
            ),
            citation: "37 CFR 5.3(d); PCT Administrative Instructions 330",
            rule: "E18",
        });
    }
    if is_listed(withdrawn, today) {
        out.push(Clock {
            kind: withdrawal,
            due_on: withdrawn,
            working_deadline: None,
            alarm: false,
            if_nobody_acts: format!(
                "From {withdrawn} the international application is treated as withdrawn for want of a record copy. To keep \
                 its date in the United States, the applicant must enter the national stage before."
            ),
            citation: "PCT Article 12(3); 35 USC 363, 371",
            rule: "E18, E19",
        });
    }
    out
}

fn is_listed(due_on: Date, today: Date) -> bool {
    today <= due_on.saturating_add(LISTED_AFTERWARDS.days())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn e20_a_provisional_ends_after_twelve_months_and_the_order_does_not() {
        let clock = provisional_end(date(2026, 2, 28), date(2026, 3, 10)).expect("a clock");
        // 28 February 2027 is a Sunday.
        assert_eq!(clock.due_on, date(2027, 3, 1));
        assert!(clock.if_nobody_acts.contains("The order goes on"));
        assert!(provisional_end(date(2026, 2, 28), date(2027, 5, 30)).is_some());
        assert!(provisional_end(date(2026, 2, 28), date(2027, 5, 31)).is_none(), "long over");
    }

    #[test]
    fn e18_e19_an_international_application_is_told_of_at_13_months_and_gone_at_17() {
        let at = |today| {
            let days = treaty_clocks(date(2025, 10, 31), today).into_iter().map(|c| (c.kind, c.due_on));
            days.collect::<Vec<_>>()
        };
        let (told, gone) =
            ((ClockKind::TreatyNotice, date(2026, 11, 30)), (ClockKind::TreatyWithdrawal, date(2027, 3, 31)));
        assert_eq!(at(date(2026, 3, 10)), [told, gone]);
        assert_eq!(at(date(2027, 3, 31)), [told, gone]);
        assert_eq!(at(date(2027, 4, 1)), [gone]);
        assert_eq!(at(date(2027, 7, 1)), []);
        let clocks = treaty_clocks(date(2025, 10, 31), date(2026, 3, 10));
        assert!(clocks[1].if_nobody_acts.contains("national stage"), "E19");
    }
}
