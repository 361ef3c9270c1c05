//! The forms of columns: instants as naive UTC microseconds, dates as dates, ids and codes as text, lists as JSON text.
//! Both databases keep exactly these.

use crate::store::frame::error::StoreError;
use chrono::{Datelike, NaiveDate, NaiveDateTime};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::str::FromStr;

/// An instant for a column, cut to microseconds as PostgreSQL would.
pub(crate) fn to_db(at: Timestamp) -> NaiveDateTime {
    chrono::DateTime::from_timestamp_micros(at.as_microsecond()).unwrap_or_default().naive_utc()
}

/// An instant from a column.
pub(crate) fn from_db(at: NaiveDateTime) -> Result<Timestamp, StoreError> {
    Timestamp::from_microsecond(at.and_utc().timestamp_micros()).map_err(|e| StoreError::Corrupt(e.to_string()))
}

/// A date for a column.
pub(crate) fn date_to_db(day: Date) -> NaiveDate {
    let (y, m, d) = (i32::from(day.year()), day.month().unsigned_abs(), day.day().unsigned_abs());
    NaiveDate::from_ymd_opt(y, m.into(), d.into()).unwrap_or_default()
}

/// A date from a column.
pub(crate) fn date_from_db(day: NaiveDate) -> Result<Date, StoreError> {
    let corrupt = |_| StoreError::Corrupt(format!("date {day}"));
    let (m, d) = (day.month() as i8, day.day() as i8);
    let year = i16::try_from(day.year()).map_err(corrupt)?;
    Date::new(year, m, d).map_err(|_| StoreError::Corrupt(format!("date {day}")))
}

/// A value kept as text: an id or a code.
pub(crate) fn parse<T: FromStr>(text: &str) -> Result<T, StoreError> {
    text.parse().map_err(|_| StoreError::Corrupt(format!("{text:?}")))
}

/// An enum kept as its serde name.
pub(crate) fn word<T: DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    serde_json::from_value(serde_json::Value::String(text.to_owned())).map_err(|e| StoreError::Corrupt(e.to_string()))
}

/// The serde name of an enum without fields.
pub(crate) fn name<T: Serialize>(value: &T) -> Result<String, StoreError> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(s)) => Ok(s),
        other => Err(StoreError::Corrupt(format!("{other:?} is no word"))),
    }
}

/// A list or document kept as JSON text.
pub(crate) fn json<T: Serialize + ?Sized>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|e| StoreError::Corrupt(e.to_string()))
}

/// A list or document from JSON text.
pub(crate) fn from_json<T: DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|e| StoreError::Corrupt(e.to_string()))
}

/// An agency code from a column.
pub(crate) fn agency(text: &str) -> Result<domain::base::agency::AgencyCode, StoreError> {
    domain::base::agency::AgencyCode::parse(text).map_err(|e| StoreError::Corrupt(e.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::list::lists::ListStatus;
    use domain::base::actor::Role;
    use domain::base::deadline::ClockKind;
    use domain::base::ledger::Outcome;
    use domain::base::order_type::OrderType;
    use domain::case::status::FilingStatus;
    use domain::filing::ReceivedBy;
    use domain::notice::{NoticeKind, NoticeState};
    use domain::order::regime::RegimeKind;
    use proptest::prelude::*;
    use strum::VariantArray;

    /// Each word of an enumeration as it is written into columns, and what is read from it.
    fn words<T: VariantArray + Into<&'static str> + Copy + Serialize + DeserializeOwned + PartialEq>() -> Vec<String> {
        let one = |v: &T| {
            let written: &'static str = (*v).into();
            assert_eq!(name(v).expect("a word"), written, "JSON has the same word");
            assert!(word::<T>(written).is_ok_and(|read| read == *v), "{written} is read as something else");
            written.to_owned()
        };
        T::VARIANTS.iter().map(one).collect()
    }

    #[test]
    fn words_that_are_written_are_those_that_are_read() {
        assert_eq!(words::<OrderType>(), ["I", "II", "III"]);
        assert_eq!(words::<ReceivedBy>(), ["ordinary", "hand_carried", "mailed", "siprnet"]);
        assert_eq!(words::<NoticeState>(), ["queued", "sent", "failed", "paper", "served"]);
        assert_eq!(words::<ListStatus>(), ["proposed", "in_force", "superseded"]);
        assert_eq!(words::<RegimeKind>(), ["war", "emergency"]);
        assert_eq!(words::<Outcome>(), ["done", "refused"]);
        assert!(words::<NoticeKind>().contains(&"property_statement_request".to_owned()));
        assert!(words::<ClockKind>().contains(&"six_months".to_owned()));
        let roles = words::<Role>();
        assert!(roles.iter().all(|w| Role::parse(w).is_some_and(|r| r.as_str() == w)), "{roles:?}");
        assert_eq!(Role::parse("Examiner"), None, "a word is one in its own case only");
        let statuses = words::<FilingStatus>();
        assert!(statuses.iter().all(|w| FilingStatus::parse(w).is_some_and(|s| s.as_str() == w)), "{statuses:?}");
        assert_eq!(statuses.len(), FilingStatus::ALL.len());
    }

    proptest! {
        #[test]
        fn dates_and_instants_survive_their_columns(days in -100_000i64..100_000, micros in 0i64..4_000_000_000_000_000) {
            let day = jiff::civil::date(2000, 1, 1).saturating_add(jiff::ToSpan::days(days));
            prop_assert_eq!(date_from_db(date_to_db(day)).expect("date"), day);
            let at = Timestamp::from_microsecond(micros).expect("instant");
            prop_assert_eq!(from_db(to_db(at)).expect("instant"), at);
        }
    }
}
