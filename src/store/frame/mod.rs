//! Connections, transactions, dialects, migrations and the schema.

/// Loads the rows of a query whose column holds one of some values. Diesel keeps the prepared statement for one
/// value; it prepares `IN (...)` on SQLite each time anew. Nearly every act asks about one order or one filing.
macro_rules! load_among {
    ($conn:expr, $query:expr, $column:expr, $values:expr) => {
        match &$values[..] {
            [] => Ok(vec![]),
            [one] => $query.filter($column.eq(one)).load($conn),
            several => $query.filter($column.eq_any(several)).load($conn),
        }
    };
}
pub(crate) use load_among;

/// Says in SQL what `domain::review::access::Reach::covers` says of one filing, of the table of filings in a query.
macro_rules! within_reach {
    ($reach:expr) => {{
        let own = $reach.examiner.map(|account| account.to_string());
        let every_desk = diesel::IntoSql::into_sql::<diesel::sql_types::Bool>(own.is_none());
        let on_desk = filings::assigned_to.is_null().or(filings::assigned_to.eq(own)).or(every_desk);
        filings::marking.eq_any($crate::store::frame::column::marks_within($reach.clearance)).and(on_desk)
    }};
}
pub(crate) use within_reach;

pub(crate) mod column;
pub(crate) mod conn;
pub(crate) mod dialect;
pub(crate) mod error;
pub mod evidence;
pub mod idempotency;
pub(crate) mod migrate;
#[cfg(test)]
pub(crate) mod reads;
pub(crate) mod schema;
pub(crate) mod turn;
