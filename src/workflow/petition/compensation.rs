//! Compensation: when and whom to ask, and claims that came to the Office although another agency decides them (35 USC
//! 183; R7.4, E33).

use crate::workflow::frame::docket::{self, About, EntryView};
use crate::workflow::frame::input;
use crate::workflow::{By, Ctx, Error};
use domain::base::actor::{Actor, Role};
use domain::base::ids::OrderId;
use domain::law::compensation::{self, Window};
use domain::review::access;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// When and whom to ask about one order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompensationView {
    pub order_id: OrderId,
    /// The window of its case.
    pub window: Window,
    pub version: i32,
}

/// The window of an order's case today.
pub fn of_order(cx: &Ctx, actor: &Actor, order: OrderId) -> Result<CompensationView, Error> {
    access::role(actor, &[Role::Examiner, Role::LicensingOfficer, Role::Reviewer, Role::Official])?;
    let today = cx.today();
    cx.look(actor, "order.read", format!("order:{order}"), |conn| {
        let (case, order) = docket::open_order(cx, conn, actor, order)?;
        let window = compensation::window_of_case(&case, today);
        Ok(CompensationView { order_id: order.id, window, version: order.version })
    })
}

/// A claim for compensation as it came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewClaim)]
pub struct ClaimInput {
    /// Name of the claimant.
    pub claimant: String,
}

/// Sends a claim back. The docket and the ledger say that it came. The answer is always the refusal that names whom to
/// ask (E33).
pub fn claim(cx: &Ctx, by: &By<'_>, order: OrderId, ask: &ClaimInput) -> Result<EntryView, Error> {
    let mut refusal = None;
    cx.act(by, "compensation.send_back", format!("order:{order}"), |tx, record| {
        let (case, order) = docket::begin_order(cx, tx, by, &[Role::LicensingOfficer], order)?;
        let (act, why) = compensation::send_back(&case, input::line(&ask.claimant, "claimant")?);
        refusal = Some(why);
        docket::enter(cx, tx, by.actor, record, &case, About::order(order.id), act)
    })?;
    // A repeated request got its kept answer without running the act. The record still says the same.
    let why = match refusal {
        Some(why) => why,
        None => cx.read(|conn| {
            let (case, _) = docket::open_order(cx, conn, by.actor, order)?;
            Ok(compensation::send_back(&case, ask.claimant.clone()).1)
        })?,
    };
    Err(why.into())
}
