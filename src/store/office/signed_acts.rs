//! The signed statements about acts, each beside its entry in the ledger. Not its job: what they say, and whether they are
//! genuine (the workflow).

use crate::store::frame::schema::signed_acts;
use crate::store::{Conn, StoreError, Tx};
use diesel::prelude::*;

/// The signed statement about one act.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = signed_acts)]
pub struct SignedAct {
    /// The entry of the act.
    pub seq: i64,
    /// A compact JWS.
    pub statement: String,
    /// The content of the request, as it was sent.
    pub content: String,
    /// SHA-256 of what the person has signed, in hexadecimal; `None` where the service has signed for the person.
    pub own_sha256: Option<String>,
}

/// Puts a statement on record.
pub fn insert(tx: &mut Tx<'_>, act: &SignedAct) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    diesel::insert_into(signed_acts::table).values(act).execute(conn)?;
    Ok(())
}

/// Whether the same signature of a person is on record already.
pub fn is_used(conn: &mut Conn, own_sha256: &str) -> Result<bool, StoreError> {
    let n: i64 = signed_acts::table.filter(signed_acts::own_sha256.eq(own_sha256)).count().get_result(conn)?;
    Ok(n > 0)
}

/// The statements about the entries after `after`, up to `last`, in their order.
pub fn between(conn: &mut Conn, after: i64, last: i64) -> Result<Vec<SignedAct>, StoreError> {
    Ok(signed_acts::table
        .filter(signed_acts::seq.gt(after))
        .filter(signed_acts::seq.le(last))
        .order(signed_acts::seq)
        .select(SignedAct::as_select())
        .load(conn)?)
}
