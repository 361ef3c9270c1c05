//! The clock reminds agencies of referrals and escalates referrals that are long overdue (R2.5). It decides nothing:
//! silence is never an answer (R2.6).

use crate::store::Tx;
use crate::store::clock::clocks::kept::{Asker, filings_to_nudge};
use crate::store::filing::docket as stored;
use crate::store::office::ledger;
use crate::store::review::referrals::{self, questions};
use crate::workflow::clock::clocks::kept::{compute_and_keep, program_id};
use crate::workflow::frame::act::{Record, entry};
use crate::workflow::frame::case;
use crate::workflow::frame::docket::{self, About};
use crate::workflow::{Ctx, Error};
use domain::base::actor::Actor;
use domain::base::calendar::washington_date;
use domain::base::ids::{FilingId, ReferralId};
use domain::base::ledger::Outcome;
use domain::law::timers;
use domain::law::timers::Act;
use domain::review::question::due_day;
use jiff::{Timestamp, ToSpan};

/// Filings dealt with in one transaction.
const PAGE: usize = 20;

/// Enters the reminders and escalations that are due. If a transaction for several filings fails, each filing is tried
/// alone. Returns the number of entries. Only filings are read of which something is due, or whose due days have not
/// been computed since they changed.
pub(crate) fn nudge_agencies(cx: &Ctx, now: Timestamp) -> Result<usize, Error> {
    let (program, today) = (program_id(&cx.settings), washington_date(now));
    let asker = Asker { program: &program, today };
    let horizon = today.saturating_add(i64::from(cx.settings.referral_reminder_days).days());
    let waiting = cx.read(|conn| Ok(filings_to_nudge(conn, asker, horizon)?))?;
    let mut done = 0;
    for page in waiting.chunks(PAGE) {
        let together =
            cx.write_as_of(now, |tx| page.iter().map(|id| nudge_filing(cx, tx, *id, now)).sum::<Result<usize, _>>());
        if let Ok(n) = together {
            done += n;
            continue;
        }
        for id in page {
            match cx.write_as_of(now, |tx| nudge_filing(cx, tx, *id, now)) {
                Ok(n) => done += n,
                Err(error) => tracing::error!(filing.id = %id, error = %error, "tick.nudge_failed"),
            }
        }
    }
    Ok(done)
}

/// Enters what is due for the referrals of a filing, and stores the next day on which something will be due.
fn nudge_filing(cx: &Ctx, tx: &mut Tx<'_>, filing: FilingId, now: Timestamp) -> Result<usize, Error> {
    let mut done = 0;
    for referral in referrals::of_filing(tx, filing)? {
        done += nudge_referral(cx, tx, referral.id, now)?;
    }
    compute_and_keep(tx, &cx.settings, filing, washington_date(now))?;
    Ok(done)
}

/// Enters what is due for one referral. Under the lock it is decided again each time, so a clock that stood still
/// reminds and escalates in one run.
fn nudge_referral(cx: &Ctx, tx: &mut Tx<'_>, id: ReferralId, now: Timestamp) -> Result<usize, Error> {
    let (clock, today) = (Actor::clock(), washington_date(now));
    let (before, after) = (cx.settings.referral_reminder_days, cx.settings.referral_escalation_days);
    let mut done = 0;
    loop {
        let Some(referral) = referrals::find(tx, id)? else { return Ok(done) };
        let entries = stored::of_filing(tx, referral.filing)?;
        let asked = questions::of_referral(tx, id)?;
        let due = due_day(&referral, &asked, cx.settings.paused_by_questions, today);
        let Some(act) = timers::due_act(&referral, due, &entries, (before, after), today) else { return Ok(done) };
        let verb = match act {
            Act::Reminded { .. } => "referral.remind",
            Act::Escalated { .. } => "referral.escalate",
        };
        let filing = case::filing_of(tx, referral.filing)?;
        let file = docket::case_of(tx, &filing)?;
        let mut record = Record { subject: format!("referral:{}", referral.id), detail: String::new() };
        docket::enter(cx, tx, &clock, &mut record, &file, About::default(), act)?;
        ledger::append(tx, entry(&clock, verb, &record, Outcome::Done, now))?;
        done += 1;
    }
}
