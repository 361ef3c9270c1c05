//! New token keys that a security officer asks for, until another one confirms it.

use crate::store::frame::column::{from_db, parse, to_db};
use crate::store::frame::schema::key_rotations;
use crate::store::{Conn, StoreError, Tx};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use domain::base::ids::{AccountId, KeyRotationId};
use jiff::Timestamp;

/// A new token key that a security officer asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rotation {
    pub id: KeyRotationId,
    /// Whether the keys of before are refused at once.
    pub refuses_old: bool,
    /// The account of the security officer.
    pub proposed_by: AccountId,
    /// The security officer's name.
    pub proposer: String,
    pub proposed_at: Timestamp,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = key_rotations)]
struct Row {
    id: String,
    refuses_old: bool,
    proposed_by: String,
    proposer: String,
    proposed_at: NaiveDateTime,
}

impl TryFrom<Row> for Rotation {
    type Error = StoreError;
    fn try_from(r: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: parse(&r.id)?,
            refuses_old: r.refuses_old,
            proposed_by: parse(&r.proposed_by)?,
            proposer: r.proposer,
            proposed_at: from_db(r.proposed_at)?,
        })
    }
}

/// Puts a proposal on record.
pub fn propose(tx: &mut Tx<'_>, r: &Rotation) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    let row = Row {
        id: r.id.to_string(),
        refuses_old: r.refuses_old,
        proposed_by: r.proposed_by.to_string(),
        proposer: r.proposer.clone(),
        proposed_at: to_db(r.proposed_at),
    };
    diesel::insert_into(key_rotations::table).values(&row).execute(conn)?;
    Ok(())
}

/// Reads a proposal.
pub fn get(conn: &mut Conn, id: KeyRotationId) -> Result<Option<Rotation>, StoreError> {
    let row: Option<Row> = key_rotations::table.find(id.to_string()).select(Row::as_select()).first(conn).optional()?;
    row.map(Rotation::try_from).transpose()
}

/// All proposals, the oldest first.
pub fn all(conn: &mut Conn) -> Result<Vec<Rotation>, StoreError> {
    let rows: Vec<Row> = key_rotations::table.order(key_rotations::id).select(Row::as_select()).load(conn)?;
    rows.into_iter().map(Rotation::try_from).collect()
}

/// Removes a proposal that is taken back.
pub fn remove(tx: &mut Tx<'_>, id: KeyRotationId) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    diesel::delete(key_rotations::table.find(id.to_string())).execute(conn)?;
    Ok(())
}

/// Removes the proposals that a new key fulfills: those that leave the old keys accepted, and if the old keys are refused, the
/// others too.
pub fn remove_fulfilled(tx: &mut Tx<'_>, old_is_refused: bool) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    match old_is_refused {
        true => diesel::delete(key_rotations::table).execute(conn)?,
        false => diesel::delete(key_rotations::table.filter(key_rotations::refuses_old.eq(false))).execute(conn)?,
    };
    Ok(())
}
