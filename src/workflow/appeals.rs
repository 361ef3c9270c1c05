//! Appeals to the Secretary of Commerce: receipt, hearing, decision (35 USC 181 ¶3; R5.3). An appeal stays
//! nothing; no verb here touches the order.

use super::docket::{self, About, EntryView};
use super::{By, Ctx, Error, input};
use crate::domain::actor::Role;
use crate::domain::appeal::{self, Outcome};
use crate::domain::calendar::washington_date;
use crate::domain::ids::{EntryId, OrderId};
use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

const OFFICERS: [Role; 1] = [Role::LicensingOfficer];

/// An appeal as received.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppealInput {
    /// The principal who appeals.
    pub principal: String,
    /// On what grounds.
    pub grounds: String,
    /// The day it came; today if left out.
    pub received_on: Option<Date>,
}

/// Records an appeal from the last denial. Refused before one (E31) and after its time (E32).
pub fn receive(cx: &Ctx, by: &By<'_>, order: OrderId, ask: &AppealInput) -> Result<EntryView, Error> {
    cx.act(by, "appeal.receive", format!("order:{order}"), |tx, record| {
        let (case, order) = docket::begin_order(tx, by, &OFFICERS, order)?;
        let today = washington_date(cx.now());
        let principal = input::line(&ask.principal, "principal")?;
        let grounds = input::passage(&ask.grounds, "grounds")?;
        let received_on = ask.received_on.unwrap_or(today);
        let (petition, act) = appeal::receive(&case, &order, principal, grounds, received_on, today)?;
        let about = About { answers: Some(petition), ..About::order(order.id) };
        docket::enter(cx, tx, by.actor, record, &case, about, act)
    })
}

/// Time and place of a hearing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HearingInput {
    /// The day.
    pub on: Date,
    /// The time in Washington.
    pub at: Time,
    /// Where.
    pub place: String,
}

/// Sets a hearing, or sets it anew. Sponsors read it on the docket of the order; the appellant is told by
/// letter (a notice of time and place belongs here, kind `appeal_hearing`).
pub fn set_hearing(cx: &Ctx, by: &By<'_>, appeal: EntryId, ask: &HearingInput) -> Result<EntryView, Error> {
    cx.act(by, "appeal.set_hearing", format!("entry:{appeal}"), |tx, record| {
        let (case, entry) = docket::begin_answer(tx, by, &OFFICERS, appeal)?;
        let place = input::passage(&ask.place, "place")?;
        let act = appeal::set_hearing(&case, appeal, ask.on, ask.at, place, washington_date(cx.now()))?;
        docket::enter(cx, tx, by.actor, record, &case, About::answer(&entry), act)
    })
}

/// The Secretary's decision as received.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppealDecisionInput {
    /// How.
    pub outcome: Outcome,
    /// Why.
    pub reason: String,
}

/// Records the Secretary's decision. Notice to the appellant: `appeal_decided`.
pub fn decide(cx: &Ctx, by: &By<'_>, appeal: EntryId, ask: &AppealDecisionInput) -> Result<EntryView, Error> {
    cx.act(by, "appeal.decide", format!("entry:{appeal}"), |tx, record| {
        let (case, entry) = docket::begin_answer(tx, by, &OFFICERS, appeal)?;
        let act = appeal::decide(&case, appeal, ask.outcome, input::reason(&ask.reason)?)?;
        docket::enter(cx, tx, by.actor, record, &case, About::answer(&entry), act)
    })
}
