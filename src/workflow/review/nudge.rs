//! The clock reminds agencies of referrals and escalates what is long overdue (R2.5). Nothing is decided
//! by it: silence stays silence (R2.6).

use crate::store::filing::docket as stored;
use crate::store::office::ledger;
use crate::store::review::referrals;
use crate::store::review::referrals::Filter;
use crate::workflow::frame::act::{Record, entry};
use crate::workflow::frame::case;
use crate::workflow::frame::docket::{self, About};
use crate::workflow::{Ctx, Error};
use domain::base::actor::Actor;
use domain::base::calendar::washington_date;
use domain::base::ledger::Outcome;
use domain::base::marking::{Clearance, Level};
use domain::law::timers;
use domain::law::timers::Act;
use domain::review::referral::{Referral, ReferralStatus};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

/// Reminds and escalates what is due; each referral by itself. Returns how many it was.
pub(crate) fn nudge(cx: &Ctx, now: Timestamp) -> Result<usize, Error> {
    let today = washington_date(now);
    let horizon = today.saturating_add(i64::from(cx.settings.referral_reminder_days).days());
    let open = Filter {
        clearance: Clearance(Level::TopSecret),
        status: Some(ReferralStatus::Open),
        due_by: Some(horizon),
        ..Filter::default()
    };
    let waiting: Vec<Referral> = cx.read(|conn| {
        let mut out = vec![];
        for referral in referrals::list(conn, &open, None, i64::MAX)? {
            let entries = stored::of_filing(conn, referral.filing)?;
            if what(cx, &referral, &entries, today).is_some() {
                out.push(referral);
            }
        }
        Ok::<_, Error>(out)
    })?;
    let mut done = 0;
    for referral in waiting {
        match one(cx, &referral, now) {
            Ok(n) => done += n,
            Err(error) => tracing::error!(referral.id = %referral.id, error = %error, "tick.nudge_failed"),
        }
    }
    Ok(done)
}

fn what(cx: &Ctx, referral: &Referral, entries: &[domain::case::Entry], today: Date) -> Option<Act> {
    let (before, after) = (cx.settings.referral_reminder_days, cx.settings.referral_escalation_days);
    timers::due(referral, entries, before, after, today)
}

/// Does for one referral what is due, decided anew under the lock: a clock that stood still reminds and
/// escalates in one run.
fn one(cx: &Ctx, referral: &Referral, now: Timestamp) -> Result<usize, Error> {
    let (clock, today) = (Actor::clock(), washington_date(now));
    cx.write_as_of(now, |tx| {
        let mut done = 0;
        loop {
            let Some(referral) = referrals::find(tx, referral.id)? else { return Ok(done) };
            let entries = stored::of_filing(tx, referral.filing)?;
            let Some(act) = what(cx, &referral, &entries, today) else { return Ok(done) };
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
    })
}
