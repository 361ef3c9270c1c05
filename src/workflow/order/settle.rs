//! Brings one order up to its date: lapse, renewal, reminders and alarms (R4.2, R4.5, R4.6).

use crate::store::Tx;
use crate::store::office::{agencies, ledger};
use crate::store::order::orders as stored;
use crate::store::order::orders::determinations;
use crate::store::order::orders::reminders::{self, Reminder};
use crate::store::review::referrals;
use crate::workflow::frame::act::{Record, entry};
use crate::workflow::frame::at_hand::OrderAtHand;
use crate::workflow::frame::{case, status};
use crate::workflow::order::{end, renew};
use crate::workflow::review::answered;
use crate::workflow::{Ctx, Error};
use domain::base::actor::Actor;
use domain::base::agency::AgencyCode;
use domain::base::calendar::washington_date;
use domain::base::ids::OrderId;
use domain::base::ledger::Outcome;
use domain::order::{self, ALARM_RUNG, Determination, Due, Order, due, reminders_due};
use domain::review::referral::ReferralStatus;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What the clock did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TickSummary {
    /// Numbers of orders renewed.
    pub renewed: Vec<String>,
    /// Numbers of orders that lapsed.
    pub lapsed: Vec<String>,
    /// Reminders given, one for each sponsor of each order.
    pub reminded: usize,
    /// Alarms given, one for each sponsor of each order: the last days run without an answer.
    #[serde(default)]
    pub alarmed: usize,
    /// Agencies whose access ended because they no longer sponsor an order.
    pub left: usize,
    /// Agencies reminded of a referral, or escalated to their department.
    #[serde(default)]
    pub nudged: usize,
    /// Orders that could not be dealt with; the log says why, and the next run tries again.
    pub failed: usize,
}

impl TickSummary {
    /// Adds what another run did.
    pub fn add(&mut self, other: Self) {
        self.renewed.extend(other.renewed);
        self.lapsed.extend(other.lapsed);
        self.reminded += other.reminded;
        self.alarmed += other.alarmed;
        self.left += other.left;
        self.nudged += other.nudged;
        self.failed += other.failed;
    }
}

/// The rungs the sponsors of an order have been given for its coming term.
pub(crate) fn given_for(order: &Order, given: &[Reminder]) -> Vec<(AgencyCode, i32)> {
    let coming = order.coming_term();
    let own = given.iter().filter(|r| r.order == order.id && r.term == coming);
    own.map(|r| (r.agency.clone(), r.rung)).collect()
}

/// Does with one order what is due at `now`, as often as something is: a clock that stood still for
/// years renews and lapses term by term, each on its legal date.
pub(crate) fn settle(cx: &Ctx, tx: &mut Tx<'_>, id: OrderId, now: Timestamp) -> Result<TickSummary, Error> {
    Ok(settle_order(cx, tx, id, now)?.0)
}

/// The same, with the order as it then stands.
pub(crate) fn settle_order(
    cx: &Ctx,
    tx: &mut Tx<'_>,
    id: OrderId,
    now: Timestamp,
) -> Result<(TickSummary, Option<Order>), Error> {
    let today = washington_date(now);
    let mut done = TickSummary::default();
    let Some(mut hand) = OrderAtHand::load(tx, id)? else { return Ok((done, None)) };
    let received = determinations::of_order(tx, id)?;
    // What letters need, read when the first is written.
    let mut letters = None;
    loop {
        match due(&hand.order, &received, today) {
            Due::Nothing => {
                (done.reminded, done.alarmed) = remind(tx, &hand.order, &received, now)?;
                return Ok((done, Some(hand.order)));
            }
            Due::Renew { late } => {
                // A late clock renews as of the last day, on what was received by then (R4.2).
                let renewal = order::renew(&hand.order, &received, today.min(hand.order.expires_on()))?;
                let read = match letters.take() {
                    Some(read) => read,
                    None => {
                        let filing = case::filing_of(tx, hand.order.filing)?;
                        (hand.recipients(tx, filing)?, agencies::all(tx)?)
                    }
                };
                let (to, agencies) = &*letters.insert(read);
                let mut detail = renew::record(cx, tx, &hand, to, agencies, &renewal, now)?;
                if late {
                    detail.push_str(" late=true");
                }
                enter(tx, "order.renew", &hand.order, detail, now)?;
                done.renewed.push(hand.order.number.clone());
                hand.order = renewal.apply_to(&hand.order, &hand.periods, today);
            }
            Due::Lapse(first_day_over) => {
                end::lapse(cx, tx, &hand.order, first_day_over, now)?;
                done.lapsed.push(hand.order.number.clone());
                // Its end changes what it is: it is read as it now stands.
                return Ok((done, stored::find(tx, id)?));
            }
        }
    }
}

pub(crate) fn enter(tx: &mut Tx<'_>, act: &str, order: &Order, detail: String, now: Timestamp) -> Result<(), Error> {
    let record = Record { subject: format!("order:{}", order.id), detail };
    ledger::append(tx, entry(&Actor::clock(), act, &record, Outcome::Done, now))?;
    Ok(())
}

/// Gives the reminders of the rung reached and, in the last days, the alarm, each once for each sponsor
/// (R4.5). Returns how many of either.
pub(crate) fn remind(
    tx: &mut Tx<'_>,
    order: &Order,
    received: &[Determination],
    now: Timestamp,
) -> Result<(usize, usize), Error> {
    let today = washington_date(now);
    // Outside the ladder there is nothing to look up.
    if order::reminder_due(order.expires_on(), today).is_none() {
        return Ok((0, 0));
    }
    let given = given_for(order, &reminders::of_orders(tx, &[order.id])?);
    let (mut reminded, mut alarmed) = (0, 0);
    if let Some((rung, silent)) = reminders_due(order, received, &given, today) {
        give(tx, order, &silent, rung, now)?;
        enter(tx, "order.remind", order, format!("days={rung} agencies={}", names(&silent)), now)?;
        reminded = silent.len();
    }
    if let Some(silent) = order::alarm_due(order, received, &given, today) {
        give(tx, order, &silent, ALARM_RUNG, now)?;
        let detail = format!("working_deadline={} agencies={}", order.renewal_deadline(), names(&silent));
        enter(tx, "order.alarm", order, detail, now)?;
        tracing::warn!(order.id = %order.id, working_deadline = %order.renewal_deadline(), "order.alarm");
        alarmed = silent.len();
    }
    Ok((reminded, alarmed))
}

/// Records that sponsors were given a rung.
pub(crate) fn give(
    tx: &mut Tx<'_>,
    order: &Order,
    silent: &[AgencyCode],
    rung: i32,
    now: Timestamp,
) -> Result<(), Error> {
    for agency in silent {
        let reminder = Reminder { order: order.id, term: order.coming_term(), agency: agency.clone(), rung };
        reminders::insert(tx, &reminder, now)?;
    }
    Ok(())
}

pub(crate) fn names(agencies: &[AgencyCode]) -> String {
    agencies.iter().map(AgencyCode::as_str).collect::<Vec<_>>().join(",")
}

/// Ends the access of agencies that have left an order: their part of the case is over (R2.9, E8).
pub(crate) fn part(tx: &mut Tx<'_>, id: OrderId, now: Timestamp) -> Result<TickSummary, Error> {
    let today = washington_date(now);
    let mut done = TickSummary::default();
    let Some(order) = stored::find(tx, id)? else { return Ok(done) };
    let filing = case::filing_of(tx, order.filing)?;
    for referral in referrals::of_filing(tx, filing.id)? {
        let left = order.sponsors.iter().any(|s| s.agency == referral.agency && s.until.is_some_and(|u| u < today));
        let stays = order.sponsors_on(today).any(|s| s.agency == referral.agency);
        if left && !stays && referral.status == ReferralStatus::Answered && !answered::awaits_order(tx, &referral)? {
            referrals::set_status(tx, referral.id, ReferralStatus::Closed)?;
            enter(tx, "order.sponsor_left", &order, format!("agency={}", referral.agency), now)?;
            done.left += 1;
        }
    }
    if done.left > 0 {
        status::recompute(tx, filing.id, today)?;
    }
    Ok(done)
}
