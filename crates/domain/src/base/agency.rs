//! Agencies as data with validity dates (R2.1): departments with components, and single-level
//! agencies. Who may act for whom is decided here.

use crate::base::refusal::{AGENCY_UNKNOWN, Refusal};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Code of an agency (`NAVY`): upper-case letters, digits and hyphens, at most 16.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AgencyCode(String);

/// A text that is no agency code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not an agency code: one to sixteen letters, digits or hyphens")]
pub struct BadAgencyCode(pub String);

impl AgencyCode {
    /// Reads a code; lower case is raised.
    pub fn parse(text: &str) -> Result<Self, BadAgencyCode> {
        let t = text.trim().to_ascii_uppercase();
        let fine = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-';
        if (1..=16).contains(&t.len()) && t.chars().all(fine) {
            Ok(Self(t))
        } else {
            Err(BadAgencyCode(text.to_owned()))
        }
    }
    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AgencyCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// One agency or component.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agency {
    pub code: AgencyCode,
    pub name: String,
    /// The department it is a component of.
    pub department: Option<AgencyCode>,
    /// First day on which it may be asked.
    pub valid_from: Date,
    /// Last day, if it has one.
    pub valid_until: Option<Date>,
    /// Whether it stands for the Government of another country, whose classified matter came here under an
    /// agreement (R3.8).
    #[serde(default)]
    pub foreign_government: bool,
}

impl Agency {
    /// Whether it exists on a date.
    pub fn is_valid(&self, on: Date) -> bool {
        self.valid_from <= on && self.valid_until.is_none_or(|until| on <= until)
    }
}

/// All agencies on file.
#[derive(Debug, Clone, Default)]
pub struct Agencies(pub Vec<Agency>);

impl Agencies {
    /// The agency of a code that is valid on a date.
    pub fn valid(&self, code: &AgencyCode, on: Date) -> Result<&Agency, Refusal> {
        self.0.iter().find(|a| a.code == *code && a.is_valid(on)).ok_or_else(|| {
            let known: Vec<_> = self.0.iter().filter(|a| a.is_valid(on)).map(|a| a.code.as_str()).collect();
            Refusal::new(&AGENCY_UNKNOWN, format!("There is no agency {code} on {on}. Agencies: {}.", known.join(", ")))
        })
    }
    /// The department of a component.
    pub fn department_of(&self, code: &AgencyCode) -> Option<&AgencyCode> {
        self.0.iter().find(|a| a.code == *code)?.department.as_ref()
    }
    /// Whether orders of this agency have a type: those of the Department of Defense and its
    /// components do, and those over matter of another Government (Type II, R3.8); those of DOE and NASA do
    /// not (R3.2).
    pub fn orders_are_typed(&self, agency: &AgencyCode) -> bool {
        agency.as_str() == DEFENSE
            || self.department_of(agency).is_some_and(|d| d.as_str() == DEFENSE)
            || self.is_foreign(agency)
    }
    /// Whether an agency stands for the Government of another country (R3.8).
    pub fn is_foreign(&self, agency: &AgencyCode) -> bool {
        self.0.iter().any(|a| a.code == *agency && a.foreign_government)
    }
    /// The Governments of other countries among them (R3.8).
    pub fn foreign_governments(&self) -> Vec<AgencyCode> {
        self.0.iter().filter(|a| a.foreign_government).map(|a| a.code.clone()).collect()
    }
    /// An agency with the components its people act for.
    pub fn acting_for(&self, own: &AgencyCode) -> Vec<AgencyCode> {
        let components = self.0.iter().filter(|a| a.department.as_ref() == Some(own) && a.code != *own);
        std::iter::once(own.clone()).chain(components.map(|a| a.code.clone())).collect()
    }
    /// Whether people of `own` may act on what was sent to `agency`: it is their own agency, or a
    /// component of their department (R2.3).
    pub fn acts_for(&self, own: &AgencyCode, agency: &AgencyCode) -> bool {
        own == agency || self.department_of(agency) == Some(own)
    }
}

/// The department whose orders are of Type I, II or III.
const DEFENSE: &str = "DOD";

/// The agencies a new database starts with (API.md section 6): code, name, department. Their first
/// day is that of the Act, so that the history of old orders can be entered.
pub const FOUNDING: [(&str, &str, Option<&str>); 11] = [
    ("DOD", "Department of Defense", None),
    ("ARMY", "Department of the Army", Some("DOD")),
    ("NAVY", "Department of the Navy", Some("DOD")),
    ("USAF", "Department of the Air Force", Some("DOD")),
    ("NSA", "National Security Agency", Some("DOD")),
    ("DTSA", "Defense Technology Security Administration", Some("DOD")),
    ("DARPA", "Defense Advanced Research Projects Agency", Some("DOD")),
    ("DOE", "Department of Energy", None),
    ("NASA", "National Aeronautics and Space Administration", None),
    ("DHS", "Department of Homeland Security", None),
    ("DOJ", "Department of Justice", None),
];
