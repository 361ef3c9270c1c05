//! Sets the clock of a demonstration forward. Every job that falls due on the way is run, day by day, before the
//! answer. A real database refuses.

use crate::clock::DemoClock;
use crate::store::{StoreError, set_setting, setting};
use crate::workflow::clock::tick;
use crate::workflow::frame::act::{By, Ctx, Error, Service};
use crate::workflow::notice::outbox::{self, SendSummary, Sending};
use crate::workflow::order::settle::TickSummary;
use domain::base::actor::Role;
use domain::base::calendar::{start_of_day, washington_date};
use domain::base::refusal::{CLOCK_BACK, INVALID, NOT_A_DEMO, Refusal};
use domain::review::access;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

/// Roles that may set the clock.
const SETTERS: [Role; 2] = [Role::Auditor, Role::LicensingOfficer];

/// The setting of the store that holds the instant to which the clock was last set.
const SETTING: &str = "demo_now";

/// How far one request may set the clock forward. A day takes some milliseconds, and the act cannot be broken off.
const MOST_YEARS: i16 = 10;

/// Notices sent in one go.
const BATCH: usize = 200;

/// What was done on the way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Advanced {
    /// Where the clock stands now.
    pub now: Timestamp,
    /// What the clock did.
    pub clock: TickSummary,
    /// What became of the notices.
    pub notices: SendSummary,
}

/// Sets the clock forward to an instant. If the same request comes again, it gets the answer of the first, and finishes
/// what the first began if that was cut off.
pub fn advance(cx: &Ctx, by: &By<'_>, to: Timestamp) -> Result<Advanced, Error> {
    // The act is entered before the entries of the jobs on the way.
    let known: Option<Advanced> = cx.act(by, "demo.set_clock", "clock", |tx, record| {
        if !cx.store.is_demo() {
            return Err(refuse_real_database().into());
        }
        access::role(by.actor, &SETTERS)?;
        demo_clock(cx)?;
        let now = cx.now();
        if to < now {
            return Err(Refusal::new(&CLOCK_BACK, format!("The clock stands at {now}.")).at("now").into());
        }
        let furthest = start_of_day(washington_date(now).saturating_add(MOST_YEARS.years()));
        if to > furthest {
            let text = format!(
                "Every day on the way is run through before the answer, so the clock moves at most {MOST_YEARS} years at \
                 once: to {furthest} at the furthest. Set it several times to go further."
            );
            return Err(Refusal::new(&INVALID, text).at("now").into());
        }
        record.detail = to.to_string();
        set_setting(tx, SETTING, &to.to_string())?;
        Ok(None)
    })?;
    if let Some(advanced) = known {
        return Ok(advanced);
    }
    let (service, clock) = demo_clock(cx)?;
    let advanced = run_clock_to(cx, service, clock, to.max(cx.now()))?;
    Ok(cx.complete_answer(by, Some(advanced.clone()))?.unwrap_or(advanced))
}

fn refuse_real_database() -> Refusal {
    Refusal::new(&NOT_A_DEMO, "The clock of a real database is the machine's.")
}

fn demo_clock(cx: &Ctx) -> Result<(&Service, &DemoClock), Error> {
    let service = cx.service()?;
    let clock = service.demo_clock.as_deref().ok_or_else(refuse_real_database)?;
    Ok((service, clock))
}

/// Runs what falls due up to an instant.
fn run_clock_to(cx: &Ctx, service: &Service, clock: &DemoClock, to: Timestamp) -> Result<Advanced, Error> {
    let mut notices = SendSummary::default();
    let mut send = |now: Timestamp| -> Result<(), Error> {
        let sent = send_all(cx, service, now)?;
        notices.sent += sent.sent;
        notices.failed += sent.failed;
        notices.retried += sent.retried;
        Ok(())
    };
    let set = |now: Timestamp| clock.set(now).map_err(|e| Error::Internal(e.to_string()));
    let done = tick::run_days(cx, cx.now(), to, |now| {
        // What the day before queued goes out before the day after begins.
        send(now)?;
        // The clock ticks by itself and may have passed this instant.
        if cx.now() < now { set(now) } else { Ok(()) }
    })?;
    send(cx.now())?;
    Ok(Advanced { now: cx.now(), clock: done, notices })
}

fn send_all(cx: &Ctx, service: &Service, now: Timestamp) -> Result<SendSummary, Error> {
    let Service { transport, post, lease, .. } = service;
    let sending = Sending { transport: transport.as_ref(), post, lease: *lease, limit: BATCH };
    let mut all = SendSummary::default();
    loop {
        let sent = outbox::send_due(cx, now, sending)?;
        all.sent += sent.sent;
        all.failed += sent.failed;
        all.retried += sent.retried;
        if !sent.more {
            return Ok(all);
        }
    }
}

/// The instant to which the clock of this demonstration was last set. An error if the stored text is no instant.
pub fn last_set_to(cx: &crate::store::Store) -> Result<Option<Timestamp>, Error> {
    let text = cx.read(|conn| Ok::<_, Error>(setting(conn, SETTING)?))?;
    let parsed = text.map(|t| t.parse::<Timestamp>().map_err(|e| StoreError::Corrupt(format!("{SETTING}: {e}"))));
    Ok(parsed.transpose()?)
}
