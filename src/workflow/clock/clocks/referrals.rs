//! The clocks of filings under review: answers asked for (R2.5), the six-month warning (R2.5, E10, E16).

use crate::store::Conn;
use crate::store::clock::clocks;
use crate::store::review::referrals;
use crate::store::review::referrals::Filter;
use crate::workflow::Error;
use crate::workflow::clock::clocks::{Candidate, Found, Horizon, Look, Source};
use crate::workflow::frame::case;
use domain::base::deadline::{ClockKind, six_months_after};
use domain::clock::{of_referral, six_months};
use domain::review::referral::ReferralStatus;
use jiff::ToSpan;

pub(super) const SOURCE: Source = Source { candidates, of_filing };

fn candidates(conn: &mut Conn, horizon: &Horizon<'_>) -> Result<Vec<Candidate>, Error> {
    let open = Filter {
        clearance: horizon.clearance,
        status: Some(ReferralStatus::Open),
        due_by: Some(horizon.until),
        ..Filter::default()
    };
    let mut out: Vec<Candidate> = referrals::list(conn, &open, None, i64::MAX)?
        .into_iter()
        .map(|r| Candidate { due_on: r.due_on, kind: ClockKind::ReferralDue, of: r.id.to_string(), filing: r.filing })
        .collect();
    // Six months are at least 181 days: whoever filed later has no warning by then.
    for (id, filed_on) in clocks::pending_filed_by(conn, horizon.until.saturating_sub(180.days()))? {
        let due_on = six_months_after(filed_on);
        out.push(Candidate { due_on, kind: ClockKind::SixMonths, of: id.to_string(), filing: id });
    }
    Ok(out)
}

fn of_filing(conn: &mut Conn, look: &Look<'_>) -> Result<Vec<Found>, Error> {
    let filing = look.filing;
    let mut out = vec![];
    for referral in referrals::of_filing(conn, filing.id)? {
        out.extend(of_referral(&referral).map(|clock| Found {
            clock,
            of: referral.id.to_string(),
            agency: Some(referral.agency.clone()),
            referral: Some(referral.id),
            order: None,
        }));
    }
    if let Some(filed_on) = filing.filed_on {
        let document = case::document(conn, filing)?;
        let warning = six_months(filed_on, document.made_in.as_deref(), filing.status);
        out.extend(warning.map(|clock| Found::of_filing(clock, filing.id)));
    }
    Ok(out)
}
