//! Facts of the field [`crate::law::incident`], as they are recorded.

use crate::case::place::{Audience, Place};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// An entry about an incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// The incident was reported to Licensing and Review.
    Reported(Incident),
    /// The disclosee, a citizen in the United States, was notified of the order and the penalties.
    Told {
        /// The day.
        on: Date,
        how: String,
    },
}

/// The report of a disclosure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", schema(as = NewIncident))]
pub struct Incident {
    /// The day of the disclosure.
    pub on: Date,
    /// Who learned of the matter.
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub address: String,
    /// Country of citizenship.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schema(example = "GB"))]
    pub citizen_of: String,
    /// The country where the disclosee was.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schema(example = "US"))]
    pub located_in: String,
    /// What was disclosed.
    #[serde(default)]
    pub what: String,
    /// Any United States export authorization; `none` is an answer.
    #[serde(default)]
    pub export_authorization: String,
    /// Any foreign application; `none` is an answer.
    #[serde(default)]
    pub foreign_application: String,
}

/// How the rules treat a disclosee.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Disclosee {
    /// A citizen of the United States in the United States, who is notified of the order and the penalties.
    CitizenInUs,
    /// Anyone abroad, and any foreign national, who is never notified.
    Foreign,
}

impl Incident {
    /// How the rules treat the disclosee. Anyone who is not certainly a citizen in the United States counts as foreign.
    pub fn disclosee(&self) -> Disclosee {
        let us = |c: &str| ["US", "USA"].iter().any(|u| c.trim().eq_ignore_ascii_case(u));
        if us(&self.citizen_of) && us(&self.located_in) { Disclosee::CitizenInUs } else { Disclosee::Foreign }
    }
    pub(crate) fn missing(&self) -> Vec<&'static str> {
        let mut out = vec![];
        let mut need = |text: &str, field| {
            if text.trim().is_empty() {
                out.push(field);
            }
        };
        need(&self.name, "name");
        need(&self.what, "what");
        if self.disclosee() == Disclosee::Foreign {
            need(&self.address, "address");
            need(&self.export_authorization, "export_authorization");
            need(&self.foreign_application, "foreign_application");
        }
        out
    }
}

impl Disclosee {
    /// What to do, in sentences for the officer.
    pub fn handling(self) -> &'static str {
        match self {
            Self::CitizenInUs => {
                "Tell this person of the order and of the penalties of 35 USC 182 and 186, and record the day. This \
                 service sends nothing."
            }
            Self::Foreign => {
                "Do NOT tell this person that there is an order. Licensing and Review has the report: date, name and \
                 address, what was disclosed, any export authorization, any foreign application. This service sends \
                 nothing."
            }
        }
    }
}

impl Act {
    pub(crate) fn slot(&self, of: &Place) -> Option<String> {
        match self {
            Self::Reported(_) => None,
            Self::Told { .. } => of.answer_once("incident.told"),
        }
    }
    pub(crate) fn audience(&self) -> Audience {
        Audience::Office
    }
}
