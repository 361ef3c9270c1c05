//! The yearly table, from the orders on record as of today (section 9 of the rule book).

use crate::store::order::orders;
use crate::workflow::{Ctx, Error};
use domain::base::actor::Actor;
use domain::order::statistics::{Row, fiscal_years as count};

/// The fiscal years from that of the first order to the present one. For all who are signed in: it
/// holds numbers only.
pub fn fiscal_years(cx: &Ctx, _actor: &Actor) -> Result<Vec<Row>, Error> {
    let today = cx.today();
    cx.read(|conn| Ok(count(&orders::facts(conn, today)?, today)))
}
