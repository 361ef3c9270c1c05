//! Keeps the clocks of all filings in a table, so that lists, calendars and reminders read what is due and not
//! everything that exists.
//!
//! The rows of a filing hold until the record changes (triggers of the database see to that), until a day comes on
//! which one of them may say something else (`next_look`), and only for the program and settings that computed them
//! (`program_id`). Rows that do not hold are computed again before anybody reads them.

use crate::store::clock::clocks::kept::{self, Asker, Hold, Kept};
use crate::store::{Conn, Tx};
use crate::workflow::clock::clocks::facts::Facts;
use crate::workflow::clock::clocks::found::{Found, Look};
use crate::workflow::clock::clocks::sources::clocks_of_facts;
use crate::workflow::frame::case;
use crate::workflow::{Ctx, Error, Settings};
use domain::base::ids::FilingId;
use domain::base::ledger::hex;
use domain::case::Entry;
use domain::clock::LISTED_AFTERWARDS;
use domain::law::timers as review;
use domain::order::{Order, alarm_on};
use domain::review::question::due_day;
use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::HashSet;

/// Version of the computation. Change it with anything that changes which clocks there are or what they say:
/// rows of another version are computed again.
const VERSION: u32 = 3;

/// Filings computed in one transaction.
const PAGE: usize = 100;

/// Filings whose clocks a reader computes without storing them.
const FEW: usize = 20;

/// A digest that names this program with its settings, any of which may change a clock.
pub(in crate::workflow) fn program_id(settings: &Settings) -> String {
    let mut h = Sha256::new();
    h.update(format!("{VERSION} {} {settings:?}", env!("CARGO_PKG_VERSION")));
    hex(h.finalize().get(..8).unwrap_or_default())
}

impl From<Found> for Kept {
    fn from(f: Found) -> Self {
        let Found { clock, of, agency, referral, order, pause } = f;
        Self {
            kind: clock.kind,
            subject: of,
            due_on: clock.due_on,
            working_deadline: clock.working_deadline,
            alarm: clock.alarm,
            if_nobody_acts: clock.if_nobody_acts,
            citation: clock.citation.to_owned(),
            rule: clock.rule.to_owned(),
            agency,
            referral,
            order,
            pause,
        }
    }
}

/// The clocks of a filing on a day, the nearest first.
fn compute_clocks(facts: &Facts, settings: &Settings, today: Date) -> Vec<Kept> {
    let mut out: Vec<Kept> = clocks_of_facts(facts, &Look { settings, today }).into_iter().map(Kept::from).collect();
    out.sort_by_key(Kept::place);
    out
}

/// Computes the clocks of a filing and stores them.
pub(in crate::workflow) fn compute_and_keep(
    tx: &mut Tx<'_>,
    settings: &Settings,
    filing: FilingId,
    today: Date,
) -> Result<(), Error> {
    let record = case::filing_of(tx, filing)?;
    let facts = Facts::load(tx, record)?;
    let clocks = compute_clocks(&facts, settings, today);
    let look_on = next_look(&facts, settings, &clocks, today);
    let (before, after) = (settings.referral_reminder_days, settings.referral_escalation_days);
    let nudges = facts.referrals.iter().filter_map(|referral| {
        let due = due_day(referral, &facts.questions, settings.paused_by_questions, today);
        review::next_due(referral, due, &facts.docket, before, after)
    });
    let hold = Hold { computed_on: today, look_on, nudge_on: nudges.map(|(day, _)| day).min() };
    Ok(kept::replace(tx, &program_id(settings), filing, &clocks, hold)?)
}

/// The first day after `today` on which the clocks of a filing may be others, or say something else,
/// without any change of the record. Any day that the record or a clock names may be one, and the day after it;
/// a clock whose day moves with the calendar is another tomorrow.
fn next_look(facts: &Facts, settings: &Settings, clocks: &[Kept], today: Date) -> Date {
    let tomorrow = today.saturating_add(1.day());
    if compute_clocks(facts, settings, tomorrow) != clocks {
        return tomorrow;
    }
    let mut days: Vec<Date> =
        clocks.iter().flat_map(|c| [c.due_on, c.due_on.saturating_add(LISTED_AFTERWARDS.days())]).collect();
    let mut of_order = |order: &Order| {
        let window = i64::from(settings.determination_window_days);
        days.extend([order.issued_on, order.expires_on(), alarm_on(order)]);
        days.push(order.expires_on().saturating_sub(window.days()));
        days.extend(order.terms.iter().flat_map(|t| [t.from, t.until]));
        days.extend(order.sponsors.iter().flat_map(|s| [Some(s.since), s.until]).flatten());
        days.extend(order.ended.map(|(_, day)| day));
    };
    facts.order.iter().for_each(|(order, _)| of_order(order));
    facts.case.iter().for_each(|(case, _)| case.orders.iter().chain(&case.covering).for_each(&mut of_order));
    for entry in &facts.docket {
        days.push(entry.on);
        add_named_days(entry, &mut days);
    }
    let may = days.into_iter().flat_map(|day| [day, day.saturating_add(1.day())]);
    may.filter(|day| *day > today).min().unwrap_or(Date::MAX)
}

/// The days that an entry names.
fn add_named_days(entry: &Entry, days: &mut Vec<Date>) {
    fn walk(value: &Value, days: &mut Vec<Date>) {
        match value {
            Value::String(text) if text.len() == 10 => days.extend(text.parse::<Date>()),
            Value::Array(of) => of.iter().for_each(|v| walk(v, days)),
            Value::Object(of) => of.values().for_each(|v| walk(v, days)),
            _ => {}
        }
    }
    walk(&entry.matter.kind_and_facts().1, days);
}

/// The result of [`catch_up`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CaughtUp {
    /// Filings whose clocks were computed.
    pub computed: usize,
    /// Filings whose clocks could not be computed; the log says why, and the next run tries again.
    pub failed: usize,
}

/// Computes and stores the clocks of all filings whose rows do not hold, some in one transaction. If it is stopped, the
/// next run goes on from there. A filing that fails does not delay the others.
pub fn catch_up(cx: &Ctx) -> Result<CaughtUp, Error> {
    let (program, today) = (program_id(&cx.settings), cx.today());
    let asker = Asker { program: &program, today };
    let (mut done, mut failed) = (CaughtUp::default(), HashSet::new());
    loop {
        let page = cx.read(|conn| Ok(kept::out_of_date(conn, asker, &failed, PAGE)?))?;
        if page.is_empty() {
            done.failed = failed.len();
            return Ok(done);
        }
        let together =
            cx.store.write(|tx| page.iter().try_for_each(|id| compute_and_keep(tx, &cx.settings, *id, today)));
        if together.is_ok() {
            done.computed += page.len();
            continue;
        }
        for id in page {
            match cx.store.write(|tx| compute_and_keep(tx, &cx.settings, id, today)) {
                Ok(()) => done.computed += 1,
                Err(error) => {
                    tracing::error!(filing.id = %id, error = %error, "clocks.failed");
                    failed.insert(id);
                }
            }
        }
        // So many failures have one cause. The clocks that are left are computed by whoever reads them.
        if failed.len() > PAGE {
            done.failed = failed.len();
            return Ok(done);
        }
    }
}

/// Stores clocks, if so many do not hold that a reader should not compute them all itself.
pub(super) fn catch_up_if_many(cx: &Ctx, today: Date) -> Result<(), Error> {
    let program = program_id(&cx.settings);
    let asker = Asker { program: &program, today };
    let many = cx.read(|conn| Ok(kept::out_of_date(conn, asker, &HashSet::new(), FEW + 1)?.len() > FEW))?;
    if many {
        catch_up(cx)?;
    }
    Ok(())
}

/// Computes the clocks of these filings without storing them.
pub(super) fn compute_unkept(
    conn: &mut Conn,
    settings: &Settings,
    filings: &HashSet<FilingId>,
    today: Date,
) -> Result<Vec<(Facts, Vec<Kept>)>, Error> {
    let mut out = vec![];
    for id in filings {
        let record = case::filing_of(conn, *id)?;
        let facts = Facts::load(conn, record)?;
        let clocks = compute_clocks(&facts, settings, today);
        out.push((facts, clocks));
    }
    Ok(out)
}

/// The difference between the kept clocks of a filing and those its case has today, if the kept ones hold and differ.
/// For tests.
pub fn differs(cx: &Ctx, filing: FilingId) -> Result<Option<String>, Error> {
    let (program, today) = (program_id(&cx.settings), cx.today());
    cx.read(|conn| {
        let asker = Asker { program: &program, today };
        if kept::out_of_date(conn, asker, &HashSet::new(), usize::MAX)?.contains(&filing) {
            return Ok(None);
        }
        let record = case::filing_of(conn, filing)?;
        let facts = Facts::load(conn, record)?;
        let (want, have) = (compute_clocks(&facts, &cx.settings, today), kept::of_filing(conn, filing)?);
        Ok((want != have).then(|| format!("computed {want:#?}\nkept {have:#?}")))
    })
}
