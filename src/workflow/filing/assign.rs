//! Desks: which examiner has a filing. What nobody has is in the queue of all examiners; what one has is that examiner's
//! and the supervisors' to see. Whoever decides on a filing of the queue takes it; it goes back when its examiner can see
//! it no more, and when somebody else must look at it.

use crate::store::Tx;
use crate::store::filing::filings::{self, FilingRecord};
use crate::store::office::accounts;
use crate::workflow::frame::act::{By, Ctx, Error};
use crate::workflow::frame::case;
use domain::base::actor::{self, Account, Actor, Role};
use domain::base::ids::FilingId;
use domain::base::marking::Marking;
use domain::base::refusal::{FILING_SUPERVISOR, INVALID, Refusal};
use domain::review::access;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Who is to have a filing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewAssignment)]
pub struct AssignInput {
    /// Name of the examiner; `null` gives the filing back to the queue.
    // A body without it is a mistake, and does not give the filing back.
    #[serde(deserialize_with = "Option::deserialize")]
    #[schema(required = true, example = "examiner1")]
    pub examiner: Option<String>,
}

/// Who has a filing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Assignment)]
pub struct AssignmentView {
    /// The filing.
    #[schema(value_type = uuid::Uuid)]
    pub filing_id: FilingId,
    /// Counts changes of the filing.
    #[serde(rename = "etag", with = "crate::workflow::frame::etag")]
    #[schema(value_type = String, example = "\"1\"")]
    pub version: i32,
    /// Name of the examiner; `null` while it is in the queue.
    pub examiner: Option<String>,
}

/// Gives a filing to an examiner, or back to the queue. An examiner takes a filing of the queue, and gives an own one
/// back or to another; a supervisor assigns every filing.
pub fn assign(cx: &Ctx, by: &By<'_>, filing: FilingId, ask: &AssignInput) -> Result<AssignmentView, Error> {
    cx.act(by, "filing.assign", format!("filing:{filing}"), |tx, record| {
        access::role(by.actor, &[Role::Examiner])?;
        let filing = case::filing(tx, by.actor, filing)?;
        by.check_version(filing.version)?;
        let to =
            ask.examiner.as_deref().map(|name| find_examiner(tx, name, &filing.marking, cx.today())).transpose()?;
        check_may_assign(by.actor, &filing, to.as_ref())?;
        filings::assign(tx, filing.id, to.as_ref().map(|account| account.id))?;
        let examiner = to.map(|account| account.username);
        record.detail = format!("examiner={}", examiner.as_deref().unwrap_or("-"));
        Ok(AssignmentView { filing_id: filing.id, version: filing.version + 1, examiner })
    })
}

/// An examiner by name who may sign in and read filings with this marking.
fn find_examiner(tx: &mut Tx<'_>, name: &str, marking: &Marking, today: Date) -> Result<Account, Error> {
    let name = actor::username(name).map_err(|e| Refusal::new(&INVALID, format!("{e}.")).at("examiner"))?;
    let found = accounts::credentials(tx, &name)?.map(|(account, _)| account);
    let fit = |a: &Account| a.enabled && a.role == Role::Examiner && a.clearance.on(today).dominates(marking);
    found.filter(fit).ok_or_else(|| {
        let why = format!("There is no examiner {name} who may sign in and is cleared for {marking}.");
        Refusal::new(&INVALID, why).at("examiner").into()
    })
}

/// Refuses an examiner who is no supervisor to hand out what the examiner does not have.
fn check_may_assign(actor: &Actor, filing: &FilingRecord, to: Option<&Account>) -> Result<(), Refusal> {
    let own = filing.assigned_to.is_some() && filing.assigned_to == actor.account;
    let takes = to.is_none_or(|account| Some(account.id) == actor.account);
    // The command line acts for a supervisor.
    if actor.supervisor || own || takes || actor.role.is_none() {
        return Ok(());
    }
    Err(Refusal::new(&FILING_SUPERVISOR, "Take it yourself first, or ask a supervisor to give it to another examiner."))
}

/// Lets the examiner who decides on a filing of the queue have it.
pub(crate) fn take(tx: &mut Tx<'_>, actor: &Actor, filing: &FilingRecord) -> Result<(), Error> {
    if filing.assigned_to.is_none() && actor.role == Some(Role::Examiner) && actor.account.is_some() {
        filings::assign(tx, filing.id, actor.account)?;
    }
    Ok(())
}

/// Gives a filing back to the queue, for another examiner to look at.
pub(crate) fn return_to_queue(tx: &mut Tx<'_>, filing: FilingId) -> Result<(), Error> {
    if case::filing_of(tx, filing)?.assigned_to.is_some() {
        filings::assign(tx, filing, None)?;
    }
    Ok(())
}

/// Gives a filing back to the queue if its examiner is not cleared for its marking.
pub(crate) fn return_above_clearance(tx: &mut Tx<'_>, filing: FilingId, today: Date) -> Result<(), Error> {
    let filing = case::filing_of(tx, filing)?;
    let Some(examiner) = filing.assigned_to else { return Ok(()) };
    let sees =
        accounts::get(tx, examiner)?.is_some_and(|a| a.enabled && a.clearance.on(today).dominates(&filing.marking));
    if sees { Ok(()) } else { Ok(filings::assign(tx, filing.id, None)?) }
}
