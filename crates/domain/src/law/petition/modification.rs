//! Modifications of an order (37 CFR 5.5; R5.4, R5.8, E38): of its type, its countries, its conditions.
//! The order goes on with the same terms.

use crate::base::agency::AgencyCode;
use crate::base::order_type::OrderType;
use crate::base::refusal::{MODIFICATION_NOTHING, Refusal};
use crate::case::CaseFile;
pub use crate::case::facts::petition::{Change, ModificationPetition};
use crate::law::petition::papers::{complete, must_be_principal};
use crate::law::petition::{Act, COPIES};
use crate::order::Order;
use jiff::Timestamp;
use jiff::civil::Date;

/// When the type of an order was last changed; `None` if it never was.
pub fn last_type_change(case: &CaseFile, order: &Order) -> Option<Timestamp> {
    case.of(Act::of)
        .filter(|(e, act)| {
            e.order == Some(order.id) && matches!(act, Act::Modified { change, .. } if change.order_type.is_some())
        })
        .map(|(e, _)| e.at)
        .last()
}

/// Whether the order `then` permits nothing that the order `now` does not permit.
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
