//! What comes in about petitions and is not the input of a verb as it is.

use crate::workflow::petition::petitions as workflow;
use ::domain::base::order_type::OrderType;
use ::domain::law::petition::{self as domain, Person};
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::ToSchema;

/// What is to change in an order; what is left out stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewModification {
    /// The principal of record by or for whom the petition is made; an official leaves this out.
    #[serde(default)]
    principal: Option<String>,
    /// Who signed the petition, if not the principal.
    #[serde(default)]
    signed_by: Option<String>,
    /// Copies received; a petition comes in duplicate.
    #[serde(default)]
    copies: u32,
    /// The full reason or purpose.
    #[serde(default)]
    reason: String,
    /// The type of the order.
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
    holders: Vec<Person>,
    /// Whether the petition vouches for the loyalty and integrity of the holders.
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
                change: domain::Change { order_type: n.order_type, countries: n.countries, conditions: n.conditions },
                holders: n.holders,
                vouched: n.vouched,
            },
            agency: n.agency,
        }
    }
}

/// To grant or to deny.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum GrantOrDeny {
    /// The petition is granted as asked for.
    Grant,
    /// The petition is denied.
    Deny,
}

/// A decision on a petition.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPetitionDecision {
    /// Whether the petition is granted.
    decision: GrantOrDeny,
    /// The officer's reason.
    reason: String,
    /// First day of a permit; the day asked for, or today, if left out.
    #[serde(default)]
    from: Option<Date>,
    /// Last day of a permit; the day asked for if left out.
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
