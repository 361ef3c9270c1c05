//! Alarms about people who read the texts of many filings within an hour. No function here changes one, and the database
//! refuses it too. Not its job: when an alarm is raised (`workflow::frame::read_text`).

use crate::store::frame::column::{from_db, parse, to_db};
use crate::store::frame::schema::read_alarms;
use crate::store::{Conn, StoreError, Tx};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use domain::base::ids::{AccountId, ReadAlarmId};
use jiff::Timestamp;

/// An alarm about one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadAlarm {
    pub id: ReadAlarmId,
    pub account: AccountId,
    /// Name at the time.
    pub person: String,
    /// How many different filings, at least.
    pub filings: i32,
    pub raised_at: Timestamp,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = read_alarms)]
struct Row {
    id: String,
    account_id: String,
    person: String,
    filings: i32,
    raised_at: NaiveDateTime,
}

impl TryFrom<Row> for ReadAlarm {
    type Error = StoreError;
    fn try_from(r: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: parse(&r.id)?,
            account: parse(&r.account_id)?,
            person: r.person,
            filings: r.filings,
            raised_at: from_db(r.raised_at)?,
        })
    }
}

/// Records an alarm.
pub fn insert(tx: &mut Tx<'_>, alarm: &ReadAlarm) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    let row = Row {
        id: alarm.id.to_string(),
        account_id: alarm.account.to_string(),
        person: alarm.person.clone(),
        filings: alarm.filings,
        raised_at: to_db(alarm.raised_at),
    };
    diesel::insert_into(read_alarms::table).values(&row).execute(conn)?;
    Ok(())
}

/// When the last alarm about a person was raised; `None` if there was none.
pub fn last_of(conn: &mut Conn, account: AccountId) -> Result<Option<Timestamp>, StoreError> {
    let last: Option<NaiveDateTime> = read_alarms::table
        .filter(read_alarms::account_id.eq(account.to_string()))
        .select(diesel::dsl::max(read_alarms::raised_at))
        .first(conn)?;
    last.map(from_db).transpose()
}

/// How many alarms are on record.
pub fn count(conn: &mut Conn) -> Result<i64, StoreError> {
    Ok(read_alarms::table.count().get_result(conn)?)
}

/// Up to `limit` alarms that were raised before one of them, the newest first.
pub fn page(conn: &mut Conn, after: Option<ReadAlarmId>, limit: i64) -> Result<Vec<ReadAlarm>, StoreError> {
    let mut query = read_alarms::table.order(read_alarms::id.desc()).limit(limit).select(Row::as_select()).into_boxed();
    if let Some(after) = after {
        query = query.filter(read_alarms::id.lt(after.to_string()));
    }
    let rows: Vec<Row> = query.load(conn)?;
    rows.into_iter().map(ReadAlarm::try_from).collect()
}
