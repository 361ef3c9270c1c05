//! Comparisons: a person records what a filing has in common with one under an order (37 CFR 5.2(c); R3.4, E11, E12).

use crate::workflow::frame::docket::{self, About, EntryView};
use crate::workflow::frame::{case, input};
use crate::workflow::{By, Ctx, Error};
use domain::base::actor::{Actor, Role};
use domain::base::ids::{FilingId, OrderId};
use domain::case::holds;
use domain::law::related::{self, Handling};
use domain::review::access;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a filing has in common with an ordered one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Comparison)]
pub struct CompareInput {
    /// The order.
    #[serde(rename = "order_id")]
    #[schema(value_type = uuid::Uuid)]
    pub order: OrderId,
    /// Whether the filing discloses a significant part of the ordered subject matter.
    pub significant_part: bool,
    /// Whether the applicant is the same or in privity. Only then is the applicant notified.
    pub same_applicant: bool,
    /// What the two filings have in common, or why nothing in common counts.
    pub reason: String,
}

/// Records a comparison. If the filing discloses a significant part, the order covers it at once.
pub fn record_comparison(cx: &Ctx, by: &By<'_>, filing: FilingId, ask: &CompareInput) -> Result<EntryView, Error> {
    cx.act(by, "filing.relate", format!("filing:{filing}"), |tx, record| {
        let case = docket::begin(tx, by, &[Role::Examiner, Role::LicensingOfficer], filing)?;
        let (order, ..) = case::order(cx, tx, by.actor, ask.order)?;
        let (significant, same) = (ask.significant_part, ask.same_applicant);
        let reason = input::reason(&ask.reason)?;
        let act = related::compare(&case, &order, significant, same, reason, cx.today())?;
        docket::enter(cx, tx, by.actor, record, &case, About::order(order.id), act)
    })
}

/// An order that covers a filing without being its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = CoveringOrder)]
pub struct Covering {
    /// The order (`covered_by_order_id`).
    #[schema(value_type = uuid::Uuid)]
    pub order_id: OrderId,
    /// Number of the order.
    pub number: String,
    /// Whether the applicant is the same.
    pub same_applicant: bool,
    /// How the filing is handled, with what that stands on.
    pub handling: Vec<Handling>,
}

/// The orders that cover a filing today beside its own: those in effect, and those that are over while their matter is
/// classified (`covered_by_order_id`, R3.4).
pub fn covering_orders(cx: &Ctx, actor: &Actor, filing: FilingId) -> Result<Vec<Covering>, Error> {
    access::role(actor, &[Role::Examiner, Role::LicensingOfficer])?;
    let today = cx.today();
    cx.look(actor, "filing.read", format!("filing:{filing}"), |conn| {
        let case = docket::open(conn, actor, filing)?;
        let found = related::covering_orders(&case.docket);
        let mut covering = vec![];
        for order in case.covering.iter().filter(|o| found.contains(&o.id)) {
            if holds::of_order(order, today).is_empty() {
                continue;
            }
            // If the actor may not see the filing of a covering order, that order does not exist for the actor.
            match case::see_order(cx, conn, actor, order.id) {
                Ok(_) => covering.push(order),
                Err(Error::Refused(_)) => {}
                Err(e) => return Err(e),
            }
        }
        Ok(covering
            .into_iter()
            .map(|order| {
                let same = related::is_same_applicant(&case.docket, order.id);
                Covering {
                    order_id: order.id,
                    number: order.number.clone(),
                    same_applicant: same,
                    handling: related::handling(same),
                }
            })
            .collect())
    })
}
