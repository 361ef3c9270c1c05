//! The ledger of the conditions agencies attached to their recommendations: accounted for by an officer,
//! answered by the agency, adopted at issue where nobody touched them.

use crate::store::filing::docket as entries;
use crate::store::order::standing;
use crate::store::review::referrals::recommendations;
use crate::store::{Conn, Tx};
use crate::workflow::frame::act::Record;
use crate::workflow::frame::at_hand::CaseAtHand;
use crate::workflow::frame::docket::{self, About, EntryView};
use crate::workflow::frame::{case, input};
use crate::workflow::{By, Ctx, Error};
use domain::base::actor::{Actor, Role};
use domain::base::ids::{EntryId, FilingId, RecommendationId};
use domain::case::CaseFile;
use domain::law::condition::{self, Line, LineId, LineState, Treatment};
use domain::review::access::{self, View, not_found};
use domain::review::referral::may_sign_for;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The ledger of a filing: all of it for the Office; its own lines for people of an agency who may read the filing. A line
/// is part of an agency's answer, so a reviewer sees it when the answer is open ([`access::may_read_answer`]).
pub fn of_filing(cx: &Ctx, actor: &Actor, filing: FilingId) -> Result<Vec<Line>, Error> {
    access::role(actor, &[Role::Examiner, Role::LicensingOfficer, Role::Reviewer, Role::Official])?;
    cx.look(actor, "filing.read", format!("filing:{filing}"), |conn| {
        let f = case::see_filing(cx, conn, actor, Some(filing), View::Record)?;
        let case = docket::case_of(conn, &f)?;
        let Some(own) = &actor.agency else { return in_case(conn, &case) };
        let agencies = docket::agencies_of(conn)?;
        // Not set side by side: an agency does not learn from its own line that another has one.
        let (mut lines, _) = one_by_one(conn, &case)?;
        let asked = standing::referral_states(conn, f.id)?;
        lines.retain(|l| agencies.acts_for(own, &l.agency) && access::may_read_answer(actor, &l.agency, &asked));
        Ok(lines)
    })
}

/// All lines of a case as the Office sees them, inside a running transaction.
pub(crate) fn in_case(conn: &mut Conn, case: &CaseFile) -> Result<Vec<Line>, Error> {
    let (mut lines, waiting) = one_by_one(conn, case)?;
    condition::set_side_by_side(&mut lines, &waiting);
    Ok(lines)
}

/// All lines of a case, each by itself, and the recommendations no order has taken up.
fn one_by_one(conn: &mut Conn, case: &CaseFile) -> Result<(Vec<Line>, Vec<RecommendationId>), Error> {
    let mut lines = condition::lines(&case.recommendations, &case.docket);
    let waiting = recommendations::not_taken_up(conn, case.filing)?;
    let in_order = case.orders.last().map(|o| o.conditions.as_slice()).unwrap_or_default();
    condition::after_issue(&mut lines, &waiting, in_order);
    Ok((lines, waiting.iter().map(|r| r.id).collect()))
}

/// What becomes of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountInput {
    pub line: LineId,
    pub treatment: Treatment,
    /// Why.
    pub reason: String,
}

/// Accounts for a line before the order issues. The last word counts.
pub fn account(cx: &Ctx, by: &By<'_>, filing: FilingId, ask: &AccountInput) -> Result<EntryView, Error> {
    cx.act(by, "condition.account", format!("filing:{filing}"), |tx, record| {
        let case = docket::begin(tx, by, &[Role::LicensingOfficer], filing)?;
        let treatment = match &ask.treatment {
            Treatment::Merge { words } => Treatment::Merge { words: input::passage(words, "words")? },
            other => other.clone(),
        };
        let waiting = recommendations::not_taken_up(tx, case.filing)?;
        let act = condition::account(&waiting, ask.line, treatment, input::reason(&ask.reason)?)?;
        docket::enter(cx, tx, by.actor, record, &case, About::default(), act)
    })
}

/// An agency's answer to a proposed decline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewConditionAnswer)]
pub struct AnswerInput {
    /// Whether the agency agrees that its condition is left out.
    pub accepts: bool,
    /// The agency's reason.
    pub reason: String,
}

/// Records the answer of the agency whose condition is to be declined: signed by an official of it or of its
/// department, like the recommendation itself.
pub fn answer(cx: &Ctx, by: &By<'_>, decline: EntryId, ask: &AnswerInput) -> Result<EntryView, Error> {
    cx.act(by, "condition.answer", format!("entry:{decline}"), |tx, record| {
        access::role(by.actor, &[Role::Official])?;
        case::signer(by.actor)?;
        let (case, agency, version) = open_for_agency(cx, tx, by.actor, decline)?;
        by.check_version(version)?;
        let act = condition::take_answer(&case, decline, ask.accepts, input::reason(&ask.reason)?)?;
        let about = About { answers: Some(decline), ..About::default() }.signed_for(agency);
        docket::enter(cx, tx, by.actor, record, &case, about, act)
    })
}

/// A proposed decline, for whoever may read the filing and sign for the agency it asks.
fn open_for_agency(
    cx: &Ctx,
    conn: &mut Conn,
    actor: &Actor,
    decline: EntryId,
) -> Result<(CaseFile, domain::base::agency::AgencyCode, i32), Error> {
    let entry = entries::find(conn, decline)?;
    let f = case::see_filing(cx, conn, actor, entry.as_ref().map(|entry| entry.filing), View::Record)?;
    let entry = entry.ok_or_else(not_found)?;
    let case = docket::case_of(conn, &f)?;
    let agency = condition::find_declined(&case, decline).map_err(|_| not_found())?.agency.clone();
    let agencies = docket::agencies_of(conn)?;
    if !may_sign_for(actor, &agency, &agencies) {
        return Err(not_found().into());
    }
    let version = docket::view(conn, entry)?.version;
    Ok((case, agency, version))
}

/// Records, as part of the issue of an order, that the lines nobody touched are adopted word for word.
pub(crate) fn adopt_untouched(
    cx: &Ctx,
    tx: &mut Tx<'_>,
    by: &Actor,
    record: &mut Record,
    hand: &mut CaseAtHand,
    lines: &[Line],
) -> Result<(), Error> {
    if !lines.iter().any(|l| l.state == LineState::Untouched) {
        return Ok(());
    }
    for act in condition::adopt_untouched(lines) {
        docket::enter_in_hand(cx, tx, by, record, hand, About::default(), act)?;
    }
    Ok(())
}
