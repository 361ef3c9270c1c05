//! Rescission: the Office may rescind an order when all sponsors ask for it (R2.8, R4.8, E7).

use crate::base::agency::AgencyCode;
use crate::base::calendar::washington_date;
use crate::base::ids::{AccountId, OrderId, RescissionRequestId};
use crate::base::refusal::{ORDER_ORIGINATOR, RESCISSION_NEEDS_ALL, RESCISSION_REQUESTED, Refusal};
use crate::order::{Determination, Need, Order};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

/// The request of a sponsor that the order be rescinded (R4.8).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RescissionRequest {
    pub id: RescissionRequestId,
    pub order: OrderId,
    /// The sponsor that asks.
    pub agency: AgencyCode,
    pub reason: String,
    /// Who signed.
    pub account: AccountId,
    /// The name of the signer at the time.
    pub signer: String,
    pub requested_at: Timestamp,
}

/// The agencies whose request counts. If a sponsor determines after its request that the national interest requires
/// another term, the request no longer counts, and a new one is needed (our reading of R4.8 with R4.2). Ids are made in
/// order and tell which of two acts of one instant came first.
pub fn standing_requests(requests: &[RescissionRequest], determinations: &[Determination]) -> Vec<AgencyCode> {
    let overtaken = |r: &RescissionRequest| {
        determinations.iter().any(|d| {
            d.agency == r.agency
                && d.need == Need::NationalInterestRequires
                && (d.received_at, d.id.as_uuid()) > (r.requested_at, r.id.as_uuid())
        })
    };
    let mut out: Vec<AgencyCode> = requests.iter().filter(|r| !overtaken(r)).map(|r| r.agency.clone()).collect();
    out.sort();
    out.dedup();
    out
}

/// Checks that a sponsor may ask for rescission (R4.8).
pub fn accept_rescission_request(
    order: &Order,
    agency: &AgencyCode,
    asked: &[AgencyCode],
    on: Date,
) -> Result<(), Refusal> {
    order.must_be_in_effect(on)?;
    order.must_be_sponsor(agency, on)?;
    if asked.contains(agency) {
        return Err(Refusal::new(
            &RESCISSION_REQUESTED,
            format!("{agency} has asked for rescission of {}.", order.number),
        ));
    }
    Ok(())
}

/// Checks that the originating Government of a foreign case lets the order end (R3.8, E25). Only its own request
/// counts, after its notice has run out. `days` is the period of notice in its agreement; it is six weeks in the known
/// one.
pub fn originator_lets_go(
    order: &Order,
    requests: &[RescissionRequest],
    foreign: &[AgencyCode],
    days: i32,
    on: Date,
) -> Result<(), Refusal> {
    for sponsor in order.sponsors_on(on).filter(|s| foreign.contains(&s.agency)) {
        let asked = requests.iter().filter(|r| r.agency == sponsor.agency).max_by_key(|r| r.requested_at);
        let Some(asked) = asked else {
            return Err(Refusal::new(
                &ORDER_ORIGINATOR,
                format!(
                    "The matter came from {} under an agreement: only its own request ends secrecy, with {days} days' \
                     notice.",
                    sponsor.agency
                ),
            ));
        };
        let free = washington_date(asked.requested_at).saturating_add(i64::from(days).days());
        if on < free {
            return Err(Refusal::new(
                &ORDER_ORIGINATOR,
                format!(
                    "{} asked with {days} days' notice; the order can be rescinded from {free} on.",
                    sponsor.agency
                ),
            ));
        }
    }
    Ok(())
}

/// Decides a rescission: every sponsor must have asked (R2.8, R4.8, E7).
pub fn rescind(order: &Order, asked: &[AgencyCode], on: Date) -> Result<(), Refusal> {
    order.must_be_in_effect(on)?;
    let missing: Vec<_> =
        order.sponsors_on(on).filter(|s| !asked.contains(&s.agency)).map(|s| s.agency.as_str()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(Refusal::new(
        &RESCISSION_NEEDS_ALL,
        format!("Order {} needs the request of every sponsor; missing: {}.", order.number, missing.join(", ")),
    ))
}
