//! Class codes as rules name them: `F41H3/00`, `H01Q17/$`, `B63G8/28:B63G8/34`.

use std::cmp::Ordering;
use std::fmt;

use crate::pattern::Pattern;

/// A class code, truncated code or range.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ClassTerm {
    /// A code. A code without a subgroup (`F41H`, `F41H3`) names everything below it.
    Code {
        /// As written, without white space and leading zeros.
        text: String,
        /// The symbols that fit the code.
        pattern: Pattern,
    },
    /// From one subgroup to another of the same main group, both included.
    Range {
        /// The first.
        from: Code,
        /// The last.
        to: Code,
    },
}

/// A complete code.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Code {
    /// Subclass and main group (`B63G8`).
    group: String,
    /// Subgroup (`28`).
    subgroup: String,
}

/// Brings a symbol to the form that is compared: upper case, no white space, no leading zeros in the group.
pub fn compact(symbol: &str) -> String {
    let plain: String = symbol.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_uppercase).collect();
    match plain.char_indices().nth(4) {
        Some((i, '0')) if starts_with_subclass(&plain) => {
            let (subclass, group) = plain.split_at(i);
            let trimmed = group.trim_start_matches('0');
            format!("{subclass}{}{trimmed}", if trimmed.starts_with(|c: char| c.is_ascii_digit()) { "" } else { "0" })
        }
        _ => plain,
    }
}

/// Whether a text opens with a subclass (`F41H`).
pub fn starts_with_subclass(text: &str) -> bool {
    matches!(text.as_bytes(), [s, a, b, c, ..]
        if s.is_ascii_alphabetic() && a.is_ascii_digit() && b.is_ascii_digit() && c.is_ascii_alphabetic())
}

impl Code {
    /// Parses a complete, compact code.
    fn parse(text: &str) -> Option<Self> {
        let (group, subgroup) = text.split_once('/')?;
        let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
        (starts_with_subclass(group)
            && digits(&group[4..])
            && group.len() <= 8
            && digits(subgroup)
            && subgroup.len() >= 2)
            .then(|| Self { group: group.to_owned(), subgroup: subgroup.to_owned() })
    }

    /// Compares two codes. Subgroups are ordered like decimal fractions: 8/28, 8/285, 8/29.
    fn order(&self, other: &Self) -> Ordering {
        let padded = |c: &Self, n| format!("{:0<n$}", c.subgroup);
        let n = self.subgroup.len().max(other.subgroup.len());
        padded(self, n).cmp(&padded(other, n))
    }
}

impl ClassTerm {
    /// Parses a code, truncated code or range. The error is a sentence about what is wrong.
    pub fn parse(raw: &str) -> Result<Self, String> {
        let text = compact(raw);
        if let Some((from, to)) = text.split_once(':') {
            return Self::range(from, to);
        }
        let fine = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '$' | '*' | '?');
        let opens = |c: char| matches!(c, 'A'..='H' | 'Y' | '?');
        if !text.chars().all(fine) || !text.starts_with(opens) {
            return Err(format!("`{raw}` is not a class code"));
        }
        if Pattern::is_pattern(&text) {
            let pattern = Pattern::parse(&text);
            return if pattern.named_letters() == 0 {
                Err(format!("`{raw}` would take in every class code"))
            } else {
                Ok(Self::Code { text, pattern })
            };
        }
        let below = match text.as_bytes() {
            [_] => "$",
            [_, a, b] if a.is_ascii_digit() && b.is_ascii_digit() => "$",
            _ if text.len() == 4 && starts_with_subclass(&text) => "$",
            _ if starts_with_subclass(&text) && text.len() <= 8 && text[4..].bytes().all(|b| b.is_ascii_digit()) => {
                "/$"
            }
            _ if Code::parse(&text).is_some() => "",
            _ => return Err(format!("`{raw}` is not a class code")),
        };
        let pattern = Pattern::parse(&format!("{text}{below}"));
        Ok(Self::Code { text, pattern })
    }

    fn range(from: &str, to: &str) -> Result<Self, String> {
        let complete = |t: &str| {
            Code::parse(t).ok_or_else(|| format!("`{t}` is not a complete class code, and only such can bound a range"))
        };
        let (from, to) = (complete(from)?, complete(to)?);
        if from.group != to.group {
            return Err(format!(
                "the range runs from main group {} to {}; both ends must be in one",
                from.group, to.group
            ));
        }
        if from.order(&to) == Ordering::Greater {
            return Err(format!("the range is empty: {from} comes after {to}"));
        }
        Ok(Self::Range { from, to })
    }

    /// Whether a compact symbol fits this term.
    pub fn fits(&self, symbol: &str) -> bool {
        match self {
            Self::Code { pattern, .. } => pattern.matches(symbol),
            Self::Range { from, to } => Code::parse(symbol).is_some_and(|c| {
                c.group == from.group && from.order(&c) != Ordering::Greater && c.order(to) != Ordering::Greater
            }),
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.group, self.subgroup)
    }
}

impl fmt::Display for ClassTerm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code { text, .. } => f.write_str(text),
            Self::Range { from, to } => write!(f, "{from}:{to}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fits(term: &str, symbol: &str) -> bool {
        ClassTerm::parse(term).expect("a code").fits(&compact(symbol))
    }

    #[test]
    fn codes_fit_whatever_the_spaces_case_and_zeros() {
        for symbol in ["F41H 3/00", "F41H3/00", "f41h  3/00", "F41H 003/00"] {
            assert!(fits("F41H3/00", symbol) && fits("f41h 3/00", symbol) && fits("F41H003/00", symbol), "{symbol}");
        }
        assert!(!fits("F41H3/00", "F41H 3/02") && !fits("F41H3/00", "F41H 30/00"));
    }

    #[test]
    fn truncation_and_short_codes_take_in_what_is_below() {
        assert!(fits("H01Q17/$", "H01Q 17/008") && !fits("H01Q17/$", "H01Q 1/17"));
        assert!(
            fits("F41$", "F41H 3/00")
                && fits("F41", "F41H 3/00")
                && fits("F41H", "F41H 3/00")
                && fits("F", "F41H 3/00")
        );
        assert!(fits("F41H3", "F41H 3/02") && !fits("F41H3", "F41H 30/00"));
        assert!(fits("F41?3/00", "F41A 3/00"));
    }

    #[test]
    fn ranges_stay_in_their_group_and_include_both_ends() {
        for (symbol, want) in [
            ("8/28", true),
            ("8/34", true),
            ("8/285", true),
            ("8/3", false),
            ("8/30", true),
            ("8/341", false),
            ("8/00", false),
            ("9/30", false),
        ] {
            assert_eq!(fits("B63G8/28:B63G8/34", &format!("B63G {symbol}")), want, "{symbol}");
        }
    }

    #[test]
    fn what_is_no_code_is_refused() {
        for bad in [
            "radar",
            "F41H3/",
            "F41H/00",
            "B63G8/28:B63G9/34",
            "B63G8/34:B63G8/28",
            "B63G8/$:B63G8/34",
            "$",
            "?",
            "",
            "Z41H3/00",
            "F41H3/0",
        ] {
            assert!(ClassTerm::parse(bad).is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn no_text_is_too_strange(text in "\\PC{0,12}", code in "[A-H$?/0-9: é]{0,12}") {
            for t in [text, code] {
                if let Ok(term) = ClassTerm::parse(&t) {
                    prop_assert_eq!(ClassTerm::parse(&term.to_string()), Ok(term));
                }
                compact(&t);
            }
        }
    }
}
