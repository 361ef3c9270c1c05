//! What petitions look like on the wire.

pub mod permits;

use crate::api::frame::docket::EntryView;
use crate::api::frame::wire::{OrderType, PetitionState, Position};
use crate::workflow::petition::petitions as workflow;
use ::domain::law::petition as domain;
use jiff::civil::Date;
use permits::{PermitPerson, people};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A petition for rescission, as it was received. What is left out is missing, and refused so.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPetition {
    /// The principal of record affected, by or for whom it is made.
    #[serde(default)]
    #[schema(example = "Ada Marlowe")]
    principal: String,
    /// Who signed, where that is somebody else.
    #[serde(default)]
    signed_by: Option<String>,
    /// Copies received; it comes in duplicate.
    #[serde(default)]
    #[schema(example = 2)]
    copies: u32,
    /// The facts that make the order ineffectual or futile.
    #[serde(default)]
    facts: String,
    /// Earlier publications and patents it relies on.
    #[serde(default)]
    earlier: Vec<EarlierPublication>,
    /// Government contracts under which the invention was made.
    #[serde(default)]
    contracts: Vec<String>,
    /// Whether it says that there is none.
    #[serde(default)]
    no_contract: bool,
}

/// An earlier publication or patent.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EarlierPublication {
    /// Which.
    what: String,
    /// Whether a copy came with the petition.
    copy: bool,
}

impl From<NewPetition> for domain::Rescission {
    fn from(n: NewPetition) -> Self {
        let one = |p: EarlierPublication| domain::Publication { what: p.what, copy: p.copy };
        Self {
            principal: n.principal,
            signed_by: n.signed_by,
            copies: n.copies,
            facts: n.facts,
            earlier: n.earlier.into_iter().map(one).collect(),
            contracts: n.contracts,
            no_contract: n.no_contract,
        }
    }
}

/// What is to change in an order; what is left out stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewModification {
    /// The principal of record by or for whom it is made; an official leaves it out.
    #[serde(default)]
    principal: Option<String>,
    /// Who signed, where that is somebody else.
    #[serde(default)]
    signed_by: Option<String>,
    /// Copies received; a petition comes in duplicate.
    #[serde(default)]
    copies: u32,
    /// The full reason or purpose.
    #[serde(default)]
    reason: String,
    /// The type.
    #[serde(default, rename = "type")]
    order_type: Option<OrderType>,
    /// The countries of a Type I order, all of them.
    #[serde(default)]
    #[schema(example = json!(["JP", "GB", "FR"]))]
    countries: Option<Vec<String>>,
    /// The conditions, all of them.
    #[serde(default)]
    conditions: Option<Vec<String>>,
    /// All who will hold the material before it is lodged, where countries are added.
    #[serde(default)]
    holders: Vec<PermitPerson>,
    /// Whether it vouches for their loyalty and integrity.
    #[serde(default)]
    vouched: bool,
    /// The sponsor that gives notice, for an official who speaks for several.
    #[serde(default)]
    #[schema(example = "NAVY")]
    agency: Option<String>,
}

impl From<NewModification> for workflow::ModificationInput {
    fn from(n: NewModification) -> Self {
        Self {
            petition: domain::ModificationPetition {
                principal: n.principal,
                signed_by: n.signed_by,
                copies: n.copies,
                reason: n.reason,
                change: domain::Change {
                    order_type: n.order_type.map(Into::into),
                    countries: n.countries,
                    conditions: n.conditions,
                },
                holders: people(n.holders),
                vouched: n.vouched,
            },
            agency: n.agency,
        }
    }
}

/// A sponsor's position on a petition.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPosition {
    /// What.
    position: Position,
    /// Why.
    reason: String,
    /// The sponsor it speaks for; left out, all the signer may speak for.
    #[serde(default)]
    #[schema(example = "NAVY")]
    agency: Option<String>,
}

impl From<NewPosition> for workflow::PositionInput {
    fn from(n: NewPosition) -> Self {
        Self { position: n.position.into(), reason: n.reason, agency: n.agency }
    }
}

/// To grant or to deny.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum GrantOrDeny {
    /// What was asked for.
    Grant,
    /// Not.
    Deny,
}

/// A decision on a petition.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPetitionDecision {
    /// What.
    decision: GrantOrDeny,
    /// Why.
    reason: String,
    /// First day of a permit; the day asked for, or today, if left out.
    #[serde(default)]
    from: Option<Date>,
    /// Last day of a permit; the one asked for if left out.
    #[serde(default)]
    until: Option<Date>,
}

impl From<NewPetitionDecision> for workflow::DecisionInput {
    fn from(n: NewPetitionDecision) -> Self {
        let decision = match n.decision {
            GrantOrDeny::Grant => domain::Decision::Grant { from: n.from, until: n.until },
            GrantOrDeny::Deny => domain::Decision::Deny,
        };
        Self { decision, reason: n.reason }
    }
}

/// A petition with where it stands.
#[derive(Serialize, ToSchema)]
#[schema(as = Petition)]
pub struct PetitionView {
    /// As it was received.
    #[serde(flatten)]
    entry: EntryView,
    /// Where it stands.
    state: PetitionState,
    /// Agencies that concurred.
    concurred: Vec<String>,
    /// Agencies that objected.
    objected: Vec<String>,
    /// Sponsors of today that have not concurred.
    missing: Vec<String>,
    /// What answers it: positions, the decision, a revocation, an appeal.
    entries: Vec<EntryView>,
}

impl From<workflow::PetitionView> for PetitionView {
    fn from(p: workflow::PetitionView) -> Self {
        let codes = |all: Vec<::domain::base::agency::AgencyCode>| all.iter().map(ToString::to_string).collect();
        Self {
            entry: p.entry.into(),
            state: p.standing.state.into(),
            concurred: codes(p.standing.concurred),
            objected: codes(p.standing.objected),
            missing: codes(p.standing.missing),
            entries: p.answers.into_iter().map(EntryView::from).collect(),
        }
    }
}
