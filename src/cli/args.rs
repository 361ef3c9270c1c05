//! Parsers of arguments whose errors say which form is expected, and the texts of files that arguments name.

use anyhow::{Context as _, Result};
use domain::base::agency::AgencyCode;
use jiff::Timestamp;
use jiff::civil::Date;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

pub(super) fn date(text: &str) -> Result<Date, String> {
    text.trim().parse().map_err(|_| "expected a date as year-month-day, such as 2027-03-31".to_owned())
}

pub(super) fn instant(text: &str) -> Result<Timestamp, String> {
    text.trim().parse().map_err(|_| {
        "expected an instant with its offset, such as 2027-03-31T12:00:00-04:00 or 2027-03-31T16:00:00Z".to_owned()
    })
}

pub(super) fn id<T: std::str::FromStr>(text: &str) -> Result<T, String> {
    text.trim().parse().map_err(|_| "expected an id, such as 01999999-0000-7000-8000-000000000000".to_owned())
}

pub(super) fn code(text: &str) -> Result<AgencyCode, String> {
    AgencyCode::parse(text).map_err(|e| e.to_string())
}

/// The text of a file that an argument names; `-` is standard input.
pub fn read_text(path: &Path) -> Result<String> {
    let mut text = String::new();
    let read = match path.as_os_str() == "-" {
        true => std::io::stdin().read_to_string(&mut text),
        false => File::open(path).and_then(|mut file| file.read_to_string(&mut text)),
    };
    read.with_context(|| format!("cannot read {}", path.display()))?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::base::ids::NoticeId;

    #[test]
    fn what_is_expected_is_said_with_an_example() {
        assert_eq!(date(" 2028-02-29 "), Ok(jiff::civil::date(2028, 2, 29)));
        for bad in ["tomorrow", "2027-02-29", "31.3.2027", "03/31/2027", "", "2027"] {
            assert!(date(bad).is_err_and(|why| why.contains("2027-03-31")), "{bad}");
        }
        for bad in ["now", "2027-03-31", "2027-03-31T12:00:00", "12:00"] {
            assert!(instant(bad).is_err_and(|why| why.contains("T12:00:00-04:00")), "{bad}");
        }
        assert!(id::<NoticeId>("SO-2026-1").is_err_and(|why| why.contains("01999999")));
    }
}
