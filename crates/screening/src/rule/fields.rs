//! Field suffixes, which limit an expression to parts of a filing.

use std::fmt;

use domain::filing::{Part, Scheme, Section};

/// A set of parts of a filing.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fields(u8);

/// The suffixes, each with the parts that it means.
const NAMES: [(&str, Fields); 6] = [
    ("ti", Fields::TITLE),
    ("ab", Fields::ABSTRACT),
    ("clm", Fields::CLAIMS),
    ("detd", Fields::DETAILED),
    ("bsum", Fields::SUMMARY),
    ("spec", Fields::DESCRIPTION),
];

impl Fields {
    /// `.ti.`
    pub const TITLE: Self = Self(1);
    /// `.ab.`
    pub const ABSTRACT: Self = Self(2);
    /// `.clm.`
    pub const CLAIMS: Self = Self(4);
    /// `.detd.`
    pub const DETAILED: Self = Self(8);
    /// `.bsum.`
    pub const SUMMARY: Self = Self(16);
    /// The part of the description that is neither detailed description nor summary.
    const OTHER: Self = Self(32);
    /// `.spec.`
    pub const DESCRIPTION: Self = Self(8 | 16 | 32);
    /// All parts.
    pub const ALL: Self = Self(63);

    /// The parts that a suffix names; `None` if there is no such suffix.
    pub fn from_name(name: &str) -> Option<Self> {
        NAMES.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|&(_, f)| f)
    }

    /// Every suffix, class schemes included.
    pub fn names() -> impl Iterator<Item = &'static str> {
        NAMES.iter().map(|&(n, _)| n).chain(["cpc", "ipc"])
    }

    /// The class scheme that a suffix names; `None` for another suffix.
    pub fn scheme(name: &str) -> Option<Scheme> {
        match name.to_ascii_lowercase().as_str() {
            "cpc" => Some(Scheme::Cpc),
            "ipc" => Some(Scheme::Ipc),
            _ => None,
        }
    }

    /// The parts to which a paragraph belongs. A description without known headings counts as detailed description and
    /// as summary, because a rule must not miss it for want of a heading.
    pub fn of(section: Section, part: Option<Part>) -> Self {
        match (section, part) {
            (Section::Title, _) => Self::TITLE,
            (Section::Abstract, _) => Self::ABSTRACT,
            (Section::Claims, _) => Self::CLAIMS,
            (Section::Description, Some(Part::DetailedDescription)) => Self::DETAILED,
            (Section::Description, Some(Part::BriefSummary)) => Self::SUMMARY,
            (Section::Description, Some(Part::Drawings)) => Self::OTHER,
            (Section::Description, None) => Self::DESCRIPTION,
        }
    }

    /// The set as bits, for a compact store of many sets.
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// The parts that are in one of the two sets.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The parts that are in both sets: a suffix inside a suffix narrows it.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Whether the set has no part.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether the two sets have a part in common.
    pub fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

impl fmt::Display for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut left = *self;
        let mut first = true;
        // `.spec.` includes two other suffixes, so it is tried before them.
        for (name, fields) in NAMES.iter().rev() {
            if left.and(*fields) == *fields && !fields.is_empty() {
                left = Self(left.0 & !fields.0);
                write!(f, "{}{name}", if first { "" } else { "," })?;
                first = false;
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fields({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_written_as_they_are_read() {
        assert_eq!(Fields::DESCRIPTION.to_string(), "spec");
        assert_eq!(Fields::TITLE.or(Fields::CLAIMS).to_string(), "clm,ti");
        for (name, f) in NAMES {
            assert_eq!(f.to_string(), name);
            assert_eq!(Fields::from_name(&name.to_uppercase()), Some(f));
        }
    }

    #[test]
    fn a_description_without_headings_is_both_parts_of_it() {
        let plain = Fields::of(Section::Description, None);
        assert!(plain.meets(Fields::DETAILED) && plain.meets(Fields::SUMMARY));
        let drawings = Fields::of(Section::Description, Some(Part::Drawings));
        assert!(drawings.meets(Fields::DESCRIPTION) && !drawings.meets(Fields::DETAILED));
        assert!(Fields::CLAIMS.and(Fields::ABSTRACT).is_empty());
    }
}
