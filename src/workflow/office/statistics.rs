//! The yearly table, from the orders on record as of today (section 9 of the rule book).

use crate::store::frame::marking;
use crate::store::order::orders;
use crate::workflow::{Ctx, Error};
use domain::base::actor::Actor;
use domain::order::statistics::{Row, fiscal_years as count, published};
use domain::review::access;

/// The fiscal years from that of the first order to the present one. Who may not know of every order gets them as they are
/// published.
pub fn fiscal_years(cx: &Ctx, actor: &Actor) -> Result<Vec<Row>, Error> {
    let today = cx.today();
    cx.read(|conn| {
        let rows = count(&orders::facts(conn, today)?, today);
        let markings = marking::more_than_a_level(conn)?;
        Ok(if access::may_count_every_order(actor, &markings) { rows } else { published(rows, today) })
    })
}
