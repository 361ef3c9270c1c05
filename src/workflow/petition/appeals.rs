//! Appeals to the Secretary of Commerce: receipt, hearing, decision, and the rescission that a reversal requires (35
//! USC 181 ¶3; R5.3). An appeal itself changes nothing about the order; only that rescission does.

use crate::store::office::ledger as chain;
use crate::store::order::orders::{determinations, rescissions};
use crate::workflow::frame::act::{Record, entry as ledger_entry};
use crate::workflow::frame::docket::{self, About, EntryView};
use crate::workflow::frame::input;
use crate::workflow::order::end;
use crate::workflow::{By, Ctx, Error};
use domain::base::actor::Role;
use domain::base::calendar::washington_date;
use domain::base::ids::{EntryId, OrderId};
use domain::base::ledger;
use domain::law::appeal::{self, Outcome};
use domain::order::{End, originator_lets_go, standing_requests};
use domain::review::access::not_found;
use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

const OFFICERS: [Role; 1] = [Role::LicensingOfficer];

/// An appeal as received.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewAppeal)]
pub struct AppealInput {
    /// The principal of record who appeals.
    pub principal: String,
    /// The grounds of the appeal.
    pub grounds: String,
    /// The day the appeal came; today if left out.
    #[serde(default)]
    pub received_on: Option<Date>,
}

/// Records an appeal from the last denial. Refused before one (E31) and after its time (E32).
pub fn receive(cx: &Ctx, by: &By<'_>, order: OrderId, ask: &AppealInput) -> Result<EntryView, Error> {
    cx.act(by, "appeal.receive", format!("order:{order}"), |tx, record| {
        let (case, order) = docket::begin_order(cx, tx, by, &OFFICERS, order)?;
        let today = cx.today();
        let principal = input::line(&ask.principal, "principal")?;
        let grounds = input::passage(&ask.grounds, "grounds")?;
        let received_on = ask.received_on.unwrap_or(today);
        let (petition, act) = appeal::receive(&case, &order, principal, grounds, received_on, today)?;
        let about = About { answers: Some(petition), ..About::order(order.id) };
        docket::enter(cx, tx, by.actor, record, &case, about, act)
    })
}

/// Time and place of a hearing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewHearing)]
pub struct HearingInput {
    /// The day of the hearing.
    pub on: Date,
    /// The time in Washington.
    #[schema(value_type = String, example = "10:30:00")]
    pub at: Time,
    /// The place of the hearing.
    pub place: String,
}

/// Sets the time and place of a hearing, or changes them. Sponsors and appellant get a letter (R5.3): `sponsor_hearing`
/// and `appeal_hearing`.
pub fn set_hearing(cx: &Ctx, by: &By<'_>, appeal: EntryId, ask: &HearingInput) -> Result<EntryView, Error> {
    cx.act(by, "appeal.set_hearing", format!("entry:{appeal}"), |tx, record| {
        let (case, entry) = docket::begin_answer(cx, tx, by, &OFFICERS, appeal)?;
        let place = input::passage(&ask.place, "place")?;
        let act = appeal::set_hearing(&case, appeal, ask.on, ask.at, place, cx.today())?;
        docket::enter(cx, tx, by.actor, record, &case, About::answer(&entry), act)
    })
}

/// The Secretary's decision as received.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewAppealDecision)]
pub struct AppealDecisionInput {
    /// What the Secretary decided.
    pub outcome: Outcome,
    /// The Secretary's reason.
    pub reason: String,
}

/// Records the Secretary's decision. Notice to the appellant: `appeal_decided`.
pub fn decide(cx: &Ctx, by: &By<'_>, appeal: EntryId, ask: &AppealDecisionInput) -> Result<EntryView, Error> {
    cx.act(by, "appeal.decide", format!("entry:{appeal}"), |tx, record| {
        let (case, entry) = docket::begin_answer(cx, tx, by, &OFFICERS, appeal)?;
        let act = appeal::decide(&case, appeal, ask.outcome, input::reason(&ask.reason)?)?;
        docket::enter(cx, tx, by.actor, record, &case, About::answer(&entry), act)
    })
}

/// The ground of a rescission on a reversal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewReversal)]
pub struct ReversalInput {
    /// How the Secretary's decision is referred to: its number and date.
    #[schema(example = "Decision 26-014 of July 1, 2026")]
    pub reference: String,
}

/// Rescinds an order that the Secretary has reversed, without the sponsors' requests (35 USC 181 ¶3; R5.3, our
/// reading). Matter of another Government is let go by that Government alone also here (R3.8); over
/// classified matter the holds stay until it is declassified (E9).
pub fn rescind(cx: &Ctx, by: &By<'_>, appeal: EntryId, ask: &ReversalInput) -> Result<EntryView, Error> {
    cx.act(by, "appeal.rescind", format!("entry:{appeal}"), |tx, record| {
        let (case, entry) = docket::begin_answer(cx, tx, by, &OFFICERS, appeal)?;
        let order = entry.order.and_then(|id| case.order(id)).ok_or_else(not_found)?;
        let now = cx.now();
        let today = washington_date(now);
        let act = appeal::rescind(&case, order, appeal, input::line(&ask.reference, "reference")?, today)?;
        let requests = rescissions::of_orders(tx, &[order.id])?;
        let asked = standing_requests(&requests, &determinations::of_order(tx, order.id)?);
        let standing: Vec<_> = requests.into_iter().filter(|r| asked.contains(&r.agency)).collect();
        let foreign = docket::agencies_of(tx)?.foreign_governments();
        originator_lets_go(order, &standing, &foreign, cx.settings.originator_notice_days, today)?;
        let made = docket::enter(cx, tx, by.actor, record, &case, About::answer(&entry), act)?;
        let line = Record {
            subject: format!("order:{}", order.id),
            detail: format!("appeal={appeal} classified={}", order.classified),
        };
        chain::append(tx, ledger_entry(by.actor, "order.rescind", &line, ledger::Outcome::Done, now))?;
        end::end(cx, tx, order, End::Rescinded, today, now)?;
        Ok(made)
    })
}
