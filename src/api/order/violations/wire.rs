//! What violations and incidents look like on the wire.

use crate::api::frame::docket::EntryView;
use crate::api::frame::wire::{Disclosee, Holding, Offence, Offender};
use crate::workflow::petition::violations as workflow;
use domain::law::{incident, violation};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A violation as found.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewViolation {
    /// What was done.
    offence: Offence,
    /// By whom, in the words of the law.
    offender: Offender,
    /// Name.
    name: String,
    /// The day.
    on: Date,
    /// What it was, and how it is known.
    evidence: String,
    /// Found to have been without consent.
    #[serde(default)]
    without_consent: bool,
}

impl From<NewViolation> for workflow::FindingInput {
    fn from(n: NewViolation) -> Self {
        Self {
            offence: n.offence.into(),
            offender: n.offender.into(),
            name: n.name,
            on: n.on,
            evidence: n.evidence,
            without_consent: n.without_consent,
        }
    }
}

/// A decision on a finding.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewHolding {
    /// What.
    decision: Holding,
    /// Why.
    reason: String,
}

impl From<NewHolding> for workflow::HoldingInput {
    fn from(n: NewHolding) -> Self {
        Self { holding: n.decision.into(), reason: n.reason }
    }
}

/// A consequence the law names; information only.
#[derive(Serialize, ToSchema)]
struct Consequence {
    /// What the law says.
    text: String,
    /// Where.
    citation: String,
    /// The rule of the rule book.
    rule: String,
}

impl From<violation::Consequence> for Consequence {
    fn from(c: violation::Consequence) -> Self {
        Self { text: c.text, citation: c.citation.into(), rule: c.rule.into() }
    }
}

/// A finding with its decision.
#[derive(Serialize, ToSchema)]
#[schema(as = Violation)]
pub struct ViolationView {
    /// The finding.
    #[serde(flatten)]
    entry: EntryView,
    /// The decision.
    decision: Option<EntryView>,
    /// What the law has for such an act. For information: nothing of it happens here.
    consequences: Vec<Consequence>,
}

impl From<workflow::ViolationView> for ViolationView {
    fn from(v: workflow::ViolationView) -> Self {
        Self {
            entry: v.entry.into(),
            decision: v.decision.map(Into::into),
            consequences: v.consequences.into_iter().map(Into::into).collect(),
        }
    }
}

/// A disclosure incident as reported.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewIncident {
    /// The day of the disclosure.
    on: Date,
    /// Who learned of the matter.
    #[serde(default)]
    name: String,
    /// Their address.
    #[serde(default)]
    address: String,
    /// Country of citizenship.
    #[serde(default)]
    #[schema(example = "GB")]
    citizen_of: String,
    /// Country they were in.
    #[serde(default)]
    #[schema(example = "US")]
    located_in: String,
    /// What was disclosed.
    #[serde(default)]
    what: String,
    /// Any United States export authorization; `none` is an answer.
    #[serde(default)]
    export_authorization: String,
    /// Any foreign application; `none` is an answer.
    #[serde(default)]
    foreign_application: String,
}

impl From<NewIncident> for incident::Incident {
    fn from(n: NewIncident) -> Self {
        Self {
            on: n.on,
            name: n.name,
            address: n.address,
            citizen_of: n.citizen_of,
            located_in: n.located_in,
            what: n.what,
            export_authorization: n.export_authorization,
            foreign_application: n.foreign_application,
        }
    }
}

/// An incident with how it is handled.
#[derive(Serialize, ToSchema)]
#[schema(as = Incident)]
pub struct IncidentView {
    /// The report.
    #[serde(flatten)]
    entry: EntryView,
    /// Who it is to the rules.
    disclosee: Disclosee,
    /// What to do.
    handling: String,
    /// That this person was told.
    told: Option<EntryView>,
}

impl From<workflow::IncidentView> for IncidentView {
    fn from(i: workflow::IncidentView) -> Self {
        Self {
            entry: i.entry.into(),
            disclosee: i.disclosee.into(),
            handling: i.handling.into(),
            told: i.told.map(Into::into),
        }
    }
}

/// That a disclosee was told.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTold {
    /// The day.
    on: Date,
    /// How, and by whom.
    how: String,
}

impl From<NewTold> for workflow::ToldInput {
    fn from(n: NewTold) -> Self {
        Self { on: n.on, how: n.how }
    }
}
