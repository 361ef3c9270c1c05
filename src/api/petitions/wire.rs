//! What petitions look like on the wire.

use crate::api::docket::EntryView;
use crate::api::wire::{Level, OrderType, PetitionState, Position};
use crate::domain::ids::EntryId;
use crate::domain::petition as domain;
use crate::workflow::petitions as workflow;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

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

/// Somebody who is to learn of the matter.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PermitPerson {
    /// Name.
    name: String,
    /// Country of citizenship.
    #[schema(example = "US")]
    country: String,
    /// Clearance, where one is known.
    #[serde(default)]
    cleared: Option<PersonClearance>,
}

/// A clearance: granting agency, date and degree.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonClearance {
    /// The agency that granted it.
    agency: String,
    /// Its date.
    on: Date,
    /// Its degree.
    level: Level,
}

impl From<PermitPerson> for domain::Person {
    fn from(p: PermitPerson) -> Self {
        let cleared = |c: PersonClearance| domain::Cleared { agency: c.agency, on: c.on, level: c.level.into() };
        Self { name: p.name, country: p.country, cleared: p.cleared.map(cleared) }
    }
}

impl From<domain::Person> for PermitPerson {
    fn from(p: domain::Person) -> Self {
        let cleared = |c: domain::Cleared| PersonClearance { agency: c.agency, on: c.on, level: c.level.into() };
        Self { name: p.name, country: p.country, cleared: p.cleared.map(cleared) }
    }
}

fn people(of: Vec<PermitPerson>) -> Vec<domain::Person> {
    of.into_iter().map(Into::into).collect()
}

fn shown(of: Vec<domain::Person>) -> Vec<PermitPerson> {
    of.into_iter().map(Into::into).collect()
}

/// Whom or where a permit is for.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum PermitScope {
    /// These people (37 CFR 5.5(b)).
    Persons {
        /// Each.
        #[serde(default)]
        people: Vec<PermitPerson>,
    },
    /// Filing abroad (37 CFR 5.5(c)).
    ForeignFiling {
        /// All countries.
        #[serde(default)]
        countries: Vec<String>,
        /// All who will hold the material before it is lodged.
        #[serde(default)]
        holders: Vec<PermitPerson>,
        /// Whether the petition vouches for their loyalty and integrity.
        #[serde(default)]
        vouched: bool,
    },
    /// Repeated routine disclosures to whoever is cleared so far (37 CFR 5.5(e)).
    General {
        /// The lowest clearance.
        clearance: Level,
    },
}

impl From<PermitScope> for domain::Scope {
    fn from(s: PermitScope) -> Self {
        match s {
            PermitScope::Persons { people: all } => Self::Persons { people: people(all) },
            PermitScope::ForeignFiling { countries, holders, vouched } => {
                Self::ForeignFiling { countries, holders: people(holders), vouched }
            }
            PermitScope::General { clearance } => Self::General { clearance: clearance.into() },
        }
    }
}

impl From<domain::Scope> for PermitScope {
    fn from(s: domain::Scope) -> Self {
        match s {
            domain::Scope::Persons { people: all } => Self::Persons { people: shown(all) },
            domain::Scope::ForeignFiling { countries, holders, vouched } => {
                Self::ForeignFiling { countries, holders: shown(holders), vouched }
            }
            domain::Scope::General { clearance } => Self::General { clearance: clearance.into() },
        }
    }
}

/// A petition for a permit, as it was received.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPermit {
    /// The principal of record by or for whom it is made.
    #[serde(default)]
    principal: String,
    /// Who signed, where that is somebody else.
    #[serde(default)]
    signed_by: Option<String>,
    /// Copies received; it comes in duplicate.
    #[serde(default)]
    #[schema(example = 2)]
    copies: u32,
    /// The full reason or purpose.
    #[serde(default)]
    reason: String,
    /// Whom or where it is for.
    scope: PermitScope,
    /// The only purpose it serves; left out, any.
    #[serde(default)]
    purpose: Option<String>,
    /// First day asked for.
    #[serde(default)]
    from: Option<Date>,
    /// Last day asked for.
    #[serde(default)]
    until: Option<Date>,
}

impl From<NewPermit> for domain::PermitPetition {
    fn from(n: NewPermit) -> Self {
        Self {
            principal: n.principal,
            signed_by: n.signed_by,
            copies: n.copies,
            reason: n.reason,
            scope: n.scope.into(),
            purpose: n.purpose,
            from: n.from,
            until: n.until,
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

/// The finding that a permit of another case serves here.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCommonMatter {
    /// The permit, by the id of its petition.
    permit: Uuid,
    /// Which matter is common to both.
    finding: String,
    /// Found: nothing else is used.
    #[serde(default)]
    only_common_matter: bool,
    /// Found: it is not taken out of context so as to show more.
    #[serde(default)]
    not_out_of_context: bool,
}

impl From<NewCommonMatter> for workflow::CommonMatterInput {
    fn from(n: NewCommonMatter) -> Self {
        Self {
            permit: EntryId::from_uuid(n.permit),
            finding: n.finding,
            only_common_matter: n.only_common_matter,
            not_out_of_context: n.not_out_of_context,
        }
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
        let codes = |all: Vec<crate::domain::agency::AgencyCode>| all.iter().map(ToString::to_string).collect();
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

/// A permit in force.
#[derive(Serialize, ToSchema)]
#[schema(as = Permit)]
pub struct PermitView {
    /// Its id: that of the petition it was granted on.
    id: Uuid,
    /// Number of the order it was given in.
    #[schema(example = "SO-2026-000001")]
    order_number: String,
    /// Whether it was given in another case and serves here for common matter only.
    common_matter_only: bool,
    /// Whom or where it is for.
    scope: PermitScope,
    /// The only purpose it serves, if it is for one.
    purpose: Option<String>,
    /// First day.
    from: Date,
    /// Last day, if it has one before the order's.
    until: Option<Date>,
    /// Sponsors that concurred.
    concurred: Vec<String>,
}

impl From<workflow::PermitView> for PermitView {
    fn from(p: workflow::PermitView) -> Self {
        Self {
            id: p.id.as_uuid(),
            order_number: p.order_number,
            common_matter_only: p.common_matter_only,
            scope: p.scope.into(),
            purpose: p.purpose,
            from: p.from,
            until: p.until,
            concurred: p.concurred.iter().map(ToString::to_string).collect(),
        }
    }
}

/// What allows a disclosure.
#[derive(Serialize, ToSchema)]
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

/// Whether somebody may be told.
#[derive(Serialize, ToSchema)]
#[schema(as = Disclosure)]
pub struct DisclosureView {
    /// The order.
    order_id: Uuid,
    /// Its number.
    order_number: String,
    /// The day asked about.
    on: Date,
    /// Yes or no.
    allowed: bool,
    /// What allows it.
    by: Option<DisclosureGround>,
    /// The permit that does.
    permit_id: Option<Uuid>,
    /// Whether it serves for common matter only.
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

impl From<workflow::DisclosureView> for DisclosureView {
    fn from(d: workflow::DisclosureView) -> Self {
        let (by, permit_id, common_matter_only) = match &d.answer.by {
            None => (None, None, false),
            Some(domain::Ground::NoOrder) => (Some(DisclosureGround::NoOrder), None, false),
            Some(domain::Ground::OfficialDuty) => (Some(DisclosureGround::OfficialDuty), None, false),
            Some(domain::Ground::OrderType(_)) => (Some(DisclosureGround::OrderType), None, false),
            Some(domain::Ground::Permit { id, common_matter_only, .. }) => {
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
