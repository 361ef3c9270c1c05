//! Reading the clocks: every deadline of one filing, or of all, with what happens if nobody acts.
//!
//! Each kind of thing that has deadlines is a `Source` in a file of this folder; `SOURCES` lists them.
//! A source says which filings may have one of its clocks by a day, from columns alone, and computes the
//! clocks of one filing exactly. All lists and the calendar come from these two answers.

mod abroad;
mod case;
mod orders;
mod receipts;
mod referrals;

use crate::store::Conn;
use crate::store::filing::filings::FilingRecord;
use crate::store::order::orders as stored;
use crate::store::order::orders::determinations;
use crate::workflow::frame::case as the;
use crate::workflow::{Ctx, Error, Settings};
use domain::base::actor::{Actor, Role};
use domain::base::agency::AgencyCode;
use domain::base::deadline::{Clock, ClockKind};
use domain::base::ids::{FilingId, OrderId, ReferralId};
use domain::base::marking::Clearance;
use domain::filing::ApplicationNumber;
use domain::order::{Order, is_alarming};
use domain::review::access;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Where clocks come from.
struct Source {
    /// What may have a clock of this source due by a day: never too little, and with its exact day.
    candidates: fn(&mut Conn, &Horizon<'_>) -> Result<Vec<Candidate>, Error>,
    /// The clocks of one filing.
    of_filing: fn(&mut Conn, &Look<'_>) -> Result<Vec<Found>, Error>,
}

/// All of them. Add yours here.
const SOURCES: [Source; 5] = [referrals::SOURCE, orders::SOURCE, abroad::SOURCE, receipts::SOURCE, case::SOURCE];

/// Which candidates are wanted.
struct Horizon<'a> {
    settings: &'a Settings,
    clearance: Clearance,
    today: Date,
    until: Date,
}

/// What may have a clock; looked into only when its place in the list is reached.
struct Candidate {
    due_on: Date,
    kind: ClockKind,
    /// Id of the thing the clock hangs on.
    of: String,
    filing: FilingId,
}

/// What a source looks at.
struct Look<'a> {
    settings: &'a Settings,
    filing: &'a FilingRecord,
    today: Date,
}

/// A clock with the thing it hangs on.
struct Found {
    clock: Clock,
    /// Id of that thing.
    of: String,
    agency: Option<AgencyCode>,
    referral: Option<ReferralId>,
    order: Option<(OrderId, String)>,
}

impl Found {
    /// One that hangs on the filing itself.
    fn of_filing(clock: Clock, filing: FilingId) -> Self {
        Self { clock, of: filing.to_string(), agency: None, referral: None, order: None }
    }
    fn key(&self) -> String {
        key(self.clock.due_on, self.clock.kind, &self.of)
    }
}

/// One deadline as examiners and officers see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockView {
    /// What it counts down to.
    pub kind: ClockKind,
    /// What a calendar names it by.
    pub reference: String,
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
    /// Id of the thing it hangs on.
    #[serde(skip)]
    of: String,
}

impl ClockView {
    fn new(found: Found, f: &FilingRecord, today: Date) -> Self {
        let Found { clock, of, agency, referral, order } = found;
        let days_left = today.until(clock.due_on).map_or(0, |span| span.get_days());
        let (order_id, order_number) = order.unzip();
        Self {
            reference: clock.kind.reference(&of),
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
            agency,
            referral_id: referral,
            order_id,
            order_number,
            of,
        }
    }
    /// Its place in the list of all clocks; what the next page begins after.
    pub fn key(&self) -> String {
        key(self.due_on, self.kind, &self.of)
    }
    /// A name for it that stays the same while its day moves.
    pub fn uid(&self) -> String {
        self.kind.uid(&self.of)
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
    /// Those of this kind.
    pub kind: Option<ClockKind>,
    /// The one a calendar names so.
    pub reference: Option<String>,
    /// Those after this [`ClockView::key`].
    pub after: Option<String>,
    /// At most this many.
    pub limit: usize,
}

/// The roles that work with clocks.
pub(crate) const READERS: [Role; 2] = [Role::Examiner, Role::LicensingOfficer];

/// The clocks of one filing, the nearest first.
pub fn of_filing(cx: &Ctx, actor: &Actor, id: FilingId) -> Result<Vec<ClockView>, Error> {
    access::role(actor, &READERS)?;
    let today = cx.today();
    cx.read(|conn| {
        let filing = the::filing(conn, actor, id)?;
        in_case(cx, conn, &filing, today)
    })
}

/// The same inside a running transaction, for a filing that was found visible.
pub(crate) fn in_case(cx: &Ctx, conn: &mut Conn, filing: &FilingRecord, today: Date) -> Result<Vec<ClockView>, Error> {
    let look = Look { settings: &cx.settings, filing, today };
    let mut out = vec![];
    for source in &SOURCES {
        out.extend((source.of_filing)(conn, &look)?.into_iter().map(|f| ClockView::new(f, filing, today)));
    }
    out.sort_by_key(ClockView::key);
    Ok(out)
}

/// The clocks of all filings this reader may see, the nearest first.
pub fn due(cx: &Ctx, actor: &Actor, query: &ClockQuery) -> Result<Vec<ClockView>, Error> {
    access::role(actor, &READERS)?;
    let today = cx.today();
    let until = query.due_before.unwrap_or_else(|| today.saturating_add(120.days()));
    let horizon = Horizon { settings: &cx.settings, clearance: actor.clearance, today, until };
    cx.read(|conn| {
        let mut found = vec![];
        for source in &SOURCES {
            for c in (source.candidates)(conn, &horizon)? {
                let wanted = c.due_on <= until
                    && query.kind.is_none_or(|kind| kind == c.kind)
                    && query.reference.as_ref().is_none_or(|r| *r == c.kind.reference(&c.of));
                let key = key(c.due_on, c.kind, &c.of);
                if wanted && query.after.as_ref().is_none_or(|after| key > *after) {
                    found.push((key, c.filing, source));
                }
            }
        }
        found.sort_by(|(a, ..), (b, ..)| a.cmp(b));
        let mut out = vec![];
        for (key, filing, source) in found {
            if out.len() >= query.limit {
                break;
            }
            let filing = the::filing_of(conn, filing)?;
            if actor.clearance.dominates(filing.marking) {
                let look = Look { settings: &cx.settings, filing: &filing, today };
                let clocks = (source.of_filing)(conn, &look)?;
                out.extend(clocks.into_iter().find(|f| f.key() == key).map(|f| ClockView::new(f, &filing, today)));
            }
        }
        Ok(out)
    })
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
