//! For tests: changes a screening on record to one that another engine made. The database does not allow that, so its
//! trigger is dropped for a moment.

use crate::store::filing::screenings::{json, name};
use crate::store::frame::schema::{hits, screenings};
use crate::store::{Conn, StoreError, Tx};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use domain::base::ids::ScreeningId;
use domain::filing::screening::Screening;

/// Gives a screening another result, on SQLite. Hits that the result does not have are deleted.
pub(crate) fn rewrite(tx: &mut Tx<'_>, id: ScreeningId, result: &Screening) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    let left: Vec<&str> = result.hits.iter().map(|h| h.category.as_str()).collect();
    conn.batch_execute("DROP TRIGGER screenings_no_update")?;
    diesel::delete(hits::table.filter(hits::screening_id.eq(id.to_string())).filter(hits::category.ne_all(left)))
        .execute(conn)?;
    diesel::update(screenings::table.find(id.to_string()))
        .set((
            screenings::engine.eq(&result.engine),
            screenings::verdict.eq(name(&result.verdict)?),
            screenings::result.eq(json(result)?),
        ))
        .execute(conn)?;
    conn.batch_execute(
        "CREATE TRIGGER screenings_no_update BEFORE UPDATE ON screenings \
         BEGIN SELECT RAISE(ABORT, 'screenings is append-only'); END",
    )?;
    Ok(())
}
