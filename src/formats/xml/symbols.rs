//! Numbers, dates and class symbols as the files write them, in the form people write them.

use jiff::civil::Date;

/// `20040112`; nothing where it is no day, as in `19071000`.
pub(super) fn date(text: &str) -> Option<Date> {
    let digits = text.trim();
    if digits.len() != 8 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    Date::new(digits[..4].parse().ok()?, digits[4..6].parse().ok()?, digits[6..].parse().ok()?).ok()
}

/// The number of a US application: `10/755,135` of `10755135`, or of `755135` in series `10`.
/// What does not look like one stays as it is.
pub(super) fn application_number(number: &str, series: &str) -> String {
    let (number, series) = (number.trim(), series.trim());
    let numeric = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let whole = match number.len() {
        8 => number.to_owned(),
        6 if series.len() == 2 => format!("{series}{number}"),
        // Series 08 and 09 without their zero.
        7 if series.starts_with('0') => format!("0{number}"),
        _ => return number.to_owned(),
    };
    if !numeric(&whole) {
        return number.to_owned();
    }
    format!("{}/{},{}", &whole[..2], &whole[2..5], &whole[5..])
}

/// An IPC or CPC symbol in one piece (`A01B  1/00`, `A41D001/06`, `A01B 1/00`): `A01B 1/00`.
pub(super) fn symbol(text: &str) -> String {
    let folded = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (Some(subclass), Some(rest)) = (folded.get(..4), folded.get(4..)) else { return folded };
    if !is_subclass(subclass) {
        return folded;
    }
    let (group, subgroup) = match rest.split_once('/') {
        Some((group, subgroup)) => (group, Some(subgroup)),
        None => (rest, None),
    };
    symbol_of(&subclass[..1], &subclass[1..3], &subclass[3..], group, subgroup.unwrap_or_default())
}

fn is_subclass(text: &str) -> bool {
    matches!(text.as_bytes(), [s, c1, c2, u] if s.is_ascii_uppercase() && c1.is_ascii_digit() && c2.is_ascii_digit() && u.is_ascii_uppercase())
}

/// An IPC or CPC symbol of its parts.
pub(super) fn symbol_of(section: &str, class: &str, subclass: &str, group: &str, subgroup: &str) -> String {
    let group = without_zeros(group.trim());
    let mut out = format!("{}{}{}", section.trim(), class.trim(), subclass.trim());
    if !group.is_empty() {
        out.push(' ');
        out.push_str(group);
        if !subgroup.trim().is_empty() {
            out.push('/');
            out.push_str(subgroup.trim());
        }
    }
    out
}

fn without_zeros(text: &str) -> &str {
    let rest = text.trim_start_matches('0');
    if rest.is_empty() && !text.is_empty() { "0" } else { rest }
}

/// A US class in its columns: three of class, three of subclass, decimals (`  2 21` is `2/21`,
/// `3404081` is `340/408.1`, `257E21001` is `257/E21.001`, `426104000` is `426/104`).
pub(super) fn national(text: &str) -> String {
    let cut = |from: usize, to: usize| text.get(from.min(text.len())..to.min(text.len()));
    let (Some(class), Some(subclass), Some(decimals)) = (cut(0, 3), cut(3, 6), cut(6, text.len())) else {
        return text.split_whitespace().collect::<Vec<_>>().join(" ");
    };
    let class: String = class.split_whitespace().collect();
    let class = match class.strip_prefix('D') {
        Some(number) => format!("D{}", without_zeros(number)),
        None => without_zeros(&class).to_owned(),
    };
    let subclass: String = subclass.split_whitespace().collect();
    let decimals: String = decimals.split_whitespace().collect();
    let decimals = decimals.trim_end_matches('0');
    let mut out = class;
    let subclass = without_zeros(&subclass);
    if !subclass.is_empty() {
        out.push('/');
        out.push_str(subclass);
    }
    match decimals.as_bytes() {
        [] => {}
        [b'0'..=b'9', ..] if !subclass.starts_with("DIG") => {
            out.push('.');
            out.push_str(decimals);
        }
        _ => out.push_str(decimals),
    }
    out
}

/// A Locarno class: `09-01` of `0901`.
pub(super) fn locarno(text: &str) -> String {
    let text = text.trim();
    match text.as_bytes() {
        [b'0'..=b'9', b'0'..=b'9', b'0'..=b'9', b'0'..=b'9'] => format!("{}-{}", &text[..2], &text[2..]),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_every_series() {
        assert_eq!(application_number("10755135", "10"), "10/755,135");
        assert_eq!(application_number("755135", "10"), "10/755,135");
        assert_eq!(application_number("9755135", "09"), "09/755,135");
        assert_eq!(application_number("29259303", ""), "29/259,303");
        assert_eq!(application_number("PCT/JP04/01234", "10"), "PCT/JP04/01234");
        assert_eq!(application_number("60/123,456", ""), "60/123,456");
        assert_eq!(application_number("1234567é", ""), "1234567é");
    }

    #[test]
    fn symbols_of_every_age() {
        assert_eq!(symbol("A01B  1/00"), "A01B 1/00");
        assert_eq!(symbol("A41D001/06"), "A41D 1/06");
        assert_eq!(symbol("A47J031/00"), "A47J 31/00");
        assert_eq!(symbol("H01L 21336"), "H01L 21336");
        assert_eq!(symbol("0201"), "0201");
        assert_eq!(symbol("é47J"), "é47J");
        assert_eq!(symbol_of("A", "41", "D", "013", "08"), "A41D 13/08");
        assert_eq!(symbol_of("A", "41", "D", "", ""), "A41D");
    }

    #[test]
    fn national_classes_in_their_columns() {
        for (text, class) in [
            ("  2 21", "2/21"),
            ("002227000", "2/227"),
            ("426104000", "426/104"),
            ("3404081", "340/408.1"),
            ("370395210", "370/395.21"),
            ("257E21001", "257/E21.001"),
            ("D29113", "D29/113"),
            ("D 2 21", "D2/21"),
            ("D02861000", "D2/861"),
            ("PLT156", "PLT/156"),
            ("428 35R", "428/35R"),
            ("4283551R", "428/355.1R"),
            ("428356 R", "428/356R"),
            ("524DIG 12", "524/DIG12"),
            ("é", "é"),
            ("", ""),
        ] {
            assert_eq!(national(text), class, "{text:?}");
        }
    }

    #[test]
    fn dates_that_are_none_are_none() {
        assert_eq!(date("20040229").map(|d| d.to_string()).as_deref(), Some("2004-02-29"));
        for bad in ["20030229", "19071000", "2004011", "", "2004é112"] {
            assert_eq!(date(bad), None, "{bad}");
        }
    }
}
