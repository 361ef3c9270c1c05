//! Agencies with their validity dates. Who may act for whom is `domain::base::agency`'s.

use crate::store::frame::column::{agency, date_from_db, date_to_db};
use crate::store::frame::schema::agencies;
use crate::store::{Conn, StoreError, Tx};
use chrono::NaiveDate;
use diesel::prelude::*;
use domain::base::agency::{Agencies, Agency, AgencyCode};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = agencies)]
struct Row {
    code: String,
    name: String,
    department: Option<String>,
    valid_from: NaiveDate,
    valid_until: Option<NaiveDate>,
    foreign_government: bool,
}

impl TryFrom<Row> for Agency {
    type Error = StoreError;
    fn try_from(r: Row) -> Result<Self, StoreError> {
        Ok(Self {
            code: agency(&r.code)?,
            name: r.name,
            department: r.department.as_deref().map(agency).transpose()?,
            valid_from: date_from_db(r.valid_from)?,
            valid_until: r.valid_until.map(date_from_db).transpose()?,
            foreign_government: r.foreign_government,
        })
    }
}

/// Puts an agency on record. Its department must be there.
pub fn insert(tx: &mut Tx<'_>, a: &Agency) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    let row = Row {
        code: a.code.to_string(),
        name: a.name.clone(),
        department: a.department.as_ref().map(AgencyCode::to_string),
        valid_from: date_to_db(a.valid_from),
        valid_until: a.valid_until.map(date_to_db),
        foreign_government: a.foreign_government,
    };
    diesel::insert_into(agencies::table).values(&row).execute(conn)?;
    Ok(())
}

/// All agencies, past ones too, by code.
pub fn all(conn: &mut Conn) -> Result<Agencies, StoreError> {
    let rows: Vec<Row> = agencies::table.order(agencies::code).select(Row::as_select()).load(conn)?;
    rows.into_iter().map(Agency::try_from).collect::<Result<_, _>>().map(Agencies)
}
