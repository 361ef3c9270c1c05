//! The clearance that an account is given: what of its terms is taken, and what the ledger says of it. Not its job: who may
//! give one (`accounts`), and how far one reaches (`domain::base::marking::clearance`).

use crate::workflow::frame::act::Ctx;
use crate::workflow::frame::input;
use domain::base::marking::Grant;
use domain::base::marking::clearance::Terms;
use domain::base::refusal::{INVALID, Refusal};
use jiff::civil::Date;

/// What the ledger says of a clearance. What its terms say in free words stays with the account.
pub(super) fn describe(grant: &Grant) -> String {
    let Terms { kind, accesses, citizenships, granted_on, suspended, .. } = &grant.terms;
    let mut text = format!("clearance={} kind={}", grant.level.mark(), kind.as_str());
    let mut add = |name: &str, value: String| {
        if !value.is_empty() {
            text.push_str(&format!(" {name}={value}"));
        }
    };
    add("accesses", accesses.iter().map(|access| access.replace(' ', "_")).collect::<Vec<_>>().join(","));
    add("citizenships", citizenships.iter().map(|code| code.as_str()).collect::<Vec<_>>().join(","));
    add("granted_on", granted_on.map(|day| day.to_string()).unwrap_or_default());
    add("last_day", grant.last_day().map(|day| day.to_string()).unwrap_or_default());
    add("suspended_since", suspended.as_ref().map(|s| s.since.to_string()).unwrap_or_default());
    text
}

/// A clearance as it is kept: its texts bounded, its day of grant filled in, its terms fit for its kind.
pub(super) fn accept(cx: &Ctx, mut grant: Grant, on_record: Option<Date>) -> Result<Grant, Refusal> {
    let terms = &mut grant.terms;
    let today = cx.today();
    // A day on record stays: a demonstration may be set to a day before it.
    if *terms.granted_on.get_or_insert(today) > today && terms.granted_on != on_record {
        let why = format!("Today is {today}; a clearance is granted today or was before.");
        return Err(Refusal::new(&INVALID, why).at("clearance_terms.granted_on"));
    }
    let line = |text: &mut String, field: &str| {
        *text = input::line(text, &format!("clearance_terms.{field}"))?;
        Ok::<_, Refusal>(())
    };
    terms.granted_by.as_mut().map(|text| line(text, "granted_by")).transpose()?;
    terms.contract.as_mut().map(|text| line(text, "contract")).transpose()?;
    if let Some(equivalence) = &mut terms.equivalence {
        line(&mut equivalence.level, "equivalence.level")?;
        line(&mut equivalence.agreement, "equivalence.agreement")?;
    }
    terms.suspended.as_mut().map(|suspension| line(&mut suspension.reason, "suspended.reason")).transpose()?;
    grant.check()?;
    Ok(grant)
}
