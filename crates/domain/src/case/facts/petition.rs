//! Facts of the field [`crate::law::petition`], as they are recorded.

use crate::base::agency::AgencyCode;
use crate::base::ids::{EntryId, OrderId};
use crate::base::marking::Level;
use crate::base::order_type::OrderType;
use crate::base::refusal::{ORDER_COUNTRIES, PERMIT_DAYS, Refusal};
use crate::case::place::{Audience, Place};
use crate::order::Order;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// How many copies of a petition are required (R5.1, R5.4): one for the Office, one for the sponsors.
pub const COPIES: u32 = 2;

/// An entry about a petition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// A principal asks that the order be rescinded (37 CFR 5.4; R5.1).
    Rescission(Rescission),
    /// A principal asks for consent to disclose or to file abroad (37 CFR 5.5; R5.4).
    Permit(PermitPetition),
    /// A principal asks that the order be modified, or a sponsor gives notice that it should be (37 CFR 5.5; R5.8).
    Modification(ModificationPetition),
    /// The position of a sponsor on a petition. Each sponsor states it once.
    Stated {
        position: Position,
        /// Why.
        reason: String,
    },
    /// A petition for rescission was granted; the order ended with it.
    Granted {
        /// Why.
        reason: String,
    },
    /// A permit was granted.
    Permitted {
        /// First day.
        from: Date,
        /// Last day; `None` for as long as the order lasts.
        until: Option<Date>,
        /// Why.
        reason: String,
    },
    /// The order was modified. Its terms stay as they are.
    Modified {
        change: Change,
        /// Why.
        reason: String,
    },
    Denied {
        /// Why.
        reason: String,
        /// The last day to appeal to the Secretary of Commerce, for a petition for rescission (R5.3).
        appeal_by: Option<Date>,
    },
    /// A permit was revoked.
    Revoked {
        /// Why.
        reason: String,
    },
    /// A permit of another case serves here too, for matter that both have in common (37 CFR 5.5(d); E37).
    CommonMatter {
        /// The petition the permit was granted on.
        permit: EntryId,
        order: OrderId,
        /// The finding: which matter is common, and that using it here shows no more than it does there.
        finding: String,
    },
}

/// The position of a sponsor on a petition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Position {
    Concur,
    Object,
}

impl Act {
    pub(crate) fn slot(&self, of: &Place) -> Option<String> {
        match self {
            Self::Rescission(_) | Self::Permit(_) | Self::Modification(_) | Self::CommonMatter { .. } => None,
            Self::Stated { .. } => of.answer_once_each("petition.position"),
            Self::Granted { .. } | Self::Permitted { .. } | Self::Modified { .. } | Self::Denied { .. } => {
                of.answer_once("petition.decision")
            }
            Self::Revoked { .. } => of.answer_once("petition.revocation"),
        }
    }
    pub(crate) fn audience(&self) -> Audience {
        Audience::Sponsors
    }
    /// Whether the entry opens a petition.
    pub fn is_petition(&self) -> bool {
        matches!(self, Self::Rescission(_) | Self::Permit(_) | Self::Modification(_))
    }
    /// Whether the entry decides a petition.
    pub fn is_decision(&self) -> bool {
        matches!(self, Self::Granted { .. } | Self::Permitted { .. } | Self::Modified { .. } | Self::Denied { .. })
    }
}

/// A change of an order. A field that is `None` does not change.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub order_type: Option<OrderType>,
    /// The countries of a Type I order, all of them.
    pub countries: Option<Vec<String>>,
    /// The conditions, all of them.
    pub conditions: Option<Vec<String>>,
}

/// A petition that an order be modified, or a sponsor's notice that it should be: then it has no principal,
/// and its entry names the agency.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModificationPetition {
    /// The principal by or for whom it is made.
    pub principal: Option<String>,
    /// Who signed, where that is somebody else.
    pub signed_by: Option<String>,
    /// Copies received.
    pub copies: u32,
    /// The full reason or purpose.
    pub reason: String,
    pub change: Change,
    /// All who will hold the material before it is lodged abroad, where countries are added (37 CFR 5.5(c)).
    pub holders: Vec<Person>,
    /// Whether it vouches for their loyalty and integrity.
    pub vouched: bool,
}

impl Change {
    /// The order with this change. Refuses countries outside Type I, and a Type I without countries.
    pub fn resulting(&self, order: &Order) -> Result<Order, Refusal> {
        let mut out = order.clone();
        self.apply(&mut out);
        let refuse = |text: &str| Err(Refusal::new(&ORDER_COUNTRIES, text).at("countries"));
        match (out.order_type, &self.countries) {
            (Some(OrderType::I), _) if out.countries.is_empty() => {
                refuse("An order of Type I names the countries in which it permits filing.")
            }
            (Some(OrderType::I), _) => Ok(out),
            (_, Some(named)) if !named.is_empty() => {
                refuse("Only an order of Type I names countries. Ask for a permit to file abroad (37 CFR 5.5(c)).")
            }
            _ => Ok(out),
        }
    }
    pub(crate) fn apply(&self, order: &mut Order) {
        if let Some(order_type) = self.order_type {
            order.order_type = Some(order_type);
        }
        if let Some(countries) = &self.countries {
            order.countries.clone_from(countries);
        }
        if order.order_type != Some(OrderType::I) {
            order.countries.clear();
        }
        if let Some(conditions) = &self.conditions {
            order.conditions.clone_from(conditions);
        }
    }
}

/// A petition for a permit, as it was received.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", schema(as = NewPermit))]
pub struct PermitPetition {
    /// The principal by or for whom it is made.
    #[serde(default)]
    pub principal: String,
    /// Who signed, where that is somebody else.
    #[serde(default)]
    pub signed_by: Option<String>,
    /// Copies received.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schema(example = 2))]
    pub copies: u32,
    /// The full reason or purpose (37 CFR 5.5(b)).
    #[serde(default)]
    pub reason: String,
    pub scope: Scope,
    /// The only purpose of the permit; `None` for any purpose.
    #[serde(default)]
    pub purpose: Option<String>,
    /// First day asked for.
    #[serde(default)]
    pub from: Option<Date>,
    /// Last day asked for.
    #[serde(default)]
    pub until: Option<Date>,
}

/// The people or the countries of a permit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", schema(as = PermitScope))]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// These people (37 CFR 5.5(b)).
    Persons {
        /// All of them.
        #[serde(default)]
        people: Vec<Person>,
    },
    /// Filing abroad (37 CFR 5.5(c)).
    ForeignFiling {
        /// All countries.
        #[serde(default)]
        countries: Vec<String>,
        /// All attorneys, agents and others who will hold the material before it is lodged.
        #[serde(default)]
        holders: Vec<Person>,
        /// Whether the petition vouches for their loyalty and integrity.
        #[serde(default)]
        vouched: bool,
    },
    /// Repeated routine disclosures (37 CFR 5.5(e)) to people with a clearance.
    General {
        /// The lowest clearance.
        clearance: Level,
    },
}

/// A person who is to learn of the matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", schema(as = PermitPerson))]
pub struct Person {
    pub name: String,
    /// Country of citizenship.
    #[cfg_attr(feature = "schema", schema(example = "US"))]
    pub country: String,
    /// The clearance of the person; `None` if none is known.
    #[serde(default)]
    pub cleared: Option<Cleared>,
}

/// A clearance as a petition gives it (37 CFR 5.5(b)).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", schema(as = PersonClearance))]
pub struct Cleared {
    /// The agency that granted it.
    pub agency: String,
    pub on: Date,
    pub level: Level,
}

impl PermitPetition {
    pub(crate) fn missing(&self) -> Vec<(&'static str, &'static str)> {
        let mut out = vec![];
        if self.copies < COPIES {
            out.push(("copies", "it comes in duplicate"));
        }
        if self.reason.trim().is_empty() {
            out.push(("reason", "the full reason or purpose"));
        }
        match &self.scope {
            Scope::Persons { people } if people.is_empty() => out.push(("people", "everybody who is to be told")),
            Scope::ForeignFiling { countries, holders, vouched } => {
                if countries.is_empty() {
                    out.push(("countries", "all countries"));
                }
                if holders.is_empty() {
                    out.push((
                        "holders",
                        "all attorneys, agents and others who will hold the material before it is lodged",
                    ));
                }
                if !vouched {
                    out.push(("vouched", "the statement vouching for their loyalty and integrity"));
                }
            }
            Scope::Persons { .. } | Scope::General { .. } => {}
        }
        out
    }
    /// The people that the petition names.
    pub fn people(&self) -> &[Person] {
        match &self.scope {
            Scope::Persons { people } => people,
            Scope::ForeignFiling { holders, .. } => holders,
            Scope::General { .. } => &[],
        }
    }
    /// The first and the last day of a grant: those decided, or those asked for, or from today.
    pub(crate) fn days(
        &self,
        from: Option<Date>,
        until: Option<Date>,
        on: Date,
    ) -> Result<(Date, Option<Date>), Refusal> {
        let from = from.or(self.from).unwrap_or(on).max(on);
        let until = until.or(self.until);
        match until {
            Some(until) if until < from => {
                let why = format!("It would end on {until}, before it begins on {from}.");
                Err(Refusal::new(&PERMIT_DAYS, why).at("until"))
            }
            _ => Ok((from, until)),
        }
    }
}

/// A permit in force.
#[derive(Debug, Clone)]
pub struct Permit<'a> {
    /// The id of the petition on which the permit was granted.
    pub id: EntryId,
    pub order: OrderId,
    pub order_number: &'a str,
    pub asked: &'a PermitPetition,
    /// First day.
    pub from: Date,
    /// The last day; `None` if the permit lasts as long as the order.
    pub until: Option<Date>,
    pub concurred: Vec<AgencyCode>,
}

/// A petition for rescission, as it was received.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", schema(as = NewPetition))]
pub struct Rescission {
    /// The principal affected, by or for whom it is made.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schema(example = "Ada Marlowe"))]
    pub principal: String,
    /// Who signed, where that is somebody else.
    #[serde(default)]
    pub signed_by: Option<String>,
    /// Copies received.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schema(example = 2))]
    pub copies: u32,
    /// The facts that make the order ineffectual or futile.
    #[serde(default)]
    pub facts: String,
    /// Earlier publications and patents on which the petition relies.
    #[serde(default)]
    pub earlier: Vec<Publication>,
    /// Government contracts under which the invention was made.
    #[serde(default)]
    pub contracts: Vec<String>,
    /// Whether the petition says that there is no contract.
    #[serde(default)]
    pub no_contract: bool,
}

/// An earlier publication or patent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", schema(as = EarlierPublication))]
pub struct Publication {
    pub what: String,
    /// Whether a copy came with the petition.
    pub copy: bool,
}

impl Rescission {
    pub(crate) fn missing(&self) -> Vec<(&'static str, &'static str)> {
        let mut out = vec![];
        if self.copies < COPIES {
            out.push(("copies", "it comes in duplicate"));
        }
        if self.facts.trim().is_empty() {
            out.push(("facts", "the facts that make the order ineffectual or futile, with full data"));
        }
        if self.earlier.iter().any(|p| !p.copy) {
            out.push(("earlier", "a copy of every earlier publication or patent relied on"));
        }
        match (self.contracts.is_empty(), self.no_contract) {
            (true, false) => out.push(("contracts", "each Government contract, or the statement that there is none")),
            (false, true) => out.push(("no_contract", "it names a contract and says there is none; one of the two")),
            _ => {}
        }
        out
    }
}
