//! The calendar of Washington: dates, years, business days and fiscal years.
//!
//! The law counts in calendar dates of the District of Columbia. Only this module converts instants to such dates. All
//! functions are pure; the time zone database is part of the program.

use jiff::civil::{Date, Weekday, date};
use jiff::{Timestamp, ToSpan, tz::TimeZone};
use std::sync::LazyLock;

static WASHINGTON: LazyLock<TimeZone> = LazyLock::new(|| TimeZone::get("America/New_York").unwrap_or(TimeZone::UTC));

/// The date in Washington at an instant.
pub fn washington_date(at: Timestamp) -> Date {
    at.to_zoned(WASHINGTON.clone()).date()
}

/// The first instant of a date in Washington.
pub fn start_of_day(day: Date) -> Timestamp {
    day.to_zoned(WASHINGTON.clone()).map_or(Timestamp::MAX, |z| z.timestamp())
}

/// The date one year later. 29 February becomes 28 February (R4.12, E1).
pub fn year_later(day: Date) -> Date {
    day.saturating_add(1.year())
}

/// The day after a date.
pub fn next_day(day: Date) -> Date {
    day.saturating_add(1.day())
}

/// The United States fiscal year a date falls in: FY2026 runs from 2025-10-01 to 2026-09-30.
pub fn fiscal_year(day: Date) -> i16 {
    if day.month() >= 10 { day.year() + 1 } else { day.year() }
}

/// First and last day of a fiscal year.
pub fn fiscal_year_bounds(year: i16) -> (Date, Date) {
    (date(year - 1, 10, 1), date(year, 9, 30))
}

/// Whether the Office is open on a date: it is no weekend and no federal holiday in the District of Columbia.
pub fn is_business_day(day: Date) -> bool {
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && !is_federal_holiday(day)
}

/// The last business day on or before a date. It is the working deadline of an act that must be effective by that date
/// (R4.13, E2). 35 USC 21(b) never makes an order longer.
pub fn last_business_day_on_or_before(mut day: Date) -> Date {
    while !is_business_day(day) {
        day = day.saturating_sub(1.day());
    }
    day
}

/// The day `n` business days before a date. The date itself does not count.
pub fn business_days_before(mut day: Date, n: u32) -> Date {
    for _ in 0..n {
        day = last_business_day_on_or_before(day.saturating_sub(1.day()));
    }
    day
}

/// The first business day on or after a date. An action in the Office that is due on a closed day may still be taken
/// then (35 USC 21(b)).
pub fn first_business_day_on_or_after(mut day: Date) -> Date {
    while !is_business_day(day) {
        day = next_day(day);
    }
    day
}

/// Whether a date is a legal public holiday (5 USC 6103) as observed in the District of Columbia, with Inauguration
/// Day. A holiday counts from the year in which its present rule took effect; Veterans Day was on the fourth Monday of
/// October from 1971 to 1977. `tests/it/clock/business_days.rs` compares every day from 1970 to 2100 with an independent source. A
/// day on which the Government closes for a funeral or a storm is not a legal holiday.
pub fn is_federal_holiday(day: Date) -> bool {
    // A holiday on a Saturday is observed on the Friday before, on a Sunday on the Monday after.
    // New Year's Day may thus be observed in the year before.
    let shifted = [Some(day), day.tomorrow().ok(), day.yesterday().ok()];
    shifted.into_iter().flatten().any(|actual| is_holiday_by_rule(actual) && observed_on(actual) == day)
        || is_inauguration_day(day)
}

fn observed_on(actual: Date) -> Date {
    match actual.weekday() {
        Weekday::Saturday => actual.saturating_sub(1.day()),
        Weekday::Sunday => actual.saturating_add(1.day()),
        _ => actual,
    }
}

/// Whether a date is Inauguration Day, a holiday in the Washington area only: 20 January after a presidential election,
/// or 21 January if the 20th is a Sunday. It is not moved from a Saturday.
fn is_inauguration_day(day: Date) -> bool {
    if day.month() != 1 || day.year() < 1957 || (day.year() - 1937) % 4 != 0 {
        return false;
    }
    match day.day() {
        20 => day.weekday() != Weekday::Sunday,
        21 => day.weekday() == Weekday::Monday,
        _ => false,
    }
}

fn is_holiday_by_rule(d: Date) -> bool {
    let nth = |n: i8, weekday| d.weekday() == weekday && (d.day() - 1) / 7 == n - 1;
    let last_monday = || d.weekday() == Weekday::Monday && d.day() > d.days_in_month() - 7;
    let year = d.year();
    match (d.month(), d.day()) {
        (1, 1) | (7, 4) | (12, 25) => true,
        (1, _) => year >= 1986 && nth(3, Weekday::Monday),
        (2, 22) if year < 1971 => true,
        (2, _) => year >= 1971 && nth(3, Weekday::Monday),
        (5, 30) if year < 1971 => true,
        (5, _) => year >= 1971 && last_monday(),
        (6, 19) => year >= 2021,
        (9, _) => nth(1, Weekday::Monday),
        (10, _) => year >= 1971 && (nth(2, Weekday::Monday) || year <= 1977 && nth(4, Weekday::Monday)),
        (11, 11) => !(1971..=1977).contains(&year),
        (11, _) => nth(4, Weekday::Thursday),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_midnight_in_washington() {
        let before: Timestamp = "2026-03-11T03:59:59Z".parse().expect("instant");
        let after: Timestamp = "2026-03-11T04:00:00Z".parse().expect("instant");
        assert_eq!(washington_date(before), date(2026, 3, 10));
        assert_eq!(washington_date(after), date(2026, 3, 11));
        assert_eq!(start_of_day(date(2026, 3, 11)), after);
    }

    #[test]
    fn e01_leap_day_and_once_28_february_always_28_february() {
        assert_eq!(year_later(date(2024, 2, 29)), date(2025, 2, 28));
        let mut day = date(2024, 2, 29);
        for _ in 0..4 {
            day = year_later(day);
        }
        assert_eq!(day, date(2028, 2, 28));
    }

    #[test]
    fn e02_the_working_deadline_is_never_after_the_day() {
        // Sunday 4 July 2027 is observed on Monday the 5th; the deadline is Friday the 2nd.
        assert_eq!(last_business_day_on_or_before(date(2027, 7, 5)), date(2027, 7, 2));
        assert_eq!(last_business_day_on_or_before(date(2027, 7, 6)), date(2027, 7, 6));
        assert_eq!(first_business_day_on_or_after(date(2027, 7, 3)), date(2027, 7, 6));
    }

    #[test]
    fn r4_5_business_days_are_counted_back_over_weekends_and_holidays() {
        // Friday 2 July 2027 back over Juneteenth, observed on Friday the 18th.
        assert_eq!(business_days_before(date(2027, 7, 2), 5), date(2027, 6, 25));
        assert_eq!(business_days_before(date(2027, 6, 25), 5), date(2027, 6, 17));
        assert_eq!(business_days_before(date(2027, 6, 19), 1), date(2027, 6, 17));
        assert_eq!(business_days_before(date(2027, 6, 21), 0), date(2027, 6, 21));
    }

    #[test]
    fn holidays_of_some_years_by_hand() {
        let of = |year: i16| {
            let mut day = date(year, 1, 1);
            let mut out = vec![];
            while day.year() == year {
                if is_federal_holiday(day) {
                    out.push(format!("{:02}-{:02}", day.month(), day.day()));
                }
                day = next_day(day);
            }
            out.join(" ")
        };
        // 2021: 1 January a Friday, Inauguration Day, first Juneteenth (a Saturday, observed on the
        // 18th), 4 July a Sunday, Christmas a Saturday, and New Year's Day 2022 observed on 31 December.
        assert_eq!(of(2021), "01-01 01-18 01-20 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31");
        assert_eq!(of(2026), "01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25");
        assert_eq!(of(1975), "01-01 02-17 05-26 07-04 09-01 10-13 10-27 11-27 12-25");
    }

    #[test]
    fn fiscal_years_turn_in_october() {
        assert_eq!(fiscal_year(date(2026, 9, 30)), 2026);
        assert_eq!(fiscal_year(date(2026, 10, 1)), 2027);
        assert_eq!(fiscal_year_bounds(2026), (date(2025, 10, 1), date(2026, 9, 30)));
    }
}
