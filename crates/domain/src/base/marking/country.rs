//! The countries and organizations of markings, and to whom a thing may be released (M2).

use serde::{Deserialize, Deserializer, Serialize};
use std::collections::BTreeSet;
use std::fmt;

/// A country by its code of three letters (ISO 3166-1), or an organization of countries. The United States come first,
/// then countries by code, then organizations: the order of a REL TO line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(into = "String")]
pub struct Code {
    place: Place,
    code: &'static str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Place {
    UnitedStates,
    Country,
    Organization,
}

/// The organizations that a REL TO line may name, with their members. Membership as of November 2026.
pub(super) static ORGANIZATIONS: [(&str, &[&str]); 3] = [
    ("ACGU", &["AUS", "CAN", "GBR", "USA"]),
    ("FVEY", &["AUS", "CAN", "GBR", "NZL", "USA"]),
    (
        "NATO",
        &[
            "ALB", "BEL", "BGR", "CAN", "CZE", "DEU", "DNK", "ESP", "EST", "FIN", "FRA", "GBR", "GRC", "HRV", "HUN",
            "ISL", "ITA", "LTU", "LUX", "LVA", "MKD", "MNE", "NLD", "NOR", "POL", "PRT", "ROU", "SVK", "SVN", "SWE",
            "TUR", "USA",
        ],
    ),
];

impl Code {
    /// The United States.
    pub const US: Self = Self { place: Place::UnitedStates, code: "USA" };

    /// The country with this code of two or three letters, or the organization with this name; capital or small letters.
    pub fn parse(text: &str) -> Option<Self> {
        let code = text.trim().to_ascii_uppercase();
        let organization = ORGANIZATIONS.iter().find(|(name, _)| *name == code);
        organization.map(|(name, _)| Self { place: Place::Organization, code: name }).or_else(|| Self::country(&code))
    }

    /// As [`Self::parse`], without organizations.
    pub fn country(text: &str) -> Option<Self> {
        let code = text.trim().to_ascii_uppercase();
        let found = rust_iso3166::from_alpha3(&code).or_else(|| rust_iso3166::from_alpha2(&code))?;
        let place = if found.alpha3 == Self::US.code { Place::UnitedStates } else { Place::Country };
        Some(Self { place, code: found.alpha3 })
    }

    /// Three letters, or the name of an organization.
    pub fn as_str(self) -> &'static str {
        self.code
    }

    /// Whether it has citizens.
    pub fn is_country(self) -> bool {
        self.place != Place::Organization
    }

    /// The countries that it stands for: itself, or its members.
    fn members(self) -> impl Iterator<Item = Self> {
        let members = ORGANIZATIONS.iter().find(|(name, _)| *name == self.code).map_or(&[][..], |(_, members)| members);
        let of_organization = members.iter().map(|code| match *code {
            "USA" => Self::US,
            code => Self { place: Place::Country, code },
        });
        self.is_country().then_some(self).into_iter().chain(of_organization)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code)
    }
}

impl From<Code> for String {
    fn from(code: Code) -> Self {
        code.code.to_owned()
    }
}

impl TryFrom<String> for Code {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let known = || ORGANIZATIONS.map(|(name, _)| name).join(", ");
        Self::parse(&text).ok_or_else(|| {
            format!(
                "{text:?} is no country code of ISO 3166-1 (such as JPN), and no organization known here ({})",
                known()
            )
        })
    }
}

// The derived form would ask for a text that lives for ever, as the code in the value does.
impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::try_from(String::deserialize(from)?).map_err(serde::de::Error::custom)
    }
}

/// Whose citizens may read a thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Release {
    /// The marking does not limit it.
    Anyone,
    /// Citizens of these, and of the members of these.
    Only(BTreeSet<Code>),
}

impl Release {
    /// Citizens of the United States only.
    pub fn us_only() -> Self {
        Self::Only([Code::US].into())
    }

    /// Whether it covers everybody whom a code stands for.
    fn covers(&self, code: Code) -> bool {
        match self {
            Self::Anyone => true,
            Self::Only(codes) => {
                codes.contains(&code) || code.members().all(|one| codes.iter().any(|c| c.members().any(|m| m == one)))
            }
        }
    }

    /// Whether somebody with these citizenships may read it. A citizen of the United States may, whatever other citizenship
    /// there is; of anybody else each citizenship must be covered, because each country may ask its citizens. One of whom
    /// no citizenship is recorded may not.
    pub fn admits(&self, citizenships: &BTreeSet<Code>) -> bool {
        *self == Self::Anyone
            || citizenships.contains(&Code::US)
            || !citizenships.is_empty() && citizenships.iter().all(|one| self.covers(*one))
    }

    /// Whether everybody whom another covers is covered.
    pub fn includes(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Anyone, _) => true,
            (Self::Only(_), Self::Anyone) => false,
            (Self::Only(_), Self::Only(codes)) => codes.iter().all(|code| self.covers(*code)),
        }
    }

    /// Those whom both cover.
    pub fn meet(&self, other: &Self) -> Self {
        let (a, b) = match (self, other) {
            (Self::Anyone, one) | (one, Self::Anyone) => return one.clone(),
            (Self::Only(a), Self::Only(b)) => (a, b),
        };
        let in_other = a.iter().filter(|code| other.covers(**code)).chain(b.iter().filter(|code| self.covers(**code)));
        let mut codes: BTreeSet<Code> = in_other.copied().collect();
        // Members that two different organizations share.
        let whole = Self::Only(codes.clone());
        let shared = a.iter().flat_map(|code| code.members()).filter(|one| other.covers(*one) && !whole.covers(*one));
        codes.extend(shared);
        Self::Only(codes)
    }
}
