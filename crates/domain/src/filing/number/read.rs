//! The number behind the words, by its kind.

use crate::filing::number::form::{Kind, Number, Why};
use crate::filing::number::normal::normal;
use crate::filing::number::words::{Called, Said, words};

/// First and last year of international numbers.
const PCT_YEARS: std::ops::RangeInclusive<u16> = 1978..=2077;

/// Reads a number in any spelling.
pub(super) fn number(text: &str) -> Result<Number, Why> {
    let text = normal(text)?;
    if !text.contains(|c: char| c.is_ascii_digit()) {
        return Err(Why::NoDigits);
    }
    let (said, body) = words(&text)?;
    if said.publication {
        return Err(Why::Publication);
    }
    if said.patent && !said.application {
        return Err(Why::Patent);
    }
    if said.pct {
        return international(&said, body);
    }
    if said.wo {
        return Err(Why::Publication);
    }
    match said.office.as_deref() {
        Some("DM") => registration(body),
        Some(office) if said.us => Err(Why::Word(office.to_owned())),
        Some(office) => foreign(office, body),
        // What cannot be ours is Norway's.
        None if said.perhaps_norway => match national(&said, body) {
            Err(Why::Digits) => foreign("NO", body),
            read => read,
        },
        None => national(&said, body),
    }
}

/// Groups of digits, each with the mark in front of it: a space, one of `/-,.'`, or nothing for the first.
struct Groups {
    groups: Vec<(char, String)>,
    kind_code: String,
}

/// Takes a number apart into groups of digits and the kind code behind them.
fn groups(body: &str) -> Result<Groups, Why> {
    let mut groups: Vec<(char, String)> = vec![];
    let mut rest = body;
    loop {
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let mark_end = rest[digits..].find(|c: char| c.is_ascii_alphanumeric()).map_or(rest.len(), |at| digits + at);
        match groups.last_mut() {
            Some((_, group)) => group.push_str(&rest[..digits]),
            None => groups.push(('\0', rest[..digits].to_owned())),
        }
        let (mark, behind) = (&rest[digits..mark_end], &rest[mark_end..]);
        if behind.is_empty() || !behind.starts_with(|c: char| c.is_ascii_digit()) {
            let bare = mark.trim_matches([' ', '.', ',', '-', '(', '[', '/']);
            return if bare.is_empty() { kind_code(groups, behind) } else { Err(Why::Behind(mark.trim().to_owned())) };
        }
        let marks: Vec<char> = mark.chars().filter(|c| *c != ' ').collect();
        let mark = match marks[..] {
            [] => ' ',
            [one] if matches!(one, '/' | '-' | ',' | '.' | '\'') => one,
            _ => return Err(Why::Behind(format!("{mark}{behind}"))),
        };
        groups.push((mark, String::new()));
        rest = behind;
    }
}

fn kind_code(groups: Vec<(char, String)>, behind: &str) -> Result<Groups, Why> {
    let code = behind.trim_end_matches([')', ']', ' ', '.']);
    match code.as_bytes() {
        [] => {}
        [b'A'..=b'Z'] | [b'A'..=b'Z', b'0'..=b'9'] => {}
        _ => return Err(Why::Behind(behind.to_owned())),
    }
    Ok(Groups { groups, kind_code: code.to_owned() })
}

fn national(said: &Said, body: &str) -> Result<Number, Why> {
    let Groups { groups, kind_code } = groups(body)?;
    let lengths: Vec<usize> = groups.iter().map(|(_, g)| g.len()).collect();
    let marks: Vec<char> = groups.iter().skip(1).map(|(mark, _)| *mark).collect();
    let all: String = groups.iter().map(|(_, g)| g.as_str()).collect();
    let year = matches!(all.get(..2), Some("19" | "20"));
    if year && matches!(lengths[..], [11] | [10] | [4, 7] | [4, 6] | [4, 3, 4] | [4, 3, 3]) {
        return Err(Why::Publication);
    }
    let by_commas = matches!(lengths[..], [1 | 2, 3, 3]) && marks == [',', ','];
    if by_commas || lengths == [7] || (lengths == [1, 6] && marks == [',']) {
        return Err(Why::Patent);
    }
    if !kind_code.is_empty() && !matches!(kind_code.as_str(), "A" | "A1" | "A2" | "A9") {
        return Err(Why::KindCode(kind_code));
    }
    let parts = matches!(marks.first(), Some('/' | '-'));
    let grouped = matches!(marks.get(1), None | Some(',' | '.' | ' ' | '-' | '\''));
    let series_digits = match lengths[..] {
        [8] => 2,
        [2, 6] if parts || marks == [' '] => 2,
        [2, 3, 3] if grouped && (parts || marks.first() == Some(&' ')) => 2,
        [1, 6] if parts => 1,
        [1, 3, 3] if parts && grouped => 1,
        _ => return Err(Why::Digits),
    };
    let (series, serial) = all.split_at(series_digits);
    let (series, serial) = (series.parse().map_err(|_| Why::Digits)?, serial.parse().map_err(|_| Why::Digits)?);
    let kind = Kind::of_series(series).ok_or(Why::Series(series))?;
    agrees(said, series, kind)?;
    let number = Number::Us { series, serial };
    if said.perhaps_norway && lengths == [8] && year {
        return Err(Why::TwoReadings(number.to_string(), format!("the number of Norway NO {all}")));
    }
    Ok(number)
}

/// The words call the number what its series is.
fn agrees(said: &Said, series: u8, kind: Kind) -> Result<(), Why> {
    let (called, fine) = match said.kind {
        None => return Ok(()),
        Some(Called::Provisional) => ("provisional", kind == Kind::Provisional),
        Some(Called::Nonprovisional) => ("nonprovisional", kind == Kind::Regular),
        Some(Called::Design) => ("a design", matches!(kind, Kind::Design | Kind::Hague)),
        Some(Called::Reexamination) => {
            ("a reexamination", matches!(kind, Kind::Reexamination | Kind::SupplementalExamination))
        }
    };
    if fine { Ok(()) } else { Err(Why::Contradiction { said: called, series }) }
}

fn international(said: &Said, body: &str) -> Result<Number, Why> {
    let office = match &said.office {
        Some(office) => office.clone(),
        None if said.us => "US".to_owned(),
        None => return Err(Why::International),
    };
    let Groups { groups, kind_code } = groups(body)?;
    if !kind_code.is_empty() && !matches!(kind_code.as_str(), "A" | "A1" | "A2") {
        return Err(Why::KindCode(kind_code));
    }
    let lengths: Vec<usize> = groups.iter().map(|(_, g)| g.len()).collect();
    let all: String = groups.iter().map(|(_, g)| g.as_str()).collect();
    let year_digits = match lengths[..] {
        [7 | 8] | [2, 5 | 6] | [2, 2 | 3, 3] => 2,
        [9 | 10] | [4, 5 | 6] | [4, 2 | 3, 3] => 4,
        _ => return Err(Why::International),
    };
    let (year, serial) = all.split_at(year_digits);
    let year: u16 = year.parse().map_err(|_| Why::International)?;
    // The treaty is of 1978, so two digits have one reading for a hundred years.
    let year = match (year_digits, year) {
        (2, 78..) => 1900 + year,
        (2, _) => 2000 + year,
        _ => year,
    };
    if !PCT_YEARS.contains(&year) {
        return Err(Why::International);
    }
    Ok(Number::Pct { office, year, serial: serial.parse().map_err(|_| Why::International)? })
}

fn registration(body: &str) -> Result<Number, Why> {
    let Groups { groups, kind_code } = groups(body)?;
    if !kind_code.is_empty() {
        return Err(Why::KindCode(kind_code));
    }
    let all: String = groups.iter().map(|(_, g)| g.as_str()).collect();
    match (groups.len(), all.len()) {
        (1, 5..=6) | (2, 5..=6) => Ok(Number::Hague { serial: all.parse().map_err(|_| Why::Registration)? }),
        _ => Err(Why::Registration),
    }
}

fn foreign(office: &str, body: &str) -> Result<Number, Why> {
    if let Some(c) = body.chars().find(|c| !c.is_ascii_alphanumeric() && !matches!(c, ' ' | '/' | '-' | '.' | ',')) {
        return Err(Why::Character(c));
    }
    let body = body.strip_suffix(" A").unwrap_or(body);
    let bare: String = body.chars().filter(char::is_ascii_alphanumeric).collect();
    let digits = bare.bytes().filter(u8::is_ascii_digit).count();
    // A kind code behind a foreign number is that of a publication or a patent.
    let behind = bare.as_bytes();
    if let [.., b'0'..=b'9', letter @ b'A'..=b'Z', digit @ b'0'..=b'9'] = behind {
        return Err(Why::KindCode(format!("{}{}", char::from(*letter), char::from(*digit))));
    }
    if !(4..=20).contains(&bare.len()) || digits < 4 {
        return Err(Why::Foreign);
    }
    Ok(Number::Foreign { office: office.to_owned(), body: bare })
}
