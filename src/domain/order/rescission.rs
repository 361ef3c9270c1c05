//! Rescission: all sponsors ask, then the Office may (R2.8, R4.8, E7).

use super::{Determination, Need, Order};
use crate::domain::agency::AgencyCode;
use crate::domain::ids::{AccountId, OrderId, RescissionRequestId};
use crate::domain::refusal::{RESCISSION_NEEDS_ALL, RESCISSION_REQUESTED, Refusal};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One sponsor's request that the order be rescinded (R4.8).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RescissionRequest {
    /// Its id.
    pub id: RescissionRequestId,
    /// The order.
    pub order: OrderId,
    /// The sponsor it speaks for.
    pub agency: AgencyCode,
    /// Why.
    pub reason: String,
    /// Who signed.
    pub account: AccountId,
    /// Name at the time.
    pub signer: String,
    /// When.
    pub requested_at: Timestamp,
}

/// The agencies whose request stands. A sponsor that afterwards determines that the national
/// interest requires another term has changed its mind: its older request ends with that, and only
/// a new one counts (our reading of R4.8 with R4.2). Ids are made in order and tell two acts of one
/// instant apart.
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
