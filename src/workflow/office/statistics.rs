//! The yearly table, from the orders on record as of today (section 9 of the rule book).

use super::{Ctx, Error};
use crate::domain::actor::Actor;
use crate::domain::statistics::{Row, fiscal_years as count};
use crate::store::orders;

/// The fiscal years from that of the first order to the present one. For all who are signed in: it
/// holds numbers only.
pub fn fiscal_years(cx: &Ctx, _actor: &Actor) -> Result<Vec<Row>, Error> {
    let today = cx.today();
    cx.read(|conn| Ok(count(&orders::facts(conn, today)?, today)))
}
