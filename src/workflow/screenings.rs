//! Reading screenings: every pass over a filing, with what was found and what was decided.

use super::act::{Ctx, Error};
use super::filings::may_read;
use crate::domain::access::{self, View};
use crate::domain::actor::{Actor, Role};
use crate::domain::ids::{FilingId, ScreeningId};
use crate::store::screenings;

pub use crate::store::screenings::{Decision, HitRecord, ScreeningRecord, Triage};

/// Who reads screenings.
const READERS: [Role; 1] = [Role::Examiner];

/// All screenings of a filing, latest first.
pub fn of_filing(cx: &Ctx, actor: &Actor, filing: FilingId) -> Result<Vec<ScreeningRecord>, Error> {
    access::role(actor, &READERS)?;
    may_read(cx, actor, filing, View::Text, |conn, _| Ok(screenings::of_filing(conn, filing)?))
}

/// One screening.
pub fn get(cx: &Ctx, actor: &Actor, id: ScreeningId) -> Result<ScreeningRecord, Error> {
    access::role(actor, &READERS)?;
    let found = cx.read(|conn| Ok(screenings::get(conn, id)?.ok_or_else(access::not_found)?))?;
    may_read(cx, actor, found.filing, View::Text, |_, _| Ok(found))
}
