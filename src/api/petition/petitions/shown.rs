//! What goes out about petitions and disclosures and is not shown as the workflow has it.

use crate::workflow::frame::docket::EntryView;
use crate::workflow::petition::{permits, petitions};
use domain::base::agency::AgencyCode;
use domain::law::petition::{Ground, State};
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A petition with where it stands.
#[derive(Serialize, ToSchema)]
#[schema(as = Petition)]
pub struct PetitionView {
    /// The petition as it was received.
    #[serde(flatten)]
    entry: EntryView,
    /// Where the petition stands.
    state: State,
    /// Agencies that concurred.
    concurred: Vec<String>,
    /// Agencies that objected.
    objected: Vec<String>,
    /// Sponsors of today that have not concurred.
    missing: Vec<String>,
    /// The entries that answer the petition: positions, the decision, a revocation, an appeal.
    entries: Vec<EntryView>,
}

impl From<petitions::PetitionView> for PetitionView {
    fn from(p: petitions::PetitionView) -> Self {
        let codes = |all: Vec<AgencyCode>| all.iter().map(ToString::to_string).collect();
        Self {
            entry: p.entry,
            state: p.standing.state,
            concurred: codes(p.standing.concurred),
            objected: codes(p.standing.objected),
            missing: codes(p.standing.missing),
            entries: p.answers,
        }
    }
}

/// What allows a disclosure.
#[derive(Serialize, ToSchema, strum::VariantArray)]
#[serde(rename_all = "snake_case")]
pub enum DisclosureGround {
    /// No order binds on that day.
    NoOrder,
    /// 35 USC 187.
    OfficialDuty,
    /// The order's own type.
    OrderType,
    /// A permit.
    Permit,
}

/// Whether the matter under an order may be disclosed to somebody.
#[derive(Serialize, ToSchema)]
#[schema(as = Disclosure)]
pub struct DisclosureView {
    /// The order.
    order_id: Uuid,
    /// Number of the order.
    order_number: String,
    /// The day asked about.
    on: Date,
    /// Whether the disclosure is allowed.
    allowed: bool,
    /// What allows the disclosure.
    by: Option<DisclosureGround>,
    /// The permit that allows the disclosure.
    permit_id: Option<Uuid>,
    /// Whether the permit serves for common matter only.
    common_matter_only: bool,
    /// The last day the answer holds as things stand.
    until: Option<Date>,
    /// Yes with its limits, or no with what to ask for.
    text: String,
    /// The controlling text.
    citation: String,
    /// The rules of the rule book.
    rule: String,
}

impl From<permits::DisclosureView> for DisclosureView {
    fn from(d: permits::DisclosureView) -> Self {
        let (by, permit_id, common_matter_only) = match &d.answer.by {
            None => (None, None, false),
            Some(Ground::NoOrder) => (Some(DisclosureGround::NoOrder), None, false),
            Some(Ground::OfficialDuty) => (Some(DisclosureGround::OfficialDuty), None, false),
            Some(Ground::OrderType(_)) => (Some(DisclosureGround::OrderType), None, false),
            Some(Ground::Permit { id, common_matter_only, .. }) => {
                (Some(DisclosureGround::Permit), Some(id.as_uuid()), *common_matter_only)
            }
        };
        Self {
            order_id: d.order_id.as_uuid(),
            order_number: d.order_number,
            on: d.on,
            allowed: d.answer.allowed(),
            by,
            permit_id,
            common_matter_only,
            until: d.answer.until,
            text: d.answer.text,
            citation: d.answer.citation.into(),
            rule: d.answer.rule.into(),
        }
    }
}
