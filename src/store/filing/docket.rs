//! The docket: entries about cases, written once (see `domain::case`).

use crate::store::frame::column::{agency, date_from_db, date_to_db, from_db, from_json, json, parse, to_db};
use crate::store::frame::schema::docket;
use crate::store::{Conn, StoreError, Tx};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use domain::base::ids::{EntryId, FilingId, OrderId};
use domain::case::{Entry, Place};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = docket)]
struct Row {
    id: String,
    filing_id: String,
    order_id: Option<String>,
    answers: Option<String>,
    kind: String,
    slot: Option<String>,
    agency: Option<String>,
    account_id: Option<String>,
    person: String,
    entered_on: NaiveDate,
    entered_at: NaiveDateTime,
    matter: String,
}

impl TryFrom<Row> for Entry {
    type Error = StoreError;
    fn try_from(r: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: parse(&r.id)?,
            filing: parse(&r.filing_id)?,
            order: r.order_id.as_deref().map(parse).transpose()?,
            answers: r.answers.as_deref().map(parse).transpose()?,
            matter: from_json(&r.matter)?,
            agency: r.agency.as_deref().map(agency).transpose()?,
            account: r.account_id.as_deref().map(parse).transpose()?,
            person: r.person,
            on: date_from_db(r.entered_on)?,
            at: from_db(r.entered_at)?,
        })
    }
}

/// Writes an entry. If another entry has its slot, the database refuses it.
pub fn insert(tx: &mut Tx<'_>, e: &Entry) -> Result<(), StoreError> {
    let place = Place { filing: e.filing, order: e.order, answers: e.answers, agency: e.agency.clone() };
    let row = Row {
        id: e.id.to_string(),
        filing_id: e.filing.to_string(),
        order_id: e.order.map(|id| id.to_string()),
        answers: e.answers.map(|id| id.to_string()),
        kind: e.matter.kind_and_facts().0,
        slot: e.matter.slot(&place),
        agency: e.agency.as_ref().map(ToString::to_string),
        account_id: e.account.map(|id| id.to_string()),
        person: e.person.clone(),
        entered_on: date_to_db(e.on),
        entered_at: to_db(e.at),
        matter: json(&e.matter)?,
    };
    let conn: &mut Conn = tx;
    diesel::insert_into(docket::table).values(&row).execute(conn)?;
    Ok(())
}

fn entries_of_rows(rows: Vec<Row>) -> Result<Vec<Entry>, StoreError> {
    rows.into_iter().map(Entry::try_from).collect()
}

/// Reads an entry by its id.
pub fn find(conn: &mut Conn, id: EntryId) -> Result<Option<Entry>, StoreError> {
    let row: Option<Row> = docket::table.find(id.to_string()).select(Row::as_select()).first(conn).optional()?;
    row.map(Entry::try_from).transpose()
}

/// The docket of a filing and of the orders on it, in the order of entry.
pub fn of_filing(conn: &mut Conn, filing: FilingId) -> Result<Vec<Entry>, StoreError> {
    entries_of_rows(
        docket::table
            .filter(docket::filing_id.eq(filing.to_string()))
            .order(docket::id)
            .select(Row::as_select())
            .load(conn)?,
    )
}

/// The entries of one kind about a filing, in the order of entry.
pub fn of_kind(conn: &mut Conn, filing: FilingId, kind: &str) -> Result<Vec<Entry>, StoreError> {
    entries_of_rows(
        docket::table
            .filter(docket::kind.eq(kind))
            .filter(docket::filing_id.eq(filing.to_string()))
            .order(docket::id)
            .select(Row::as_select())
            .load(conn)?,
    )
}

/// The entries of some kinds about a filing, in the order of entry.
pub fn of_kinds(conn: &mut Conn, filing: FilingId, kinds: &[&str]) -> Result<Vec<Entry>, StoreError> {
    // The rows are chosen here: a statement that names kinds is prepared each time, and dockets are short.
    let mut rows: Vec<Row> = docket::table
        .filter(docket::filing_id.eq(filing.to_string()))
        .order(docket::id)
        .select(Row::as_select())
        .load(conn)?;
    rows.retain(|row| kinds.contains(&row.kind.as_str()));
    entries_of_rows(rows)
}

/// The entries about one order, in the order of entry.
pub fn of_order(conn: &mut Conn, order: OrderId) -> Result<Vec<Entry>, StoreError> {
    entries_of_rows(
        docket::table
            .filter(docket::order_id.eq(order.to_string()))
            .order(docket::id)
            .select(Row::as_select())
            .load(conn)?,
    )
}

/// The kind of entry that modifies an order.
pub(crate) const MODIFIED: &str = "petition.modified";

/// The kind of entry that says whether an order covers a filing.
pub(crate) const COMPARED: &str = "related.compared";

/// The kind of entry that corrects the record of a filing.
pub(crate) const CORRECTED: &str = "record.corrected";

/// What shapes some orders beside their own rows, in the order of entry: their modifications, and the corrections of
/// the record of their filings, which say the markings of their lives.
pub(crate) fn shaping(conn: &mut Conn, orders: &[&str], filings: &[&str]) -> Result<Vec<Entry>, StoreError> {
    let query = docket::table.order(docket::id).select(Row::as_select());
    let (modified, corrected) = (docket::kind.eq(MODIFIED), docket::kind.eq(CORRECTED));
    entries_of_rows(match (orders, filings) {
        // Nearly always one order is read; the statement for it is prepared once and for all.
        ([order], [filing]) => {
            let of_order = modified.and(docket::order_id.eq(order));
            query.filter(of_order.or(corrected.and(docket::filing_id.eq(filing)))).load(conn)?
        }
        _ => {
            let of_orders = modified.and(docket::order_id.eq_any(orders));
            query.filter(of_orders.or(corrected.and(docket::filing_id.eq_any(filings)))).load(conn)?
        }
    })
}

/// The filings that somebody compared with an order, each once, by id. The order may cover them.
pub fn compared_with(conn: &mut Conn, order: OrderId) -> Result<Vec<FilingId>, StoreError> {
    let rows: Vec<String> = docket::table
        .filter(docket::order_id.eq(order.to_string()))
        .filter(docket::kind.eq(COMPARED))
        .select(docket::filing_id)
        .distinct()
        .order(docket::filing_id)
        .load(conn)?;
    rows.iter().map(|id| parse(id)).collect()
}

/// How many entries answer an entry. The version of the entry is one more.
pub fn count_answers(conn: &mut Conn, id: EntryId) -> Result<i64, StoreError> {
    Ok(docket::table.filter(docket::answers.eq(id.to_string())).count().get_result(conn)?)
}
