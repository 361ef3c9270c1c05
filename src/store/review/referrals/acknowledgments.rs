//! Acknowledgments: one person's signed statement for one filing, kept for ever (R2.2). No function here changes one,
//! and the database refuses it too.

use crate::store::frame::column::{agency, from_db, parse, to_db};
use crate::store::frame::schema::acknowledgments;
use crate::store::{Conn, StoreError, Tx};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use domain::base::ids::{AccountId, AcknowledgmentId, FilingId};
use domain::review::referral::Acknowledgment;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = acknowledgments)]
struct Row {
    id: String,
    filing_id: String,
    referral_id: String,
    account_id: String,
    person: String,
    agency: String,
    statement: String,
    signed_at: NaiveDateTime,
    personal_key: Option<String>,
}

impl TryFrom<Row> for Acknowledgment {
    type Error = StoreError;
    fn try_from(r: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: parse(&r.id)?,
            filing: parse(&r.filing_id)?,
            referral: parse(&r.referral_id)?,
            account: parse(&r.account_id)?,
            person: r.person,
            agency: agency(&r.agency)?,
            statement: r.statement,
            signed_at: from_db(r.signed_at)?,
            personal_key: r.personal_key,
        })
    }
}

/// Records an acknowledgment.
pub fn insert(tx: &mut Tx<'_>, a: &Acknowledgment) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    let row = Row {
        id: a.id.to_string(),
        filing_id: a.filing.to_string(),
        referral_id: a.referral.to_string(),
        account_id: a.account.to_string(),
        person: a.person.clone(),
        agency: a.agency.to_string(),
        statement: a.statement.clone(),
        signed_at: to_db(a.signed_at),
        personal_key: a.personal_key.clone(),
    };
    diesel::insert_into(acknowledgments::table).values(&row).execute(conn)?;
    Ok(())
}

/// Whether this very person has signed for a filing since its marking was last widened: with an id above `after`.
pub fn signed(
    conn: &mut Conn,
    filing: FilingId,
    after: Option<AcknowledgmentId>,
    account: AccountId,
) -> Result<bool, StoreError> {
    let n: i64 = acknowledgments::table
        .filter(acknowledgments::filing_id.eq(filing.to_string()))
        .filter(acknowledgments::account_id.eq(account.to_string()))
        .filter(acknowledgments::id.gt(after.map(|id| id.to_string()).unwrap_or_default()))
        .count()
        .get_result(conn)?;
    Ok(n > 0)
}

/// The register of a filing, in the order of signing.
pub fn of_filing(conn: &mut Conn, filing: FilingId) -> Result<Vec<Acknowledgment>, StoreError> {
    let rows: Vec<Row> = acknowledgments::table
        .filter(acknowledgments::filing_id.eq(filing.to_string()))
        .order((acknowledgments::signed_at, acknowledgments::id))
        .select(Row::as_select())
        .load(conn)?;
    rows.into_iter().map(Acknowledgment::try_from).collect()
}
