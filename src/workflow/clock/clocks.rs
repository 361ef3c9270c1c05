//! Reading the clocks: every deadline of one filing or of all filings, with what happens if nobody acts.
//!
//! Each source of deadlines is a function in a file of this folder that computes the clocks of one filing from `Facts`;
//! `sources` lists them. The list of all filings and the calendar read the clocks that were computed last ([`kept`])
//! and compute those again that no longer hold.

mod abroad;
mod case;
mod facts;
mod found;
pub mod kept;
mod orders;
mod receipts;
mod referrals;
mod sources;

use crate::store::Conn;
use crate::store::clock::clocks::kept::{Asker, Kept, Listed, Wanted, list, out_of_date};
use crate::store::filing::filings::FilingRecord;
use crate::store::order::orders as stored;
use crate::store::order::orders::determinations;
use crate::workflow::clock::clocks::facts::Facts;
use crate::workflow::clock::clocks::found::Look;
use crate::workflow::clock::clocks::sources::clocks_of_facts;
use crate::workflow::frame::case as the;
use crate::workflow::{Ctx, Error};
use domain::base::actor::{Actor, Role};
use domain::base::agency::AgencyCode;
use domain::base::deadline::ClockKind;
use domain::base::ids::{FilingId, OrderId, QuestionId, ReferralId};
use domain::filing::ApplicationNumber;
use domain::order::is_alarming;
use domain::review::access::{self, Reach};
use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use utoipa::ToSchema;

/// One deadline, as examiners and officers see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Clock)]
pub struct ClockView {
    /// What the clock counts down to.
    pub kind: ClockKind,
    /// The name of the deadline in calendars.
    #[schema(example = "K7QX-M2PA-9RTD")]
    pub reference: String,
    /// The last day.
    pub due_on: Date,
    /// The last business day to act by, where the day itself may be none.
    pub working_deadline: Option<Date>,
    /// Days left; negative once the day is past.
    pub days_left: i32,
    /// Whether the day is past.
    pub overdue: bool,
    /// Whether the last days run without an answer: the alarm of five business days.
    pub alarm: bool,
    /// What happens without an act of anybody.
    pub if_nobody_acts: String,
    /// The controlling text.
    #[schema(example = "35 USC 181 ¶4")]
    pub citation: String,
    /// The rules of the rule book.
    pub rule: String,
    /// The filing.
    #[schema(value_type = uuid::Uuid)]
    pub filing_id: FilingId,
    /// Number of the filing.
    #[schema(value_type = String)]
    pub application_number: ApplicationNumber,
    /// The agency whose answer is awaited.
    #[schema(value_type = Option<String>)]
    pub agency: Option<AgencyCode>,
    /// The referral.
    #[schema(value_type = Option<uuid::Uuid>)]
    pub referral_id: Option<ReferralId>,
    /// The order.
    #[schema(value_type = Option<uuid::Uuid>)]
    pub order_id: Option<OrderId>,
    /// Number of the order.
    pub order_number: Option<String>,
    /// The day since which the clock stands still. While it does, its last day moves with the calendar.
    pub paused_since: Option<Date>,
    /// The oldest open question that keeps the clock still.
    #[schema(value_type = Option<uuid::Uuid>)]
    pub paused_by: Option<QuestionId>,
    /// Id of the thing that the deadline belongs to.
    #[serde(skip)]
    of: String,
}

impl ClockView {
    fn new(listed: Listed, today: Date) -> Self {
        let Listed { clock, filing, application_number, .. } = listed;
        let days_left = today.until(clock.due_on).map_or(0, |span| span.get_days());
        let (order_id, order_number) = clock.order.unzip();
        Self {
            reference: clock.kind.reference(&clock.subject),
            kind: clock.kind,
            due_on: clock.due_on,
            working_deadline: clock.working_deadline,
            days_left,
            overdue: days_left < 0,
            alarm: clock.alarm,
            if_nobody_acts: clock.if_nobody_acts,
            citation: clock.citation,
            rule: clock.rule,
            filing_id: filing,
            application_number,
            agency: clock.agency,
            referral_id: clock.referral,
            order_id,
            order_number,
            paused_since: clock.pause.map(|pause| pause.since),
            paused_by: clock.pause.map(|pause| pause.question),
            of: clock.subject,
        }
    }
    /// Its place in the list of all clocks; what the next page begins after.
    pub fn key(&self) -> String {
        place_key(self.due_on, self.kind, &self.of)
    }
    /// A name for it that stays the same while its day moves.
    pub fn uid(&self) -> String {
        self.kind.uid(&self.of)
    }
}

fn place_key(due_on: Date, kind: ClockKind, id: &str) -> String {
    format!("{due_on} {} {id}", kind.as_str())
}

/// Which clocks to list.
#[derive(Debug, Clone, Default)]
pub struct ClockQuery {
    /// Those due by this day; 120 days ahead if left out.
    pub due_before: Option<Date>,
    pub kind: Option<ClockKind>,
    /// The one a calendar names so.
    pub reference: Option<String>,
    /// Those after this [`ClockView::key`].
    pub after: Option<String>,
    /// At most this many.
    pub limit: usize,
}

/// A place in the list of all deadlines ([`ClockView::key`]), as a cursor says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place(String);

impl std::str::FromStr for Place {
    type Err = ();
    /// Refuses what no deadline can have as its place, such as the cursor of another list.
    fn from_str(text: &str) -> Result<Self, ()> {
        let mut parts = text.splitn(3, ' ');
        let (day, kind, subject) = (parts.next(), parts.next(), parts.next());
        day.and_then(|day| day.parse::<Date>().ok()).ok_or(())?;
        kind.and_then(|kind| serde_json::from_value::<ClockKind>(kind.into()).ok()).ok_or(())?;
        subject.filter(|subject| !subject.is_empty()).ok_or(())?;
        Ok(Self(text.to_owned()))
    }
}

impl From<Place> for String {
    fn from(place: Place) -> Self {
        place.0
    }
}

/// The roles that work with clocks.
pub(crate) const READERS: [Role; 2] = [Role::Examiner, Role::LicensingOfficer];

/// The clocks of one filing, the nearest first.
pub fn of_filing(cx: &Ctx, actor: &Actor, id: FilingId) -> Result<Vec<ClockView>, Error> {
    access::role(actor, &READERS)?;
    let today = cx.today();
    cx.look(actor, "filing.read", format!("filing:{id}"), |conn| {
        let filing = the::filing(conn, actor, id)?;
        in_case(cx, conn, &filing, today)
    })
}

/// The clocks of one filing, the nearest first, inside a running transaction, for a filing that the reader may see.
pub(crate) fn in_case(cx: &Ctx, conn: &mut Conn, filing: &FilingRecord, today: Date) -> Result<Vec<ClockView>, Error> {
    let facts = Facts::load(conn, filing.clone())?;
    let clocks = clocks_of_facts(&facts, &Look { settings: &cx.settings, today }).into_iter();
    let mut out: Vec<ClockView> = clocks.map(|f| ClockView::new(with_filing(f.into(), filing), today)).collect();
    out.sort_by_key(ClockView::key);
    Ok(out)
}

fn with_filing(clock: Kept, filing: &FilingRecord) -> Listed {
    Listed {
        clock,
        filing: filing.id,
        application_number: filing.application_number.clone(),
        marking: filing.marking.clone(),
        assigned_to: filing.assigned_to,
    }
}

/// The clocks of all filings this reader may see, the nearest first.
pub fn due(cx: &Ctx, actor: &Actor, query: &ClockQuery) -> Result<Vec<ClockView>, Error> {
    access::role(actor, &READERS)?;
    let (today, reach) = (cx.today(), Reach::of(actor));
    let wanted = Wanted {
        reach: reach.clone(),
        until: query.due_before.unwrap_or_else(|| today.saturating_add(120.days())),
        kind: query.kind,
        reference: query.reference.clone(),
        after: query.after.clone(),
        limit: query.limit,
    };
    kept::catch_up_if_many(cx, today)?;
    let program = kept::program_id(&cx.settings);
    let asker = Asker { program: &program, today };
    let mut found = cx.read(|conn| {
        let out_of_date = out_of_date(conn, asker, &HashSet::new(), usize::MAX)?;
        let mut found = list(conn, &out_of_date, &wanted)?;
        // The clocks of a filing that has just changed are not kept yet.
        for (facts, clocks) in kept::compute_unkept(conn, &cx.settings, &out_of_date, today)? {
            let clocks = clocks.into_iter().filter(|c| is_wanted(c, &wanted));
            found.extend(clocks.map(|c| with_filing(c, &facts.filing)));
        }
        Ok::<_, Error>(found)
    })?;
    found.retain(|c| reach.covers(&c.marking, c.assigned_to));
    found.sort_by_cached_key(|c| c.clock.place());
    found.truncate(query.limit);
    Ok(found.into_iter().map(|c| ClockView::new(c, today)).collect())
}

/// Whether a clock is one of those wanted, clearance aside.
fn is_wanted(clock: &Kept, wanted: &Wanted) -> bool {
    clock.due_on <= wanted.until
        && wanted.kind.is_none_or(|kind| kind == clock.kind)
        && wanted.reference.as_ref().is_none_or(|r| *r == clock.kind.reference(&clock.subject))
        && wanted.after.as_ref().is_none_or(|after| clock.place() > *after)
}

/// Orders read at once: a statement takes only so many ids, and after a war all orders may end in one week.
const AT_ONCE: usize = 500;

/// How many orders are in their last days without a determination that renews them (R4.5). A number only, for the
/// metrics.
pub fn alarms(cx: &Ctx) -> Result<usize, Error> {
    // Five business days and the weekend before a deadline are never more than three weeks.
    let today = cx.today();
    let soon = today.saturating_add(21.days());
    cx.read(|conn| {
        let ids: Vec<OrderId> = stored::ending_by(conn, soon, None, i64::MAX)?.into_iter().map(|(_, id)| id).collect();
        let mut alarming = 0;
        for some in ids.chunks(AT_ONCE) {
            let received = determinations::of_orders(conn, some)?;
            for order in stored::find_all(conn, some)? {
                let own: Vec<_> = received.iter().filter(|d| d.order == order.id).cloned().collect();
                alarming += usize::from(is_alarming(&order, &own, today));
            }
        }
        Ok(alarming)
    })
}

#[cfg(test)]
mod tests;
