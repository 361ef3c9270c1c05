//! Modifications of an order (37 CFR 5.5; R5.4, R5.8, E38): of its type, its countries, its conditions.
//! The order goes on with the same terms.

use super::{Act, COPIES, Person, complete, must_be_principal};
use crate::domain::agency::AgencyCode;
use crate::domain::docket::{CaseFile, Entry};
use crate::domain::order::{Order, OrderType};
use crate::domain::refusal::{MODIFICATION_NOTHING, ORDER_COUNTRIES, Refusal};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What changes; what is left out stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The type.
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
    /// What is to change.
    pub change: Change,
    /// All who will hold the material before it is lodged abroad, where countries are added (37 CFR 5.5(c)).
    pub holders: Vec<Person>,
    /// Whether it vouches for their loyalty and integrity.
    pub vouched: bool,
}

impl Change {
    /// The order as it would read; refuses countries outside Type I and a Type I without any.
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
    fn apply(&self, order: &mut Order) {
        if let Some(order_type) = self.order_type {
            order.order_type = Some(order_type);
            order.classified |= order_type == OrderType::II;
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

/// Reads an order as it now stands: issued so, then modified by these entries in their order (R5.8). The
/// terms do not move, and what was once classified matter stays so (R4.7).
pub fn apply_modifications<'a>(order: &mut Order, entries: impl IntoIterator<Item = &'a Entry>) {
    for entry in entries {
        if let Some(Act::Modified { change, .. }) = Act::of(&entry.matter)
            && entry.order == Some(order.id)
        {
            change.apply(order);
        }
    }
}

/// The instant an order last got another type, if it did.
pub fn last_type_change(case: &CaseFile, order: &Order) -> Option<Timestamp> {
    case.of(Act::of)
        .filter(|(e, act)| {
            e.order == Some(order.id) && matches!(act, Act::Modified { change, .. } if change.order_type.is_some())
        })
        .map(|(e, _)| e.at)
        .last()
}

/// Whether an order would permit nothing that it does not permit now.
pub(super) fn gives_no_more(then: &Order, now: &Order) -> bool {
    let by_type = match (then.order_type, now.order_type) {
        (Some(then), Some(now)) => then.permits_no_more_than(now),
        // An untyped order permits nothing by itself, as Type III.
        (Some(then), None) => then.permits_no_more_than(OrderType::III),
        (None, _) => true,
    };
    by_type
        && then.countries.iter().all(|c| now.countries.contains(c))
        && now.conditions.iter().all(|c| then.conditions.contains(c))
}

/// Checks a petition for modification, or a sponsor's notice, before it goes on the docket (R5.4, R5.8, E38).
pub fn accept_modification(
    case: &CaseFile,
    order: &Order,
    asked: &ModificationPetition,
    sponsor: Option<&AgencyCode>,
    on: Date,
) -> Result<(), Refusal> {
    order.must_be_in_effect(on)?;
    let resulting = asked.change.resulting(order)?;
    let same = |o: &Order| (o.order_type, o.countries.clone(), o.conditions.clone());
    if same(&resulting) == same(order) {
        return Err(Refusal::new(
            &MODIFICATION_NOTHING,
            format!("Order {} reads so already. Name another type, other countries or other conditions.", order.number),
        ));
    }
    if let Some(agency) = sponsor {
        return order.must_be_sponsor(agency, on);
    }
    must_be_principal(case, asked.principal.as_deref().unwrap_or_default())?;
    let abroad = resulting.countries.iter().any(|c| !order.countries.contains(c));
    let mut missing = vec![];
    if asked.copies < COPIES {
        missing.push(("copies", "it comes in duplicate"));
    }
    if asked.reason.trim().is_empty() {
        missing.push(("reason", "the full reason or purpose"));
    }
    if abroad && asked.holders.is_empty() {
        missing.push(("holders", "all attorneys, agents and others who will hold the material before it is lodged"));
    }
    if abroad && !asked.vouched {
        missing.push(("vouched", "the statement vouching for their loyalty and integrity"));
    }
    complete(missing)
}
