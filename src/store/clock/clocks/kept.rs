//! Stored deadlines, for lists and calendars, and how long those of each filing hold.
//!
//! The rows of a filing are a copy of what `workflow::clock::clocks` computes from its case. Triggers of the database
//! end their validity when anything changes that they are computed from, so no verb has to do that. A reader calls
//! [`out_of_date`] first. Not its job: computing.

use crate::store::frame::column::{agency, date_from_db, date_to_db, name, parse, word};
use crate::store::frame::marking::{MarkingColumns, MarkingsWithin};
use crate::store::frame::schema::{clock_filings, clocks, filings, referrals};
use crate::store::frame::within_reach;
use crate::store::{Conn, StoreError, Tx};
use chrono::NaiveDate;
use diesel::dsl;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use domain::base::agency::AgencyCode;
use domain::base::deadline::ClockKind;
use domain::base::ids::{AccountId, FilingId, OrderId, ReferralId};
use domain::base::marking::Marking;
use domain::filing::ApplicationNumber;
use domain::review::access::Reach;
use domain::review::question::Pause;
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::HashSet;

/// Filings asked for in one statement.
const AT_ONCE: usize = 500;

/// One deadline of a filing, as it was computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// What it counts down to.
    pub kind: ClockKind,
    /// Id of the thing it hangs on.
    pub subject: String,
    /// The day.
    pub due_on: Date,
    /// The last business day to act by, where the day itself may be none.
    pub working_deadline: Option<Date>,
    /// Whether the last days run without an answer.
    pub alarm: bool,
    /// What happens by itself.
    pub if_nobody_acts: String,
    /// The controlling text.
    pub citation: String,
    /// The rules of the rule book.
    pub rule: String,
    /// The agency whose answer is awaited.
    pub agency: Option<AgencyCode>,
    pub referral: Option<ReferralId>,
    /// The order and its number.
    pub order: Option<(OrderId, String)>,
    /// `None` if the clock runs.
    pub pause: Option<Pause>,
}

impl Kept {
    /// Its place in the list of all deadlines, by day, kind and thing. Places compare as text.
    pub fn place(&self) -> String {
        format!("{} {} {}", self.due_on, self.kind.as_str(), self.subject)
    }
}

/// A deadline with what a list shows of its filing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The deadline.
    pub clock: Kept,
    pub filing: FilingId,
    /// The number of that filing.
    pub application_number: ApplicationNumber,
    pub marking: Marking,
    /// The examiner who has that filing.
    pub assigned_to: Option<AccountId>,
}

/// How long the rows of a filing hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hold {
    /// From this day,
    pub computed_on: Date,
    /// to the day before this one.
    pub look_on: Date,
    /// The first day on which a referral of the filing asks for a reminder or an escalation.
    pub nudge_on: Option<Date>,
}

/// The program and the day of a reader. Rows that another program computed, or that were computed for another day, do
/// not hold for the reader.
#[derive(Debug, Clone, Copy)]
pub struct Asker<'a> {
    /// The program with its settings.
    pub program: &'a str,
    /// The day.
    pub today: Date,
}

/// Which deadlines are wanted.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Of filings within it.
    pub reach: Reach,
    /// Due by this day.
    pub until: Date,
    pub kind: Option<ClockKind>,
    pub reference: Option<String>,
    /// After this [`Kept::place`].
    pub after: Option<String>,
    /// At most this many.
    pub limit: usize,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = clocks)]
struct Row {
    place: String,
    filing_id: String,
    due_on: NaiveDate,
    kind: String,
    subject: String,
    reference: String,
    working_deadline: Option<NaiveDate>,
    alarm: bool,
    if_nobody_acts: String,
    citation: String,
    rule: String,
    agency: Option<String>,
    referral_id: Option<String>,
    order_id: Option<String>,
    order_number: Option<String>,
    paused_since: Option<NaiveDate>,
    paused_by: Option<String>,
}

impl Row {
    fn new(filing: FilingId, c: &Kept) -> Result<Self, StoreError> {
        let (order_id, order_number) = c.order.clone().map(|(id, number)| (id.to_string(), number)).unzip();
        Ok(Self {
            place: c.place(),
            filing_id: filing.to_string(),
            due_on: date_to_db(c.due_on),
            kind: name(&c.kind)?,
            reference: c.kind.reference(&c.subject),
            subject: c.subject.clone(),
            working_deadline: c.working_deadline.map(date_to_db),
            alarm: c.alarm,
            if_nobody_acts: c.if_nobody_acts.clone(),
            citation: c.citation.clone(),
            rule: c.rule.clone(),
            agency: c.agency.as_ref().map(ToString::to_string),
            referral_id: c.referral.map(|id| id.to_string()),
            order_id,
            order_number,
            paused_since: c.pause.map(|pause| date_to_db(pause.since)),
            paused_by: c.pause.map(|pause| pause.question.to_string()),
        })
    }
}

impl TryFrom<Row> for Kept {
    type Error = StoreError;
    fn try_from(r: Row) -> Result<Self, StoreError> {
        let order = match (r.order_id, r.order_number) {
            (Some(id), Some(number)) => Some((parse(&id)?, number)),
            _ => None,
        };
        let pause = match (r.paused_since, r.paused_by) {
            (Some(since), Some(id)) => Some(Pause { since: date_from_db(since)?, question: parse(&id)? }),
            _ => None,
        };
        Ok(Self {
            pause,
            kind: word(&r.kind)?,
            subject: r.subject,
            due_on: date_from_db(r.due_on)?,
            working_deadline: r.working_deadline.map(date_from_db).transpose()?,
            alarm: r.alarm,
            if_nobody_acts: r.if_nobody_acts,
            citation: r.citation,
            rule: r.rule,
            agency: r.agency.as_deref().map(agency).transpose()?,
            referral: r.referral_id.as_deref().map(parse).transpose()?,
            order,
        })
    }
}

/// The deadlines wanted, the nearest first, of all filings except those `out_of_date`.
pub fn list(conn: &mut Conn, out_of_date: &HashSet<FilingId>, wanted: &Wanted) -> Result<Vec<Listed>, StoreError> {
    // Whether rows hold is no part of the query: SQLite would go through all filings by it.
    let mut skipped = 0;
    let keys: Vec<String> = out_of_date.iter().map(FilingId::to_string).collect();
    for some in keys.chunks(AT_ONCE) {
        let n: i64 = clocks::table.filter(clocks::filing_id.eq_any(some.to_vec())).count().get_result(conn)?;
        skipped += n;
    }
    let markings = MarkingsWithin::reach_of(conn, &wanted.reach.clearance)?;
    let mut query = clocks::table
        .inner_join(filings::table.on(filings::id.eq(clocks::filing_id)))
        .filter(within_reach!(wanted.reach, markings))
        // A place begins with its day; the tilde comes after whatever follows the day.
        .filter(clocks::place.lt(format!("{}~", wanted.until)))
        .order(clocks::place)
        .limit(i64::try_from(wanted.limit).unwrap_or(i64::MAX).saturating_add(skipped))
        .select((Row::as_select(), filings::application_number, MarkingColumns::as_select(), filings::assigned_to))
        .into_boxed();
    if let Some(after) = &wanted.after {
        query = query.filter(clocks::place.gt(after.clone()));
    }
    if let Some(kind) = &wanted.kind {
        query = query.filter(clocks::kind.eq(name(kind)?));
    }
    if let Some(reference) = &wanted.reference {
        query = query.filter(clocks::reference.eq(reference.clone()));
    }
    let rows: Vec<(Row, String, MarkingColumns, Option<String>)> = query.load(conn)?;
    let mut out = Vec::with_capacity(rows.len().min(wanted.limit));
    for (row, number, marking, assigned_to) in rows {
        let filing = parse(&row.filing_id)?;
        if out.len() < wanted.limit && !out_of_date.contains(&filing) {
            // Not checked against today's rules: a number that an older version accepted is shown as it is.
            let application_number =
                ApplicationNumber::try_from(number).map_err(|e| StoreError::Corrupt(e.to_string()))?;
            let (marking, assigned_to) = (marking.try_into()?, assigned_to.as_deref().map(parse).transpose()?);
            out.push(Listed { filing, clock: row.try_into()?, application_number, marking, assigned_to });
        }
    }
    Ok(out)
}

/// The deadlines kept of one filing, the nearest first, whether or not they still hold.
pub fn of_filing(conn: &mut Conn, filing: FilingId) -> Result<Vec<Kept>, StoreError> {
    let rows: Vec<Row> = clocks::table
        .filter(clocks::filing_id.eq(filing.to_string()))
        .order(clocks::place)
        .select(Row::as_select())
        .load(conn)?;
    rows.into_iter().map(Kept::try_from).collect()
}

/// The day by which `look_on` says that rows are out of date. The last day there is stands for no day: rows that hold until
/// then hold until the record changes.
fn last_day_that_counts(today: Date) -> Date {
    today.min(Date::MAX.saturating_sub(1.day()))
}

/// Filings whose rows do not hold for a reader, except those of `without`: about `limit` at most.
pub fn out_of_date(
    conn: &mut Conn,
    asker: Asker<'_>,
    without: &HashSet<FilingId>,
    limit: usize,
) -> Result<HashSet<FilingId>, StoreError> {
    let (today, program) = (date_to_db(asker.today), asker.program.to_owned());
    let last = date_to_db(last_day_that_counts(asker.today));
    let most = i64::try_from(limit.saturating_add(without.len())).unwrap_or(i64::MAX);
    let mut out = HashSet::new();
    // One query for each condition, so that each uses its own index.
    macro_rules! add {
        ($condition:expr) => {
            let ids: Vec<String> =
                clock_filings::table.filter($condition).limit(most).select(clock_filings::filing_id).load(conn)?;
            for id in &ids {
                out.insert(parse(id)?);
            }
        };
    }
    add!(clock_filings::look_on.le(last));
    add!(clock_filings::computed_on.gt(today));
    add!(clock_filings::computed_by.lt(program.clone()));
    add!(clock_filings::computed_by.gt(program));
    out.retain(|id| !without.contains(id));
    Ok(out)
}

/// Filings with a referral that needs a reminder or an escalation today, and filings whose due days are not known and
/// that have a referral awaiting an answer by `horizon`.
pub fn filings_to_nudge(conn: &mut Conn, asker: Asker<'_>, horizon: Date) -> Result<Vec<FilingId>, StoreError> {
    let mut ids: Vec<String> = clock_filings::table
        .filter(clock_filings::nudge_on.le(date_to_db(asker.today)))
        .select(clock_filings::filing_id)
        .load(conn)?;
    // Few referrals are that near to their day, and each finds its filing by its key. Asked the other way round, this
    // would go through every filing that changed since its deadlines were computed.
    let (today, last) = (date_to_db(asker.today), date_to_db(last_day_that_counts(asker.today)));
    let holds = clock_filings::look_on
        .gt(last)
        .and(clock_filings::computed_on.le(today))
        .and(clock_filings::computed_by.eq(asker.program));
    let unknown: Vec<String> = referrals::table
        .inner_join(clock_filings::table.on(clock_filings::filing_id.eq(referrals::filing_id)))
        // Written out, because an index of some rows serves no bound value.
        .filter(dsl::sql::<Bool>("referrals.status = 'open'"))
        .filter(referrals::due_on.le(date_to_db(horizon)))
        .filter(dsl::not(holds))
        .select(referrals::filing_id)
        .distinct()
        .load(conn)?;
    ids.extend(unknown);
    ids.sort();
    ids.dedup();
    ids.iter().map(|id| parse(id)).collect()
}

/// Replaces the rows of a filing by these, and records how long they hold.
pub fn replace(
    tx: &mut Tx<'_>,
    program: &str,
    filing: FilingId,
    clocks_of_it: &[Kept],
    hold: Hold,
) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    let id = filing.to_string();
    diesel::delete(clocks::table.filter(clocks::filing_id.eq(&id))).execute(conn)?;
    for clock in clocks_of_it {
        diesel::insert_into(clocks::table).values(&Row::new(filing, clock)?).execute(conn)?;
    }
    let set = (
        clock_filings::computed_on.eq(date_to_db(hold.computed_on)),
        clock_filings::look_on.eq(date_to_db(hold.look_on)),
        clock_filings::nudge_on.eq(hold.nudge_on.map(date_to_db)),
        clock_filings::computed_by.eq(program),
    );
    let n = diesel::update(clock_filings::table.find(&id)).set(set).execute(conn)?;
    if n == 0 {
        diesel::insert_into(clock_filings::table).values((clock_filings::filing_id.eq(&id), set)).execute(conn)?;
    }
    Ok(())
}
