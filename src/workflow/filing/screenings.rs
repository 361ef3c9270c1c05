//! Reading screenings: every screening of a filing, with its hits and the decisions on them.

use crate::store::filing::screenings;
use crate::workflow::filing::filings::{read_filing, read_screening};
use crate::workflow::frame::act::{Ctx, Error};
use crate::workflow::frame::case::document;
use crate::workflow::frame::present_list;
use domain::base::actor::{Actor, Role};
use domain::base::ids::{FilingId, ScreeningId};
use domain::base::refusal::{INVALID, Refusal};
use domain::filing::screening::ListRef;
use domain::review::access::{self, View};

pub use crate::store::filing::screenings::{Decision, HitRecord, ScreeningRecord, Triage};
pub use screening::explain::{Explained, Explanation, Finding, Outcome};

/// Roles that read screenings.
const READERS: [Role; 1] = [Role::Examiner];

/// All screenings of a filing, latest first.
pub fn of_filing(cx: &Ctx, actor: &Actor, filing: FilingId) -> Result<Vec<ScreeningRecord>, Error> {
    access::role(actor, &READERS)?;
    read_filing(cx, actor, filing, View::Text, |conn, _| Ok(screenings::of_filing(conn, filing)?))
}

/// Reads a screening by its id, for a reader who may see the text of its filing.
pub fn get(cx: &Ctx, actor: &Actor, id: ScreeningId) -> Result<ScreeningRecord, Error> {
    access::role(actor, &READERS)?;
    read_screening(cx, actor, id, View::Text)
}

/// Explains why a category of the list in force hits the present text of a filing, or does not. Also returns that list
/// and the version of the text. The explanation is computed on request and may differ from a screening that an earlier
/// list made.
pub fn explain(
    cx: &Ctx,
    actor: &Actor,
    filing: FilingId,
    category: &str,
) -> Result<(Explanation, ListRef, i32), Error> {
    access::role(actor, &READERS)?;
    let (text, version) =
        read_filing(cx, actor, filing, View::Text, |conn, record| Ok((document(conn, &record)?, record.text_version)))?;
    let list = present_list::in_force(cx)?;
    let explained = list.screener.explain(&text, category);
    let explained = explained.map_err(|e| Refusal::new(&INVALID, format!("{e}.")).at("category"))?;
    Ok((explained, list.list().clone(), version))
}
