//! Agencies with the dates on which they are valid (R2.1): departments with components, and agencies without. This
//! module decides who may act for which agency.

use crate::base::refusal::{AGENCY_UNKNOWN, Refusal};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Code of an agency (`NAVY`): upper-case letters, digits and hyphens, at most 16.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AgencyCode(String);

/// The error for a text that is not an agency code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not an agency code: one to sixteen letters, digits or hyphens")]
pub struct BadAgencyCode(pub String);

impl AgencyCode {
    /// Parses a code. Small letters become capitals.
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

/// An agency, or a component of a department.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agency {
    pub code: AgencyCode,
    pub name: String,
    /// The department it is a component of.
    pub department: Option<AgencyCode>,
    /// The first day on which the agency may be asked.
    pub valid_from: Date,
    /// The last day on which the agency may be asked; `None` without an end.
    pub valid_until: Option<Date>,
    /// Whether it is the Government of another country, whose classified matter came here under an agreement (R3.8).
    #[serde(default)]
    pub foreign_government: bool,
}

impl Agency {
    /// Whether the agency may be asked on a date.
    pub fn is_valid(&self, on: Date) -> bool {
        self.valid_from <= on && self.valid_until.is_none_or(|until| on <= until)
    }
}

/// All agencies on file.
#[derive(Debug, Clone, Default)]
pub struct Agencies(pub Vec<Agency>);

impl Agencies {
    /// The agency with a code. Fails if there is none that is valid on the date.
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
    /// Whether orders of an agency have a type. Orders of the Department of Defense and its components have one, and so
    /// do orders over matter of another Government (Type II, R3.8). Orders of DOE and NASA have none (R3.2).
    pub fn orders_are_typed(&self, agency: &AgencyCode) -> bool {
        agency.as_str() == DEFENSE
            || self.department_of(agency).is_some_and(|d| d.as_str() == DEFENSE)
            || self.is_foreign(agency)
    }
    /// Whether an agency stands for the Government of another country (R3.8).
    pub fn is_foreign(&self, agency: &AgencyCode) -> bool {
        self.0.iter().any(|a| a.code == *agency && a.foreign_government)
    }
    /// The Governments of other countries (R3.8).
    pub fn foreign_governments(&self) -> Vec<AgencyCode> {
        self.0.iter().filter(|a| a.foreign_government).map(|a| a.code.clone()).collect()
    }
    /// The agencies for which the people of an agency act: itself and its components.
    pub fn acting_for(&self, own: &AgencyCode) -> Vec<AgencyCode> {
        let components = self.0.iter().filter(|a| a.department.as_ref() == Some(own) && a.code != *own);
        std::iter::once(own.clone()).chain(components.map(|a| a.code.clone())).collect()
    }
    /// Whether people of `own` may act on a referral to `agency`: it is their own agency, or a component of their
    /// department (R2.3).
    pub fn acts_for(&self, own: &AgencyCode, agency: &AgencyCode) -> bool {
        own == agency || self.department_of(agency) == Some(own)
    }
}

/// The department whose orders are of Type I, II or III.
const DEFENSE: &str = "DOD";

/// The agencies of a new database (API.md section 6): code, name, department. They are valid from the day of the Act,
/// so that old orders can be entered.
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
