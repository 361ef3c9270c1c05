//! What permits look like on the wire, and the answer whether somebody may be told.

use crate::api::frame::wire::Level;
use crate::workflow::petition::permits as workflow;
use ::domain::base::ids::EntryId;
use ::domain::law::petition as domain;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

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

pub(super) fn people(of: Vec<PermitPerson>) -> Vec<domain::Person> {
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
