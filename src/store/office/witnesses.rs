//! Witnesses of the ledger with their keys, and what they have co-signed. Not its job: whether a co-signature is genuine
//! (the workflow).

use crate::store::frame::column::{agency, from_db, parse, to_db};
use crate::store::frame::schema::{cosignatures, witnesses};
use crate::store::{Conn, StoreError, Tx};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as BASE64;
use chrono::NaiveDateTime;
use diesel::dsl::max;
use diesel::prelude::*;
use domain::base::agency::AgencyCode;
use domain::base::ids::{CosignatureId, WitnessId};
use domain::base::ledger::{hex, read_hash};
use domain::base::merkle::Hash;
use jiff::Timestamp;

/// A witness of the ledger. A new key of an agency is a new witness.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Witness {
    pub id: WitnessId,
    /// The name in the lines that it signs.
    pub name: String,
    pub agency: AgencyCode,
    /// Ed25519.
    pub public_key: [u8; 32],
    pub added_at: Timestamp,
    /// Since when its co-signatures are no longer taken.
    pub ended_at: Option<Timestamp>,
}

/// What a witness has co-signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cosignature {
    pub id: CosignatureId,
    pub witness: WitnessId,
    /// Entries of the ledger.
    pub size: i64,
    /// The root of the tree over them.
    pub root: Hash,
    /// By the clock of the witness, to the second.
    pub signed_at: Timestamp,
    /// The line of the note.
    pub line: String,
    pub recorded_at: Timestamp,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = witnesses)]
struct Row {
    id: String,
    name: String,
    agency: String,
    public_key: String,
    added_at: NaiveDateTime,
    ended_at: Option<NaiveDateTime>,
}

impl TryFrom<Row> for Witness {
    type Error = StoreError;
    fn try_from(r: Row) -> Result<Self, StoreError> {
        let key = BASE64.decode(&r.public_key).ok().and_then(|key| key.try_into().ok());
        Ok(Self {
            id: parse(&r.id)?,
            agency: agency(&r.agency)?,
            public_key: key.ok_or_else(|| StoreError::Corrupt(format!("the key of the witness {}", r.name)))?,
            name: r.name,
            added_at: from_db(r.added_at)?,
            ended_at: r.ended_at.map(from_db).transpose()?,
        })
    }
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = cosignatures)]
struct CosignatureRow {
    id: String,
    witness_id: String,
    size: i64,
    root: String,
    signed_at: NaiveDateTime,
    line: String,
    recorded_at: NaiveDateTime,
}

impl TryFrom<CosignatureRow> for Cosignature {
    type Error = StoreError;
    fn try_from(r: CosignatureRow) -> Result<Self, StoreError> {
        Ok(Self {
            root: read_hash(&r.root).ok_or_else(|| StoreError::Corrupt(format!("the root of cosignature {}", r.id)))?,
            id: parse(&r.id)?,
            witness: parse(&r.witness_id)?,
            size: r.size,
            signed_at: from_db(r.signed_at)?,
            line: r.line,
            recorded_at: from_db(r.recorded_at)?,
        })
    }
}

/// Puts a witness on record.
pub fn insert(tx: &mut Tx<'_>, witness: &Witness) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    let row = Row {
        id: witness.id.to_string(),
        name: witness.name.clone(),
        agency: witness.agency.to_string(),
        public_key: BASE64.encode(witness.public_key),
        added_at: to_db(witness.added_at),
        ended_at: witness.ended_at.map(to_db),
    };
    diesel::insert_into(witnesses::table).values(&row).execute(conn)?;
    Ok(())
}

/// Ends a witness: its co-signatures are no longer taken.
pub fn end(tx: &mut Tx<'_>, id: WitnessId, at: Timestamp) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    diesel::update(witnesses::table.find(id.to_string())).set(witnesses::ended_at.eq(to_db(at))).execute(conn)?;
    Ok(())
}

/// All witnesses, ended ones too, the oldest first.
pub fn all(conn: &mut Conn) -> Result<Vec<Witness>, StoreError> {
    let rows: Vec<Row> = witnesses::table.order(witnesses::id).select(Row::as_select()).load(conn)?;
    rows.into_iter().map(Witness::try_from).collect()
}

/// The witnesses of an agency that have not ended.
pub fn of_agency(conn: &mut Conn, agency: &AgencyCode) -> Result<Vec<Witness>, StoreError> {
    let rows: Vec<Row> = witnesses::table
        .filter(witnesses::agency.eq(agency.as_str()))
        .filter(witnesses::ended_at.is_null())
        .order(witnesses::id)
        .select(Row::as_select())
        .load(conn)?;
    rows.into_iter().map(Witness::try_from).collect()
}

/// Puts a co-signature on record.
pub fn insert_cosignature(tx: &mut Tx<'_>, cosignature: &Cosignature) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    let row = CosignatureRow {
        id: cosignature.id.to_string(),
        witness_id: cosignature.witness.to_string(),
        size: cosignature.size,
        root: hex(&cosignature.root),
        signed_at: to_db(cosignature.signed_at),
        line: cosignature.line.clone(),
        recorded_at: to_db(cosignature.recorded_at),
    };
    diesel::insert_into(cosignatures::table).values(&row).execute(conn)?;
    Ok(())
}

/// The largest size that a witness has co-signed; `None` if it has co-signed none.
pub fn largest_size(conn: &mut Conn, id: WitnessId) -> Result<Option<i64>, StoreError> {
    let of = cosignatures::table.filter(cosignatures::witness_id.eq(id.to_string()));
    Ok(of.select(max(cosignatures::size)).first(conn)?)
}

/// The co-signatures of one size, the oldest first.
pub fn of_size(conn: &mut Conn, size: i64) -> Result<Vec<Cosignature>, StoreError> {
    let rows: Vec<CosignatureRow> = cosignatures::table
        .filter(cosignatures::size.eq(size))
        .order(cosignatures::id)
        .select(CosignatureRow::as_select())
        .load(conn)?;
    rows.into_iter().map(Cosignature::try_from).collect()
}

/// Up to `limit` co-signatures after an id, the oldest first.
pub fn page(conn: &mut Conn, after: Option<CosignatureId>, limit: i64) -> Result<Vec<Cosignature>, StoreError> {
    let mut query = cosignatures::table.order(cosignatures::id).limit(limit).into_boxed();
    if let Some(after) = after {
        query = query.filter(cosignatures::id.gt(after.to_string()));
    }
    let rows: Vec<CosignatureRow> = query.select(CosignatureRow::as_select()).load(conn)?;
    rows.into_iter().map(Cosignature::try_from).collect()
}
