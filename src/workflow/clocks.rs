//! Reading the clocks: every deadline of one filing, or of all, with what happens if nobody acts.

use super::{Ctx, Error, case};
use crate::domain::access;
use crate::domain::actor::{Actor, Role};
use crate::domain::agency::AgencyCode;
use crate::domain::clocks::{Clock, ClockKind, of_order, of_referral, six_months, six_months_after};
use crate::domain::filing::ApplicationNumber;
use crate::domain::ids::{FilingId, OrderId, ReferralId};
use crate::domain::order::{Order, is_alarming};
use crate::domain::referral::{Referral, ReferralStatus};
use crate::store::filings::FilingRecord;
use crate::store::orders::{self as stored, determinations};
use crate::store::referrals::Filter;
use crate::store::{Conn, clocks, referrals};
use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One deadline as examiners and officers see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockView {
    /// What it counts down to.
    pub kind: ClockKind,
    /// The day.
    pub due_on: Date,
    /// The last business day to act by, where the day itself may be none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub working_deadline: Option<Date>,
    /// Days left; negative once it is past.
    pub days_left: i32,
    /// Whether it is past.
    pub overdue: bool,
    /// Whether the last days run without an answer: the alarm of five business days (R4.5).
    #[serde(default)]
    pub alarm: bool,
    /// What happens by itself.
    pub if_nobody_acts: String,
    /// The controlling text.
    pub citation: String,
    /// The rules of the rule book.
    pub rule: String,
    /// The filing.
    pub filing_id: FilingId,
    /// Its number.
    pub application_number: ApplicationNumber,
    /// The agency whose answer is awaited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<AgencyCode>,
    /// The referral.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub referral_id: Option<ReferralId>,
    /// The order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_id: Option<OrderId>,
    /// Its number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_number: Option<String>,
}

impl ClockView {
    fn new(clock: Clock, f: &FilingRecord, today: Date) -> Self {
        let days_left = today.until(clock.due_on).map_or(0, |span| span.get_days());
        Self {
            kind: clock.kind,
            due_on: clock.due_on,
            working_deadline: clock.working_deadline,
            days_left,
            overdue: days_left < 0,
            alarm: clock.alarm,
            if_nobody_acts: clock.if_nobody_acts,
            citation: clock.citation.to_owned(),
            rule: clock.rule.to_owned(),
            filing_id: f.id,
            application_number: f.application_number.clone(),
            agency: None,
            referral_id: None,
            order_id: None,
            order_number: None,
        }
    }
    fn of_referral(self, r: &Referral) -> Self {
        Self { agency: Some(r.agency.clone()), referral_id: Some(r.id), ..self }
    }
    fn of_order(self, o: &Order) -> Self {
        Self { order_id: Some(o.id), order_number: Some(o.number.clone()), ..self }
    }
    /// Its place in the list of all clocks; what the next page begins after.
    pub fn key(&self) -> String {
        let id = match (self.referral_id, self.order_id) {
            (Some(id), _) => id.to_string(),
            (None, Some(id)) => id.to_string(),
            (None, None) => self.filing_id.to_string(),
        };
        key(self.due_on, self.kind, &id)
    }
}

fn key(due_on: Date, kind: ClockKind, id: &str) -> String {
    format!("{due_on} {} {id}", kind.as_str())
}

/// Which clocks to list.
#[derive(Debug, Clone, Default)]
pub struct ClockQuery {
    /// Those due by this day; 120 days ahead if left out.
    pub due_before: Option<Date>,
    /// Those after this [`ClockView::key`].
    pub after: Option<String>,
    /// At most this many.
    pub limit: usize,
}

const READERS: [Role; 2] = [Role::Examiner, Role::LicensingOfficer];

/// The clocks of one filing, the nearest first.
pub fn of_filing(cx: &Ctx, actor: &Actor, id: FilingId) -> Result<Vec<ClockView>, Error> {
    access::role(actor, &READERS)?;
    let today = cx.today();
    cx.read(|conn| {
        let filing = case::filing(conn, actor, id)?;
        let mut out = vec![];
        for referral in referrals::of_filing(conn, id)? {
            out.extend(of_referral(&referral).map(|c| ClockView::new(c, &filing, today).of_referral(&referral)));
        }
        if let Some(order) = stored::without_end(conn, id)? {
            out.extend(clock_of_order(cx, conn, &order, &filing, today)?);
        }
        out.extend(warning(conn, &filing, today)?);
        out.sort_by_key(ClockView::key);
        Ok(out)
    })
}

/// The clocks of all filings this reader may see, the nearest first.
pub fn due(cx: &Ctx, actor: &Actor, query: &ClockQuery) -> Result<Vec<ClockView>, Error> {
    access::role(actor, &READERS)?;
    let today = cx.today();
    let until = query.due_before.unwrap_or_else(|| today.saturating_add(120.days()));
    cx.read(|conn| {
        let mut found = candidates(conn, actor, until)?;
        found.retain(|(key, _)| query.after.as_ref().is_none_or(|after| key > after));
        found.sort_by(|(a, _), (b, _)| a.cmp(b));
        let mut out = vec![];
        for (_, candidate) in found {
            if out.len() >= query.limit {
                break;
            }
            out.extend(resolve(cx, conn, actor, candidate, today)?);
        }
        Ok(out)
    })
}

/// Something that may have a clock; looked into only when its place in the list is reached.
enum Candidate {
    Referral(Referral),
    Order(OrderId),
    Filing(FilingId),
}

fn candidates(conn: &mut Conn, actor: &Actor, until: Date) -> Result<Vec<(String, Candidate)>, Error> {
    let open = Filter {
        clearance: actor.clearance,
        status: Some(ReferralStatus::Open),
        due_by: Some(until),
        ..Filter::default()
    };
    let mut out: Vec<(String, Candidate)> = referrals::list(conn, &open, None, i64::MAX)?
        .into_iter()
        .map(|r| (key(r.due_on, ClockKind::ReferralDue, &r.id.to_string()), Candidate::Referral(r)))
        .collect();
    for (end, id) in stored::ending_by(conn, until, None, i64::MAX)? {
        out.push((key(end, ClockKind::OrderExpiry, &id.to_string()), Candidate::Order(id)));
    }
    // Six months are at least 181 days: whoever filed later has no warning by then.
    for (id, filed_on) in clocks::pending_filed_by(conn, until.saturating_sub(180.days()))? {
        let day = six_months_after(filed_on);
        if day <= until {
            out.push((key(day, ClockKind::SixMonths, &id.to_string()), Candidate::Filing(id)));
        }
    }
    Ok(out)
}

fn resolve(
    cx: &Ctx,
    conn: &mut Conn,
    actor: &Actor,
    candidate: Candidate,
    today: Date,
) -> Result<Option<ClockView>, Error> {
    let visible = |f: &FilingRecord| actor.clearance.dominates(f.marking);
    match candidate {
        Candidate::Referral(referral) => {
            let filing = case::filing_of(conn, referral.filing)?;
            let clock = of_referral(&referral).filter(|_| visible(&filing));
            Ok(clock.map(|c| ClockView::new(c, &filing, today).of_referral(&referral)))
        }
        Candidate::Order(id) => {
            let Some(order) = stored::find(conn, id)? else { return Ok(None) };
            let filing = case::filing_of(conn, order.filing)?;
            if visible(&filing) { clock_of_order(cx, conn, &order, &filing, today) } else { Ok(None) }
        }
        Candidate::Filing(id) => {
            let filing = case::filing_of(conn, id)?;
            if visible(&filing) { warning(conn, &filing, today) } else { Ok(None) }
        }
    }
}

/// How many orders are in their last days without a determination that carries them on (R4.5). A
/// number only, for whoever watches over the house.
pub fn alarms(cx: &Ctx) -> Result<usize, Error> {
    // Five business days and the weekend before a deadline are never more than three weeks.
    let today = cx.today();
    let soon = today.saturating_add(21.days());
    cx.read(|conn| {
        let ids: Vec<OrderId> = stored::ending_by(conn, soon, None, i64::MAX)?.into_iter().map(|(_, id)| id).collect();
        let received = determinations::of_orders(conn, &ids)?;
        let alarming = |o: &Order| {
            let own: Vec<_> = received.iter().filter(|d| d.order == o.id).cloned().collect();
            is_alarming(o, &own, today)
        };
        Ok(stored::find_all(conn, &ids)?.iter().filter(|o| alarming(o)).count())
    })
}

fn clock_of_order(
    cx: &Ctx,
    conn: &mut Conn,
    order: &Order,
    filing: &FilingRecord,
    today: Date,
) -> Result<Option<ClockView>, Error> {
    let received = determinations::of_order(conn, order.id)?;
    let clock = of_order(order, &received, cx.settings.determination_window_days, today);
    Ok(clock.map(|c| ClockView::new(c, filing, today).of_order(order)))
}

fn warning(conn: &mut Conn, filing: &FilingRecord, today: Date) -> Result<Option<ClockView>, Error> {
    let Some(filed_on) = filing.filed_on else { return Ok(None) };
    let document = case::document(conn, filing)?;
    let clock = six_months(filed_on, document.made_in.as_deref(), filing.status);
    Ok(clock.map(|c| ClockView::new(c, filing, today)))
}
