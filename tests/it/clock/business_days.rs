//! The calendar of Washington is compared with a program that was written from the statute in another language. That
//! program is compared with a public library, if that is installed.

use crate::frame::harness::skip;
use domain::base::calendar::{
    first_business_day_on_or_after, is_business_day, is_federal_holiday, last_business_day_on_or_before,
};
use jiff::civil::{Date, Weekday, date};
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

const FIRST: i16 = 1970;
const LAST: i16 = 2100;

/// The holidays on weekdays, as the independent program has them.
fn independent() -> Option<BTreeSet<Date>> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tools/federal_holidays.py");
    let output = match Command::new("python3").arg(script).args([FIRST.to_string(), LAST.to_string()]).output() {
        Ok(output) => output,
        Err(error) => {
            skip("the calendar against an independent source", &format!("python3 did not start: {error}"));
            return None;
        }
    };
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    eprintln!("federal_holidays.py: {said}");
    let days = String::from_utf8(output.stdout).expect("UTF-8");
    Some(days.lines().map(|d| d.parse().expect("a day")).collect())
}

fn every_day() -> impl Iterator<Item = Date> {
    date(FIRST, 1, 1).series(jiff::ToSpan::day(1)).take_while(|d| d.year() <= LAST)
}

#[test]
fn r4_13_e02_business_days_agree_with_an_independent_source() {
    let Some(holidays) = independent() else { return };
    assert!(holidays.len() > 1_300, "{} holidays in 131 years", holidays.len());
    let weekend = |d: Date| matches!(d.weekday(), Weekday::Saturday | Weekday::Sunday);
    let mut days = 0;
    // The last business day met so far is the working deadline of each day.
    let mut last = None;
    let mut waiting: Vec<Date> = vec![];
    for day in every_day() {
        days += 1;
        let open = !weekend(day) && !holidays.contains(&day);
        assert_eq!(is_business_day(day), open, "{day}");
        assert_eq!(!weekend(day) && is_federal_holiday(day), holidays.contains(&day), "{day}");
        waiting.push(day);
        if open {
            last = Some(day);
            for earlier in waiting.drain(..) {
                assert_eq!(first_business_day_on_or_after(earlier), day, "{earlier}");
            }
        }
        if let Some(last) = last {
            assert_eq!(last_business_day_on_or_before(day), last, "{day}");
        }
    }
    assert_eq!(days, 47_847, "every day of 131 years was compared");
}
